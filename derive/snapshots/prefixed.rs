#[model(range_key = "sk")]
enum Entity<'a> {
    #[model(range_key_prefix = "ORDER#")]
    Order(Order<'a>),
    #[model(range_key_prefix = "ORDER#LINE#")]
    Line(Line<'a>),
}
const _: () = {
    #[doc(hidden)]
    #[allow(non_camel_case_types)]
    pub struct __EntityState<__F0, __F1> {
        __v0: __F0,
        __v1: __F1,
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
                __v1: ::core::default::Default::default(),
            }
        }
    }
    #[automatically_derived]
    impl<'a, __F0, __F1> ::millstream::value::Shape for Entity<'a>
    where
        Order<'a>: ::millstream::value::FieldState<0usize, State = __F0>,
        __F0: ::core::default::Default,
        Line<'a>: ::millstream::value::FieldState<1usize, State = __F1>,
        __F1: ::core::default::Default,
    {
        const TAG: ::millstream::value::Tag = ::millstream::value::Tag::M;
        const NEEDS_KEYS: ::core::primitive::bool = true;
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
            match ::millstream::model::key_of(__cursor, "sk")? {
                ::core::option::Option::Some(
                    __key,
                ) if <::core::primitive::str>::starts_with(__key, "ORDER#LINE#") => {
                    *self = Self::Line(
                        <Line<'a> as ::millstream::value::Value<'a>>::blank(),
                    );
                    #[allow(irrefutable_let_patterns)]
                    let Self::Line(__view) = self else {
                        return ::core::result::Result::Err(__cursor.no_field());
                    };
                    <Line<
                        'a,
                    > as ::millstream::value::Value<
                        'a,
                    >>::decode(__view, __cursor, &mut __state.__v1)?;
                }
                ::core::option::Option::Some(
                    __key,
                ) if <::core::primitive::str>::starts_with(__key, "ORDER#") => {
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
                __text => {
                    return ::core::result::Result::Err(
                        __cursor.no_variant("sk", __text.is_some()),
                    );
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
        ::core::matches!(< Line < 'static > as ::millstream::value::Shape > ::TAG,
        ::millstream::value::Tag::M), "a variant holds a model or an `Item`"
    );
};
