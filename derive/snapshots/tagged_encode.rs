#[model(tag = "type")]
enum Entity<'a> {
    Order(Order<'a>),
    Heartbeat,
    #[model(other)]
    Other(Item<'a>),
}
const _: () = {
    #[automatically_derived]
    impl<'a> ::millstream::encode::Encode for Entity<'a> {
        #[inline]
        fn encode(
            &self,
            __sink: &mut dyn ::millstream::encode::Sink,
        ) -> ::core::result::Result<(), ::millstream::encode::EncodeError> {
            ::millstream::encode::map(self, __sink)
        }
    }
    #[automatically_derived]
    impl<'a> ::millstream::encode::EncodeItem for Entity<'a> {
        #[inline]
        fn encode_attributes(
            &self,
            __sink: &mut dyn ::millstream::encode::Sink,
        ) -> ::core::result::Result<(), ::millstream::encode::EncodeError> {
            match self {
                Self::Order(__model) => {
                    ::millstream::encode::attributes(&[("type", &"Order")], __sink)?;
                    ::millstream::encode::others(
                        __model,
                        &|__name| __name == "type",
                        __sink,
                    )
                }
                Self::Heartbeat => {
                    ::millstream::encode::attributes(&[("type", &"Heartbeat")], __sink)
                }
                Self::Other(__model) => {
                    ::millstream::encode::EncodeItem::encode_attributes(__model, __sink)
                }
            }
        }
    }
    #[automatically_derived]
    impl<'a> ::millstream::encode::Operand for Entity<'a> {
        type Given<'__v> = Entity<'__v> where Self: '__v;
    }
};
