//! What handlers are given: a type for each kind of change and each view of a stream, so that none holds what the stream never carries.
//!
//! One macro writes the same types and methods for each of the four stream view types.

use std::fmt;

use super::batch::{self, BatchError, BatchHandler, Due, PerBatch};
use super::call::{Cause, Handler, PerRecord};
use super::claims::Claims;
use super::failure::ErrorHook;
use super::run::Run;
use super::table::TableHandler;
use super::{BoxError, Meta};
use crate::model::Model;
use crate::record::{EventName, Parts, Record, Wanted};

/// The type of a part.
macro_rules! part_type {
    (keys, $r:lifetime, $a:lifetime, $M:ident) => { &$r <$M as Model>::Keys<$a> };
    ($image:ident, $r:lifetime, $a:lifetime, $M:ident) => { &$r <$M as Model>::View<$a> };
}

/// The part of a record.
macro_rules! part_of {
    (keys, $record:ident) => {
        $record.keys()
    };
    (new, $record:ident) => {
        $record.new_image()
    };
    (old, $record:ident) => {
        $record.old_image()
    };
}

/// Its flag.
macro_rules! part_flag {
    (keys) => {
        Parts::KEYS
    };
    (new) => {
        Parts::NEW_IMAGE
    };
    (old) => {
        Parts::OLD_IMAGE
    };
}

/// Its documentation.
macro_rules! part_doc {
    (keys) => {
        "The item's keys."
    };
    (new) => {
        "The item after the change."
    };
    (old) => {
        "The item before the change."
    };
}

/// The part of a change, where its kind has it.
macro_rules! given {
    (new, $change:ident { new $(, $more:ident)* }) => { Some($change.new) };
    (old, $change:ident { old $(, $more:ident)* }) => { Some($change.old) };
    (keys, $change:ident { keys $(, $more:ident)* }) => { Some($change.keys) };
    ($part:ident, $change:ident { $other:ident $(, $more:ident)* }) => { given!($part, $change { $($more),* }) };
    ($part:ident, $change:ident { }) => { None };
}

/// The parts of a change of whatever kind.
trait Given<'r, 'a, M: Model> {
    fn given_new(&self) -> Option<&'r M::View<'a>>;
    fn given_old(&self) -> Option<&'r M::View<'a>>;
    fn given_keys(&self) -> Option<&'r M::Keys<'a>>;
}

/// The image of a change that says how the item is, or was last.
macro_rules! latest {
    (Remove, $change:ident) => {
        $change.old
    };
    ($kind:ident, $change:ident) => {
        $change.new
    };
}

/// What can be asked of a choice of changes, by what each has.
macro_rules! accessor {
    (new $name:ident $($kind:ident)+) => {
        impl<'r, 'a, M: Model> $name<'r, 'a, M> {
            /// The item after the change; `None` of a kind that has no new image.
            pub fn new_image(&self) -> Option<&'r M::View<'a>> {
                match self {
                    $($name::$kind(change) => change.given_new(),)+
                }
            }
        }
    };
    (old $name:ident $($kind:ident)+) => {
        impl<'r, 'a, M: Model> $name<'r, 'a, M> {
            /// The item before the change; `None` of a kind that has no old image.
            pub fn old_image(&self) -> Option<&'r M::View<'a>> {
                match self {
                    $($name::$kind(change) => change.given_old(),)+
                }
            }
        }
    };
    (latest $name:ident $($kind:ident)+) => {
        impl<'r, 'a, M: Model> $name<'r, 'a, M> {
            /// The item as it is now or, of one that was deleted, as it was last.
            pub fn latest(&self) -> &'r M::View<'a> {
                match self {
                    $($name::$kind(change) => latest!($kind, change),)+
                }
            }
        }
    };
    (keys $name:ident $($kind:ident)+) => {
        impl<'r, 'a, M: Model> $name<'r, 'a, M> {
            /// The item's keys; `None` of a kind that has an image.
            pub fn keys(&self) -> Option<&'r M::Keys<'a>> {
                match self {
                    $($name::$kind(change) => change.given_keys(),)+
                }
            }
        }
    };
    (all_keys $name:ident $($kind:ident)+) => {
        impl<'r, 'a, M: Model> $name<'r, 'a, M> {
            /// The item's keys.
            pub fn keys(&self) -> &'r M::Keys<'a> {
                match self {
                    $($name::$kind(change) => change.keys,)+
                }
            }
        }
    };
}

/// A change of one kind.
macro_rules! kind {
    ($(#[$doc:meta])* $name:ident, $WANTED:ident { $($part:ident),+ }) => {
        const $WANTED: Wanted = Wanted::only(EventName::$name, Parts::NONE$(.and(part_flag!($part)))+);

        $(#[$doc])*
        pub struct $name<'r, 'a, M: Model> {
            $(
                #[doc = part_doc!($part)]
                pub $part: part_type!($part, 'r, 'a, M),
            )+
            /// The record's sequence number and all else that is known of it.
            pub meta: Meta<'r>,
        }

        impl<'r, 'a, M: Model> $name<'r, 'a, M> {
            /// The change that the record tells; `None` where a part is not there.
            #[inline]
            fn of(record: &'r Record<'a, M>, meta: Meta<'r>) -> Option<Self> {
                Some($name { $($part: part_of!($part, record)?,)+ meta })
            }
        }

        impl<'r, 'a, M: Model> Given<'r, 'a, M> for $name<'r, 'a, M> {
            fn given_new(&self) -> Option<&'r M::View<'a>> {
                given!(new, self { $($part),+ })
            }

            fn given_old(&self) -> Option<&'r M::View<'a>> {
                given!(old, self { $($part),+ })
            }

            fn given_keys(&self) -> Option<&'r M::Keys<'a>> {
                given!(keys, self { $($part),+ })
            }
        }

        impl<M: Model> Clone for $name<'_, '_, M> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<M: Model> Copy for $name<'_, '_, M> {}

        /// Shows which record it is, and nothing of the item.
        impl<M: Model> fmt::Debug for $name<'_, '_, M> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).field("meta", &self.meta).finish_non_exhaustive()
            }
        }
    };
}

/// A change of several kinds.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident $kinds:tt $accessors:tt) => {
        choice! { @enum $(#[$doc])* $name $kinds }
        choice! { @accessors $name $kinds $accessors }
    };
    (@accessors $name:ident $kinds:tt { $($accessor:ident),+ }) => {
        $(choice! { @accessor $accessor $name $kinds })+
    };
    (@accessor $accessor:ident $name:ident { $($kind:ident),+ }) => {
        accessor! { $accessor $name $($kind)+ }
    };
    (@enum $(#[$doc:meta])* $name:ident { $($kind:ident),+ }) => {
        $(#[$doc])*
        pub enum $name<'r, 'a, M: Model> {
            $(
                #[doc = concat!("The item was changed so: `", stringify!($kind), "`.")]
                $kind($kind<'r, 'a, M>),
            )+
        }

        impl<'r, 'a, M: Model> $name<'r, 'a, M> {
            /// The record's sequence number and all else that is known of it.
            pub fn meta(&self) -> Meta<'r> {
                match self {
                    $($name::$kind(change) => change.meta,)+
                }
            }

            #[inline]
            fn of(record: &'r Record<'a, M>, meta: Meta<'r>) -> Option<Self> {
                match record.event_name() {
                    $(Some(EventName::$kind) => $kind::of(record, meta).map($name::$kind),)+
                    _ => None,
                }
            }
        }

        impl<M: Model> Clone for $name<'_, '_, M> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<M: Model> Copy for $name<'_, '_, M> {}

        impl<M: Model> fmt::Debug for $name<'_, '_, M> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $($name::$kind(change) => change.fmt(f),)+
                }
            }
        }
    };
}

/// The methods that add a handler of a choice of changes, and how such handlers are called.
macro_rules! selector {
    ($View:ident: $on:ident, $on_batch:ident, $Marker:ident, $Change:ident, $wanted:expr, $what:literal) => {
        #[doc(hidden)]
        pub enum $Marker {}

        impl<M: Model, F, E> Handler<M> for PerRecord<$Marker, F, E>
        where
            F: AsyncFn($Change<'_, '_, M>) -> Result<(), E>,
            E: Into<BoxError>,
        {
            const WANTED: Wanted = $wanted;

            fn name(&self) -> &'static str {
                self.name
            }

            async fn handle<'r, 'a>(&self, record: &'r Record<'a, M>, meta: Meta<'r>) -> Result<(), Cause> {
                let Some(change) = $Change::of(record, meta) else { return Err(Cause::Missing) };
                (self.handler)(change).await.map_err(|error| Cause::Handler(error.into()))
            }
        }

        impl<M: Model, F, E> BatchHandler<M> for PerBatch<$Marker, F, E>
        where
            F: AsyncFn(&[$Change<'_, '_, M>]) -> Result<(), E>,
            E: Into<BatchError>,
        {
            const WANTED: Wanted = $wanted;

            fn name(&self) -> &'static str {
                self.name
            }

            async fn settle<'r, 'a, H: ErrorHook, C: Claims>(
                &self,
                at: usize,
                records: &[Due<'r, 'a, M>],
                stop: usize,
                run: &'r Run<'_, H, C>,
            ) -> usize {
                let changes: Vec<$Change<'r, 'a, M>> =
                    records.iter().filter_map(|&(record, meta)| $Change::of(record, meta)).collect();
                batch::settle(self, at, records, &changes, stop, run).await
            }
        }

        impl<M: Model, L> TableHandler<M, $View, L> {
            #[doc = concat!("Adds a handler of each ", $what, ". Its name is what reports and failures call it.")]
            pub fn $on<F, E>(
                self,
                name: &'static str,
                handler: F,
            ) -> TableHandler<M, $View, (L, PerRecord<$Marker, F, E>)>
            where
                F: AsyncFn($Change<'_, '_, M>) -> Result<(), E>,
                E: Into<BoxError>,
            {
                self.push(PerRecord::new(name, handler))
            }

            #[doc = concat!("Adds a handler of every ", $what, " of a batch at once, in stream order.")]
            ///
            /// It is called when the handlers of single records are done with the batch, and with records before the first failure alone. Its
            /// error may [name the record](BatchError::at) that failed. Where the records take more memory than the
            /// [limit](crate::Limits::arena_bytes) allows at once, they come in several slices.
            pub fn $on_batch<F, E>(
                self,
                name: &'static str,
                handler: F,
            ) -> TableHandler<M, $View, (L, PerBatch<$Marker, F, E>)>
            where
                F: AsyncFn(&[$Change<'_, '_, M>]) -> Result<(), E>,
                E: Into<BatchError>,
            {
                self.push(PerBatch::new(name, handler))
            }
        }
    };
}

/// All types and methods of a stream view type: what each kind has, and what can be asked of `InsertOrModify`, of `ModifyOrRemove` and of the
/// other choices.
macro_rules! view {
    (
        $(#[$doc:meta])* $module:ident, $View:ident, $carried:literal:
        $insert:tt $modify:tt $remove:tt; $of_written:tt $of_gone:tt $of_all:tt
    ) => {
        $(#[$doc])*
        pub mod $module {
            use super::*;

            #[doc = concat!("The view of a stream with ", $carried, ".")]
            #[derive(Debug)]
            pub enum $View {}

            kind! {
                /// The item is new.
                Insert, INSERT $insert
            }
            kind! {
                /// One or more attributes changed.
                Modify, MODIFY $modify
            }
            kind! {
                /// The item was deleted.
                Remove, REMOVE $remove
            }
            choice! {
                /// The item was written.
                InsertOrModify { Insert, Modify } $of_written
            }
            choice! {
                /// The item came or went.
                InsertOrRemove { Insert, Remove } $of_all
            }
            choice! {
                /// The item as it was is gone.
                ModifyOrRemove { Modify, Remove } $of_gone
            }
            choice! {
                /// Any change.
                Change { Insert, Modify, Remove } $of_all
            }
            selector!($View: on_insert, on_insert_batch, OnInsert, Insert, INSERT, "INSERT");
            selector!($View: on_modify, on_modify_batch, OnModify, Modify, MODIFY, "MODIFY");
            selector!($View: on_remove, on_remove_batch, OnRemove, Remove, REMOVE, "REMOVE");
            selector!($View: on_insert_or_modify, on_insert_or_modify_batch, OnInsertOrModify, InsertOrModify, INSERT.and(MODIFY), "INSERT and MODIFY");
            selector!($View: on_insert_or_remove, on_insert_or_remove_batch, OnInsertOrRemove, InsertOrRemove, INSERT.and(REMOVE), "INSERT and REMOVE");
            selector!($View: on_modify_or_remove, on_modify_or_remove_batch, OnModifyOrRemove, ModifyOrRemove, MODIFY.and(REMOVE), "MODIFY and REMOVE");
            selector!($View: on_change, on_change_batch, OnChange, Change, INSERT.and(MODIFY).and(REMOVE), "change");
        }
    };
}

view! {
    /// Changes of a stream with new and old images.
    images, NewAndOldImages, "`NEW_AND_OLD_IMAGES`": { new } { old, new } { old }; { new, old, latest } { new, old, latest } { new, old, latest }
}
view! {
    /// Changes of a stream that carries new images only.
    new_image, NewImage, "`NEW_IMAGE`": { new } { new } { keys }; { new } { new, keys } { new, keys }
}
view! {
    /// Changes of a stream that carries old images only.
    old_image, OldImage, "`OLD_IMAGE`": { keys } { old } { old }; { old, keys } { old } { old, keys }
}
view! {
    /// Changes of a stream that carries keys only; they can be handled of any other stream too.
    keys_only, KeysOnly, "`KEYS_ONLY`": { keys } { keys } { keys }; { all_keys } { all_keys } { all_keys }
}

impl<'r, 'a, M: Model> images::Modify<'r, 'a, M> {
    /// Whether what `of` takes from the item is not what it was.
    pub fn changed<T: PartialEq + ?Sized>(&self, of: impl for<'v> Fn(&'v M::View<'a>) -> &'v T) -> bool {
        of(self.old) != of(self.new)
    }
}
