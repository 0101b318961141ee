//! What is chosen of an event is what the whole of it says, and nothing else comes.

use millstream::{Decoder, Parts, Record, Wanted};

use crate::model::Typed;

pub fn check(input: &[u8]) {
    // The length chooses, so that a seed is an event and nothing more.
    let choices = choices();
    let wanted = choices[input.len() % choices.len()];

    let (mut whole, mut chosen, mut other) = (Decoder::new(), Decoder::new(), Decoder::new());
    let (all, some) = match (whole.decode::<Typed>(input), chosen.only(wanted).decode::<Typed>(input)) {
        (Ok(all), Ok(some)) => (all, some),
        (Err(all), Err(some)) => {
            assert!(all.is_fatal() && some.is_fatal());
            return;
        }
        (all, some) => panic!("{wanted:?}: {:?} {:?}", all.map(|all| all.len()), some.map(|some| some.len())),
    };
    let mut found = some.iter().peekable();
    for (index, record) in all.iter().enumerate() {
        let found = found.next_if(|found| index_of(found) == Some(index));
        match (&record, found) {
            (Ok(record), Some(Ok(found))) => {
                let parts = wanted.of(record.event_name()).expect("a record that nobody asked for");
                assert_eq!(shown(found, Parts::ALL), shown(record, parts), "{wanted:?}");
                assert_eq!(found.parts(), record.parts(), "{wanted:?}");
            }
            (Ok(record), None) => assert_eq!(wanted.of(record.event_name()), None, "{wanted:?}"),
            (Ok(_), Some(Err(error))) => panic!("{wanted:?}: {error}"),
            // What is not asked for need not fit.
            (Err(_), Some(Ok(_)) | None) => assert_ne!(wanted, Wanted::ALL),
            (Err(_), Some(Err(_))) => {}
        }
    }
    assert!(found.next().is_none(), "{wanted:?}");

    // One by one they are the same.
    let mut stream = other.only(wanted).stream::<Typed>(input);
    for record in &some {
        match (record, stream.next().expect("as many records")) {
            (Ok(record), Ok(streamed)) => {
                assert_eq!(shown(&streamed, Parts::ALL), shown(record, Parts::ALL))
            }
            (Err(error), Err(streamed)) => assert_eq!(error.to_string(), streamed.to_string()),
            (record, streamed) => panic!("{wanted:?}: {:?} {:?}", record.err(), streamed.err()),
        }
    }
    assert!(stream.next().is_none(), "{wanted:?}");
}

fn choices() -> [Wanted; 13] {
    let nothing = Wanted::NOTHING;
    [
        Wanted::ALL,
        nothing,
        Parts::NONE.into(),
        Parts::KEYS.into(),
        Parts::NEW_IMAGE.into(),
        Parts::OLD_IMAGE.into(),
        Parts::IMAGES.into(),
        nothing.on_insert(Parts::ALL),
        nothing.on_modify(Parts::IMAGES),
        nothing.on_remove(Parts::OLD_IMAGE),
        nothing.on_other(Parts::KEYS),
        nothing.on_insert(Parts::NEW_IMAGE).on_modify(Parts::NONE).on_other(Parts::ALL),
        Wanted::ALL.on_modify(None).on_remove(Parts::KEYS),
    ]
}

fn index_of(record: &Result<&Record<'_, Typed<'_>>, millstream::Error>) -> Option<usize> {
    match record {
        Ok(record) => Some(record.index()),
        Err(error) => error.record_index(),
    }
}

/// A record as text: its envelope, and those of its parts.
fn shown(record: &Record<'_, Typed<'_>>, parts: Parts) -> String {
    let keys = record.keys().filter(|_| parts.contains(Parts::KEYS));
    let new = record.new_image().filter(|_| parts.contains(Parts::NEW_IMAGE));
    let old = record.old_image().filter(|_| parts.contains(Parts::OLD_IMAGE));
    format!("{:?} {keys:?} {new:?} {old:?}", **record)
}
