//! Iterators are what those of the standard library are: they tell how many are to come, go either way, and can be shown.

use std::fmt::Debug;
use std::iter::FusedIterator;

use millstream::{AttributeValue, Binary, Decoder, Differences, Item, Items, Number, Only, Parts, Stream};

const EVENT: &str = r#"{"Records":[{"eventID":"1"},{"eventID":2},{"eventID":"3"}]}"#;

/// Goes through it from both ends at once; `expected` is what it gives from the front.
fn from_both_ends<I, T>(all: I, expected: &[T])
where
    I: DoubleEndedIterator + ExactSizeIterator + FusedIterator + Clone + Debug,
    T: PartialEq<I::Item> + Debug,
    I::Item: Debug,
{
    for from_front in 0..=expected.len() {
        let mut rest = all.clone();
        for (index, expected) in expected[..from_front].iter().enumerate() {
            assert_eq!(rest.len(), all.len() - index);
            assert_eq!(expected, &rest.next().unwrap());
        }
        for expected in expected[from_front..].iter().rev() {
            assert_eq!(expected, &rest.next_back().unwrap());
        }
        assert_eq!((rest.len(), rest.size_hint()), (0, (0, Some(0))));
        assert!(rest.next().is_none() && rest.next_back().is_none());
    }
}

#[test]
fn records() {
    let expected = [Some("1"), None, Some("3")];
    let mut decoder = Decoder::new();
    let batch = decoder.decode::<Item>(EVENT).unwrap();
    assert!(format!("{:?}", batch.iter()).contains(r#"Some("3")"#));
    from_both_ends(batch.iter().map(|record| record.ok()?.event_id()), &expected);
    let batch = decoder.read(EVENT).unwrap();
    from_both_ends(batch.iter().map(|record| record.ok()?.event_id()), &expected);
}

#[test]
fn attributes() {
    let mut decoder = Decoder::new();
    let item = decoder.decode_item::<Item>(r#"{"a":{"S":"x"},"b":{"N":"7"},"c":{"NULL":true}}"#).unwrap();
    let (x, seven) = (AttributeValue::S("x"), AttributeValue::N(Number::new("7").unwrap()));
    let expected = [("a", &x), ("b", &seven), ("c", &AttributeValue::Null)];
    from_both_ends(item.iter(), &expected);
    from_both_ends(item.into_iter(), &expected);
    let mut names = String::new();
    for (name, _) in &item {
        names += name;
    }
    assert_eq!(names, "abc");
}

/// What holds a customer's data shows none of it unless it is that itself.
#[test]
fn what_lends_can_be_shown() {
    fn shown<T: Debug>() {}
    shown::<Differences<'_>>();
    shown::<Only<'_>>();
    shown::<Stream<'_, Item>>();
    shown::<Items<'_, Item>>();
    let mut decoder = Decoder::new();
    let mut stream = decoder.only(Parts::KEYS).stream::<Item>(EVENT);
    assert!(stream.next().is_some());
    let shown = format!("{stream:?}");
    assert!(shown.contains("Keys") && !shown.contains("eventID"), "{shown}");
    let mut items = decoder.items::<Item>(r#"[{"secret":{"S":"x"}}]"#);
    assert!(items.next().is_some());
    assert!(format!("{items:?}").contains("read: 1") && !format!("{items:?}").contains("secret"));
}

#[test]
fn values_of_every_type_are_asked_for() {
    let json =
        r#"{"b":{"B":"AA=="},"ss":{"SS":["x"]},"ns":{"NS":["1"]},"bs":{"BS":["AA=="]},"z":{"NULL":true}}"#;
    let mut decoder = Decoder::new();
    let item = decoder.decode_item::<Item>(json).unwrap();
    let asked: Vec<[bool; 5]> = item
        .into_iter()
        .map(|(_, value)| {
            [
                value.as_binary() == Some(Binary::from_base64("AA==")),
                value.as_string_set() == Some(&["x"]),
                value.as_number_set() == Some(&[Number::new("1").unwrap()]),
                value.as_binary_set() == Some(&[Binary::from_base64("AA==")]),
                value.is_null(),
            ]
        })
        .collect();
    for (place, answers) in asked.iter().enumerate() {
        assert!(
            answers.iter().enumerate().all(|(other, &is)| is == (place == other)),
            "{place}: {answers:?}"
        );
    }
}

#[test]
fn parts_are_added() {
    let mut parts = Parts::KEYS;
    parts |= Parts::NEW_IMAGE;
    assert_eq!(parts, Parts::KEYS | Parts::NEW_IMAGE);
}
