//! Generators and printers against the reference: whatever is printed, in whatever style, decodes to what it was made of.

use millstream_testkit::event::Event;
use millstream_testkit::print::Style;
use millstream_testkit::random::{self, Rng};
use millstream_testkit::reference::{decode_event, decode_item};
use millstream_testkit::types::{Limits, RefItem};
use millstream_testkit::{generate, wire_order};
use proptest::prelude::*;

fn check_event(event: &Event, seed: u64) {
    for style in Style::all(seed) {
        let text = style.event(event);
        let batch = decode_event(text.as_bytes(), Limits::default())
            .unwrap_or_else(|error| panic!("{}: {error:?}\n{text}", style.name));
        assert_eq!(batch.root, event.root, "{}\n{text}", style.name);
        let records: Vec<_> = batch
            .records
            .into_iter()
            .map(|record| record.unwrap_or_else(|misfit| panic!("{}: {misfit:?}\n{text}", style.name)))
            .collect();
        assert_eq!(records, event.decoded(), "{}\n{text}", style.name);
    }
}

fn check_item(item: &RefItem, seed: u64) {
    for style in Style::all(seed) {
        let text = style.item(item);
        assert_eq!(
            decode_item(text.as_bytes(), Limits::default()).as_ref(),
            Ok(item),
            "{}\n{text}",
            style.name
        );
    }
}

proptest! {
    // Each case is printed and decoded in all styles, twice or more.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn events(event in generate::event(), seed: u64) {
        check_event(&event, seed);
        let mut arranged = event;
        arranged.arrange();
        check_event(&arranged, seed);
    }

    #[test]
    fn items(item in generate::item(), seed: u64) {
        check_item(&item, seed);
        let (mut arranged, mut shuffled) = (item.clone(), item);
        wire_order::arrange(&mut arranged);
        check_item(&arranged, seed);
        random::shuffle(&mut Rng::new(seed), &mut shuffled);
        check_item(&shuffled, seed);
    }
}

#[test]
fn seeded_events() {
    for seed in 0..300 {
        let mut rng = Rng::new(seed);
        check_event(&random::event(&mut rng, 4), seed);
        check_item(&random::item(&mut rng, 10, 4), seed);
    }
}

/// Damage must often matter, and often not: otherwise comparing decoders on damaged input shows little.
#[test]
fn damaged_events_are_of_all_sorts() {
    let (mut fatal, mut misfits, mut fits) = (0, 0, 0);
    for seed in 0..1000 {
        let event = random::event(&mut Rng::new(seed), 2);
        for style in [Style { seed, ..Style::wire() }, Style::all(seed)[12]] {
            match decode_event(
                style.damaged_event(&event, 1 + seed as usize % 3).as_bytes(),
                Limits::default(),
            ) {
                Err(_) => fatal += 1,
                Ok(batch) if batch.records.iter().any(Result::is_err) => misfits += 1,
                Ok(_) => fits += 1,
            }
        }
    }
    assert!(fatal > 100 && misfits > 300 && fits > 300, "{fatal} {misfits} {fits}");
}
