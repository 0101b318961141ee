//! What crosses threads and awaits, asserted when this is compiled; and how large things are.

use std::error::Error as StdError;
use std::fmt::{Debug, Display};
use std::hash::Hash;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::task::{Context, Poll, Waker};

use millstream::{
    AttributeValue, Batch, Binary, BinaryError, Change, Decoder, DedupKey, Difference, Differences, Envelope,
    Error, ErrorKind, EventName, Item, Limits, Model, Number, NumberError, Position, RawBatch, RawRecord,
    RawRecords, Record, Records, Scratch, SequenceNumber, Stream, StreamArn, StreamViewType, Timestamp,
    UserIdentity, Window,
};

fn send<T: Send>() {}
fn shared<T: Send + Sync>() {}
fn copied<T: Copy + Send + Sync>() {}
fn owned<T: Send + Sync + 'static>() {}
fn named<T: Debug>() {}
fn hashed<T: Eq + Hash>() {}

/// Whatever the model's views are, as long as they can cross themselves.
fn of_any_model<'a, M: Model + 'a>()
where
    M::View<'a>: Send + Sync + Copy,
    M::Keys<'a>: Send + Sync + Copy,
{
    shared::<Record<'a, M>>();
    shared::<Batch<'a, M>>();
    shared::<Records<'_, 'a, M>>();
    shared::<Change<'a, M::View<'a>>>();
    fn cloned<T: Clone>() {}
    cloned::<Record<'a, M>>();
}

#[test]
fn results_are_shared_between_threads() {
    of_any_model::<Item>();
    shared::<Record<'_, Item>>();
    shared::<Batch<'_, Item>>();
    shared::<Records<'_, '_, Item>>();
    copied::<RawRecord<'_>>();
    shared::<RawRecords<'_>>();
    copied::<Envelope<'_>>();
    copied::<Window<'_>>();
    copied::<Item<'_>>();
    copied::<AttributeValue<'_>>();
    copied::<Number<'_>>();
    copied::<Binary<'_>>();
    copied::<Change<'_, Item<'_>>>();
    copied::<EventName<'_>>();
    copied::<StreamViewType<'_>>();
    copied::<StreamArn<'_>>();
    copied::<DedupKey<'_>>();
    copied::<Difference<'_>>();
    shared::<Differences<'_>>();
    copied::<SequenceNumber<'_>>();
    copied::<UserIdentity<'_>>();
    copied::<Timestamp>();
    copied::<Position>();
    copied::<Limits>();
}

#[test]
fn memory_moves_between_threads() {
    send::<Decoder>();
    send::<Scratch>();
    send::<Stream<'_, Item>>();
}

#[test]
fn errors_go_anywhere() {
    fn error<T: StdError + Clone + Send + Sync + UnwindSafe + RefUnwindSafe + 'static>() {}
    error::<Error>();
    error::<NumberError>();
    error::<BinaryError>();
    owned::<ErrorKind>();
    fn boxed(error: Error) -> Box<dyn StdError + Send + Sync> {
        error.into()
    }
    let error = Decoder::new().decode::<Item>("").unwrap_err();
    assert_eq!(boxed(error.clone()).to_string(), error.to_string());
}

#[test]
fn everything_can_be_shown() {
    named::<Decoder>();
    named::<Scratch>();
    named::<Batch<'_, Item>>();
    named::<Record<'_, Item>>();
    named::<RawBatch<'_>>();
    named::<RawRecord<'_>>();
    named::<Change<'_, Item<'_>>>();
    fn printed<T: Display>() {}
    printed::<Item<'_>>();
    printed::<AttributeValue<'_>>();
    printed::<Number<'_>>();
    printed::<Binary<'_>>();
    printed::<EventName<'_>>();
    printed::<StreamArn<'_>>();
    printed::<DedupKey<'_>>();
    printed::<SequenceNumber<'_>>();
    hashed::<Number<'_>>();
    hashed::<EventName<'_>>();
    hashed::<SequenceNumber<'_>>();
    hashed::<StreamArn<'_>>();
    hashed::<DedupKey<'_>>();
    hashed::<UserIdentity<'_>>();
    hashed::<Timestamp>();
}

/// A change here is a change of the speed of everything that moves them: on purpose, or not at all.
#[test]
#[cfg(target_pointer_width = "64")]
fn sizes_are_pinned() {
    assert_eq!(size_of::<Error>(), 8);
    assert_eq!(size_of::<Result<(), Error>>(), 8);
    assert_eq!(size_of::<Number<'_>>(), 16);
    assert_eq!(size_of::<Binary<'_>>(), 16);
    assert_eq!(size_of::<Item<'_>>(), 16);
    assert_eq!(size_of::<AttributeValue<'_>>(), 24);
    assert_eq!(size_of::<SequenceNumber<'_>>(), 16);
    assert_eq!(size_of::<Timestamp>(), 16);
    assert_eq!(size_of::<StreamArn<'_>>(), 24);
    assert_eq!(size_of::<Envelope<'_>>(), 144);
    assert_eq!(size_of::<RawRecord<'_>>(), size_of::<Envelope<'_>>() + 16);
    assert_eq!(size_of::<Record<'_, Item>>(), size_of::<Envelope<'_>>() + 3 * size_of::<Item<'_>>());
}

/// A handler that borrows a record over an await.
#[test]
fn records_are_held_across_awaits() {
    async fn handle(record: &Record<'_, Item<'_>>) -> usize {
        std::future::ready(()).await;
        record.new_image().map_or(0, Item::len)
    }
    async fn run(batch: &Batch<'_, Item<'_>>) -> Result<usize, Error> {
        let mut attributes = 0;
        for record in batch {
            attributes += handle(record?).await;
        }
        Ok(attributes)
    }
    fn spawned<F: Future + Send>(future: F) -> F {
        future
    }
    let mut decoder = Decoder::new();
    let event = r#"{"Records":[{"dynamodb":{"NewImage":{"a":{"S":"x"},"b":{"S":"y"}}}},{}]}"#;
    let batch = decoder.decode::<Item>(event).unwrap();
    let mut future = std::pin::pin!(spawned(run(&batch)));
    let mut context = Context::from_waker(Waker::noop());
    assert!(matches!(future.as_mut().poll(&mut context), Poll::Ready(Ok(2))));
}

/// Threads read one batch at the same time.
#[test]
fn threads_share_a_batch() {
    let event = r#"{"Records":[{"eventID":"1"},{"eventID":2},{"eventID":"3"}]}"#;
    let mut decoder = Decoder::new();
    let batch = decoder.decode::<Item>(event).unwrap();
    let ids = || batch.iter().filter_map(|record| record.ok()?.event_id()).collect::<String>();
    std::thread::scope(|scope| {
        for thread in [scope.spawn(ids), scope.spawn(ids)] {
            assert_eq!(thread.join().unwrap(), "13");
        }
    });
    // The decoder itself goes to another thread and is used there.
    let lengths = std::thread::spawn(move || decoder.decode::<Item>(event).map(|batch| batch.len()));
    assert_eq!(lengths.join().unwrap().unwrap(), 3);
}

/// A stream is held across awaits while its records are sent elsewhere.
#[test]
fn streams_move_to_another_thread() {
    fn is_send<T: Send>(_: &T) {}
    let mut decoder = millstream::Decoder::new();
    let stream = decoder.stream::<millstream::Item>(r#"{"Records":[]}"#);
    is_send(&stream);
}
