//! One description of a model, from which come its struct, its owned twin and every peer's reading of it.

/// ```text
/// describe! {
///     struct Bark {
///         [hash_key] username: &'a str = "Username";
///         message: &'a str = "Message";
///     }
///     keys BarkKeys {
///         username: &'a str = "Username";
///     }
/// }
/// ```
/// makes `Bark<'a>`, a millstream model that other peers read into too, and `owned::Bark`, what a peer without borrowed values reads
/// into. `BarkKeys` is made by the derive; its description is for the others. `@outlined struct`: peers read its attributes by calls, not
/// by code written out for each, of which a struct of many attributes would get too much.
///
/// The build script reads these descriptions too, for C++.
macro_rules! describe {
    (
        $($(@$style:ident)? struct $name:ident { $($([$role:ident])? $field:ident: $ty:ty = $wire:tt;)* })*
        $(keys $keys:ident { $($key:ident: $key_ty:ty = $key_wire:tt;)* })*
    ) => {
        $(
            #[derive(millstream::Model)]
            pub struct $name<'a> {
                $(#[model($($role,)? rename = $wire)] pub $field: $ty,)*
            }
        )*
        describe! { @peers $([$($style)?] $name { $($field: $ty = $wire;)* })* $([] $keys { $($key: $key_ty = $key_wire;)* })* }
    };
    (@peers $($style:tt $name:ident { $($field:ident: $ty:ty = $wire:tt;)* })*) => {
        $(
            $crate::digest::digest_fields!($name { $($field)* });
            $crate::peers::pull::pull_fields!($style $name { $($field: $ty = $wire;)* });
            $crate::peers::seed::seed_fields!($style $name { $($field: $ty = $wire;)* });
        )*

        /// What peers without borrowed values read into. Types keep their names here, so that one description does for both.
        pub mod owned {
            $(
                #[derive(serde::Deserialize)]
                pub struct $name<'a> {
                    $(#[serde(rename = $wire)] pub $field: <$ty as $crate::models::shape::Shape>::Owned,)*
                }
                $crate::models::shape::owned_already!($name);
                $crate::digest::digest_fields!($name { $($field)* });
            )*
        }
    };
}

/// A family of models: what a corpus is decoded into.
macro_rules! family {
    ($(#[$about:meta])* $family:ident = $view:ident, $keys:ident, $model:ty) => {
        $(#[$about])*
        pub struct $family;

        impl $crate::models::Family for $family {
            type Model = $model;
            type View<'a> = $view<'a>;
            type Keys<'a> = $keys<'a>;
            type OwnedView = owned::$view<'static>;
            type OwnedKeys = owned::$keys<'static>;
        }
    };
}
