//! White space at any one place of a record that is otherwise as Lambda writes it: what the fast paths predict, the general ones must
//! take over at every byte.

use millstream::{AttributeValue, Decoder, Item, Model};

#[derive(Model, Debug, PartialEq, Clone, Copy)]
struct Everything<'a> {
    text: &'a str,
    number: i64,
    float: f64,
    binary: &'a [u8],
    yes: bool,
    no: Option<bool>,
    null: Option<&'a str>,
    texts: &'a [&'a str],
    numbers: &'a [u32],
    list: &'a [Nested<'a>],
    nested: Nested<'a>,
    map: &'a [(&'a str, bool)],
    any: AttributeValue<'a>,
    item: Item<'a>,
}

#[derive(Model, Debug, PartialEq, Clone, Copy)]
struct Nested<'a> {
    a: &'a str,
    b: bool,
    c: Option<u8>,
}

/// In Lambda's order of these names, so that all of it is predicted.
const IMAGE: &str = concat!(
    r#"{"number":{"N":"-12"},"no":{"BOOL":false},"numbers":{"NS":["1","2"]},"texts":{"SS":["x","y"]},"any":{"BOOL":true},"#,
    r#""list":{"L":[{"M":{"a":{"S":"p"},"b":{"BOOL":true},"c":{"N":"1"}}},{"M":{"a":{"S":""},"b":{"BOOL":false}}}]},"#,
    r#""map":{"M":{"k":{"BOOL":true},"l":{"BOOL":false}}},"text":{"S":"a, \"b\": {c}"},"binary":{"B":"Zm9vYmFy"},"#,
    r#""yes":{"BOOL":true},"item":{"M":{"n":{"NULL":true},"s":{"S":"t"}}},"null":{"NULL":true},"float":{"N":"2.5"},"#,
    r#""nested":{"M":{"a":{"S":"q"},"b":{"BOOL":true}}},"unknown":{"M":{"x":{"L":[{"S":"y"},{"N":"1"}]}}}}"#
);

fn event() -> String {
    format!(
        concat!(
            r#"{{"Records":[{{"eventID":"7de3041dd709b024af6f29e4fa13d34c","eventName":"MODIFY","eventVersion":"1.1","#,
            r#""eventSource":"aws:dynamodb","awsRegion":"us-west-2","dynamodb":{{"ApproximateCreationDateTime":1.47949974E9,"#,
            r#""Keys":{{"text":{{"S":"a"}}}},"NewImage":{image},"OldImage":{image},"#,
            r#""SequenceNumber":"13021600000000001596893679","SizeBytes":112,"StreamViewType":"NEW_AND_OLD_IMAGES"}},"#,
            r#""eventSourceARN":"arn:aws:dynamodb:us-east-1:123456789012:table/T/stream/2016-11-16T20:42:48.104"}}]}}"#
        ),
        image = IMAGE
    )
}

/// Every place where white space changes nothing: beside a character of the structure, outside strings and words.
fn places(json: &str) -> Vec<usize> {
    let (mut places, mut in_string, mut escaped) = (vec![0, json.len()], false, false);
    for (at, byte) in json.bytes().enumerate() {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            if !in_string {
                places.push(at + 1);
            }
        } else if byte == b'"' {
            in_string = true;
            places.push(at);
        } else if b"{}[],:".contains(&byte) {
            places.extend([at, at + 1]);
        }
    }
    places.sort_unstable();
    places.dedup();
    places
}

#[test]
fn white_space_at_every_place_changes_nothing() {
    let event = event();
    let places = places(&event);
    assert!(places.len() > 500);
    let (mut decoder, mut original, mut dynamic) = (Decoder::new(), Decoder::new(), Decoder::new());
    let batch = original.decode::<Everything>(&event).unwrap();
    let expected = batch.iter().next().unwrap().unwrap();
    assert_eq!(expected.new_image().unwrap().nested, Nested { a: "q", b: true, c: None });
    assert_eq!(expected.new_image(), expected.old_image());
    let batch = dynamic.decode::<Item>(&event).unwrap();
    let expected_item = batch.iter().next().unwrap().unwrap().old_image().unwrap();
    for place in places {
        for space in [" ", "\n", "\t\r\n  "] {
            let spaced = format!("{}{space}{}", &event[..place], &event[place..]);
            let batch =
                decoder.decode::<Everything>(&spaced).unwrap_or_else(|error| panic!("{place}: {error}"));
            let record = batch.iter().next().unwrap().unwrap_or_else(|error| panic!("{place}: {error}"));
            assert_eq!(record.new_image(), expected.new_image(), "{place}");
            assert_eq!(record.old_image(), expected.old_image(), "{place}");
            assert_eq!(record.size_bytes(), Some(112), "{place}");
            assert_eq!(record.created(), expected.created(), "{place}");
            assert_eq!(record.table_name(), Some("T"), "{place}");
            let batch = decoder.decode::<Item>(&spaced).unwrap();
            let record = batch.iter().next().unwrap().unwrap_or_else(|error| panic!("{place}: {error}"));
            assert_eq!(record.old_image().unwrap(), expected_item, "{place}");
        }
    }
}
