//! What handlers can ask of streams of each view type.

use millstream::handler::{Fault, Outcome, StreamHandler, TableHandler};

use crate::event::{Record, event};
use crate::log::{Log, User, failure};
use crate::wait::block_on;

/// The records of a stream of this view: one of each kind.
fn of_view(view: &str) -> Vec<Record> {
    let mut records = vec![
        Record::insert("users", "a", "1"),
        Record::modify("users", "a", "2"),
        Record::remove("users", "a", "3"),
    ];
    for record in &mut records {
        record.view = Some(view.into());
        if !view.starts_with("NEW") {
            record.new = None;
        }
        if !view.contains("OLD") {
            record.old = None;
        }
    }
    records
}

/// All seven selectors, each with what its kinds carry; `$new`, `$modify` and `$old` are how each kind is shown.
macro_rules! seven {
    ($log:ident, $view:ident, $module:ident: $insert:expr, $modify:expr, $remove:expr) => {{
        use millstream::handler::$module::{Change, InsertOrModify, InsertOrRemove, ModifyOrRemove};
        let [l1, l2, l3, l4, l5, l6, l7] = [(); 7].map(|()| $log.clone());
        let say = |log: &Log, name: &str, what: String| {
            log.add(format!("{name}: {what}"));
            Ok::<_, &str>(())
        };
        TableHandler::<User>::$view()
            .on_insert("insert", async move |change| say(&l1, "insert", $insert(&change)))
            .on_modify("modify", async move |change| say(&l2, "modify", $modify(&change)))
            .on_remove("remove", async move |change| say(&l3, "remove", $remove(&change)))
            .on_insert_or_modify("insert or modify", async move |change| {
                say(
                    &l4,
                    "insert or modify",
                    match &change {
                        InsertOrModify::Insert(change) => $insert(change),
                        InsertOrModify::Modify(change) => $modify(change),
                    },
                )
            })
            .on_insert_or_remove("insert or remove", async move |change| {
                say(
                    &l5,
                    "insert or remove",
                    match &change {
                        InsertOrRemove::Insert(change) => $insert(change),
                        InsertOrRemove::Remove(change) => $remove(change),
                    },
                )
            })
            .on_modify_or_remove("modify or remove", async move |change| {
                say(
                    &l6,
                    "modify or remove",
                    match &change {
                        ModifyOrRemove::Modify(change) => $modify(change),
                        ModifyOrRemove::Remove(change) => $remove(change),
                    },
                )
            })
            .on_change("change", async move |change| {
                say(
                    &l7,
                    "change",
                    match &change {
                        Change::Insert(change) => $insert(change),
                        Change::Modify(change) => $modify(change),
                        Change::Remove(change) => $remove(change),
                    },
                )
            })
    }};
}

/// What the seven say of an item that came, changed and went.
fn said(insert: &str, modify: &str, remove: &str) -> Vec<String> {
    let of = |change: &str, names: [&str; 4]| names.map(|name| format!("{name}: {change}"));
    [
        of(insert, ["insert", "insert or modify", "insert or remove", "change"]),
        of(modify, ["modify", "insert or modify", "modify or remove", "change"]),
        of(remove, ["remove", "insert or remove", "modify or remove", "change"]),
    ]
    .concat()
}

macro_rules! says_of {
    ($view:ident, $module:ident, $stream:expr, $insert:expr, $modify:expr, $remove:expr) => {{
        use millstream::handler::$module::{Insert, Modify, Remove};
        let log = Log::default();
        let insert = |change: &Insert<'_, '_, User<'_>>| -> String { $insert(change) };
        let modify = |change: &Modify<'_, '_, User<'_>>| -> String { $modify(change) };
        let remove = |change: &Remove<'_, '_, User<'_>>| -> String { $remove(change) };
        let users = seven!(log, $view, $module: insert, modify, remove);
        let handler = StreamHandler::builder().table(users).build().unwrap();
        let handled = block_on(handler.handle(event(&of_view($stream))));
        assert!(matches!(handled.outcome, Outcome::Done), "{handled:?}");
        log.take()
    }};
}

#[test]
fn new_and_old_images() {
    let log = says_of!(
        new,
        images,
        "NEW_AND_OLD_IMAGES",
        |change: &Insert<'_, '_, User<'_>>| format!("+{}", change.new.text),
        |change: &Modify<'_, '_, User<'_>>| format!("{}>{}", change.old.text, change.new.text),
        |change: &Remove<'_, '_, User<'_>>| format!("-{}", change.old.text)
    );
    assert_eq!(log, said("+new", "old>new", "-old"));
}

#[test]
fn new_images() {
    for stream in ["NEW_IMAGE", "NEW_AND_OLD_IMAGES"] {
        let log = says_of!(
            new_image,
            new_image,
            stream,
            |change: &Insert<'_, '_, User<'_>>| format!("+{}", change.new.text),
            |change: &Modify<'_, '_, User<'_>>| format!(">{}", change.new.text),
            |change: &Remove<'_, '_, User<'_>>| format!("-{}", change.keys.id)
        );
        assert_eq!(log, said("+new", ">new", "-a"), "{stream}");
    }
}

#[test]
fn old_images() {
    for stream in ["OLD_IMAGE", "NEW_AND_OLD_IMAGES"] {
        let log = says_of!(
            old_image,
            old_image,
            stream,
            |change: &Insert<'_, '_, User<'_>>| format!("+{}", change.keys.id),
            |change: &Modify<'_, '_, User<'_>>| format!("{}>", change.old.text),
            |change: &Remove<'_, '_, User<'_>>| format!("-{}", change.old.text)
        );
        assert_eq!(log, said("+a", "old>", "-old"), "{stream}");
    }
}

#[test]
fn keys_only() {
    for stream in ["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"] {
        let log = says_of!(
            keys_only,
            keys_only,
            stream,
            |change: &Insert<'_, '_, User<'_>>| format!("+{}", change.keys.id),
            |change: &Modify<'_, '_, User<'_>>| format!(">{}", change.keys.id),
            |change: &Remove<'_, '_, User<'_>>| format!("-{}", change.keys.id)
        );
        assert_eq!(log, said("+a", ">a", "-a"), "{stream}");
    }
}

/// It is found before any handler runs, of whatever kind the first records are.
#[test]
fn a_handler_that_asks_for_what_the_stream_never_carries_is_a_fault_of_configuration() {
    let never = |handler: &str, view: &str| {
        format!("handler `{handler}` of users asks for what a stream of {view} never carries")
    };
    let run = |view: &str| {
        let log = Log::default();
        let of_handler = log.clone();
        let users = TableHandler::<User>::new()
            .on_insert("inserts", async move |user| {
                of_handler.add(user.new.id);
                Ok::<_, &str>(())
            })
            .on_remove("removes", async |_| Ok::<_, &str>(()));
        let handler = StreamHandler::builder()
            .table(users)
            .report_batch_item_failures()
            .on_error(async |_| -> Result<_, &str> { panic!("the hook is asked") })
            .build()
            .unwrap();
        let mut records = of_view(view);
        records.remove(2); // no REMOVE is among them
        let handled = block_on(handler.handle(event(&records)));
        assert!(log.take().is_empty());
        assert!(matches!(handled.outcome, Outcome::FailInvocation(Fault::NeverCarried { .. })));
        failure(&handled)
    };
    assert_eq!(run("NEW_IMAGE"), never("removes", "NEW_IMAGE"));
    assert_eq!(run("OLD_IMAGE"), never("inserts", "OLD_IMAGE"));
    assert_eq!(run("KEYS_ONLY"), never("inserts", "KEYS_ONLY"));
}

#[test]
fn inserts_alone_need_new_images_alone() {
    let users = TableHandler::<User>::new().on_insert("inserts", async |_| Ok::<_, &str>(()));
    let handler = StreamHandler::builder().table(users).build().unwrap();
    assert!(matches!(block_on(handler.handle(event(&of_view("NEW_IMAGE")))).outcome, Outcome::Done));
    assert!(matches!(
        block_on(handler.handle(event(&of_view("KEYS_ONLY")))).outcome,
        Outcome::FailInvocation(_)
    ));
}

/// Emulators do not always tell it.
#[test]
fn where_the_view_is_not_told_a_record_without_its_image_fails_by_itself() {
    let users = TableHandler::<User>::new().on_change("users", async |_| Ok::<_, &str>(()));
    let handler = StreamHandler::builder().table(users).report_batch_item_failures().build().unwrap();
    let mut records = of_view("NEW_AND_OLD_IMAGES");
    records.iter_mut().for_each(|record| record.view = None);
    records[2].old = None;
    let handled = block_on(handler.handle(event(&records)));
    assert!(matches!(&handled.outcome, Outcome::Checkpoint(number) if number == "3"));
    assert_eq!(
        handled.stopped.unwrap().to_string(),
        "Records[2] (3) of users at handler `users`: the record lacks an image or keys that the handler asks for"
    );
}

/// What a choice of changes has is there whatever kind it is, and what a kind has not is `None`.
#[test]
fn choices_tell_what_they_have() {
    let log = Log::default();
    let [one, two, three, four] = [(); 4].map(|()| log.clone());
    let text = |user: Option<&User<'_>>| user.map_or("-", |user| user.text).to_owned();
    macro_rules! run {
        ($view:ident, $($on:ident, $log:ident, $change:ident => $says:expr;)+) => {{
            let users = TableHandler::<User>::$view()
                $(.$on(stringify!($on), async move |$change| {
                    $log.add($says);
                    Ok::<_, &str>(())
                }))+;
            let handler = StreamHandler::builder().table(users).build().unwrap();
            assert!(block_on(handler.handle(event(&of_view("NEW_AND_OLD_IMAGES")))).is_done());
            log.take()
        }};
    }
    let images = run!(new,
        on_change, one, change => format!("{} {} {}", text(change.old_image()), text(change.new_image()), change.latest().text);
        on_modify_or_remove, two, change => format!("{} {}", text(change.new_image()), change.latest().text);
    );
    assert_eq!(images, ["- new new", "old new new", "new new", "old - old", "- old"]);
    let new_images = run!(new_image,
        on_change, three, change => format!("{} {}", text(change.new_image()), change.keys().is_some());
    );
    assert_eq!(new_images, ["new false", "new false", "- true"]);
    let keys = run!(keys_only, on_insert_or_remove, four, change => change.keys().id.to_owned(););
    assert_eq!(keys, ["a", "a"]);
    let log = Log::default();
    let of_handler = log.clone();
    let users = TableHandler::<User>::old_image().on_change("users", async move |change| {
        of_handler.add(format!("{} {}", text(change.old_image()), change.keys().is_some()));
        Ok::<_, &str>(())
    });
    let handler = StreamHandler::builder().table(users).build().unwrap();
    assert!(block_on(handler.handle(event(&of_view("OLD_IMAGE")))).is_done());
    assert_eq!(log.take(), ["- true", "old false", "old false"]);
}
