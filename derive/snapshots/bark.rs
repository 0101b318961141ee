#[model(table = "BarkTable", rename_all = "PascalCase")]
pub struct Bark<'a> {
    #[model(hash_key)]
    pub username: &'a str,
    #[model(range_key)]
    pub timestamp: &'a str,
    pub message: &'a str,
    #[model(alias = "like_count", default)]
    pub likes: u64,
}
///The keys of [`Bark`].
#[allow(non_camel_case_types)]
#[::core::prelude::v1::derive(
    ::core::clone::Clone,
    ::core::fmt::Debug,
    ::core::cmp::PartialEq
)]
pub struct BarkKeys<'a> {
    ///The hash key `Username`.
    pub username: &'a str,
    ///The range key `Timestamp`.
    pub timestamp: &'a str,
}
const _: () = {
    #[doc(hidden)]
    #[allow(non_camel_case_types)]
    pub struct __BarkState<__F0> {
        __tally: ::millstream::model::Tally,
        __spans: ::millstream::model::Spans<[::millstream::model::Span; 4usize]>,
        message: __F0,
        username: __F0,
        likes: <u64 as ::millstream::value::Shape>::State,
        timestamp: __F0,
    }
    #[automatically_derived]
    impl<__F0: ::core::default::Default> ::core::default::Default for __BarkState<__F0> {
        #[inline]
        fn default() -> Self {
            Self {
                __tally: ::core::default::Default::default(),
                __spans: ::core::default::Default::default(),
                message: ::core::default::Default::default(),
                username: ::core::default::Default::default(),
                likes: ::core::default::Default::default(),
                timestamp: ::core::default::Default::default(),
            }
        }
    }
    #[automatically_derived]
    impl<'a, __F0> ::millstream::value::Shape for Bark<'a>
    where
        &'a str: ::millstream::value::FieldState<0usize, State = __F0>,
        __F0: ::core::default::Default,
    {
        const TAG: ::millstream::value::Tag = ::millstream::value::Tag::M;
        const TAKES_OVER: ::core::primitive::bool = true
            && <&'a str as ::millstream::value::Shape>::TAKES_OVER
            && <&'a str as ::millstream::value::Shape>::TAKES_OVER
            && <&'a str as ::millstream::value::Shape>::TAKES_OVER
            && <u64 as ::millstream::value::Shape>::TAKES_OVER;
        type State = __BarkState<__F0>;
    }
    #[automatically_derived]
    impl<'a> ::millstream::value::Value<'a> for Bark<'a> {
        #[inline]
        fn blank() -> Self {
            Self {
                username: <&'a str as ::millstream::value::Value<'a>>::blank(),
                timestamp: <&'a str as ::millstream::value::Value<'a>>::blank(),
                message: <&'a str as ::millstream::value::Value<'a>>::blank(),
                likes: <u64 as ::millstream::value::Value<'a>>::blank(),
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
        #[inline]
        fn take_over(&mut self, __twin: &Self) {
            <&'a str as ::millstream::value::Value<
                'a,
            >>::take_over(&mut self.username, &__twin.username);
            <&'a str as ::millstream::value::Value<
                'a,
            >>::take_over(&mut self.timestamp, &__twin.timestamp);
            <&'a str as ::millstream::value::Value<
                'a,
            >>::take_over(&mut self.message, &__twin.message);
            <u64 as ::millstream::value::Value<
                'a,
            >>::take_over(&mut self.likes, &__twin.likes);
        }
    }
    #[automatically_derived]
    impl<'a> ::millstream::model::Attributes<'a> for Bark<'a> {
        const ATTRIBUTES: &'static [::millstream::model::Attribute] = &[
            ::millstream::model::Attribute::new(
                "Message",
                &[],
                <&'a str as ::millstream::value::Shape>::TAG,
            ),
            ::millstream::model::Attribute::new(
                "Username",
                &[],
                <&'a str as ::millstream::value::Shape>::TAG,
            ),
            ::millstream::model::Attribute::new(
                "Likes",
                &["like_count"],
                <u64 as ::millstream::value::Shape>::TAG,
            ),
            ::millstream::model::Attribute::new(
                "Timestamp",
                &[],
                <&'a str as ::millstream::value::Shape>::TAG,
            ),
        ];
        const NAMES: &'static ::millstream::model::Names = &::millstream::model::Names::<
            [::core::primitive::u16; ::millstream::model::room(5usize)],
        >::of(Self::ATTRIBUTES);
        const OWED: &'static [::core::primitive::u64] = &::millstream::model::owed::<
            1usize,
        >(
            &[
                <&'a str as ::millstream::value::Shape>::OPTIONAL,
                <&'a str as ::millstream::value::Shape>::OPTIONAL,
                false,
                <&'a str as ::millstream::value::Shape>::OPTIONAL,
            ],
        );
        type Progress = ::millstream::model::Seen<1usize>;
        #[inline]
        fn seen(__progress: &mut Self::Progress) -> &mut [::core::primitive::u64] {
            __progress.words()
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
                    <&'a str as ::millstream::value::Value<
                        'a,
                    >>::decode_as(
                        &mut self.message,
                        __tag,
                        __cursor,
                        &mut __state.message,
                    )
                }
                1usize => {
                    <&'a str as ::millstream::value::Value<
                        'a,
                    >>::decode_as(
                        &mut self.username,
                        __tag,
                        __cursor,
                        &mut __state.username,
                    )
                }
                2usize => {
                    <u64 as ::millstream::value::Value<
                        'a,
                    >>::decode_as(&mut self.likes, __tag, __cursor, &mut __state.likes)
                }
                3usize => {
                    <&'a str as ::millstream::value::Value<
                        'a,
                    >>::decode_as(
                        &mut self.timestamp,
                        __tag,
                        __cursor,
                        &mut __state.timestamp,
                    )
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
                    ::millstream::model::read_announced(
                        (__token, &Self::ATTRIBUTES[0usize]),
                        &mut self.message,
                        ::core::option::Option::map(__twin, |__twin| &__twin.message),
                        (&mut __state.__spans, 0usize),
                        &mut __state.message,
                    )
                }
                1usize => {
                    ::millstream::model::read_announced(
                        (__token, &Self::ATTRIBUTES[1usize]),
                        &mut self.username,
                        ::core::option::Option::map(__twin, |__twin| &__twin.username),
                        (&mut __state.__spans, 1usize),
                        &mut __state.username,
                    )
                }
                2usize => {
                    ::millstream::model::read_announced(
                        (__token, &Self::ATTRIBUTES[2usize]),
                        &mut self.likes,
                        ::core::option::Option::map(__twin, |__twin| &__twin.likes),
                        (&mut __state.__spans, 2usize),
                        &mut __state.likes,
                    )
                }
                3usize => {
                    ::millstream::model::read_announced(
                        (__token, &Self::ATTRIBUTES[3usize]),
                        &mut self.timestamp,
                        ::core::option::Option::map(__twin, |__twin| &__twin.timestamp),
                        (&mut __state.__spans, 3usize),
                        &mut __state.timestamp,
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
                0usize => {
                    <&'a str as ::millstream::value::Value<
                        'a,
                    >>::absent(&mut self.message)
                }
                1usize => {
                    <&'a str as ::millstream::value::Value<
                        'a,
                    >>::absent(&mut self.username)
                }
                2usize => {
                    self.likes = <u64 as ::core::default::Default>::default();
                    true
                }
                3usize => {
                    <&'a str as ::millstream::value::Value<
                        'a,
                    >>::absent(&mut self.timestamp)
                }
                _ => false,
            }
        }
        const HAS_LINE: ::core::primitive::bool = true;
        #[inline(always)]
        fn line(
            &mut self,
            __due: ::core::primitive::usize,
            __cursor: &mut ::millstream::Cursor<'a>,
            __state: &mut Self::State,
            __progress: &mut Self::Progress,
            __twin: ::core::option::Option<&Self>,
        ) -> ::core::result::Result<::core::primitive::usize, ::millstream::Error> {
            let mut __seen = [0; 1usize];
            if __due < 1usize {
                if ::millstream::model::step(
                    (__due == 0 && __seen[0] == 0, &Self::ATTRIBUTES[0usize]),
                    &mut self.message,
                    ::core::option::Option::map(__twin, |__twin| &__twin.message),
                    (&mut __state.__spans, 0usize),
                    __cursor,
                    &mut __state.message,
                )? {
                    __seen[0usize] |= 1 << 0usize;
                }
                if __due == 0 && __seen[0] == 0
                    && (false
                        || !(true && <&'a str as ::millstream::value::Shape>::OPTIONAL))
                {
                    return ::core::result::Result::Ok(0);
                }
            }
            if __due < 2usize {
                if ::millstream::model::step(
                    (
                        __due == 0 && __seen[0] == 0
                            && <&'a str as ::millstream::value::Shape>::OPTIONAL,
                        &Self::ATTRIBUTES[1usize],
                    ),
                    &mut self.username,
                    ::core::option::Option::map(__twin, |__twin| &__twin.username),
                    (&mut __state.__spans, 1usize),
                    __cursor,
                    &mut __state.username,
                )? {
                    __seen[0usize] |= 1 << 1usize;
                }
                if __due == 0 && __seen[0] == 0
                    && (false
                        || !(true && <&'a str as ::millstream::value::Shape>::OPTIONAL))
                {
                    return ::core::result::Result::Ok(0);
                }
            }
            if __due < 3usize {
                if ::millstream::model::step(
                    (
                        __due == 0 && __seen[0] == 0
                            && <&'a str as ::millstream::value::Shape>::OPTIONAL
                            && <&'a str as ::millstream::value::Shape>::OPTIONAL,
                        &Self::ATTRIBUTES[2usize],
                    ),
                    &mut self.likes,
                    ::core::option::Option::map(__twin, |__twin| &__twin.likes),
                    (&mut __state.__spans, 2usize),
                    __cursor,
                    &mut __state.likes,
                )? {
                    __seen[0usize] |= 1 << 2usize;
                }
                if __due == 0 && __seen[0] == 0 && (false || !(true && true)) {
                    return ::core::result::Result::Ok(0);
                }
            }
            if __due < 4usize {
                if ::millstream::model::step(
                    (
                        __due == 0 && __seen[0] == 0
                            && <&'a str as ::millstream::value::Shape>::OPTIONAL
                            && <&'a str as ::millstream::value::Shape>::OPTIONAL && true,
                        &Self::ATTRIBUTES[3usize],
                    ),
                    &mut self.timestamp,
                    ::core::option::Option::map(__twin, |__twin| &__twin.timestamp),
                    (&mut __state.__spans, 3usize),
                    __cursor,
                    &mut __state.timestamp,
                )? {
                    __seen[0usize] |= 1 << 3usize;
                }
                if __due == 0 && __seen[0] == 0
                    && (false
                        || !(true && <&'a str as ::millstream::value::Shape>::OPTIONAL))
                {
                    return ::core::result::Result::Ok(0);
                }
            }
            ::millstream::model::see_all(Self::seen(__progress), &__seen);
            ::core::result::Result::Ok(::millstream::model::slot_behind(__due, &__seen))
        }
    }
    #[automatically_derived]
    impl<'a> ::millstream::model::Model for Bark<'a> {
        const TABLE: ::core::option::Option<&'static ::core::primitive::str> = ::core::option::Option::Some(
            "BarkTable",
        );
        type State = <Bark<'static> as ::millstream::value::Shape>::State;
        type KeysState = <BarkKeys<'static> as ::millstream::value::Shape>::State;
        type View<'__x> = Bark<'__x>;
        type Keys<'__x> = BarkKeys<'__x>;
    }
    const _: () = ::core::assert!(
        ::core::matches!(< & 'static str as ::millstream::value::Shape > ::TAG,
        ::millstream::value::Tag::S | ::millstream::value::Tag::N |
        ::millstream::value::Tag::B) && ! < & 'static str as ::millstream::value::Shape >
        ::OPTIONAL, "a key attribute is of type S, N or B"
    );
    const _: () = ::core::assert!(
        ::core::matches!(< & 'static str as ::millstream::value::Shape > ::TAG,
        ::millstream::value::Tag::S | ::millstream::value::Tag::N |
        ::millstream::value::Tag::B) && ! < & 'static str as ::millstream::value::Shape >
        ::OPTIONAL, "a key attribute is of type S, N or B"
    );
};
const _: () = {
    #[doc(hidden)]
    #[allow(non_camel_case_types)]
    pub struct __BarkKeysState<__F0> {
        __tally: ::millstream::model::Tally,
        __spans: ::millstream::model::Spans<[::millstream::model::Span; 2usize]>,
        username: __F0,
        timestamp: __F0,
    }
    #[automatically_derived]
    impl<__F0: ::core::default::Default> ::core::default::Default
    for __BarkKeysState<__F0> {
        #[inline]
        fn default() -> Self {
            Self {
                __tally: ::core::default::Default::default(),
                __spans: ::core::default::Default::default(),
                username: ::core::default::Default::default(),
                timestamp: ::core::default::Default::default(),
            }
        }
    }
    #[automatically_derived]
    impl<'a, __F0> ::millstream::value::Shape for BarkKeys<'a>
    where
        &'a str: ::millstream::value::FieldState<0usize, State = __F0>,
        __F0: ::core::default::Default,
    {
        const TAG: ::millstream::value::Tag = ::millstream::value::Tag::M;
        const TAKES_OVER: ::core::primitive::bool = true
            && <&'a str as ::millstream::value::Shape>::TAKES_OVER
            && <&'a str as ::millstream::value::Shape>::TAKES_OVER;
        type State = __BarkKeysState<__F0>;
    }
    #[automatically_derived]
    impl<'a> ::millstream::value::Value<'a> for BarkKeys<'a> {
        #[inline]
        fn blank() -> Self {
            Self {
                username: <&'a str as ::millstream::value::Value<'a>>::blank(),
                timestamp: <&'a str as ::millstream::value::Value<'a>>::blank(),
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
        #[inline]
        fn take_over(&mut self, __twin: &Self) {
            <&'a str as ::millstream::value::Value<
                'a,
            >>::take_over(&mut self.username, &__twin.username);
            <&'a str as ::millstream::value::Value<
                'a,
            >>::take_over(&mut self.timestamp, &__twin.timestamp);
        }
        #[inline]
        fn tell_keys(&self, __cursor: &mut ::millstream::Cursor<'a>) {
            __cursor
                .tell_key(
                    "Username",
                    <&'a str as ::millstream::value::Value<'a>>::key_text(&self.username),
                );
            __cursor
                .tell_key(
                    "Timestamp",
                    <&'a str as ::millstream::value::Value<
                        'a,
                    >>::key_text(&self.timestamp),
                );
        }
    }
    #[automatically_derived]
    impl<'a> ::millstream::model::Attributes<'a> for BarkKeys<'a> {
        const ATTRIBUTES: &'static [::millstream::model::Attribute] = &[
            ::millstream::model::Attribute::new(
                "Username",
                &[],
                <&'a str as ::millstream::value::Shape>::TAG,
            ),
            ::millstream::model::Attribute::new(
                "Timestamp",
                &[],
                <&'a str as ::millstream::value::Shape>::TAG,
            ),
        ];
        const NAMES: &'static ::millstream::model::Names = &::millstream::model::Names::<
            [::core::primitive::u16; ::millstream::model::room(2usize)],
        >::of(Self::ATTRIBUTES);
        const OWED: &'static [::core::primitive::u64] = &::millstream::model::owed::<
            1usize,
        >(
            &[
                <&'a str as ::millstream::value::Shape>::OPTIONAL,
                <&'a str as ::millstream::value::Shape>::OPTIONAL,
            ],
        );
        type Progress = ::millstream::model::Seen<1usize>;
        #[inline]
        fn seen(__progress: &mut Self::Progress) -> &mut [::core::primitive::u64] {
            __progress.words()
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
                    <&'a str as ::millstream::value::Value<
                        'a,
                    >>::decode_as(
                        &mut self.username,
                        __tag,
                        __cursor,
                        &mut __state.username,
                    )
                }
                1usize => {
                    <&'a str as ::millstream::value::Value<
                        'a,
                    >>::decode_as(
                        &mut self.timestamp,
                        __tag,
                        __cursor,
                        &mut __state.timestamp,
                    )
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
                    ::millstream::model::read_announced(
                        (__token, &Self::ATTRIBUTES[0usize]),
                        &mut self.username,
                        ::core::option::Option::map(__twin, |__twin| &__twin.username),
                        (&mut __state.__spans, 0usize),
                        &mut __state.username,
                    )
                }
                1usize => {
                    ::millstream::model::read_announced(
                        (__token, &Self::ATTRIBUTES[1usize]),
                        &mut self.timestamp,
                        ::core::option::Option::map(__twin, |__twin| &__twin.timestamp),
                        (&mut __state.__spans, 1usize),
                        &mut __state.timestamp,
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
                0usize => {
                    <&'a str as ::millstream::value::Value<
                        'a,
                    >>::absent(&mut self.username)
                }
                1usize => {
                    <&'a str as ::millstream::value::Value<
                        'a,
                    >>::absent(&mut self.timestamp)
                }
                _ => false,
            }
        }
        const HAS_LINE: ::core::primitive::bool = true;
        #[inline(always)]
        fn line(
            &mut self,
            __due: ::core::primitive::usize,
            __cursor: &mut ::millstream::Cursor<'a>,
            __state: &mut Self::State,
            __progress: &mut Self::Progress,
            __twin: ::core::option::Option<&Self>,
        ) -> ::core::result::Result<::core::primitive::usize, ::millstream::Error> {
            let mut __seen = [0; 1usize];
            if __due < 1usize {
                if ::millstream::model::step(
                    (__due == 0 && __seen[0] == 0, &Self::ATTRIBUTES[0usize]),
                    &mut self.username,
                    ::core::option::Option::map(__twin, |__twin| &__twin.username),
                    (&mut __state.__spans, 0usize),
                    __cursor,
                    &mut __state.username,
                )? {
                    __seen[0usize] |= 1 << 0usize;
                }
                if __due == 0 && __seen[0] == 0
                    && (false
                        || !(true && <&'a str as ::millstream::value::Shape>::OPTIONAL))
                {
                    return ::core::result::Result::Ok(0);
                }
            }
            if __due < 2usize {
                if ::millstream::model::step(
                    (
                        __due == 0 && __seen[0] == 0
                            && <&'a str as ::millstream::value::Shape>::OPTIONAL,
                        &Self::ATTRIBUTES[1usize],
                    ),
                    &mut self.timestamp,
                    ::core::option::Option::map(__twin, |__twin| &__twin.timestamp),
                    (&mut __state.__spans, 1usize),
                    __cursor,
                    &mut __state.timestamp,
                )? {
                    __seen[0usize] |= 1 << 1usize;
                }
                if __due == 0 && __seen[0] == 0
                    && (false
                        || !(true && <&'a str as ::millstream::value::Shape>::OPTIONAL))
                {
                    return ::core::result::Result::Ok(0);
                }
            }
            ::millstream::model::see_all(Self::seen(__progress), &__seen);
            ::core::result::Result::Ok(::millstream::model::slot_behind(__due, &__seen))
        }
    }
    #[automatically_derived]
    impl<'a> ::millstream::model::Model for BarkKeys<'a> {
        const TABLE: ::core::option::Option<&'static ::core::primitive::str> = ::core::option::Option::Some(
            "BarkTable",
        );
        type State = <BarkKeys<'static> as ::millstream::value::Shape>::State;
        type KeysState = <BarkKeys<'static> as ::millstream::value::Shape>::State;
        type View<'__x> = BarkKeys<'__x>;
        type Keys<'__x> = BarkKeys<'__x>;
    }
};
