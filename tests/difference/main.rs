//! What a change did to an item, by what values mean: held against a plain model over serde_json.

mod model;
mod respell;

use std::time::{Duration, Instant};

use millstream::{
    AttributeValue, Binary, Decoder, Difference, ErrorKind, Item, Limits, Model, Number, Scratch,
};
use millstream_testkit::generate;
use millstream_testkit::print::Style;
use millstream_testkit::random::{self, Rng};
use millstream_testkit::types::{RefItem, RefValue};
use proptest::prelude::*;
use proptest::sample::select;

use crate::respell::respell;

/// What is told of a difference: its sort and the attribute's name.
type Told = (char, String);

/// What the difference of two items is told to be; each value is the one that the items hold.
fn told<'a>(
    differences: impl Iterator<Item = Difference<'a>>,
    old: Item<'a>,
    new: Item<'a>,
) -> Vec<(char, String)> {
    differences
        .map(|difference| {
            let name = difference.name();
            let sort = match difference {
                Difference::Added { .. } => '+',
                Difference::Removed { .. } => '-',
                Difference::Changed { .. } => '~',
            };
            assert_eq!(difference.old_value(), old.get(name).filter(|_| sort != '+'), "{name}");
            assert_eq!(difference.new_value(), new.get(name).filter(|_| sort != '-'), "{name}");
            (sort, name.to_string())
        })
        .collect()
}

/// By the names of the one and of the other, each searched for from the front.
fn expected(old: &RefItem, new: &RefItem) -> Vec<Told> {
    let value_in = |item: &RefItem, name: &str| {
        item.iter().find(|(known, _)| known == name).map(|(_, value)| model::meaning(value))
    };
    let mut expected = Vec::new();
    for (name, value) in old {
        match value_in(new, name) {
            None => expected.push(('-', name.clone())),
            Some(twin) if twin != model::meaning(value) => expected.push(('~', name.clone())),
            Some(_) => {}
        }
    }
    let added = new.iter().filter(|(name, _)| value_in(old, name).is_none());
    expected.extend(added.map(|(name, _)| ('+', name.clone())));
    expected
}

/// Calls `check` with both items, decoded.
fn decoded<T>(old: &RefItem, new: &RefItem, check: impl FnOnce(Item<'_>, Item<'_>) -> T) -> T {
    let (old, new) = (Style::wire().item(old), Style::wire().item(new));
    let (mut one, mut other) = (Decoder::new(), Decoder::new());
    check(one.decode_item::<Item>(&old).unwrap(), other.decode_item::<Item>(&new).unwrap())
}

fn assert_diff(old: &RefItem, new: &RefItem) {
    let mine = decoded(old, new, |old, new| {
        let told = told(old.diff(new), old, new);
        assert_eq!(old.same_as(&new), told.is_empty());
        assert_eq!(new.same_as(&old), told.is_empty());
        told
    });
    assert_eq!(mine, expected(old, new), "\n{old:?}\n{new:?}");
}

/// Values so small that two of them often are the same.
fn small() -> BoxedStrategy<RefValue> {
    let text = || select(vec!["", "a", "b", "1"]).prop_map(String::from);
    let number = || {
        select(vec![
            "0",
            "-0",
            "0.0e7",
            "1",
            "1.0",
            "1E0",
            "10E-1",
            "-1",
            "10",
            "1e1",
            "100E-1",
            "1e999999999",
        ])
        .prop_map(String::from)
    };
    // The second and the third hold the same byte; the fourth to the sixth are no base64.
    let binary = || {
        select(vec!["", "Zg==", "Zg", "Zg=", "Zh", "Z", "Zm8=", "Zm8", "Zm9v", "é"]).prop_map(String::from)
    };
    let set = |text: BoxedStrategy<String>| proptest::collection::vec(text, 0..4);
    let scalar = prop_oneof![
        text().prop_map(RefValue::S),
        number().prop_map(RefValue::N),
        binary().prop_map(RefValue::B),
        any::<bool>().prop_map(RefValue::Bool),
        Just(RefValue::Null),
        set(text().boxed()).prop_map(RefValue::Ss),
        set(number().boxed()).prop_map(RefValue::Ns),
        set(binary().boxed()).prop_map(RefValue::Bs),
    ];
    let nested = scalar.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            small_map(inner.clone().boxed()).prop_map(RefValue::M),
            proptest::collection::vec(inner, 0..3).prop_map(RefValue::L),
        ]
    });
    nested.boxed()
}

fn small_map(value: BoxedStrategy<RefValue>) -> BoxedStrategy<RefItem> {
    let names = proptest::sample::subsequence(vec!["a", "b", "c", "d"], 0..=4).prop_shuffle();
    (names, proptest::collection::vec(value, 4))
        .prop_map(|(names, values)| names.into_iter().map(String::from).zip(values).collect())
        .boxed()
}

/// What a change may do: some attributes go, some change, some come, and all are spelled in another way.
fn changed(item: &RefItem, rng: &mut Rng) -> RefItem {
    let mut changed = item.clone();
    for _ in 0..rng.below(4) {
        let place = rng.below(changed.len() + 1);
        match (rng.below(3), changed.get_mut(place)) {
            (0, Some(_)) => drop(changed.remove(place)),
            (1, Some((_, value))) => *value = random::value(rng, 2),
            _ => {
                let name = format!("new {}", rng.next_u64());
                changed.insert(place, (name, random::value(rng, 2)));
            }
        }
    }
    if rng.one_in(2) {
        changed.iter_mut().for_each(|(_, value)| respell(value, rng));
    }
    if rng.one_in(3) {
        rng.shuffle(&mut changed);
    }
    changed
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn small_values_mean_the_same_where_the_model_says_so(a in small(), b in small()) {
        let same = model::meaning(&a) == model::meaning(&b);
        let item = |value: &RefValue| vec![("x".to_string(), value.clone())];
        let is_same = decoded(&item(&a), &item(&b), |a, b| {
            let (a, b) = (a.get("x").unwrap(), b.get("x").unwrap());
            assert_eq!(a.same_as(b), b.same_as(a));
            assert!(a != b || a.same_as(b), "what is equal means the same");
            a.same_as(b)
        });
        prop_assert_eq!(is_same, same);
    }

    #[test]
    fn small_items_differ_where_the_model_says_so(old in small_map(small()), new in small_map(small())) {
        assert_diff(&old, &new);
    }
}

proptest! {
    #[test]
    fn items_differ_by_what_was_changed(item in generate::item(), seed: u64) {
        assert_diff(&item, &changed(&item, &mut Rng::new(seed)));
    }

    /// No order of a set or a map, and no spelling of a number or of base64, is a difference.
    #[test]
    fn another_spelling_is_no_difference(item in generate::item(), seed: u64) {
        let mut rng = Rng::new(seed);
        let mut other = RefValue::M(item.clone());
        respell(&mut other, &mut rng);
        let RefValue::M(other) = other else { unreachable!() };
        prop_assert_eq!(expected(&item, &other), vec![]);
        assert_diff(&item, &other);
    }

    #[test]
    fn numbers_are_the_same_by_value(a in generate::number(), b in generate::number(), shift in 0..4usize, seed: u64) {
        let other = respell::number(&a, &mut Rng::new(seed));
        let tenfold = format!("{}{}", a.split(['e', 'E']).next().unwrap(), if shift == 0 { "" } else { "E1" });
        for other in [b, other, tenfold] {
            let same = model::decimal(&a) == model::decimal(&other);
            let (one, twin) = (Number::new(&a).unwrap(), Number::new(&other).unwrap());
            prop_assert_eq!(AttributeValue::N(one).same_as(&AttributeValue::N(twin)), same, "{} {}", one, twin);
        }
    }

    /// However the record is written, and whatever of it is decoded.
    #[test]
    fn records_tell_what_their_change_did(item in generate::item(), seed: u64) {
        let mut rng = Rng::new(seed);
        let mut event = random::event(&mut rng, 3);
        for record in &mut event.records {
            let old = if rng.one_in(4) { random::item(&mut rng, 4, 2) } else { item.clone() };
            record.decoded.new = (!rng.one_in(5)).then(|| changed(&old, &mut rng));
            record.decoded.old = (!rng.one_in(5)).then_some(old);
        }
        event.arrange();
        for style in Style::all(seed) {
            let text = style.event(&event);
            let (mut decoder, mut scratch, images) = (Decoder::new(), Scratch::new(), Scratch::new());
            let batch = decoder.read(&text).unwrap();
            for (record, decoded) in batch.iter().zip(event.decoded()) {
                let record = record.unwrap();
                let old = record.old_image::<Item>(&images).unwrap();
                let new = record.new_image::<Item>(&images).unwrap();
                let told = record.diff(&scratch).unwrap().map(|differences| {
                    told(differences, old.unwrap(), new.unwrap())
                });
                let expected = decoded.old.zip(decoded.new).map(|(old, new)| expected(&old, &new));
                prop_assert_eq!(told, expected, "{}\n{}", style.name, text);
                scratch.reset();
            }
            for record in &event.records {
                let text = style.record(record);
                let record = decoder.decode_record::<Item>(&text).unwrap();
                let images = record.old_image().zip(record.new_image());
                let told = record.diff(&scratch).unwrap().map(|differences| {
                    let (old, new) = images.unwrap();
                    told(differences, *old, *new)
                });
                prop_assert_eq!(told.is_some(), images.is_some());
                scratch.reset();
            }
        }
    }
}

/// Items so wide that names are not searched for one by one.
#[test]
fn wide_items() {
    for count in [1, 2, 31, 32, 33, 34, 64, 500] {
        for seed in 0..20 {
            let mut rng = Rng::new(seed);
            let named = |name: usize| (format!("attribute {name}"), RefValue::N(name.to_string()));
            let old: RefItem = (0..count).map(named).collect();
            let mut new = old.clone();
            new.retain(|_| !rng.one_in(10));
            new.extend((count..count + rng.below(10)).map(named));
            rng.shuffle(&mut new);
            assert_diff(&old, &new);
            assert_diff(&new, &old);
        }
    }
}

/// Sets so large that members are not searched for one by one.
#[test]
fn sets_of_every_size() {
    for count in 1..40 {
        for seed in 0..40 {
            let mut rng = Rng::new(seed);
            let members: Vec<String> =
                (0..count).map(|at| random::base64(at.to_string().as_bytes())).collect();
            let mut set = match seed % 3 {
                0 => RefValue::Ss(members),
                1 => RefValue::Ns((0..count).map(|at| at.to_string()).collect()),
                _ => RefValue::Bs(members),
            };
            let old = vec![("set".to_string(), set.clone())];
            respell(&mut set, &mut rng);
            if let (RefValue::Ss(members) | RefValue::Ns(members) | RefValue::Bs(members), true) =
                (&mut set, rng.one_in(2))
            {
                let place = rng.below(members.len());
                match rng.below(3) {
                    0 => members.push("7777".to_string()),
                    1 => drop(members.remove(place)),
                    _ => members[place] = "7777".to_string(),
                }
            }
            assert_diff(&old, &vec![("set".to_string(), set)]);
        }
    }
}

/// What would take minutes if each member were compared with each.
#[test]
fn large_sets_and_maps_in_another_order_take_no_time() {
    const COUNT: usize = 50_000;
    let numbered = |name: &str| (0..COUNT).map(|at| format!("{name}{at}")).collect::<Vec<_>>();
    let (texts, numbers) = (numbered("a text that begins like all others, "), numbered("1000000"));
    let spelled: Vec<_> = numbers.iter().rev().map(|number| format!("{number}.0")).collect();
    // Padding differs, so that no two of one set are the same text.
    let padded: Vec<_> = (0..COUNT).map(|at| random::base64(format!("{at:07}").as_bytes())).collect();

    let read = |texts: &[String]| texts.iter().map(|text| leak(text)).collect::<Vec<&str>>();
    let (texts, numbers, spelled, padded) = (read(&texts), read(&numbers), read(&spelled), read(&padded));
    let ns = |texts: &[&'static str]| texts.iter().map(|text| Number::new(text).unwrap()).collect::<Vec<_>>();
    let bs = |texts: &[&'static str]| texts.iter().map(|text| Binary::from_base64(text)).collect::<Vec<_>>();
    let bare: Vec<_> = padded.iter().map(|text| text.trim_end_matches('=')).collect();
    assert!(bare[0].len() < padded[0].len());
    let reversed = |texts: &[&'static str]| texts.iter().rev().copied().collect::<Vec<_>>();
    let entries = |texts: &[&'static str]| {
        texts.iter().map(|text| (*text, AttributeValue::S(text))).collect::<Vec<_>>()
    };

    let (ss, ss2) = (texts.clone(), reversed(&texts));
    let (ns1, ns2) = (ns(&numbers), ns(&spelled));
    let (bs1, bs2) = (bs(&padded), bs(&reversed(&bare)));
    let (map, map2) = (entries(&texts), entries(&reversed(&texts)));
    let pairs = [
        (AttributeValue::Ss(&ss), AttributeValue::Ss(&ss2), AttributeValue::Ss(&ss2[1..])),
        (AttributeValue::Ns(&ns1), AttributeValue::Ns(&ns2), AttributeValue::Ns(&ns2[1..])),
        (AttributeValue::Bs(&bs1), AttributeValue::Bs(&bs2), AttributeValue::Bs(&bs2[1..])),
        (
            AttributeValue::M(Item::from_entries(&map)),
            AttributeValue::M(Item::from_entries(&map2)),
            AttributeValue::M(Item::from_entries(&map2[1..])),
        ),
    ];
    for (one, same, less) in pairs {
        let begun = Instant::now();
        assert!(one.same_as(&same));
        assert!(!one.same_as(&less));
        // Milliseconds, on a machine that has other things to do as well.
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}: {:?}", one.tag(), begun.elapsed());
    }
    let begun = Instant::now();
    let differences = Item::from_entries(&map).diff(Item::from_entries(&map2[1..]));
    assert_eq!(differences.map(|difference| difference.name()).collect::<Vec<_>>(), [texts[COUNT - 1]]);
    assert!(begun.elapsed() < Duration::from_secs(5));
}

/// For as long as the test runs.
fn leak(text: &str) -> &'static str {
    Box::leak(text.into())
}

/// Where `==` and meaning differ, and why.
#[test]
fn equal_is_not_all_that_means_the_same() {
    let binary = Binary::from_base64;
    let (one, twice) = (["a"].as_slice(), ["a", "a"].as_slice());
    let cases = [
        (AttributeValue::B(binary("Zg==")), AttributeValue::B(binary("Zg")), true),
        (AttributeValue::B(binary("Zg==")), AttributeValue::B(binary("Zg=")), false),
        (AttributeValue::B(binary("Z")), AttributeValue::B(binary("Z===")), false),
        (AttributeValue::Ss(one), AttributeValue::Ss(twice), true),
        (AttributeValue::Ss(one), AttributeValue::L(&[AttributeValue::S("a")]), false),
        (AttributeValue::S("1"), AttributeValue::N(Number::new("1").unwrap()), false),
        (AttributeValue::Null, AttributeValue::Bool(false), false),
    ];
    for (one, other, same) in cases {
        assert_ne!(one, other);
        assert_eq!(one.same_as(&other), same, "{one:?} {other:?}");
        assert!(one.same_as(&one) && other.same_as(&other));
    }
}

const EVENT: &str = r#"{"Records":[{"eventID":"e0","eventName":"INSERT","dynamodb":{"NewImage":{"id":{"N":"7"}}}},
    {"eventID":"e1","eventName":"MODIFY","dynamodb":{"SequenceNumber":"12",
        "OldImage":{"id":{"N":"7"},"deep":{"M":{"price":{"N":"4"}}}},
        "NewImage":{"id":{"N":"7"},"deep":{"M":{"price":{"N":"cheap"}}}}}}]}"#;

/// It looks at nothing but the key.
#[derive(Model)]
struct Key {
    #[allow(dead_code)]
    id: u64,
}

#[test]
fn an_image_that_does_not_fit_is_an_error_of_its_record() {
    let (mut decoder, scratch) = (Decoder::new(), Scratch::new());
    let batch = decoder.read(EVENT).unwrap();
    let records: Vec<_> = batch.iter().map(Result::unwrap).collect();
    assert!(records[0].diff(&scratch).unwrap().is_none());
    let error = records[1].diff(&scratch).unwrap_err();
    assert_eq!(error.path(), "Records[1].NewImage.deep.price");
    assert_eq!(error.kind(), ErrorKind::Number);
    assert_eq!(&EVENT[error.offset()..][..5], "cheap");
    assert_eq!(
        (error.record_index(), error.event_id(), error.sequence_number()),
        (Some(1), Some("e1"), Some("12"))
    );
    assert_eq!(error.record_bytes().map(|bytes| &EVENT[bytes]), Some(records[1].raw()));
    let reading = records[1].new_image::<Item>(&scratch).unwrap_err();
    assert_eq!(reading.to_string(), error.to_string());

    let mut small = Scratch::with_limits(Limits { nesting: 0, ..Limits::default() });
    assert_eq!(records[1].diff(&small).unwrap_err().kind(), ErrorKind::Limit);
    small = Scratch::with_limits(Limits { arena_bytes: 0, ..Limits::default() });
    assert_eq!(records[1].diff(&small).unwrap_err().kind(), ErrorKind::Limit);

    // A record by itself has no place in a batch.
    let mut decoder = Decoder::new();
    let alone = format!(" \n{}", records[1].raw());
    let record = decoder.decode_record::<Key>(&alone).unwrap();
    let error = record.diff(&scratch).unwrap_err();
    assert_eq!((error.path(), error.event_id()), ("NewImage.deep.price".into(), Some("e1")));
}
