//! How many bytes are visited, counted in test builds: what an input costs must not depend on how awkward it is.
//!
//! A byte is visited when a cursor steps over it, when a text's end is tried behind it, when its number is taken apart and when it is
//! checked to be UTF-8; each time counts. Looking ahead does not: that is a window of at most 64 bytes for each step, compared with at most 16
//! runs of bytes where an image is stepped over. Nor does the comparison of a value of the old image with the new one's: it reads as far as they
//! are the same, once each time that the value would be decoded.

#[cfg(not(test))]
#[inline(always)]
pub(crate) fn visited(_: usize) {}

#[cfg(test)]
pub(crate) use counting::{taken, visited};

#[cfg(test)]
mod counting {
    use std::cell::Cell;

    thread_local!(static VISITED: Cell<usize> = const { Cell::new(0) });

    pub(crate) fn visited(bytes: usize) {
        VISITED.set(VISITED.get() + bytes);
    }

    /// The bytes visited since the last call.
    pub(crate) fn taken() -> usize {
        VISITED.take()
    }
}

#[cfg(test)]
mod tests {
    use millstream_testkit::worst_cases::worst_cases;

    use super::taken;
    use crate::{Decoder, Item, Model, Parts, Scratch};

    #[derive(Model)]
    #[allow(dead_code)]
    struct Typed<'a> {
        a: Option<&'a str>,
        n1: Option<&'a str>,
        n7: Option<&'a str>,
        z: Option<i64>,
    }

    #[derive(Model)]
    #[model(tag = "a")]
    #[allow(dead_code)]
    enum Tagged<'a> {
        One(Typed<'a>),
        #[model(other)]
        Other(Item<'a>),
    }

    /// How often each byte of an event is visited at most: by the check for UTF-8, by the quick reading of a record, by the general one,
    /// and, where that ends in an error, by stepping over the record.
    const PASSES: usize = 4;
    /// What is read into an enum is looked through for what chooses its variant before.
    const PASSES_OF_ENUMS: usize = PASSES + 1;

    /// A way through an event, and how often it may visit a byte.
    type Way = (&'static str, usize, fn(&mut Decoder, &[u8]));

    #[test]
    fn no_input_is_visited_more_often_than_another() {
        let ways: [Way; 7] = [
            ("decode", PASSES, |decoder, event| drop(decoder.decode::<Item>(event))),
            ("stream", PASSES, |decoder, event| {
                let mut stream = decoder.stream::<Item>(event);
                while stream.next().is_some() {}
            }),
            ("stream, typed", PASSES, |decoder, event| {
                let mut stream = decoder.stream::<Typed>(event);
                while stream.next().is_some() {}
            }),
            ("stream, tagged", PASSES_OF_ENUMS, |decoder, event| {
                let mut stream = decoder.stream::<Tagged>(event);
                while stream.next().is_some() {}
            }),
            ("decode, tagged", PASSES_OF_ENUMS, |decoder, event| drop(decoder.decode::<Tagged>(event))),
            ("only", PASSES, |decoder, event| {
                let mut stream = decoder.only(Parts::NONE).stream::<Item>(event);
                while stream.next().is_some() {}
            }),
            ("read", PASSES, |decoder, event| {
                let scratch = Scratch::new();
                if let Ok(batch) = decoder.read(event) {
                    for record in batch.iter().flatten() {
                        let _ = record.keys::<Item>(&scratch);
                        let _ = record.new_image::<Item>(&scratch);
                        let _ = record.old_image::<Item>(&scratch);
                    }
                }
            }),
        ];
        let size = if cfg!(target_arch = "x86_64") { 1_000_000 } else { 50_000 };
        let mut over = Vec::new();
        for case in worst_cases(size) {
            let event = case.event.as_bytes();
            for (way, passes, read) in ways {
                taken();
                read(&mut Decoder::new(), event);
                let visited = taken();
                // Names that the quick reading took for nothing come on top.
                if visited > passes * event.len() + 100 {
                    over.push(format!("{}, {way}: {:.2}", case.name, visited as f64 / event.len() as f64));
                }
            }
        }
        assert!(over.is_empty(), "visited too often:\n{}", over.join("\n"));
    }
}
