//! What the old image repeats of the new one: taken over in records with a model or without, told by name in raw ones.

use millstream::{Decoder, Item, Model, Number, Scratch};
use std::collections::BTreeMap;

#[derive(Model, Debug, Clone, PartialEq)]
struct Order<'a> {
    id: &'a str,
    lines: &'a [Line<'a>],
    tags: Option<&'a [&'a str]>,
    #[model(default)]
    address: Address<'a>,
    #[model(alias = "picture")]
    photo: Option<&'a [u8]>,
    note: Option<Note<'a>>,
    extra: Option<Item<'a>>,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Line<'a> {
    sku: &'a str,
    price: Number<'a>,
}

#[derive(Model, Debug, Clone, PartialEq, Default)]
struct Address<'a> {
    city: &'a str,
    geo: Option<Geo>,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Geo {
    latitude: f64,
    longitude: f64,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Note<'a>(&'a [&'a str]);

/// Owns what it holds, so that nothing is taken over.
#[derive(Model, Debug, PartialEq)]
struct Owned {
    id: String,
    lines: Vec<BTreeMap<String, String>>,
}

const IMAGE: &str = concat!(
    r#""id":{"S":"7"},"lines":{"L":[{"M":{"sku":{"S":"a"},"price":{"N":"1.50"}}},{"M":{"price":{"N":"2"},"sku":{"S":"b\u00e9"}}}]},"#,
    r#""tags":{"SS":["x","y"]},"address":{"M":{"city":{"S":"Trento"},"geo":{"M":{"latitude":{"N":"46.07"},"longitude":{"N":"11.12"}}}}},"#,
    r#""photo":{"B":"AAEqQQ=="},"note":{"L":[{"S":"n"}]},"extra":{"M":{"k":{"L":[{"BOOL":true}]}}}"#
);

/// As Lambda writes them, and long enough that no fast path ends at the end of the input.
fn event(records: &[(&str, &str)]) -> String {
    let record = |(new, old): &(&str, &str)| {
        format!(
            concat!(
                r#"{{"eventID":"7de3041dd709b024af6f29e4fa13d34c","eventName":"MODIFY","eventVersion":"1.1","#,
                r#""eventSource":"aws:dynamodb","awsRegion":"us-west-2","dynamodb":{{"#,
                r#""ApproximateCreationDateTime":1.47949974E9,"Keys":{{"id":{{"S":"7"}}}},"#,
                r#""NewImage":{{{new}}},"OldImage":{{{old}}},"SequenceNumber":"13021600000000001596893679","SizeBytes":112,"#,
                r#""StreamViewType":"NEW_AND_OLD_IMAGES"}},"eventSourceARN":"#,
                r#""arn:aws:dynamodb:us-east-1:123456789012:table/Orders/stream/2016-11-16T20:42:48.104"}}"#
            ),
            new = new,
            old = old
        )
    };
    let records: Vec<_> = records.iter().map(record).collect();
    format!(r#"{{"Records":[{}]}}{}"#, records.join(","), " ".repeat(400))
}

/// What the image is where it is decoded alone, as an item.
fn alone<'a>(image: &str, decoder: &'a mut Decoder, text: &'a mut String) -> Order<'a> {
    *text = format!("{{{image}}}");
    decoder.decode_item::<Order>(&*text).unwrap().clone()
}

/// Both images of each record are what they are alone, with a model and without.
fn assert_images(records: &[(&str, &str)]) {
    assert_items(records);
    let event = event(records);
    let mut decoder = Decoder::new();
    let mut stream = decoder.stream::<Order>(&event);
    let mut count = 0;
    while let Some(record) = stream.next() {
        let record = record.unwrap();
        let (new, old) = records[count];
        let (mut twin, mut text) = (Decoder::new(), String::new());
        assert_eq!(record.new_image(), Some(&alone(new, &mut twin, &mut text)), "new image {count}");
        let (mut twin, mut text) = (Decoder::new(), String::new());
        assert_eq!(record.old_image(), Some(&alone(old, &mut twin, &mut text)), "old image {count}");
        count += 1;
    }
    assert_eq!(count, records.len());
}

fn assert_items(records: &[(&str, &str)]) {
    let event = event(records);
    let mut decoder = Decoder::new();
    let mut stream = decoder.stream::<Item>(&event);
    let mut count = 0;
    while let Some(record) = stream.next() {
        let record = record.unwrap();
        let (new, old) = records[count];
        for (image, found) in [(new, record.new_image()), (old, record.old_image())] {
            let text = format!("{{{image}}}");
            let mut twin = Decoder::new();
            let alone = twin.decode_item::<Item>(&text).unwrap();
            assert_eq!(found.unwrap().as_entries(), alone.as_entries(), "record {count}: {image}");
        }
        count += 1;
    }
    assert_eq!(count, records.len());
}

/// The attributes in an order that no line looks for.
fn reversed(image: &str) -> String {
    let image = format!("{{{image}}}");
    let attributes: BTreeMap<&str, &serde_json::value::RawValue> = serde_json::from_str(&image).unwrap();
    let attributes = attributes.iter().rev().map(|(name, value)| format!("{name:?}:{value}"));
    attributes.collect::<Vec<_>>().join(",")
}

/// `image` with the first of `from` replaced, which is there.
fn with(image: &str, from: &str, to: &str) -> String {
    assert!(image.contains(from), "{from}");
    image.replacen(from, to, 1)
}

#[test]
fn an_old_image_is_read_right_whatever_it_repeats() {
    let changes = [
        ("1.50", "1.5"),
        ("1.50", "1.51"),
        (r#""b\u00e9""#, r#""bé""#),
        (r#"["x","y"]"#, r#"["x"]"#),
        (r#"{"SS":["x","y"]}"#, r#"{"L":[{"S":"x"},{"S":"y"}]}"#),
        (r#"{"SS":["x","y"]}"#, r#"{"NULL":true}"#),
        ("Trento", "Trieste"),
        ("AAEqQQ==", "AAEqQQ"),
        (r#"{"L":[{"S":"n"}]}"#, r#"{"L":[]}"#),
        ("true", "false"),
        (r#""tags":{"SS":["x","y"]},"#, ""),
        (r#","photo":{"B":"AAEqQQ=="}"#, ""),
        (r#""address":{"M""#, r#""other":{"M":{}},"address":{"M""#),
        (r#""id":{"S":"7"}"#, r#""id" : {"S":"7"}"#),
        (r#""L":["#, r#""L": ["#),
    ];
    for (from, to) in changes {
        let changed = with(IMAGE, from, to);
        // The new image lacks what the old one has, and the other way round; records between them are full.
        let full = (IMAGE, IMAGE);
        assert_images(&[full, (&changed, IMAGE), (IMAGE, &changed), (&changed, &changed), full]);
    }
}

/// A value of an earlier record's new image stands before this one's: its bytes must not speak for what this one lacks.
#[test]
fn what_an_earlier_record_had_is_not_taken_for_this_one() {
    let bare = r#""id":{"S":"7"},"lines":{"L":[]}"#;
    assert_images(&[(IMAGE, IMAGE), (bare, IMAGE), (IMAGE, bare), (bare, IMAGE)]);
}

/// The last one wins, whichever way each was read: by its whole token, or the general way for its spelling, its type or its other name.
#[test]
fn repeated_names_count_as_the_last_one() {
    let line = r#"{"M":{"sku":{"S":"z"},"price":{"N":"0"}}}"#;
    let once_more = [
        r#""lines":{"L":[]}"#.to_owned(),
        r#""lines" :{"L":[]}"#.to_owned(),
        r#""lin\u0065s":{"L":[]}"#.to_owned(),
        format!(r#""lines" : {{"L":[]}},"lines":{{"L":[{line}]}}"#),
        format!(r#""lines":{{"L":[{line}]}},"lines" : {{"L":[]}}"#),
        r#""photo":{"NULL":true}"#.to_owned(),
        r#""picture":{"B":"AA=="}"#.to_owned(),
        r#""tags":{"L":[]}"#.to_owned(),
    ];
    for once_more in once_more {
        let doubled = format!("{IMAGE},{once_more}");
        assert_images(&[(IMAGE, IMAGE), (&doubled, IMAGE), (IMAGE, &doubled), (&doubled, &doubled)]);
        // Where the line has been left.
        let (plain, doubled) = (reversed(IMAGE), format!("{},{once_more}", reversed(IMAGE)));
        let mut pairs = vec![(&*plain, &*plain); 20];
        pairs.extend([(&*doubled, &*plain), (&plain, &doubled), (&doubled, &doubled)]);
        assert_images(&pairs);
    }
}

/// What has no model may be anything: the same elements in another type, white space and escapes around what comes again.
#[test]
fn an_old_item_is_read_right_whatever_it_repeats() {
    let image = concat!(
        r#""k":{"S":"7"},"ns":{"NS":["1","2"]},"l":{"L":[{"S":"é"},{"M":{}}]},"m":{"M":{"a":{"N":"1"}}},"b":{"B":"AA=="},"#,
        r#""bs":{"BS":["AA=="]},"yes":{"BOOL":true},"none":{"NULL":true},"last":{"M":{"z":{"L":[]}}}"#
    );
    let changes = [
        (r#"{"NS":"#, r#"{"SS":"#),
        (r#"{"NS":"#, r#"{"NS": "#),
        (r#""ns":{"NS":["1","2"]},"#, ""),
        (r#""ns":{"NS":["1","2"]},"#, r#""ns":{"NS":["1","2"]} ,"#),
        (r#""ns":{"NS":["1","2"]},"#, r#""ns":{"NS":["1","2"]}, "#),
        (r#""ns":{"NS":["1","2"]},"#, r#""ns":{"NS":["1","2"] },"#),
        (r#""ns":"#, r#""\u006es":"#),
        (r#""l":"#, r#""\u006c":"#),
        ("é", "e"),
        (r#"{"M":{}}]"#, r#"{"M":{}}, {"M":{}}]"#),
        (r#""m":{"M":{"a""#, r#""m":{"M":{"b""#),
        (r#""last""#, r#""first""#),
        (r#"[]"#, r#"[{"L":[]}]"#),
        (r#""k":{"S":"7"},"#, r#""k":{"S":"7"},"0":{"L":[]},"1":{"L":[]},"#),
        (r#","last":{"M":{"z":{"L":[]}}}"#, ""),
        (r#"{"M":{"z":{"L":[]}}}"#, r#"{"M":{"z":{"L":[]}} }"#),
    ];
    for (from, to) in changes {
        let changed = with(image, from, to);
        assert_items(&[(image, image), (&changed, image), (image, &changed), (&changed, &changed)]);
    }
}

/// A misfit behind what is taken over is found where it is found without it.
#[test]
fn an_old_item_fails_as_it_fails_alone() {
    let image = r#""k":{"S":"7"},"l":{"L":[{"S":"x"}]},"n":{"N":"1"}"#;
    for (from, to) in [
        (r#"]},"n""#, r#"],"N":"1"},"n""#),
        (r#"]},"n""#, r#"]}"n""#),
        (r#"]},"n""#, r#"]},,"n""#),
        (r#"]},"n":{"N":"1"}"#, r#"]},"#),
        (r#"{"N":"1"}"#, r#"{"N":"x"}"#),
        (r#"{"S":"x"}]"#, r#"{"S":"x"}}"#),
        (r#"{"L":["#, r#"{"M":["#),
    ] {
        let changed = with(image, from, to);
        let fails = |event: &str| {
            let mut decoder = Decoder::new();
            let mut stream = decoder.stream::<Item>(event);
            let error = stream.next().unwrap().unwrap_err();
            let message = error.to_string().replace(&error.offset().to_string(), "OFFSET");
            (error.offset() - event.find(r#""OldImage""#).unwrap(), message)
        };
        let without = event(&[("", &changed)]);
        assert_eq!(fails(&event(&[(image, &changed)])), fails(&without), "{changed}");
    }
}

#[test]
fn lists_that_are_repeated_share_their_memory() {
    let changed = with(IMAGE, "1.50", "3");
    let event = event(&[(IMAGE, IMAGE), (IMAGE, &changed)]);
    let mut decoder = Decoder::new();
    let batch = decoder.decode::<Order>(&event).unwrap();
    let records: Vec<_> = batch.iter().map(Result::unwrap).collect();
    let images = |index: usize| (records[index].old_image().unwrap(), records[index].new_image().unwrap());
    let shared = !cfg!(millstream_tier = "general");
    let (old, new) = images(0);
    assert_eq!(std::ptr::eq(old.lines, new.lines), shared);
    assert_eq!(std::ptr::eq(old.tags.unwrap(), new.tags.unwrap()), shared);
    assert_eq!(std::ptr::eq(old.photo.unwrap(), new.photo.unwrap()), shared);
    let (old, new) = images(1);
    assert!(!std::ptr::eq(old.lines, new.lines));
    assert_eq!(std::ptr::eq(old.photo.unwrap(), new.photo.unwrap()), shared);
}

/// Hardly an attribute stands where the line looks for it, so that it is soon left.
#[test]
fn what_is_repeated_in_a_foreign_order_shares_its_memory() {
    let (image, changed) = (reversed(IMAGE), reversed(&with(IMAGE, "1.50", "3")));
    let pairs: Vec<(&str, &str)> =
        (0..40).map(|at| (&*image, if at % 2 == 0 { &*image } else { &*changed })).collect();
    assert_images(&pairs);
    let event = event(&pairs);
    let mut decoder = Decoder::new();
    let shared = !cfg!(millstream_tier = "general");
    for (at, record) in decoder.decode::<Order>(&event).unwrap().iter().enumerate() {
        let record = record.unwrap();
        let (old, new) = (record.old_image().unwrap(), record.new_image().unwrap());
        assert_eq!(std::ptr::eq(old.lines, new.lines), shared && at % 2 == 0, "record {at}");
        assert_eq!(std::ptr::eq(old.tags.unwrap(), new.tags.unwrap()), shared, "record {at}");
        assert_eq!(std::ptr::eq(old.photo.unwrap(), new.photo.unwrap()), shared, "record {at}");
    }
}

/// The last attribute, and those next to which one came or went.
#[test]
fn what_is_repeated_of_items_shares_its_memory() {
    let one_less = with(IMAGE, r#""id":{"S":"7"},"#, "");
    let changed = with(IMAGE, "1.50", "3");
    let event = event(&[(IMAGE, IMAGE), (IMAGE, &one_less), (&one_less, IMAGE), (IMAGE, &changed)]);
    let shared = !cfg!(millstream_tier = "general");
    let mut decoder = Decoder::new();
    let batch = decoder.decode::<Item>(&event).unwrap();
    for (index, record) in batch.iter().enumerate() {
        let record = record.unwrap();
        let (old, new) = (record.old_image().unwrap(), record.new_image().unwrap());
        let list = |item: &Item<'_>, name| item.get(name).unwrap().as_list().unwrap().as_ptr().addr();
        let map =
            |item: &Item<'_>, name| item.get(name).unwrap().as_item().unwrap().as_entries().as_ptr().addr();
        let is_changed = index == 3;
        assert_eq!(list(old, "lines") == list(new, "lines"), shared && !is_changed, "record {index}");
        assert_eq!(list(old, "note") == list(new, "note"), shared, "record {index}");
        assert_eq!(map(old, "address") == map(new, "address"), shared, "record {index}");
        assert_eq!(map(old, "extra") == map(new, "extra"), shared, "record {index}");
    }
}

#[test]
fn owned_values_are_read_twice() {
    let image = r#""id":{"S":"7"},"lines":{"L":[{"M":{"a":{"S":"b"}}}]}"#;
    let event = event(&[(image, image)]);
    let mut decoder = Decoder::new();
    let mut stream = decoder.stream::<Owned>(&event);
    let record = stream.next().unwrap().unwrap();
    assert_eq!(record.old_image(), record.new_image());
    assert_eq!(record.old_image().unwrap().lines[0]["a"], "b");
}

/// The names of attributes with equal bytes, found by comparing all with all.
#[test]
fn raw_records_name_what_is_repeated() {
    let reversed = |count: usize| {
        (0..count).rev().map(|i| format!(r#""n{i}":{{"N":"{}"}}"#, i % 3)).collect::<Vec<_>>().join(",")
    };
    let ordered = (0..40).map(|i| format!(r#""n{i}":{{"N":"{}"}}"#, i % 2)).collect::<Vec<_>>().join(",");
    let (few, many) = (reversed(5), reversed(300));
    let images =
        ["", IMAGE, r#""a" : { "S" : "x" } , "\u0061b":{"S":"y"},"a":{"S":"z"}"#, &ordered, &few, &many];
    for new in images {
        for old in images {
            let event = event(&[(new, old)]);
            let (mut decoder, scratch) = (Decoder::new(), Scratch::new());
            let batch = decoder.read(&event).unwrap();
            let record = batch.iter().next().unwrap().unwrap();
            let parse = |image: &str| -> Vec<(String, String)> {
                let text = format!("{{{image}}}");
                let members: BTreeMap<String, Box<serde_json::value::RawValue>> =
                    serde_json::from_str(&text).unwrap();
                members.into_iter().map(|(name, text)| (name, text.get().to_owned())).collect()
            };
            let (new, old) = (parse(new), parse(old));
            let mut expected: Vec<&str> =
                old.iter().filter(|member| new.contains(member)).map(|(name, _)| &**name).collect();
            let mut names = record.repeated(&scratch).unwrap().unwrap().to_vec();
            names.sort_unstable();
            expected.sort_unstable();
            assert_eq!(names, expected);
        }
    }
}

#[test]
fn a_record_without_both_images_repeats_nothing() {
    let event = r#"{"Records":[{"dynamodb":{"NewImage":{"id":{"S":"7"}}}},{"dynamodb":{"OldImage":{}}}]}"#;
    let (mut decoder, scratch) = (Decoder::new(), Scratch::new());
    for record in &decoder.read(event).unwrap() {
        assert_eq!(record.unwrap().repeated(&scratch).unwrap(), None);
    }
}
