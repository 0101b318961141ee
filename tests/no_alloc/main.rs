//! Once warm, decoding allocates nothing: events from 1 KB to 6 MB, every way through them, into models and dynamically.
//!
//! A program of its own, without the test harness, since it counts what every thread allocates.

#[cfg(not(feature = "derive"))]
fn main() {
    println!("0 passed, 0 failed, 1 skipped");
}

#[cfg(feature = "derive")]
mod counting;
#[cfg(feature = "derive")]
mod fixtures;
#[cfg(feature = "derive")]
mod models;

#[cfg(feature = "derive")]
fn main() {
    checks::main();
}

#[cfg(feature = "derive")]
mod checks {
    use std::fmt::Display;
    use std::hint::black_box;

    use millstream::{Decoder, Item, Limits, Model, Parts, Scratch};

    use crate::counting::{allocations_of, with_backtrace};
    use crate::fixtures::{self, Fixture};
    use crate::models::{Bark, Entity, Mixed, Order};

    pub fn main() {
        let mut report = Report::default();
        // Under valgrind, which takes thirty times as long, the smaller ones will do: it is told how large they may be.
        let most = std::env::args().nth(1).and_then(|most| most.parse().ok()).unwrap_or(usize::MAX);
        let mut fixtures = fixtures::all();
        fixtures.retain(|fixture| fixture.event.len() <= most);
        let small = fixtures::small();
        for fixture in &fixtures {
            let kept = WAYS.map(|way| warm(fixture, &small, way, &mut report)).into_iter().max();
            let (name, bytes, kept) = (&fixture.name, fixture.event.len(), kept.unwrap());
            println!("{name:<40} {bytes:>9} bytes, {kept:>9} bytes of memory");
        }
        in_turn(&fixtures, &mut report);
        if most == usize::MAX {
            memory_is_capped(&fixtures, &small, &mut report);
        }
        println!("\n{} passed, {} failed", report.passed, report.failed);
        assert_eq!(report.failed, 0);
    }

    #[derive(Default)]
    struct Report {
        passed: usize,
        failed: usize,
    }

    impl Report {
        fn check(&mut self, holds: bool, what: impl Display) {
            if holds {
                self.passed += 1;
            } else {
                self.failed += 1;
                println!("FAILED: {what}");
            }
        }

        /// Runs `work`, which must allocate nothing. If it does, it runs again to tell where.
        fn no_allocation(&mut self, what: impl Display, mut work: impl FnMut()) {
            let allocations = allocations_of(&mut work);
            self.check(allocations.count == 0, format_args!("{what}: {allocations}"));
            if allocations.count > 0 {
                println!("{}", with_backtrace(work).unwrap_or("it did not allocate again".into()));
            }
        }
    }

    /// What a warm program holds.
    struct Warm {
        decoder: Decoder,
        /// for events within events
        inner: Decoder,
        scratch: Scratch,
    }

    impl Warm {
        fn new(limits: Limits) -> Warm {
            let decoder = || Decoder::with_limits(limits);
            Warm { decoder: decoder(), inner: decoder(), scratch: Scratch::with_limits(limits) }
        }
    }

    macro_rules! by_model {
        ($fixture:ident, $way:ident, $warm:ident) => {
            match $fixture.model {
                fixtures::Kind::Bark => $way::<Bark>($warm, $fixture),
                fixtures::Kind::Order => $way::<Order>($warm, $fixture),
                fixtures::Kind::Mixed => $way::<Mixed>($warm, $fixture),
                fixtures::Kind::Entity => $way::<Entity>($warm, $fixture),
                fixtures::Kind::Item => $way::<Item>($warm, $fixture),
            }
        };
    }

    /// A way through an event with a model, by name; it answers how many parts of records it saw.
    type Way = (&'static str, fn(&mut Warm, &Fixture) -> usize);

    const WAYS: [Way; 11] = [
        ("decode", |warm, fixture| by_model!(fixture, decode, warm)),
        ("stream", |warm, fixture| by_model!(fixture, stream, warm)),
        ("read", |warm, fixture| by_model!(fixture, read, warm)),
        ("read, one reset", |warm, fixture| by_model!(fixture, read_all, warm)),
        ("bare records", |warm, fixture| by_model!(fixture, bare, warm)),
        ("decode Item", |warm, fixture| decode::<Item>(warm, fixture)),
        ("stream Item", |warm, fixture| stream::<Item>(warm, fixture)),
        ("read Item", |warm, fixture| read::<Item>(warm, fixture)),
        ("read Item, one reset", |warm, fixture| read_all::<Item>(warm, fixture)),
        ("bare Item records", |warm, fixture| bare::<Item>(warm, fixture)),
        ("what a record tells of its change", facts),
    ];

    fn decode<M: Model>(warm: &mut Warm, fixture: &Fixture) -> usize {
        let batch = warm.decoder.decode::<M>(&fixture.event).unwrap();
        let parts = |record: &millstream::Record<'_, M>| {
            let change = black_box(record).change();
            black_box(&change);
            record.keys().is_some() as usize
                + record.new_image().is_some() as usize
                + record.old_image().is_some() as usize
        };
        batch.iter().map(|record| parts(record.unwrap())).sum()
    }

    fn stream<M: Model>(warm: &mut Warm, fixture: &Fixture) -> usize {
        let mut stream = warm.decoder.stream::<M>(&fixture.event);
        let mut parts = 0;
        while let Some(record) = stream.next() {
            let record = black_box(record.unwrap());
            parts += record.keys().is_some() as usize
                + record.new_image().is_some() as usize
                + record.old_image().is_some() as usize;
        }
        parts
    }

    fn read<M: Model>(warm: &mut Warm, fixture: &Fixture) -> usize {
        let batch = warm.decoder.read(&fixture.event).unwrap();
        let mut parts = 0;
        for record in &batch {
            let record = record.unwrap();
            parts += parts_of::<M>(record, &warm.scratch);
            warm.scratch.reset();
        }
        parts
    }

    fn read_all<M: Model>(warm: &mut Warm, fixture: &Fixture) -> usize {
        warm.scratch.reset();
        let batch = warm.decoder.read(&fixture.event).unwrap();
        batch.iter().map(|record| parts_of::<M>(record.unwrap(), &warm.scratch)).sum()
    }

    fn bare<M: Model>(warm: &mut Warm, fixture: &Fixture) -> usize {
        let batch = warm.decoder.read(&fixture.event).unwrap();
        let mut parts = 0;
        for record in &batch {
            let record = warm.inner.decode_record::<M>(record.unwrap().raw()).unwrap();
            parts += record.keys().is_some() as usize
                + record.new_image().is_some() as usize
                + record.old_image().is_some() as usize;
        }
        parts
    }

    fn facts(warm: &mut Warm, fixture: &Fixture) -> usize {
        let batch = warm.decoder.read(&fixture.event).unwrap();
        let mut parts = 0;
        for record in &batch {
            let record = record.unwrap();
            black_box((record.is_ttl_expiry(), record.is_replica_write(), record.dedup_key()));
            // Sets and maps that are large, and in another order, are hashed.
            if matches!(fixture.model, fixtures::Kind::Bark | fixtures::Kind::Order) {
                black_box(record.diff(&warm.scratch).unwrap().map(Iterator::count));
            }
            parts += record.parts().contains(Parts::KEYS) as usize
                + record.has_new_image() as usize
                + record.has_old_image() as usize;
            warm.scratch.reset();
        }
        parts
    }

    fn parts_of<M: Model>(record: &millstream::RawRecord<'_>, scratch: &Scratch) -> usize {
        let keys = record.keys::<M>(scratch).unwrap();
        let new = record.new_image::<M>(scratch).unwrap();
        let old = record.old_image::<M>(scratch).unwrap();
        black_box(&keys).is_some() as usize
            + black_box(&new).is_some() as usize
            + black_box(&old).is_some() as usize
    }

    /// The second pass over an event finds all the memory that it needs, and so does one after another event. Answers how much that is.
    fn warm(fixture: &Fixture, small: &Fixture, (way_name, way): Way, report: &mut Report) -> usize {
        let mut warm = Warm::new(Limits::default());
        let case = format!("{}, {} bytes, {way_name}", fixture.name, fixture.event.len());
        let pass = |warm: &mut Warm, fixture: &Fixture| {
            let parts = way(warm, fixture);
            assert_eq!(parts, fixture.parts, "{case}");
        };
        pass(&mut warm, fixture);
        report.no_allocation(format_args!("{case}, second pass"), || pass(&mut warm, fixture));
        pass(&mut warm, small);
        report.no_allocation(format_args!("{case}, a small event once more"), || pass(&mut warm, small));
        report.no_allocation(format_args!("{case}, after a small event"), || pass(&mut warm, fixture));
        warm.decoder.reserved_bytes() + warm.inner.reserved_bytes()
    }

    /// One decoder for all events and all ways: each has been seen once, and then nothing is missing.
    fn in_turn(fixtures: &[Fixture], report: &mut Report) {
        let mut warm = Warm::new(Limits { kept_bytes: usize::MAX, ..Limits::default() });
        let mut round = |report: Option<&mut Report>| {
            let mut report = report;
            for (fixture, (way_name, way)) in
                fixtures.iter().flat_map(|fixture| WAYS.map(|way| (fixture, way)))
            {
                let mut pass = || assert_eq!(way(&mut warm, fixture), fixture.parts);
                match &mut report {
                    None => pass(),
                    Some(report) => {
                        report.no_allocation(format_args!("in turn: {}, {way_name}", fixture.name), pass);
                    }
                }
            }
        };
        round(None);
        round(Some(report));
    }

    /// `kept_bytes` and `shrink_to` give memory back, and nothing else changes.
    fn memory_is_capped(fixtures: &[Fixture], small: &Fixture, report: &mut Report) {
        let large = fixtures.iter().max_by_key(|fixture| fixture.event.len()).unwrap();
        let cap = 1 << 20;
        let mut warm = Warm::new(Limits { kept_bytes: cap, ..Limits::default() });
        for way in [decode::<Item>, read::<Item>, read_all::<Item>] {
            way(&mut warm, large);
            way(&mut warm, small);
            let reserved = warm.decoder.reserved_bytes();
            report
                .check(reserved <= cap && reserved > 0, format_args!("{reserved} bytes kept, {cap} allowed"));
            report.no_allocation("a small event within the cap", || {
                way(&mut warm, small);
            });
        }
        decode::<Item>(&mut warm, large);
        let needed = warm.decoder.reserved_bytes();
        report.check(needed > cap, format_args!("{needed} bytes are more than the cap"));
        let again = allocations_of(|| {
            decode::<Item>(&mut warm, large);
        });
        // What is beyond the cap is taken anew, in a few large pieces.
        report.check((1..=20).contains(&again.count), format_args!("beyond the cap: {again}"));
        for keep in [needed, cap, 100_000, 8 << 10, 1, 0] {
            warm.decoder.shrink_to(keep);
            let reserved = warm.decoder.reserved_bytes();
            report.check(reserved <= keep, format_args!("shrink_to({keep}) left {reserved} bytes"));
            assert_eq!(decode::<Item>(&mut warm, small), small.parts);
        }
        assert_eq!(decode::<Item>(&mut warm, large), large.parts);
    }
}
