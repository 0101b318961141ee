//! Which way the decoder took, counted in test builds so that a fast path that is never taken is seen.

/// The ways to read a member of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Path {
    Line,
    Named,
    General,
    /// a record whose envelope is in the order and spelling of Lambda
    Envelope,
    /// a record whose envelope is not
    GeneralEnvelope,
    /// a value of the old image that the new one has too
    Repeated,
    /// an image that nobody asks for, all of it as those before
    Skeleton,
}

impl Path {
    /// Whether it may be taken. `--cfg millstream_tier="named"` closes the line, `"general"` all but the general ways, so that the same tests
    /// run on each.
    #[inline(always)]
    pub(crate) const fn is_open(self) -> bool {
        match self {
            Path::Line => !cfg!(any(millstream_tier = "named", millstream_tier = "general")),
            Path::Named | Path::Envelope | Path::Repeated | Path::Skeleton => {
                !cfg!(millstream_tier = "general")
            }
            Path::General | Path::GeneralEnvelope => true,
        }
    }
}

#[cfg(not(test))]
#[inline(always)]
pub(crate) fn took(_: Path) {}

#[cfg(test)]
pub(crate) use counting::{counts, took};

#[cfg(test)]
mod counting {
    use super::Path;
    use std::cell::Cell;

    thread_local!(static COUNTS: Cell<[usize; 7]> = const { Cell::new([0; 7]) });

    pub(crate) fn took(path: Path) {
        let mut counts = COUNTS.get();
        counts[path as usize] += 1;
        COUNTS.set(counts);
    }

    /// How often each way was taken since the last call: line, named, general, envelope, general envelope, repeated, skeleton.
    pub(crate) fn counts() -> [usize; 7] {
        COUNTS.take()
    }
}

#[cfg(all(test, not(any(millstream_tier = "named", millstream_tier = "general"))))]
mod tests {
    use super::counts;
    use crate::{Decoder, Item, Model};

    #[derive(Model)]
    struct Bark<'a> {
        #[model(rename = "Username")]
        username: Option<&'a str>,
        #[model(rename = "Timestamp")]
        timestamp: &'a str,
        #[model(rename = "Message")]
        message: &'a str,
        likes: Option<u32>,
    }

    /// A record as Lambda writes it, but for its image. Lambda's order of the four attributes is Message, Username, Timestamp, likes.
    fn record(image: &str) -> String {
        format!(
            concat!(
                r#"{{"eventID":"7de3041dd709b024af6f29e4fa13d34c","eventName":"INSERT","eventVersion":"1.1","#,
                r#""eventSource":"aws:dynamodb","awsRegion":"us-west-2","dynamodb":{{"#,
                r#""ApproximateCreationDateTime":1.47949974E9,"Keys":{{"Username":{{"S":"John Doe"}}}},"#,
                r#""NewImage":{{{image}}},"SequenceNumber":"13021600000000001596893679","SizeBytes":112,"#,
                r#""StreamViewType":"NEW_IMAGE"}},"eventSourceARN":"#,
                r#""arn:aws:dynamodb:us-east-1:123456789012:table/BarkTable/stream/2016-11-16T20:42:48.104"}}"#
            ),
            image = image
        )
    }

    fn event(images: &[&str]) -> String {
        let records: Vec<_> = images.iter().map(|image| record(image)).collect();
        format!(r#"{{"Records":[{}]}}"#, records.join(","))
    }

    const TIMESTAMP: &str = r#""Timestamp":{"S":"2016-11-18:12:09:36"}"#;
    const MESSAGE: &str = r#""Message":{"S":"wuff"}"#;
    const USERNAME: &str = r#""Username":{"S":"John Doe"}"#;
    const LIKES: &str = r#""likes":{"N":"7"}"#;

    /// Streams the records, none of which has an old image, and returns line, named, general, envelope, general envelope.
    fn took(event: &str) -> [usize; 5] {
        let mut decoder = Decoder::new();
        counts();
        let mut stream = decoder.stream::<Bark>(event);
        while let Some(record) = stream.next() {
            let record = record.unwrap();
            let bark = record.new_image().unwrap();
            assert_eq!((bark.timestamp, bark.message), ("2016-11-18:12:09:36", "wuff"));
            assert!(
                bark.username.is_none_or(|name| name == "John Doe")
                    && bark.likes.is_none_or(|likes| likes == 7)
            );
        }
        let [first_five @ .., repeated, skeleton] = counts();
        assert_eq!((repeated, skeleton), (0, 0));
        first_five
    }

    #[test]
    fn records_in_wire_order_take_the_fast_path_throughout() {
        let image = [MESSAGE, USERNAME, TIMESTAMP, LIKES].join(",");
        assert_eq!(took(&event(&[image.as_str(); 3])), [4 * 3, 0, 0, 3, 0]);
    }

    #[test]
    fn an_absent_attribute_costs_one_comparison() {
        let image = [MESSAGE, TIMESTAMP, LIKES].join(",");
        assert_eq!(took(&event(&[image.as_str(); 3])), [3 * 3, 0, 0, 3, 0]);
        let image = [MESSAGE, USERNAME, TIMESTAMP].join(",");
        assert_eq!(took(&event(&[image.as_str(); 3])), [3 * 3, 0, 0, 3, 0]);
    }

    #[test]
    fn another_order_takes_a_look_at_each_name() {
        let image = [LIKES, TIMESTAMP, USERNAME, MESSAGE].join(",");
        assert_eq!(took(&event(&[image.as_str(); 3])), [0, 4 * 3, 0, 3, 0]);
        // Behind Username the line finds Timestamp again.
        let image = [LIKES, USERNAME, TIMESTAMP, MESSAGE].join(",");
        assert_eq!(took(&event(&[image.as_str(); 3])), [3, 3 * 3, 0, 3, 0]);
    }

    #[test]
    fn the_line_is_left_where_the_order_is_foreign() {
        let foreign = [LIKES, USERNAME, TIMESTAMP, MESSAGE].join(",");
        let own = [MESSAGE, USERNAME, TIMESTAMP, LIKES].join(",");
        let images = [[foreign.as_str(); 20].as_slice(), &[own.as_str(); 5]].concat();
        let [line, named, general, ..] = took(&event(&images));
        assert!(line <= 6, "{line}");
        assert_eq!((line + named, general), (4 * 25, 0));
    }

    #[test]
    fn an_unknown_attribute_that_begins_as_another_costs_one_general_step_and_no_more() {
        let unknown = r#""Timestamps":{"L":[{"N":"1"}]}"#;
        let image = [MESSAGE, USERNAME, unknown, TIMESTAMP, LIKES].join(",");
        assert_eq!(took(&event(&[image.as_str(); 3])), [4 * 3, 0, 3, 3, 0]);
        // Nothing is due at the beginning any more, so that one name is looked at.
        let image = [unknown, MESSAGE, USERNAME, TIMESTAMP, LIKES].join(",");
        assert_eq!(took(&event(&[image.as_str(); 3])), [3 * 3, 3, 3, 3, 0]);
    }

    #[test]
    fn an_unknown_attribute_that_cannot_be_another_is_passed_at_once() {
        for unknown in [r#""unknown":{"L":[{"N":"1"}]}"#, r#""ttl":{"N":"1"}"#, r#""":{"S":""}"#] {
            let image = [MESSAGE, USERNAME, unknown, TIMESTAMP, LIKES].join(",");
            assert_eq!(took(&event(&[image.as_str(); 3])), [4 * 3, 3, 0, 3, 0], "{unknown}");
        }
    }

    /// Its type is part of what a short name is looked up by.
    #[test]
    fn a_short_attribute_of_another_type_is_not_passed_as_unknown() {
        #[derive(Debug, Model)]
        struct Short<'a> {
            name: &'a str,
            id: Option<&'a str>,
        }
        let image = |id: &str| event(&[&format!(r#""id":{id},"name":{{"S":"x"}},"ie":{{"S":"x"}}"#)]);
        let first = |event: &str| -> Result<Option<String>, String> {
            let mut decoder = Decoder::new();
            let mut stream = decoder.stream::<Short>(event);
            let record = stream.next().unwrap().map_err(|error| error.to_string())?;
            Ok(record.new_image().unwrap().id.map(str::to_owned))
        };
        assert_eq!(first(&image(r#"{"S":"7"}"#)), Ok(Some("7".to_owned())));
        assert_eq!(first(&image(r#"{"NULL":true}"#)), Ok(None));
        let error = first(&image(r#"{"N":"7"}"#)).unwrap_err();
        assert!(error.contains("NewImage.id: expected S, found N"), "{error}");
    }

    /// The tags of the old image, which come again, in the order of the line and in the other.
    #[test]
    fn what_is_repeated_is_taken_over_in_any_order() {
        #[derive(Model)]
        struct Tagged<'a> {
            message: &'a str,
            tags: &'a [&'a str],
        }
        let (tags, message) = (r#""tags":{"SS":["a","b"]}"#, r#""message":{"S":"wuff"}"#);
        for (image, ways) in [([message, tags], [8, 0, 0]), ([tags, message], [0, 8, 0])] {
            let image = image.join(",");
            let modified = record(&format!("{image}}},\"OldImage\":{{{image}"));
            let event = format!(r#"{{"Records":[{modified},{modified}]}}"#);
            counts();
            let mut decoder = Decoder::new();
            let mut stream = decoder.stream::<Tagged>(&event);
            while let Some(record) = stream.next() {
                let record = record.unwrap();
                assert_eq!(record.old_image().unwrap().tags, ["a", "b"]);
                assert_eq!(record.old_image().unwrap().message, record.new_image().unwrap().message);
            }
            let [line, named, general, .., repeated, _] = counts();
            assert_eq!(([line, named, general], repeated), (ways, 2), "{image}");
        }
    }

    #[test]
    fn the_line_is_left_where_much_is_unknown() {
        let image = [r#""x":{"S":""}"#, MESSAGE, r#""y":{"S":""}"#, TIMESTAMP].join(",");
        let [line, named, general, ..] = took(&event(&[image.as_str(); 40]));
        assert!(line < 20, "{line}");
        assert_eq!((line + named, general), (4 * 40, 0));
    }

    #[test]
    fn another_type_costs_one_general_step() {
        let image = [MESSAGE, USERNAME, TIMESTAMP, r#""likes":{"NULL":true}"#].join(",");
        assert_eq!(took(&event(&[image.as_str(); 3])), [3 * 3, 0, 3, 3, 0]);
    }

    #[test]
    fn white_space_takes_the_general_path_throughout() {
        let image = [MESSAGE, USERNAME, TIMESTAMP, LIKES].join(",");
        let event =
            event(&[&image]).replace(':', ": ").replace("2016-11-18: 12: 09: 36", "2016-11-18:12:09:36");
        assert_eq!(took(&event), [0, 0, 4, 0, 1]);
    }

    #[test]
    fn dynamic_records_take_the_fast_envelope() {
        let event = event(&[USERNAME, USERNAME]);
        counts();
        assert_eq!(Decoder::new().decode::<Item>(&event).unwrap().iter().filter(Result::is_ok).count(), 2);
        assert_eq!(counts(), [0, 0, 0, 2, 0, 0, 0]);
        assert_eq!(Decoder::new().read(&event).unwrap().iter().filter(Result::is_ok).count(), 2);
        // The first image shows what it is made of, so that the second one can be followed, where that need not pay.
        assert_eq!(counts(), [0, 0, 0, 2, 0, 0, usize::from(cfg!(debug_assertions))]);
    }
}
