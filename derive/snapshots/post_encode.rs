#[model(
    table = "Posts",
    global_index(name = "by-author", hash = "author", projection = "PostTitle<'a>")
)]
pub struct Post<'a> {
    #[model(hash_key)]
    pub id: u64,
    #[model(range_key)]
    pub at: &'a str,
    pub author: Option<&'a str>,
    #[model(set)]
    pub tags: Vec<&'a str>,
    #[model(with = "date", encode_with = "date")]
    due: Date,
}
///The places of a [`Post`], for conditions and updates.
#[allow(dead_code, non_camel_case_types)]
#[::core::prelude::v1::derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct PostPaths {
    ///`id`
    pub id: ::millstream::keys::Path<u64>,
    ///`at`
    pub at: ::millstream::keys::Path<&'static str>,
    ///`author`
    pub author: ::millstream::keys::Path<Option<&'static str>>,
    ///`tags`
    pub tags: ::millstream::keys::Path<::millstream::encode::Set<Vec<&'static str>>>,
    ///`due`
    due: ::millstream::keys::Path<::millstream::AttributeValue<'static>>,
}
const _: () = {
    #[automatically_derived]
    impl<'a> ::millstream::keys::Paths for Post<'a> {
        type Paths = PostPaths;
        const PATHS: Self::Paths = PostPaths {
            id: ::millstream::keys::Path::new("id"),
            at: ::millstream::keys::Path::new("at"),
            author: ::millstream::keys::Path::new("author"),
            tags: ::millstream::keys::Path::new("tags"),
            due: ::millstream::keys::Path::new("due"),
        };
    }
};
///The index `by-author` of [`Post`].
#[allow(non_camel_case_types)]
#[::core::prelude::v1::derive(
    ::core::clone::Clone,
    ::core::marker::Copy,
    ::core::fmt::Debug
)]
pub struct PostByAuthor;
const _: () = {
    const _: () = ::core::assert!(
        ::core::matches!(< Option < & 'static str > as ::millstream::value::Shape >
        ::TAG, ::millstream::value::Tag::S | ::millstream::value::Tag::N |
        ::millstream::value::Tag::B), "a key attribute is of type S, N or B"
    );
    #[automatically_derived]
    impl ::millstream::keys::KeySchema for PostByAuthor {
        const HASH_KEY: ::millstream::keys::KeyAttribute = ::millstream::keys::KeyAttribute {
            name: "author",
            tag: <Option<&'static str> as ::millstream::value::Shape>::TAG,
        };
        const RANGE_KEY: ::core::option::Option<::millstream::keys::KeyAttribute> = ::core::option::Option::None;
        type Hash<'__k> = <Option<
            &'static str,
        > as ::millstream::encode::Operand>::Given<'__k>;
        type Key<'__k> = Self::Hash<'__k>;
        #[inline]
        fn encode_key(
            __key: &Self::Key<'_>,
            __sink: &mut dyn ::millstream::encode::Sink,
        ) -> ::core::result::Result<(), ::millstream::encode::EncodeError> {
            ::millstream::encode::attributes(&[("author", __key)], __sink)
        }
    }
    #[automatically_derived]
    impl ::millstream::keys::Index for PostByAuthor {
        type Table = Post<'static>;
        type Item = PostTitle<'static>;
        type Kind = ::millstream::keys::HashGlobal;
        const NAME: &'static ::core::primitive::str = "by-author";
    }
};
const _: () = {
    #[automatically_derived]
    impl<'a> ::millstream::encode::Encode for Post<'a> {
        #[inline]
        fn encode(
            &self,
            __sink: &mut dyn ::millstream::encode::Sink,
        ) -> ::core::result::Result<(), ::millstream::encode::EncodeError> {
            ::millstream::encode::map(self, __sink)
        }
    }
    #[automatically_derived]
    impl<'a> ::millstream::encode::EncodeItem for Post<'a> {
        #[inline]
        fn encode_attributes(
            &self,
            __sink: &mut dyn ::millstream::encode::Sink,
        ) -> ::core::result::Result<(), ::millstream::encode::EncodeError> {
            ::millstream::encode::attributes(
                &[
                    ("id", &self.id),
                    ("at", &self.at),
                    ("author", &self.author),
                    ("tags", &::millstream::encode::Set(&self.tags)),
                    (
                        "due",
                        &::millstream::encode::With::new(
                            &self.due,
                            |__value| date::encode(__value),
                        ),
                    ),
                ],
                __sink,
            )?;
            ::core::result::Result::Ok(())
        }
        fn is_own(&self, __name: &::core::primitive::str) -> ::core::primitive::bool {
            __name == "id" || __name == "at" || __name == "author" || __name == "tags"
                || __name == "due" || false
        }
    }
    #[automatically_derived]
    impl<'a> ::millstream::encode::Operand for Post<'a> {
        type Given<'__v> = Post<'__v> where Self: '__v;
    }
    #[automatically_derived]
    impl<'a> ::millstream::encode::Encode for PostKeys<'a> {
        #[inline]
        fn encode(
            &self,
            __sink: &mut dyn ::millstream::encode::Sink,
        ) -> ::core::result::Result<(), ::millstream::encode::EncodeError> {
            ::millstream::encode::map(self, __sink)
        }
    }
    #[automatically_derived]
    impl<'a> ::millstream::encode::EncodeItem for PostKeys<'a> {
        #[inline]
        fn encode_attributes(
            &self,
            __sink: &mut dyn ::millstream::encode::Sink,
        ) -> ::core::result::Result<(), ::millstream::encode::EncodeError> {
            ::millstream::encode::attributes(
                &[("id", &self.id), ("at", &self.at)],
                __sink,
            )?;
            ::core::result::Result::Ok(())
        }
        fn is_own(&self, __name: &::core::primitive::str) -> ::core::primitive::bool {
            __name == "id" || __name == "at" || false
        }
    }
    #[automatically_derived]
    impl<'a> ::millstream::encode::Operand for PostKeys<'a> {
        type Given<'__v> = PostKeys<'__v> where Self: '__v;
    }
    #[automatically_derived]
    impl<'a> ::millstream::keys::KeySchema for Post<'a> {
        const HASH_KEY: ::millstream::keys::KeyAttribute = ::millstream::keys::KeyAttribute {
            name: "id",
            tag: <u64 as ::millstream::value::Shape>::TAG,
        };
        const RANGE_KEY: ::core::option::Option<::millstream::keys::KeyAttribute> = ::core::option::Option::Some(::millstream::keys::KeyAttribute {
            name: "at",
            tag: <&'static str as ::millstream::value::Shape>::TAG,
        });
        type Hash<'__k> = <u64 as ::millstream::encode::Operand>::Given<'__k>;
        type Key<'__k> = (
            Self::Hash<'__k>,
            <&'static str as ::millstream::encode::Operand>::Given<'__k>,
        );
        #[inline]
        fn encode_key(
            __key: &Self::Key<'_>,
            __sink: &mut dyn ::millstream::encode::Sink,
        ) -> ::core::result::Result<(), ::millstream::encode::EncodeError> {
            ::millstream::encode::attributes(
                &[("id", &__key.0), ("at", &__key.1)],
                __sink,
            )
        }
    }
    #[automatically_derived]
    impl<'a> ::millstream::keys::RangeKey for Post<'a> {
        type Range<'__k> = <&'static str as ::millstream::encode::Operand>::Given<'__k>;
    }
    #[automatically_derived]
    impl<'a> ::millstream::keys::Keyed for Post<'a> {
        type Shape = ::millstream::keys::HashAndRange;
        type KeyModel = PostKeys<'static>;
        const INDEXES: &'static [::millstream::keys::IndexSchema] = &[
            ::millstream::keys::IndexSchema::of::<PostByAuthor>(false)
                .projecting(
                    <PostTitle<
                        'static,
                    > as ::millstream::model::Attributes<'static>>::attribute_names,
                ),
        ];
        #[inline]
        fn encode_keys(
            __keys: &<Self::KeyModel as ::millstream::Model>::View<'_>,
            __sink: &mut dyn ::millstream::encode::Sink,
        ) -> ::core::result::Result<(), ::millstream::encode::EncodeError> {
            ::millstream::encode::EncodeItem::encode_attributes(__keys, __sink)
        }
    }
};
