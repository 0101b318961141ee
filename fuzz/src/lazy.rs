//! What a lazy record gives is what an eager one holds, part by part; where a part fails, the record does.

use std::fmt::Debug;

use millstream::{Decoder, Error, Item, RawRecord, Scratch};

use crate::model::Typed;

pub fn check(input: &[u8]) {
    let (mut decoder, mut other, scratch) = (Decoder::new(), Decoder::new(), Scratch::new());
    let (lazy, eager) = match (decoder.read(input), other.decode::<Typed>(input)) {
        (Ok(lazy), Ok(eager)) => (lazy, eager),
        (lazy, eager) => return assert!(lazy.is_err() && eager.is_err()),
    };
    for (lazy, eager) in lazy.iter().zip(eager.iter()) {
        let Ok(lazy) = lazy else {
            assert!(eager.is_err());
            continue;
        };
        let parts = (
            lazy.keys::<Typed>(&scratch),
            lazy.new_image::<Typed>(&scratch),
            lazy.old_image::<Typed>(&scratch),
        );
        match &eager {
            Ok(eager) => {
                part(&parts.0, eager.keys());
                part(&parts.1, eager.new_image());
                part(&parts.2, eager.old_image());
            }
            // A part that a later one replaces is no concern of a lazy record.
            Err(error) => assert!(!error.is_fatal()),
        }
        change(lazy, &scratch);
        let alone = Decoder::new()
            .decode_record::<Typed>(lazy.raw())
            .map(|record| format!("{:?}", record.new_image()));
        assert_eq!(alone.is_ok(), eager.is_ok(), "{}", lazy.raw());
    }
}

/// What the record's change did is the difference of its images.
fn change(record: &RawRecord<'_>, scratch: &Scratch) {
    let _ = (record.is_ttl_expiry(), record.is_replica_write(), record.dedup_key());
    if let Ok(Some(differences)) = record.diff(scratch) {
        let old = record.old_image::<Item>(scratch).unwrap().unwrap();
        let new = record.new_image::<Item>(scratch).unwrap().unwrap();
        assert_eq!(old.same_as(&new), differences.clone().next().is_none());
        assert!(old != new || old.same_as(&new));
        assert!(differences.eq(old.diff(new)));
    }
}

fn part<T: Debug>(lazy: &Result<Option<T>, Error>, eager: Option<&T>) {
    assert_eq!(format!("{:?}", lazy.as_ref().unwrap().as_ref()), format!("{eager:?}"));
}
