//! Random items and events in every style of print: by every way they decode to what they were made of.

mod agree;

use agree::Agree;
use millstream_testkit::event::Event;
use millstream_testkit::print::Style;
use millstream_testkit::random::{self, Rng};
use millstream_testkit::types::{RefItem, RefValue};
use millstream_testkit::{cases, generate, wire_order};
use proptest::prelude::*;

fn event_in_every_style(event: &Event, seed: u64) {
    let mut agree = Agree::new();
    for style in Style::all(seed) {
        let text = style.event(event);
        let batch = agree.event(&text).unwrap_or_else(|fatal| panic!("{}: {fatal:?}\n{text}", style.name));
        let records = batch
            .records
            .into_iter()
            .map(|record| record.unwrap_or_else(|misfit| panic!("{misfit:?}\n{text}")));
        assert_eq!(records.collect::<Vec<_>>(), event.decoded(), "{}\n{text}", style.name);
        assert_eq!(batch.root, event.root, "{}\n{text}", style.name);
        for record in &event.records {
            assert_eq!(agree.record(style.record(record)).as_ref(), Ok(&record.decoded), "{}", style.name);
        }
    }
}

fn item_in_every_style(item: &RefItem, seed: u64) {
    let mut agree = Agree::new();
    for style in Style::all(seed) {
        let text = style.item(item);
        assert_eq!(agree.item(&text).as_ref(), Ok(item), "{}\n{text}", style.name);
    }
}

proptest! {
    // Each case is printed in all styles, and each print is decoded by all ways.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn events(event in generate::event(), seed: u64) {
        event_in_every_style(&event, seed);
    }

    /// The usual stream: all records with the same members, attributes in the order in which Lambda sends them, most of the old
    /// image as in the new one. What a decoder learns from one record must not spoil the next.
    #[test]
    fn streams_of_one_table(items in proptest::collection::vec(generate::item(), 1..4), seed: u64) {
        let mut rng = Rng::new(seed);
        let mut event = random::event(&mut rng, 8);
        for record in &mut event.records {
            let mut new = rng.pick(&items).clone();
            let mut old = new.clone();
            if !new.is_empty() && rng.one_in(2) {
                let changed = rng.below(new.len());
                new[changed].1 = random::value(&mut rng, 2);
            }
            if !old.is_empty() && rng.one_in(4) {
                old.remove(rng.below(old.len()));
            }
            (record.decoded.new, record.decoded.old) = (Some(new), Some(old));
        }
        event.arrange();
        event_in_every_style(&event, seed);
    }

    #[test]
    fn items(item in generate::item(), seed: u64) {
        item_in_every_style(&item, seed);
        let (mut arranged, mut shuffled) = (item.clone(), item);
        wire_order::arrange(&mut arranged);
        item_in_every_style(&arranged, seed);
        random::shuffle(&mut Rng::new(seed), &mut shuffled);
        item_in_every_style(&shuffled, seed);
    }
}

proptest! {
    /// JSON of a wrong shape: the same records fail, at the same place.
    #[test]
    fn damaged_events(event in generate::event(), damages in 1..4usize, seed: u64) {
        let styles = Style::all(seed);
        let style = styles[seed as usize % styles.len()];
        let _ = Agree::new().event(style.damaged_event(&event, damages));
    }

    #[test]
    fn damaged_items(item in generate::item(), damages in 1..4usize, seed: u64) {
        let styles = Style::all(seed);
        let style = styles[seed as usize % styles.len()];
        let _ = Agree::new().item(style.damaged_item(&item, damages));
    }

    #[test]
    fn any_text_is_a_string(text in any::<String>(), seed: u64) {
        let item = vec![(format!("_{text}"), RefValue::S(text.clone())), ("ss".to_string(), RefValue::Ss(vec![text]))];
        item_in_every_style(&item, seed);
    }
}

/// More damage, by the seeded generator, which is quicker.
#[test]
fn many_damaged_events() {
    let mut agree = Agree::new();
    for seed in 0..6_000 {
        let event = random::event(&mut Rng::new(seed), 3);
        let styles = Style::all(seed);
        let style = styles[seed as usize % styles.len()];
        let _ = agree.event(style.damaged_event(&event, 1 + seed as usize % 3));
    }
}

/// Strings of every length around the widths of vectors, with each special character at each place.
#[test]
fn strings_of_every_length() {
    let mut agree = Agree::new();
    for length in 0..140 {
        let plain = "x".repeat(length);
        let mut texts = vec![plain.clone(), "é".repeat(length)];
        for place in 0..length {
            for special in ["\\\"", "\\\\", "\\n", "\\u00e9", "\\ud83d\\ude00", "é", "😀", "\u{7f}"] {
                texts.push(format!("{}{special}{}", &plain[..place], &plain[place + 1..]));
            }
        }
        for text in texts {
            let item = format!("{{\"a\":{{\"S\":\"{text}\"}},\"n{text}\":{{\"SS\":[\"{text}\",\"b\"]}}}}");
            assert!(agree.item(&item).is_ok(), "{item}");
        }
        for place in 0..length {
            for malformed in ["\"", "\\x", "\\", "\u{1f}", "\n", "\\ud800", "\\udc00x", "\\u00"] {
                let text = format!("{}{malformed}{}", &plain[..place], &plain[place + 1..]);
                let item = format!("{{\"a\":{{\"S\":\"{text}\"}},\"b\":{{\"NULL\":true}}}}");
                assert!(agree.item(&item).is_err(), "{item}");
            }
        }
    }
}

/// Items of so many attributes that repeated names are found by another way than in small ones.
#[test]
fn wide_items_with_repeated_names() {
    let mut agree = Agree::new();
    for count in [1, 10, 63, 64, 65, 254, 255, 256, 257, 258, 259, 300, 511, 512, 600, 1000] {
        for pool in [2, 10, count / 2 + 1, count * 4, usize::MAX] {
            let mut rng = Rng::new((count ^ pool) as u64);
            let attributes = (0..count).map(|place| {
                let name = if pool == usize::MAX { place } else { rng.below(pool) };
                format!("\"attribute{name}\":{{\"N\":\"{place}\"}}")
            });
            let item = format!("{{{}}}", attributes.collect::<Vec<_>>().join(","));
            assert!(agree.item(&item).is_ok());
            assert!(agree.event(cases::event_of_item(&item)).unwrap().records[0].is_ok());
        }
    }
}

/// A name is the same whether it comes in the usual spelling or in another, first or behind others.
#[test]
fn repeated_names_in_another_spelling() {
    let mut agree = Agree::new();
    for length in 0..40 {
        let name: String = ('a'..='z').cycle().take(length).collect();
        let escaped = name.chars().map(|letter| format!("\\u00{:x}", letter as u32)).collect::<String>();
        let usual = |value| format!("\"{name}\":{{\"N\":\"{value}\"}}");
        let spaced = |value| format!("\"{name}\" : {{\"N\":\"{value}\"}}");
        let other = |value| format!("\"{escaped}\":{{\"S\":\"{value}\"}}");
        for (first, second) in [
            (usual(1), spaced(2)),
            (spaced(1), usual(2)),
            (usual(1), other(2)),
            (other(1), usual(2)),
            (usual(1), usual(2)),
        ] {
            for between in ["", "\"between\":{\"BOOL\":true},"] {
                // Much follows, so that nothing is near the end.
                let behind = format!("\"behind\":{{\"S\":\"{}\"}}", "x".repeat(300));
                for item in [
                    format!("{{{first},{between}{second},{behind}}}"),
                    format!("{{{between}{first},{second},{behind}}}"),
                    format!("{{{first},{between}{second}}}"),
                ] {
                    assert!(agree.item(&item).is_ok(), "{item}");
                    assert!(agree.event(cases::event_of_item(&item)).unwrap().records[0].is_ok());
                }
            }
        }
    }
}
