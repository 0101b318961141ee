//! Reads a Lambda event of the table behind Woofer, the social network for dogs, and tells what happened and what reading it took:
//! `cargo run --release --example barks`

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Instant;

use millstream::{Change, Decoder, Error, Model, Record};

#[derive(Model, PartialEq)]
#[model(table = "BarkTable", rename_all = "PascalCase")]
struct Bark<'a> {
    #[model(hash_key)]
    username: &'a str,
    #[model(range_key)]
    timestamp: &'a str,
    message: &'a str,
    likes: Option<u32>,
    #[model(default)]
    tags: &'a [&'a str],
}

/// What Lambda would hand to the function.
static EVENT: &[u8] = include_bytes!("barks.json");

/// How often the event is read once the decoder is warm.
const TIMES: u32 = 10_000;

fn main() -> Result<(), Error> {
    let mut decoder = Decoder::new();
    println!("{}, lately:\n", Bark::TABLE.unwrap_or_default());
    for record in &decoder.decode::<Bark>(EVENT)? {
        tell(record?);
    }

    let mut decoder = Decoder::new(); // a cold one
    let mut read = |times| measure(times, || decoder.decode::<Bark>(EVENT).map(drop));
    let (cold, warm) = (read(1)?, read(TIMES)?);

    let records = decoder.decode::<Bark>(EVENT)?.len();
    let (bytes, memory) = (EVENT.len(), decoder.reserved_bytes());
    println!("{records} records, {bytes} bytes of JSON, decoded into {memory} bytes of memory:");
    println!("  once      {:>7.1} µs, allocations: {}", cold.micros, cold.allocations);
    println!(
        "  again     {:>7.1} µs, allocations: {}, {:.0} ns a record, {:.1} GB/s (mean of {TIMES} times)",
        warm.micros,
        warm.allocations,
        warm.micros * 1e3 / records as f64,
        bytes as f64 / warm.micros / 1e3,
    );
    Ok(())
}

/// One change, for a person to read.
fn tell(record: &Record<'_, Bark<'_>>) {
    let (verb, bark) = match record.change() {
        Change::Insert { new } => ("barked", new),
        Change::Modify { old, new } if old.message == new.message => ("liked", new),
        Change::Modify { new, .. } => ("edited", new),
        // TTL deletes in the name of DynamoDB itself, people in nobody's.
        Change::Remove { old } if record.user_identity().is_some() => ("expired", old),
        Change::Remove { old } => ("deleted", old),
        // Other stream view types carry less; `keys` there is all that is certain.
        _ => return println!("  {:?} {:?}\n", record.event_name(), record.keys()),
    };
    println!("  {verb:<8} {}, {}", bark.username, bark.timestamp);
    match record.change() {
        Change::Modify { old, new } if old.message != new.message => {
            println!("         - {}", old.message);
            println!("         + {}", new.message);
        }
        _ => println!("           {}", bark.message),
    }
    let likes = bark.likes.map(|likes| format!("{likes} ♥")).into_iter();
    let notes: Vec<_> = likes.chain(bark.tags.iter().map(|tag| format!("#{tag}"))).collect();
    if !notes.is_empty() {
        println!("           {}", notes.join("  "));
    }
    println!();
}

struct Cost {
    /// on average
    micros: f64,
    /// in all
    allocations: usize,
}

fn measure(times: u32, mut work: impl FnMut() -> Result<(), Error>) -> Result<Cost, Error> {
    let (start, before) = (Instant::now(), ALLOCATIONS.load(Relaxed));
    (0..times).try_for_each(|_| work())?;
    let allocations = ALLOCATIONS.load(Relaxed) - before;
    Ok(Cost { micros: start.elapsed().as_secs_f64() * 1e6 / f64::from(times), allocations })
}

/// The system's allocator, counted.
struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: every call is handed to the system's allocator as it is.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `dealloc`, and all memory came from `System`.
        unsafe { System.dealloc(pointer, layout) }
    }
}
