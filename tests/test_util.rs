//! Events made of models are events as Lambda sends them: the fast paths read them, and what went in comes out.
#![cfg(all(feature = "derive", feature = "test-util"))]

use std::time::{Duration, UNIX_EPOCH};

use millstream::test_util::EventBuilder;
use millstream::{Change, Decoder, Encode, EventName, Model, StreamViewType};

#[derive(Clone, Debug, PartialEq, Model, Encode)]
#[model(table = "Post")]
struct Post<'a> {
    #[model(hash_key, rename = "blog id")]
    blog: &'a str,
    #[model(range_key)]
    at: u64,
    text: Option<&'a str>,
}

const POST: Post<'_> = Post { blog: "a\"b", at: 18_446_744_073_709_551_615, text: Some("häh\\") };
const EMPTY: Post<'_> = Post { blog: "a\"b", at: 7, text: None };

#[test]
fn what_goes_in_comes_out() {
    let time = UNIX_EPOCH + Duration::from_secs(1_479_499_740);
    let event = EventBuilder::new("my.Posts-2")
        .created(time)
        .insert(&POST)
        .modify(&POST, &EMPTY)
        .remove(&EMPTY)
        .expire(&POST)
        .build();
    serde_json::from_str::<serde_json::Value>(&event).unwrap();
    let mut decoder = Decoder::new();
    let batch = decoder.decode::<Post>(&event).unwrap();
    let records: Vec<_> = batch.iter().map(|record| record.unwrap()).collect();
    assert!(matches!(records[0].change(), Change::Insert { new } if *new == POST));
    assert!(matches!(records[1].change(), Change::Modify { old, new } if *old == POST && *new == EMPTY));
    assert!(matches!(records[2].change(), Change::Remove { old } if *old == EMPTY));
    assert_eq!(
        records.iter().map(|record| record.is_ttl_expiry()).collect::<Vec<_>>(),
        [false, false, false, true]
    );
    for record in &records {
        assert_eq!(record.table_name(), Some("my.Posts-2"));
        assert_eq!(record.created().unwrap().to_system_time(), Some(time));
        assert_eq!(record.keys().unwrap().blog, "a\"b");
        assert!(record.sequence_number().unwrap().as_str().len() == 21);
    }
    assert!(records.windows(2).all(|pair| pair[0].sequence_number() < pair[1].sequence_number()));
    assert_ne!(records[0].event_id(), records[1].event_id());
}

#[test]
fn a_view_type_leaves_images_out() {
    let views = [
        (StreamViewType::KeysOnly, [false, false]),
        (StreamViewType::NewImage, [true, false]),
        (StreamViewType::OldImage, [false, true]),
        (StreamViewType::NewAndOldImages, [true, true]),
    ];
    for (view, images) in views {
        let event = EventBuilder::new("Post").view(view).modify(&POST, &EMPTY).build();
        let mut decoder = Decoder::new();
        let batch = decoder.decode::<Post>(&event).unwrap();
        let record = batch.iter().next().unwrap().unwrap();
        assert_eq!([record.has_new_image(), record.has_old_image()], images);
        assert_eq!(record.stream_view_type(), Some(view));
        assert_eq!(record.keys().unwrap().at, 7, "the keys are those of the new image");
    }
}

#[test]
fn streams_and_records_of_others() {
    let event = EventBuilder::of_stream("not an \"ARN\"")
        .insert(&POST)
        .table("Other")
        .insert(&POST)
        .raw("{}")
        .build();
    let mut decoder = Decoder::new();
    let batch = decoder.read(&event).unwrap();
    let records: Vec<_> = batch.iter().map(|record| record.unwrap()).collect();
    assert_eq!(records[0].event_source_arn(), Some("not an \"ARN\""));
    assert_eq!(records[1].table_name(), Some("Other"));
    assert_eq!((records[2].event_name(), records.len()), (None::<EventName>, 3));
}

#[test]
#[should_panic(expected = "the model cannot be written")]
fn what_has_no_value_panics() {
    #[derive(Model, Encode)]
    struct Float {
        #[model(hash_key)]
        id: u8,
        value: f64,
    }
    let _ = EventBuilder::new("Float").insert(&Float { id: 1, value: f64::NAN });
}

/// Two events of one stream, the second of which is no repetition of the first.
#[cfg(feature = "handlers")]
#[tokio::test(flavor = "current_thread")]
async fn a_later_event_is_claimed_anew() {
    use millstream::handler::{Claim, Claims, StreamHandler, TableHandler};
    use std::collections::HashSet;
    use std::convert::Infallible;
    use std::sync::Mutex;

    #[derive(Default)]
    struct Seen(Mutex<HashSet<String>>);

    impl Claims for Seen {
        type Error = Infallible;

        async fn is_done(&self, claim: &Claim<'_>) -> Result<bool, Infallible> {
            Ok(self.0.lock().unwrap().contains(claim.sequence_number))
        }

        async fn done(&self, claim: &Claim<'_>) -> Result<(), Infallible> {
            self.0.lock().unwrap().insert(claim.sequence_number.to_owned());
            Ok(())
        }
    }

    let posts = TableHandler::<Post>::new().on_insert("note", async |_| Ok::<_, Infallible>(()));
    let handler = StreamHandler::builder().table(posts).claims(Seen::default()).build().unwrap();
    let first = EventBuilder::new("Post").insert(&POST).insert(&EMPTY);
    let second = EventBuilder::new("Post").numbered_from(3).insert(&POST);
    for (event, handled, before) in [(&first, 2, 0), (&first, 0, 2), (&second, 1, 0)] {
        let row = &handler.handle(event.build()).await.report.rows[0];
        assert_eq!((row.handled, row.done_before), (handled, before));
    }
}
