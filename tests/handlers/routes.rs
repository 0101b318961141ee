//! Which handlers a record goes to: by the table's name or ARN, and by the kind of item.

use millstream::Model;
use millstream::handler::{
    Cause, Decision, Entity, Failure, Fault, Outcome, SetupError, StreamHandler, TableHandler, Unknown,
};

use crate::event::{Record, arn, event};
use crate::log::{Log, User, failure};
use crate::wait::block_on;

/// A set of handlers of inserts that says its name.
macro_rules! says {
    ($log:ident, $name:expr) => {{
        let log = $log.clone();
        TableHandler::<User>::new().on_insert("says", async move |user| {
            log.add(format!("{} {}", $name, user.new.id));
            Ok::<_, &str>(())
        })
    }};
}

#[test]
fn a_table_is_told_by_its_name_or_by_the_arn_of_its_stream() {
    let log = Log::default();
    let name = String::from("users-prod-1A2B"); // known when the function starts
    let handler = StreamHandler::builder()
        .table(says!(log, "name").for_table(name.clone()))
        .table(says!(log, "arn").for_table(arn("cards")))
        .build()
        .unwrap();
    let handled = block_on(handler.handle(event(&[
        Record::insert(&name, "a", "1"),
        Record::insert("cards", "b", "2"),
        Record::insert(&name, "c", "3"),
    ])));
    assert!(matches!(handled.outcome, Outcome::Done));
    assert_eq!(log.take(), ["name a", "arn b", "name c"]);
    // Another stream of that table is not the one that was named, and the model's own name counts no more.
    for record in [
        Record { arn: Some(arn("cards").replace("2026", "2025")), ..Record::insert("cards", "a", "1") },
        Record::insert("users", "a", "1"),
    ] {
        assert!(failure(&block_on(handler.handle(event([&record])))).ends_with("which has no handlers"));
    }
}

#[test]
fn two_sets_for_one_table_are_refused_however_they_name_it() {
    let log = Log::default();
    let refused = |one: &str, other: &str| {
        let (one, other) = (one.to_owned(), other.to_owned());
        let (one, other) = (says!(log, "one").for_table(one), says!(log, "other").for_table(other));
        StreamHandler::builder().table(one).table(other).build().err()
    };
    assert_eq!(refused("users", &arn("users")), Some(SetupError::SameTable(arn("users"))));
    assert_eq!(refused(&arn("users"), "users"), Some(SetupError::SameTable("users".into())));
    assert_eq!(refused(&arn("users"), &arn("users")), Some(SetupError::SameTable(arn("users"))));
    assert_eq!(refused("users", &arn("cards")), None);
    // Two regions of a global table.
    assert_eq!(refused(&arn("users"), &arn("users").replace("eu-west-1", "us-east-1")), None);
}

/// The ARN of a table is not that of its stream, which no record would ever match.
#[test]
fn a_table_is_told_by_its_own_arn_too() {
    let table = |name: &str| arn(name).split("/stream/").next().unwrap().to_owned();
    let log = Log::default();
    let handler = StreamHandler::builder()
        .table(says!(log, "users").for_table(table("users")))
        .table(says!(log, "longer").for_table(table("users-2")))
        .build()
        .unwrap();
    let other_region = |arn: Option<String>| arn.map(|arn| arn.replace("eu-west-1", "us-east-1"));
    let [a, b] = [Record::insert("users", "a", "1"), Record::insert("users-2", "b", "2")];
    // Any stream of it is meant, the one that is enabled anew too.
    let anew =
        Record { arn: Some(arn("users").replace("2026", "2027")), ..Record::insert("users", "c", "3") };
    assert!(block_on(handler.handle(event(&[a.clone(), b, anew]))).is_done());
    assert_eq!(log.take(), ["users a", "longer b", "users c"]);
    let elsewhere = Record { arn: other_region(a.arn.clone()), ..a };
    assert!(failure(&block_on(handler.handle(event(&[elsewhere])))).ends_with("which has no handlers"));

    let built = |one: &str, other: &str| {
        let (one, other) =
            (says!(log, "one").for_table(one.to_owned()), says!(log, "other").for_table(other.to_owned()));
        StreamHandler::builder().table(one).table(other).build().err()
    };
    for other in ["users", &arn("users"), &table("users")] {
        assert_eq!(built(&table("users"), other), Some(SetupError::SameTable(other.into())));
        assert_eq!(built(other, &table("users")), Some(SetupError::SameTable(table("users"))));
    }
    assert_eq!(built(&table("users"), &table("users-2")), None);
    for odd in [
        "arn:aws:dynamodb:eu-west-1:123456789012:table/users/index/by-mail",
        "arn:aws:dynamodb:eu-west-1:123456789012:table/",
        "arn:aws:kinesis:eu-west-1:123456789012:stream/users",
    ] {
        let error = built(odd, "cards").unwrap();
        assert_eq!(error, SetupError::NotATable(odd.into()));
        assert!(error.to_string().contains(odd));
    }
}

#[test]
fn a_set_without_a_table_is_refused() {
    #[derive(Model)]
    struct Nameless<'a> {
        #[allow(dead_code)]
        id: &'a str,
    }
    let error = StreamHandler::builder().table(TableHandler::<Nameless>::new()).build().err().unwrap();
    assert_eq!(error, SetupError::NoTable);
    assert_eq!(
        error.to_string(),
        "a TableHandler has no table: its model names none, and `for_table` was not called"
    );
}

/// A claim of one would be taken for a claim of the other, which then would never run.
#[test]
fn two_handlers_of_one_name_for_one_change_are_refused() {
    let users = TableHandler::<User>::new()
        .on_insert("notify", async |_| Ok::<_, &str>(()))
        .on_insert_or_remove_batch("notify", async |_| Ok::<_, &str>(()));
    let error = StreamHandler::builder().table(users).build().err().unwrap();
    assert_eq!(error, SetupError::SameName { table: "users".into(), handler: "notify" });
    assert_eq!(
        error.to_string(),
        "two handlers of users that can be given the same change are called `notify`: give each a name of its own"
    );
    let users = TableHandler::<User>::new()
        .on_insert("notify", async |_| Ok::<_, &str>(()))
        .on_modify_or_remove("notify", async |_| Ok::<_, &str>(()));
    let cards =
        TableHandler::<User>::new().for_table("cards").on_insert("notify", async |_| Ok::<_, &str>(()));
    assert!(StreamHandler::builder().table(users).table(cards).build().is_ok());
}

#[test]
fn a_table_without_handlers_fails_the_invocation_before_any_handler_runs() {
    let log = Log::default();
    let handler =
        StreamHandler::builder().table(says!(log, "users")).report_batch_item_failures().build().unwrap();
    let records = [Record::insert("users", "a", "1"), Record::insert("strangers", "b", "2")];
    let handled = block_on(handler.handle(event(&records)));
    assert_eq!(failure(&handled), "Records[1] is of strangers, which has no handlers");
    assert!(
        matches!(&handled.outcome, Outcome::FailInvocation(Fault::UnknownTable { index: 1, table }) if table == "strangers")
    );
    assert!(handled.answer().is_err());
    let nameless = [Record { arn: None, ..Record::insert("users", "a", "1") }];
    assert_eq!(failure(&block_on(handler.handle(event(&nameless)))), "Records[0] names no table");
    assert!(log.take().is_empty());
}

#[test]
fn a_table_without_handlers_can_be_passed_over() {
    let log = Log::default();
    let handler =
        StreamHandler::builder().table(says!(log, "users")).unknown_tables(Unknown::Skip).build().unwrap();
    let mut broken = Record::insert("strangers", "b", "2");
    broken.new = Some(r#"{"text":7}"#.into());
    broken.kind = Some("ARCHIVE".into());
    let records = [Record::insert("strangers", "a", "1"), broken, Record::insert("users", "c", "3")];
    let handled = block_on(handler.handle(event(&records)));
    assert!(matches!(handled.outcome, Outcome::Done));
    assert_eq!(handled.report.unknown_tables, 2);
    assert_eq!(log.take(), ["users c"]);
}

#[test]
fn a_stream_is_assumed_of_records_that_name_none_and_of_no_others() {
    let log = Log::default();
    let handler = StreamHandler::builder()
        .table(says!(log, "users"))
        .assume_stream(arn("users"))
        .unknown_tables(Unknown::Skip)
        .build()
        .unwrap();
    let of =
        |arn: Option<&str>, id: &str| Record { arn: arn.map(str::to_owned), ..Record::insert("", id, id) };
    let cards = arn("cards");
    let records = [of(None, "a"), of(Some(&cards), "b"), of(Some("stream-ARN"), "c"), of(None, "d")];
    let handled = block_on(handler.handle(event(&records)));
    assert_eq!(log.take(), ["users a", "users d"]);
    assert_eq!(handled.report.unknown_tables, 2);
}

fn keyed(pk: &str, sk: &str, number: &str) -> Record {
    let item = format!(r#"{{"pk":{{"S":"{pk}"}},"sk":{{"S":"{sk}"}},"type":{{"S":"{}"}}}}"#, &sk[..1]);
    Record { keys: Some(item.clone()), new: Some(item), ..Record::insert("single", pk, number) }
}

#[test]
fn a_model_that_is_an_enum_tells_the_items_of_a_single_table_apart() {
    #[derive(Model)]
    #[model(table = "single", tag = "type")]
    enum Thing<'a> {
        #[model(rename = "U")]
        User(Named<'a>),
        #[model(rename = "O")]
        Order(Named<'a>),
    }
    #[derive(Model)]
    struct Named<'a> {
        pk: &'a str,
    }
    let log = Log::default();
    let of_handler = log.clone();
    let things = TableHandler::<Thing>::new().on_insert("things", async move |thing| {
        of_handler.add(match thing.new {
            Thing::User(user) => format!("user {}", user.pk),
            Thing::Order(order) => format!("order {}", order.pk),
        });
        Ok::<_, &str>(())
    });
    let handler = StreamHandler::builder().table(things).build().unwrap();
    let handled = block_on(handler.handle(event(&[
        keyed("ann", "U#1", "1"),
        keyed("ann", "O#1", "2"),
        keyed("ann", "X", "3"),
    ])));
    assert_eq!(log.take(), ["user ann", "order ann"]);
    let expected = "Records[2] (3) of single at handler `things`: Records[2].NewImage: no variant for the value of `type`";
    assert!(failure(&handled).starts_with(expected), "{handled:?}");
}

/// Two sets of handlers of a single table.
macro_rules! by_entity {
    ($log:ident, $users:expr, $orders:expr) => {{
        #[derive(Model)]
        #[model(table = "single")]
        struct Thing<'a> {
            #[model(hash_key)]
            pk: &'a str,
            #[model(range_key)]
            #[allow(dead_code)]
            sk: &'a str,
        }
        let (users, orders) = ($log.clone(), $log.clone());
        let users = TableHandler::<Thing>::new().for_entity($users).on_change("users", async move |_| {
            users.add("user");
            Ok::<_, &str>(())
        });
        let orders =
            TableHandler::<Thing>::new().for_entity($orders).on_insert("orders", async move |order| {
                orders.add(format!("order of {}", order.new.pk));
                Ok::<_, &str>(())
            });
        StreamHandler::builder().table(users).table(orders)
    }};
}

#[test]
fn sets_of_handlers_share_a_table_by_keys_or_by_an_attribute() {
    let log = Log::default();
    let by_key =
        by_entity!(log, Entity::key_prefix("sk", "U#"), Entity::key_prefix("sk", "O#")).build().unwrap();
    let by_attribute =
        by_entity!(log, Entity::attribute("type", "U"), Entity::attribute("type", "O")).build().unwrap();
    let mut removed = keyed("ann", "U#1", "3");
    (removed.kind, removed.old) = (Some("REMOVE".into()), removed.new.take());
    let events =
        event(&[keyed("ann", "U#1", "1"), keyed("ann", "O#1", "2"), removed, keyed("ann", "X#1", "4")]);
    for attribute in [false, true] {
        let handled =
            if attribute { block_on(by_attribute.handle(&events)) } else { block_on(by_key.handle(&events)) };
        assert!(matches!(handled.outcome, Outcome::Done), "{handled:?}");
        assert_eq!(handled.report.unknown_entities, 1);
        assert_eq!(log.take(), ["user", "order of ann", "user"]);
    }
}

#[test]
fn an_entity_without_handlers_fails_where_it_must_not_be() {
    let log = Log::default();
    let handler = by_entity!(log, Entity::key_prefix("sk", "U#"), Entity::key_prefix("sk", "O#"))
        .unknown_entities(Unknown::Fail)
        .report_batch_item_failures()
        .build()
        .unwrap();
    let handled = block_on(handler.handle(event(&[
        keyed("ann", "O#1", "1"),
        keyed("ann", "X", "2"),
        keyed("ann", "O#2", "3"),
    ])));
    assert!(matches!(&handled.outcome, Outcome::Checkpoint(number) if number == "2"));
    let stopped = handled.stopped.unwrap();
    assert_eq!(stopped.to_string(), "Records[1] (2) of single: the record is of no entity that has handlers");
    assert_eq!(log.take(), ["order of ann"]);
}

#[test]
fn entities_that_overlap_are_refused() {
    let log = Log::default();
    for (one, other) in [
        (Entity::key_prefix("sk", "USER#"), Entity::key_prefix("sk", "USER#ADMIN#")),
        (Entity::attribute("type", "U"), Entity::attribute("type", "U")),
    ] {
        let error = by_entity!(log, one, other).build().err().unwrap();
        assert!(error.to_string().starts_with("two TableHandlers for single ("), "{error}");
    }
}

/// What `type` is of a record without images is told where it is a key. Where nothing tells it, the record is not silently passed over.
#[test]
fn an_entity_that_a_record_does_not_tell_is_a_failure() {
    let log = Log::default();
    let by_attribute = || by_entity!(log, Entity::attribute("type", "U"), Entity::attribute("type", "O"));
    let imageless = |kind: &str, keys: &str, view: Option<&str>| Record {
        kind: Some(kind.into()),
        keys: Some(keys.into()),
        new: None,
        old: None,
        view: view.map(str::to_owned),
        ..keyed("ann", "U#1", "2")
    };
    let first = || keyed("ann", "O#1", "1");
    let handled_of = |record: Record| {
        let handler = by_attribute().report_batch_item_failures().build().unwrap();
        block_on(handler.handle(event(&[first(), record])))
    };

    // It is no key, and the image that would tell it is not there.
    let keys = r#"{"pk":{"S":"ann"}}"#;
    let untold = handled_of(imageless("REMOVE", keys, None));
    assert_eq!(untold.answer().unwrap(), r#"{"batchItemFailures":[{"itemIdentifier":"2"}]}"#);
    assert!(matches!(untold.stopped.unwrap().cause, Cause::UntoldEntity));
    assert_eq!(log.take(), ["order of ann"]);
    // Nor is it known who would want a change of a kind that nobody knows.
    assert!(!handled_of(imageless("ARCHIVE", keys, None)).is_done());
    log.take();
    // The stream's view says that it never is there: that is no fault of the record, and nothing is handled.
    for (view, kind) in [("KEYS_ONLY", "MODIFY"), ("NEW_IMAGE", "REMOVE"), ("OLD_IMAGE", "INSERT")] {
        assert_eq!(
            failure(&handled_of(imageless(kind, keys, Some(view)))),
            format!("handler `users` of single (type = U) asks for what a stream of {view} never carries")
        );
        assert!(log.take().is_empty());
    }
    // It is a key.
    let keys = r#"{"pk":{"S":"ann"},"type":{"S":"X"}}"#;
    let handled = handled_of(imageless("REMOVE", keys, Some("KEYS_ONLY")));
    assert!(handled.is_done());
    assert_eq!((handled.report.unknown_entities, log.take().len()), (1, 1));
    // Nobody wants it.
    let of_inserts = TableHandler::<User>::new()
        .for_table("single")
        .for_entity(Entity::attribute("type", "U"))
        .on_insert("inserts", async |_| Ok::<_, &str>(()));
    let handler = StreamHandler::builder().table(of_inserts).build().unwrap();
    assert!(block_on(handler.handle(event(&[imageless("REMOVE", keys, Some("NEW_IMAGE"))]))).is_done());

    // The hook decides of it as of other records; and what is too old is passed over.
    let skips = by_attribute()
        .on_error(async |failure: Failure<'_>| {
            assert!(failure.handler.is_none() && failure.raw.contains("REMOVE"));
            Ok::<_, &str>(Decision::Skip)
        })
        .build()
        .unwrap();
    let keyless = Record { keys: None, ..imageless("REMOVE", "", None) };
    assert!(block_on(skips.handle(event(&[keyless.clone(), first()]))).is_done());
    assert_eq!(log.take(), ["order of ann"]);
    let young = by_attribute().skip_older_than(std::time::Duration::from_secs(60)).build().unwrap();
    let handled =
        block_on(young.handle(event(&[Record { created: Some("1.4E9".into()), ..keyless.clone() }])));
    assert_eq!((handled.is_done(), handled.report.too_old), (true, 1));
    // A record without keys does not tell an entity of keys.
    let by_key =
        by_entity!(log, Entity::key_prefix("sk", "U#"), Entity::key_prefix("sk", "O#")).build().unwrap();
    assert!(
        failure(&block_on(by_key.handle(event(&[keyless]))))
            .ends_with("lacks what tells which entity it is of")
    );
}
