#[model(tag = "type", rename_all = "camelCase")]
enum Entity<'a> {
    #[model(alias = "purchase")]
    Order(Order<'a>),
    Heartbeat,
    #[model(other)]
    Other(Item<'a>),
}
const _: () = {
    #[doc(hidden)]
    #[allow(non_camel_case_types)]
    pub struct __EntityState<__F0, __F1> {
        __v0: __F0,
        __v2: __F1,
    }
    #[automatically_derived]
    impl<
        __F0: ::core::default::Default,
        __F1: ::core::default::Default,
    > ::core::default::Default for __EntityState<__F0, __F1> {
        #[inline]
        fn default() -> Self {
            Self {
                __v0: ::core::default::Default::default(),
                __v2: ::core::default::Default::default(),
            }
        }
    }
    #[automatically_derived]
    impl<'a, __F0, __F1> ::millstream::value::Shape for Entity<'a>
    where
        Order<'a>: ::millstream::value::FieldState<0usize, State = __F0>,
        __F0: ::core::default::Default,
        Item<'a>: ::millstream::value::FieldState<1usize, State = __F1>,
        __F1: ::core::default::Default,
    {
        const TAG: ::millstream::value::Tag = ::millstream::value::Tag::M;
        const NEEDS_KEYS: ::core::primitive::bool = false
            || <Order<'a> as ::millstream::value::Shape>::NEEDS_KEYS
            || <Item<'a> as ::millstream::value::Shape>::NEEDS_KEYS;
        type State = __EntityState<__F0, __F1>;
    }
    #[automatically_derived]
    impl<'a> ::millstream::value::Value<'a> for Entity<'a> {
        #[inline]
        fn blank() -> Self {
            Self::Order(<Order<'a> as ::millstream::value::Value<'a>>::blank())
        }
        fn decode(
            &mut self,
            __cursor: &mut ::millstream::Cursor<'a>,
            __state: &mut Self::State,
        ) -> ::core::result::Result<(), ::millstream::Error> {
            match ::millstream::model::tag_of(__cursor, "type")? {
                ::core::option::Option::Some("order" | "purchase") => {
                    *self = Self::Order(
                        <Order<'a> as ::millstream::value::Value<'a>>::blank(),
                    );
                    #[allow(irrefutable_let_patterns)]
                    let Self::Order(__view) = self else {
                        return ::core::result::Result::Err(__cursor.no_field());
                    };
                    <Order<
                        'a,
                    > as ::millstream::value::Value<
                        'a,
                    >>::decode(__view, __cursor, &mut __state.__v0)?;
                }
                ::core::option::Option::Some("heartbeat") => {
                    __cursor.skip_map()?;
                    *self = Self::Heartbeat;
                }
                __text => {
                    *self = Self::Other(
                        <Item<'a> as ::millstream::value::Value<'a>>::blank(),
                    );
                    #[allow(irrefutable_let_patterns)]
                    let Self::Other(__view) = self else {
                        return ::core::result::Result::Err(__cursor.no_field());
                    };
                    <Item<
                        'a,
                    > as ::millstream::value::Value<
                        'a,
                    >>::decode(__view, __cursor, &mut __state.__v2)?;
                }
            }
            ::core::result::Result::Ok(())
        }
    }
    #[automatically_derived]
    impl<'a> ::millstream::model::Model for Entity<'a> {
        type State = <Entity<'static> as ::millstream::value::Shape>::State;
        type KeysState = <::millstream::Item<
            'static,
        > as ::millstream::value::Shape>::State;
        type View<'__x> = Entity<'__x>;
        type Keys<'__x> = ::millstream::Item<'__x>;
    }
    const _: () = ::core::assert!(
        ::core::matches!(< Order < 'static > as ::millstream::value::Shape > ::TAG,
        ::millstream::value::Tag::M), "a variant holds a model or an `Item`"
    );
    const _: () = ::core::assert!(
        ::core::matches!(< Item < 'static > as ::millstream::value::Shape > ::TAG,
        ::millstream::value::Tag::M), "a variant holds a model or an `Item`"
    );
};
