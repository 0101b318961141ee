struct Page<'a, T> {
    item: T,
    #[model(with = "codec")]
    next: Next<'a>,
    #[model(skip)]
    seen: bool,
    #[model(flatten)]
    inner: Inner<'a>,
    #[model(rest)]
    rest: Item<'a>,
}
const _: () = {
    #[doc(hidden)]
    #[allow(non_camel_case_types)]
    pub struct __PageState<__F0, __F1> {
        __tally: ::millstream::model::Tally,
        __spans: ::millstream::model::Spans<[::millstream::model::Span; 2usize]>,
        item: __F0,
        inner: __F1,
    }
    #[automatically_derived]
    impl<
        __F0: ::core::default::Default,
        __F1: ::core::default::Default,
    > ::core::default::Default for __PageState<__F0, __F1> {
        #[inline]
        fn default() -> Self {
            Self {
                __tally: ::core::default::Default::default(),
                __spans: ::core::default::Default::default(),
                item: ::core::default::Default::default(),
                inner: ::core::default::Default::default(),
            }
        }
    }
    #[automatically_derived]
    impl<'a, T, __F0, __F1> ::millstream::value::Shape for Page<'a, T>
    where
        T: ::millstream::value::Shape<State = __F0>,
        __F0: ::core::default::Default,
        Inner<'a>: ::millstream::value::FieldState<1usize, State = __F1>,
        __F1: ::core::default::Default,
    {
        const TAG: ::millstream::value::Tag = ::millstream::value::Tag::M;
        const TAKES_OVER: ::core::primitive::bool = false;
        type State = __PageState<__F0, __F1>;
    }
    #[automatically_derived]
    impl<'a, T> ::millstream::value::Value<'a> for Page<'a, T>
    where
        T: ::millstream::value::Value<'a>,
    {
        #[inline]
        fn blank() -> Self {
            Self {
                item: <T as ::millstream::value::Value<'a>>::blank(),
                next: <Next<'a> as ::core::default::Default>::default(),
                seen: <bool as ::core::default::Default>::default(),
                inner: <Inner<'a> as ::millstream::value::Value<'a>>::blank(),
                rest: <Item<'a> as ::millstream::value::Value<'a>>::blank(),
            }
        }
        #[inline]
        fn decode(
            &mut self,
            __cursor: &mut ::millstream::Cursor<'a>,
            __state: &mut Self::State,
        ) -> ::core::result::Result<(), ::millstream::Error> {
            ::millstream::model::decode_attributes(
                self,
                __cursor,
                __state,
                ::core::option::Option::None,
            )
        }
        #[inline]
        fn decode_beside(
            &mut self,
            __twin: &Self,
            __cursor: &mut ::millstream::Cursor<'a>,
            __state: &mut Self::State,
        ) -> ::core::result::Result<(), ::millstream::Error> {
            ::millstream::model::decode_attributes(
                self,
                __cursor,
                __state,
                ::core::option::Option::Some(__twin),
            )
        }
    }
    #[doc(hidden)]
    #[allow(non_camel_case_types)]
    pub struct __PageProgress<'a, __P0> {
        __seen: ::millstream::model::Seen<1usize>,
        inner: __P0,
        rest: ::millstream::model::Rest<'a>,
    }
    #[automatically_derived]
    impl<'a, __P0: ::core::default::Default> ::core::default::Default
    for __PageProgress<'a, __P0> {
        #[inline]
        fn default() -> Self {
            Self {
                __seen: ::core::default::Default::default(),
                inner: ::core::default::Default::default(),
                rest: ::core::default::Default::default(),
            }
        }
    }
    #[automatically_derived]
    impl<'a, T, __P0> ::millstream::model::Attributes<'a> for Page<'a, T>
    where
        T: ::millstream::value::Value<'a>,
        Inner<'a>: ::millstream::model::Attributes<'a, Progress = __P0>,
        __P0: ::core::default::Default,
    {
        const ATTRIBUTES: &'static [::millstream::model::Attribute] = &[
            ::millstream::model::Attribute::new(
                "next",
                &[],
                ::millstream::value::Tag::Any,
            ),
            ::millstream::model::Attribute::new(
                "item",
                &[],
                <T as ::millstream::value::Shape>::TAG,
            ),
        ];
        const NAMES: &'static ::millstream::model::Names = &::millstream::model::Names::<
            [::core::primitive::u16; ::millstream::model::room(2usize)],
        >::of(Self::ATTRIBUTES);
        const OWED: &'static [::core::primitive::u64] = &::millstream::model::owed::<
            1usize,
        >(&[false, <T as ::millstream::value::Shape>::OPTIONAL]);
        type Progress = __PageProgress<'a, __P0>;
        #[inline]
        fn seen(__progress: &mut Self::Progress) -> &mut [::core::primitive::u64] {
            __progress.__seen.words()
        }
        #[inline]
        fn tally(__state: &mut Self::State) -> &mut ::millstream::model::Tally {
            &mut __state.__tally
        }
        #[inline]
        fn spans(__state: &mut Self::State) -> &mut ::millstream::model::Spans {
            &mut __state.__spans
        }
        #[inline]
        fn field(
            &mut self,
            __index: ::core::primitive::usize,
            __tag: ::millstream::value::Tag,
            __cursor: &mut ::millstream::Cursor<'a>,
            __state: &mut Self::State,
        ) -> ::core::result::Result<(), ::millstream::Error> {
            match __index {
                0usize => {
                    self.next = ::millstream::model::decode_with(
                        __tag,
                        __cursor,
                        |__value| codec::decode(__value),
                    )?;
                    ::core::result::Result::Ok(())
                }
                1usize => {
                    <T as ::millstream::value::Value<
                        'a,
                    >>::decode_as(&mut self.item, __tag, __cursor, &mut __state.item)
                }
                _ => ::core::result::Result::Err(__cursor.no_field()),
            }
        }
        #[inline]
        fn announced(
            &mut self,
            __index: ::core::primitive::usize,
            __token: ::millstream::model::AtToken<'_, 'a>,
            __state: &mut Self::State,
            __twin: ::core::option::Option<&Self>,
        ) -> ::core::result::Result<(), ::millstream::Error> {
            match __index {
                0usize => {
                    ::millstream::model::read_announced_by_index(
                        __token,
                        self,
                        0usize,
                        __state,
                    )
                }
                1usize => {
                    ::millstream::model::read_announced(
                        (__token, &Self::ATTRIBUTES[1usize]),
                        &mut self.item,
                        ::core::option::Option::map(__twin, |__twin| &__twin.item),
                        (&mut __state.__spans, 1usize),
                        &mut __state.item,
                    )
                }
                _ => ::core::result::Result::Err(__token.no_field()),
            }
        }
        fn absent_field(
            &mut self,
            __index: ::core::primitive::usize,
        ) -> ::core::primitive::bool {
            match __index {
                1usize => <T as ::millstream::value::Value<'a>>::absent(&mut self.item),
                _ => false,
            }
        }
        fn attribute_names(
            __each: &mut dyn ::core::ops::FnMut(&'static ::core::primitive::str),
        ) -> ::core::primitive::bool {
            ::millstream::model::own_names(Self::ATTRIBUTES, __each);
            false
                && <Inner<
                    'a,
                > as ::millstream::model::Attributes<'a>>::attribute_names(__each)
        }
        const TAKES_OTHERS: ::core::primitive::bool = true;
        fn other(
            &mut self,
            __name: &'a ::core::primitive::str,
            __cursor: &mut ::millstream::Cursor<'a>,
            __state: &mut Self::State,
            __progress: &mut Self::Progress,
        ) -> ::core::result::Result<::core::primitive::bool, ::millstream::Error> {
            if ::millstream::model::offer(
                &mut self.inner,
                __name,
                __cursor,
                &mut __state.inner,
                &mut __progress.inner,
            )? {
                return ::core::result::Result::Ok(true);
            }
            ::millstream::model::keep(&mut __progress.rest, __name, __cursor)
        }
        fn finish_other(
            &mut self,
            __cursor: &mut ::millstream::Cursor<'a>,
            __progress: &mut Self::Progress,
        ) -> ::core::result::Result<(), ::millstream::Error> {
            ::millstream::model::finish(
                &mut self.inner,
                __cursor,
                &mut __progress.inner,
            )?;
            let __rest: Item<'a> = ::millstream::model::kept(
                &mut __progress.rest,
                __cursor,
            )?;
            self.rest = __rest;
            ::core::result::Result::Ok(())
        }
    }
    #[automatically_derived]
    impl<'a, T> ::millstream::model::Model for Page<'a, T>
    where
        T: for<'__x> ::millstream::value::Value<'__x>,
        T: 'static,
    {
        type State = <Page<'static, T> as ::millstream::value::Shape>::State;
        type KeysState = <::millstream::Item<
            'static,
        > as ::millstream::value::Shape>::State;
        type View<'__x> = Page<'__x, T>;
        type Keys<'__x> = ::millstream::Item<'__x>;
    }
};
