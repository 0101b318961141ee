pub struct UserId<'a>(pub &'a str);
const _: () = {
    #[automatically_derived]
    impl<'a, __F> ::millstream::value::Shape for UserId<'a>
    where
        &'a str: ::millstream::value::Shape<State = __F>,
        __F: ::core::default::Default,
    {
        const TAG: ::millstream::value::Tag = <&'a str as ::millstream::value::Shape>::TAG;
        const EXPECTED: &'static ::core::primitive::str = <&'a str as ::millstream::value::Shape>::EXPECTED;
        const OPTIONAL: ::core::primitive::bool = <&'a str as ::millstream::value::Shape>::OPTIONAL;
        const NEEDS_KEYS: ::core::primitive::bool = <&'a str as ::millstream::value::Shape>::NEEDS_KEYS;
        const TAKES_OVER: ::core::primitive::bool = <&'a str as ::millstream::value::Shape>::TAKES_OVER;
        const LIST_TAG: ::millstream::value::Tag = match <&'a str as ::millstream::value::Shape>::LIST_TAG {
            __set @ (::millstream::value::Tag::Ss
            | ::millstream::value::Tag::Ns
            | ::millstream::value::Tag::Bs) => __set,
            _ => ::millstream::value::Tag::L,
        };
        const LIST_EXPECTED: &'static ::core::primitive::str = match Self::LIST_TAG {
            ::millstream::value::Tag::L => Self::LIST_TAG.name(),
            _ => <&'a str as ::millstream::value::Shape>::LIST_EXPECTED,
        };
        type State = __F;
    }
    #[automatically_derived]
    impl<'a> ::millstream::value::Value<'a> for UserId<'a> {
        #[inline]
        fn blank() -> Self {
            Self(<&'a str as ::millstream::value::Value<'a>>::blank())
        }
        #[inline]
        fn decode(
            &mut self,
            __cursor: &mut ::millstream::Cursor<'a>,
            __state: &mut Self::State,
        ) -> ::core::result::Result<(), ::millstream::Error> {
            <&'a str as ::millstream::value::Value<
                'a,
            >>::decode(&mut self.0, __cursor, __state)
        }
        #[inline]
        fn decode_as(
            &mut self,
            __tag: ::millstream::value::Tag,
            __cursor: &mut ::millstream::Cursor<'a>,
            __state: &mut Self::State,
        ) -> ::core::result::Result<(), ::millstream::Error> {
            <&'a str as ::millstream::value::Value<
                'a,
            >>::decode_as(&mut self.0, __tag, __cursor, __state)
        }
        #[inline]
        fn absent(&mut self) -> ::core::primitive::bool {
            <&'a str as ::millstream::value::Value<'a>>::absent(&mut self.0)
        }
        #[inline]
        fn take_over(&mut self, __twin: &Self) {
            <&'a str as ::millstream::value::Value<
                'a,
            >>::take_over(&mut self.0, &__twin.0)
        }
    }
};
