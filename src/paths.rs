//! Which way the decoder took, counted in test builds so that a fast path that is never taken is seen.

/// The ways to read a member of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Path {
    Line,
    Expected,
    NextButOne,
    General,
    /// a record whose envelope is in the order and spelling of Lambda
    Envelope,
    /// a record whose envelope is not
    GeneralEnvelope,
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

    thread_local!(static COUNTS: Cell<[usize; 6]> = const { Cell::new([0; 6]) });

    pub(crate) fn took(path: Path) {
        let mut counts = COUNTS.get();
        counts[path as usize] += 1;
        COUNTS.set(counts);
    }

    /// How often each way was taken since the last call: line, expected, next but one, general, envelope, general envelope.
    pub(crate) fn counts() -> [usize; 6] {
        COUNTS.take()
    }
}

#[cfg(test)]
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

    /// Streams the records and returns line, expected, next but one, general, envelope, general envelope.
    fn took(event: &str) -> [usize; 6] {
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
        counts()
    }

    #[test]
    fn records_in_wire_order_take_the_fast_path_throughout() {
        let image = [MESSAGE, USERNAME, TIMESTAMP, LIKES].join(",");
        assert_eq!(took(&event(&[image.as_str(); 3])), [4 * 3, 0, 0, 0, 3, 0]);
    }

    #[test]
    fn an_absent_attribute_costs_one_comparison() {
        let image = [MESSAGE, TIMESTAMP, LIKES].join(",");
        assert_eq!(took(&event(&[image.as_str(); 3])), [3 * 3, 0, 0, 0, 3, 0]);
        let image = [MESSAGE, USERNAME, TIMESTAMP].join(",");
        assert_eq!(took(&event(&[image.as_str(); 3])), [3 * 3, 0, 0, 0, 3, 0]);
    }

    #[test]
    fn an_absent_attribute_costs_one_comparison_in_a_learnt_order_too() {
        // Learnt from the first two: likes, Username, Timestamp, Message. The line gives up after some of the rest.
        let all = [LIKES, USERNAME, TIMESTAMP, MESSAGE].join(",");
        let less = [LIKES, TIMESTAMP, MESSAGE].join(",");
        let images = [[all.as_str(); 20].as_slice(), &[less.as_str(); 5]].concat();
        let [line, expected, next_but_one, general, ..] = took(&event(&images));
        assert_eq!((next_but_one, general), (5, 3));
        assert_eq!(line + expected, 4 * 20 + 2 * 5 - 3);
    }

    #[test]
    fn the_line_is_left_where_the_order_is_foreign() {
        let foreign = [LIKES, TIMESTAMP, USERNAME, MESSAGE].join(",");
        let own = [MESSAGE, USERNAME, TIMESTAMP, LIKES].join(",");
        let images = [[foreign.as_str(); 20].as_slice(), &[own.as_str(); 5]].concat();
        assert_eq!(took(&event(&images))[0], 0);
    }

    #[test]
    fn another_order_is_learnt_from_the_first_record() {
        let image = [LIKES, TIMESTAMP, USERNAME, MESSAGE].join(",");
        // Nothing comes behind likes in the table, so that each step of the first record is news.
        assert_eq!(took(&event(&[image.as_str(); 3])), [0, 4 + 4, 0, 4, 3, 0]);
    }

    #[test]
    fn an_unknown_attribute_costs_one_general_step_and_no_more() {
        let image = [MESSAGE, USERNAME, r#""x":{"L":[{"N":"1"}]}"#, TIMESTAMP, LIKES].join(",");
        assert_eq!(took(&event(&[image.as_str(); 3])), [3 * 3, 3, 0, 3, 3, 0]);
    }

    #[test]
    fn white_space_takes_the_general_path_throughout() {
        let image = [MESSAGE, USERNAME, TIMESTAMP, LIKES].join(",");
        let event =
            event(&[&image]).replace(':', ": ").replace("2016-11-18: 12: 09: 36", "2016-11-18:12:09:36");
        assert_eq!(took(&event), [0, 0, 0, 4, 0, 1]);
    }

    #[test]
    fn dynamic_records_take_the_fast_envelope() {
        let event = event(&[LIKES, USERNAME]);
        counts();
        assert_eq!(Decoder::new().decode::<Item>(&event).unwrap().iter().filter(Result::is_ok).count(), 2);
        assert_eq!(counts(), [0, 0, 0, 0, 2, 0]);
        assert_eq!(Decoder::new().read(&event).unwrap().iter().filter(Result::is_ok).count(), 2);
        assert_eq!(counts(), [0, 0, 0, 0, 2, 0]);
    }
}
