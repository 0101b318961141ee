//! The whole way, from a model's tokens to code or to messages.

use proc_macro2::TokenStream;
use quote::quote;
use std::{env, fs, path::Path};

fn derive(input: TokenStream) -> syn::Result<TokenStream> {
    crate::model(&syn::parse2(input)?)
}

fn derive_encode(input: TokenStream) -> syn::Result<TokenStream> {
    crate::encode(&syn::parse2(input)?)
}

fn messages(input: TokenStream) -> Vec<String> {
    let error = derive(input).expect_err("a mistake");
    error.into_iter().map(|error| error.to_string()).collect()
}

/// Compares with a file of `snapshots/`, which is there to be read: what derived code looks like. `SNAPSHOTS=write cargo test` writes
/// them.
fn snapshot(name: &str, input: TokenStream) {
    let derived = derive(input.clone()).expect("a model");
    compare(name, &input, &derived);
}

fn compare(name: &str, input: &TokenStream, derived: &TokenStream) {
    let file = syn::parse2(quote!(#input #derived)).expect("items");
    let code = prettyplease::unparse(&file);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots").join(name);
    if env::var_os("SNAPSHOTS").is_some() {
        fs::write(&path, &code).expect("a file to write");
    }
    let expected = fs::read_to_string(&path).expect("a snapshot");
    assert!(code == expected, "not as in {}:\n{code}", path.display());
}

#[test]
fn a_model_with_keys() {
    snapshot(
        "bark.rs",
        quote! {
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
        },
    );
}

#[test]
fn a_generic_model_with_everything() {
    snapshot(
        "page.rs",
        quote! {
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
        },
    );
}

#[test]
fn enums() {
    snapshot(
        "tagged.rs",
        quote! {
            #[model(tag = "type", rename_all = "camelCase")]
            enum Entity<'a> {
                #[model(alias = "purchase")]
                Order(Order<'a>),
                Heartbeat,
                #[model(other)]
                Other(Item<'a>),
            }
        },
    );
    snapshot(
        "prefixed.rs",
        quote! {
            #[model(range_key = "sk")]
            enum Entity<'a> {
                #[model(range_key_prefix = "ORDER#")]
                Order(Order<'a>),
                #[model(range_key_prefix = "ORDER#LINE#")]
                Line(Line<'a>),
            }
        },
    );
}

#[test]
fn a_newtype() {
    snapshot(
        "newtype.rs",
        quote!(
            pub struct UserId<'a>(pub &'a str);
        ),
    );
}

#[test]
fn a_table_that_is_written_and_asked() {
    let post = quote! {
        #[model(table = "Posts", global_index(name = "by-author", hash = "author", projection = "PostTitle<'a>"))]
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
    };
    compare("post_encode.rs", &post, &derive_encode(post.clone()).expect("a model"));
    let entity = quote! {
        #[model(tag = "type")]
        enum Entity<'a> {
            Order(Order<'a>),
            Heartbeat,
            #[model(other)]
            Other(Item<'a>),
        }
    };
    compare("tagged_encode.rs", &entity, &derive_encode(entity.clone()).expect("a model"));
}

#[test]
fn model_alone_tells_what_is_wrong() {
    let bark = quote! {
        #[model(tabel = "Barks")]
        struct Bark {}
    };
    assert!(derive_encode(bark.clone()).expect("nothing").is_empty());
    assert_eq!(messages(bark).len(), 1);
    let read_only = quote! {
        struct Bark {
            #[model(with = "date")]
            at: Date,
        }
    };
    let error = derive_encode(read_only.clone()).expect_err("a mistake").to_string();
    assert_eq!(error, "`with` only reads: say how it is written, `encode_with = \"module\"`");
    assert!(derive(read_only).is_ok());
}

#[test]
fn indexes_that_no_table_has() {
    let messages = messages(quote! {
        #[model(
            global_index(name = "a", range = "at"),
            local_index(range = "At", hash = "id"),
            local_index(name = "A"),
            global_index = "b",
        )]
        struct Post {
            #[model(hash_key)]
            id: u64,
            #[model(rename = "At")]
            at: u64,
        }
    });
    assert_eq!(
        messages,
        [
            "unknown attribute `hash`; a local index takes `name`, `range` and `projection`",
            "`global_index` takes a list: `global_index(name = \"by-author\", hash = \"author\")`",
            "a global index has a hash key: `hash = \"author\"`",
            "no attribute is called \"at\": `at` is \"At\"",
            "an index has a name: `name = \"by-author\"`",
            "a local index is of a table with a range key: mark it `#[model(range_key)]`",
            "a local index has a range key of its own: `range = \"at\"`",
            "a local index is of a table with a range key: mark it `#[model(range_key)]`",
            "the index \"a\" is called `PostA` already",
        ]
    );
}

#[test]
fn indexes_of_what_is_no_key() {
    let messages = messages(quote! {
        #[model(
            global_index(name = "by-tag", hash = "tags", range = "id"),
            global_index(name = "twice", hash = "id", range = "id"),
        )]
        struct Post {
            #[model(hash_key)]
            id: u64,
            #[model(set)]
            tags: Vec<String>,
        }
    });
    assert_eq!(
        messages,
        ["\"tags\" is a set, and no key is one", "\"id\" is the hash key of the index already"]
    );
}

#[test]
fn all_mistakes_at_once() {
    let messages = messages(quote! {
        #[model(tabel = "Barks")]
        struct Bark<'a, 'b> {
            #[model(range_key, default)]
            a: &'a str,
            #[model(rename = "a", rename)]
            b: &'b str,
            #[model(skip, alias = "d")]
            c: u8,
        }
    });
    assert_eq!(messages.len(), 7, "{messages:#?}");
}

#[test]
fn one_mistake_is_one_message() {
    // What seems to be missing is what could not be read.
    for input in [
        quote!(
            #[model(tag)]
            enum Entity<'a> {
                A(A<'a>),
            }
        ),
        quote!(
            #[model(tags = "type")]
            enum Entity<'a> {
                A(A<'a>),
            }
        ),
        quote!(
            #[model(range_key = "sk")]
            enum Entity<'a> {
                #[model(range_key_prefix)]
                A(A<'a>),
            }
        ),
        quote!(
            #[model(range_key = "sk")]
            enum Entity<'a> {
                #[model(hash_key_prefix = "A")]
                A(A<'a>),
            }
        ),
    ] {
        assert_eq!(messages(input.clone()).len(), 1, "{input}");
    }
}

/// The compiler takes all memory there is for such a model, and may not come to say why.
#[test]
fn a_model_holds_itself_in_a_box_alone() {
    for ty in [
        quote!(Node<'a>),
        quote!(Self),
        quote!(Option<Node<'a>>),
        quote!(&'a [Node<'a>]),
        quote!(Vec<(&'a str, std::vec::Vec<Node<'a>>)>),
        quote!(HashMap<String, Node<'a>>),
        quote!([(Node<'a>); 2]),
    ] {
        let told = messages(quote!(struct Node<'a> { id: &'a str, next: #ty }));
        assert!(told.len() == 1 && told[0].contains("in a box"), "{ty}: {told:?}");
        let newtype = messages(quote!(struct Node<'a>(#ty);));
        assert_eq!(newtype.len(), 1, "{ty}: {newtype:?}");
    }
    for ty in [
        quote!(Vec<Box<Node<'a>>>),
        quote!(other::Node<'a>),
        quote!(Vec<Boxed<Node<'a>>>),
        quote!(<Node<'a> as Tree>::Child),
        quote!(&'a [Nodes<'a>]),
    ] {
        assert!(derive(quote!(struct Node<'a> { next: #ty })).is_ok(), "{ty}");
    }
    for field in [quote!(#[model(skip)]), quote!(#[model(with = "nodes")])] {
        assert!(derive(quote!(struct Node<'a> { #field next: Option<&'a Node<'a>> })).is_ok(), "{field}");
    }
}
