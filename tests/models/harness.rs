//! Reads an item by every way and in several spellings, and asserts that all come to the same.

use millstream::{Decoder, Error, RawRecord, Scratch};

/// A field as `Debug` shows it, or the words of the error.
pub type Outcome<'a> = Result<&'a str, &'a str>;

/// What a way through the input came to.
pub type Found = Result<String, String>;

/// The ways to read a model, each of which shows the field that it is told.
pub struct Reader {
    pub item: fn(&mut Decoder, &str, &str) -> Found,
    /// Of an event's first record.
    pub events: &'static [Way],
}

pub type Way = (&'static str, fn(&mut Decoder, &str, &str) -> Found);

/// The ways to read `$model`, whose field `shown` shows; `decode` is one of them if it is `borrowed`, not if it is `owned`.
#[macro_export]
macro_rules! reader {
    ($model:ident, $shown:path, borrowed) => {
        $crate::reader!(@ $model, $shown, ("decode", |decoder, event, field| {
            let batch = decoder.decode::<$model>(event).unwrap();
            let record = batch.iter().next().unwrap();
            $crate::harness::found(record.map(|record| $shown(record.new_image().unwrap(), field)))
        }),)
    };
    ($model:ident, $shown:path, owned) => {
        $crate::reader!(@ $model, $shown,)
    };
    (@ $model:ident, $shown:path, $($eager:tt,)?) => {
        $crate::harness::Reader {
            item: |decoder, item, field| {
                $crate::harness::found(decoder.decode_item::<$model>(item).map(|view| $shown(&view, field)))
            },
            events: &[
                $($eager,)?
                ("stream", |decoder, event, field| {
                    let mut stream = decoder.stream::<$model>(event);
                    let record = stream.next().unwrap();
                    $crate::harness::found(record.map(|record| $shown(record.new_image().unwrap(), field)))
                }),
                ("read", |decoder, event, field| {
                    $crate::harness::lazily(decoder, event, |record, scratch| {
                        record.new_image::<$model>(scratch).map(|view| $shown(&view.unwrap(), field))
                    })
                }),
            ],
        }
    };
}

pub fn found(shown: Result<String, Error>) -> Found {
    shown.map_err(|error| {
        assert!(!error.is_fatal(), "{error}");
        error.to_string()
    })
}

pub fn lazily(
    decoder: &mut Decoder,
    event: &str,
    read: impl Fn(&RawRecord<'_>, &Scratch) -> Result<String, Error>,
) -> Found {
    let scratch = Scratch::new();
    let batch = decoder.read(event).unwrap();
    let record = batch.iter().next().unwrap().unwrap();
    let first = found(read(record, &scratch));
    // It can be read as often as one likes, without a reset in between.
    assert_eq!(first, found(read(record, &scratch)));
    first
}

/// Marks the token at which an error is expected; it is no part of the input.
const AT: char = '‸';
/// Marks the place directly behind the token before it.
const BEHIND: char = '‡';

impl Reader {
    /// Reads an item, in which `‸` or `‡` marks the place of the expected error.
    #[track_caller]
    pub fn check(&self, field: &str, item: &str, expected: Outcome<'_>) {
        assert_eq!(item.contains([AT, BEHIND]), expected.is_err(), "{item}");
        let mut decoder = Decoder::new();
        // The fast paths want some room behind the item.
        let spellings =
            [("compact", item.to_owned()), ("roomy", format!("{item}{:99}", "")), ("spaced", spaced(item))];
        for (spelling, item) in spellings {
            let found = (self.item)(&mut decoder, &unmarked(&item), field);
            assert_eq!(found, placed(&item, "", expected), "{field}, {spelling}: {item}");
            for (envelope, event) in [("Lambda's", lambda(&item)), ("another", other(&item))] {
                for (way, read) in self.events {
                    let found = read(&mut decoder, &unmarked(&event), field);
                    let expected = placed(&event, "Records[0].NewImage.", expected);
                    assert_eq!(found, expected, "{field}, {way}, {spelling}, {envelope} envelope: {event}");
                }
            }
        }
    }
}

pub fn unmarked(text: &str) -> String {
    text.replace([AT, BEHIND], "")
}

/// What is expected, with its place in the input.
fn placed(text: &str, prefix: &str, expected: Outcome<'_>) -> Found {
    let at = text.find([AT, BEHIND]).unwrap_or_default();
    expected.map(str::to_owned).map_err(|words| format!("{prefix}{words} at byte {at}"))
}

/// White space behind all tokens.
fn spaced(json: &str) -> String {
    let (mut text, mut in_string, mut escaped) = (String::from("\n"), false, false);
    let mut chars = json.chars().peekable();
    while let Some(char) = chars.next() {
        text.push(char);
        in_string ^= char == '"' && !escaped;
        escaped = in_string && char == '\\' && !escaped;
        if !in_string && "{}[],:\"".contains(char) {
            text.extend(chars.next_if_eq(&BEHIND));
            text.push_str(" \t");
        }
    }
    text
}

/// An event of one record as Lambda writes it.
fn lambda(image: &str) -> String {
    format!(
        r#"{{"Records":[{{"eventID":"7de3041dd709b024af6f29e4fa13d34c","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"us-west-2","dynamodb":{{"ApproximateCreationDateTime":1.47949974E9,"Keys":{{"id":{{"S":"1"}}}},"NewImage":{image},"SequenceNumber":"13021600000000001596893679","SizeBytes":112,"StreamViewType":"NEW_IMAGE"}},"eventSourceARN":"arn:aws:dynamodb:us-east-1:123456789012:table/BarkTable/stream/2016-11-16T20:42:48.104"}}]}}"#
    )
}

/// An event of one record in another order.
fn other(image: &str) -> String {
    format!(r#"{{"Records":[{{"dynamodb":{{"NewImage":{image}}},"eventName":"INSERT"}}]}}"#)
}
