//! Inputs between two pages that are not mapped: a byte that is read before or behind them ends the test.
//!
//! Sanitizers and valgrind see the same of allocations (`tests/hostile.rs`), but not of what lies in one and is no part of the input.
#![cfg(all(target_os = "linux", feature = "derive"))]

mod agree;

use agree::Agree;
use millstream::{Decoder, Item, Model, Parts};
use millstream_testkit::print::Style;
use millstream_testkit::random::{self, Rng};

/// Memory with a page before and behind that may not be touched.
struct Fenced {
    start: *mut u8,
    room: usize,
}

impl Fenced {
    /// No smaller than any machine's page.
    const FENCE: usize = 64 << 10;

    #[allow(unsafe_code)]
    fn new(least: usize) -> Fenced {
        let room = least.next_multiple_of(Fenced::FENCE);
        let (read_write, private) =
            (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
        // SAFETY: the system chooses the place, so that nothing else is there.
        let all = unsafe {
            libc::mmap(std::ptr::null_mut(), room + 2 * Fenced::FENCE, libc::PROT_NONE, private, -1, 0)
        };
        assert_ne!(all, libc::MAP_FAILED);
        // SAFETY: the sum lies in what was just mapped.
        let start = unsafe { all.cast::<u8>().add(Fenced::FENCE) };
        // SAFETY: these pages were just mapped, and nothing else knows them.
        assert_eq!(unsafe { libc::mprotect(start.cast(), room, read_write) }, 0);
        Fenced { start, room }
    }

    /// A copy of `input` that ends where the memory does, or that begins where it begins.
    #[allow(unsafe_code)]
    fn copy(&mut self, input: &[u8], at_end: bool) -> &[u8] {
        assert!(input.len() <= self.room);
        // SAFETY: there is room for all of these.
        let memory = unsafe { std::slice::from_raw_parts_mut(self.start, self.room) };
        let from = if at_end { self.room - input.len() } else { 0 };
        let copy = &mut memory[from..from + input.len()];
        copy.copy_from_slice(input);
        copy
    }
}

impl Drop for Fenced {
    #[allow(unsafe_code)]
    fn drop(&mut self) {
        // SAFETY: so many bytes before the start were mapped with it.
        let all = unsafe { self.start.sub(Fenced::FENCE) };
        // SAFETY: all of it was mapped like this, and what was lent of it is gone.
        unsafe { libc::munmap(all.cast(), self.room + 2 * Fenced::FENCE) };
    }
}

#[derive(Model)]
#[allow(dead_code)]
struct Typed<'a> {
    pk: Option<&'a str>,
    n: Option<i64>,
    ratio: Option<f64>,
    b: Option<&'a [u8]>,
    l: Option<&'a [Option<i32>]>,
}

/// As Lambda writes it; the last record ends where the input does but for three brackets.
const WIRE: &str = r#"{"Records":[{"eventID":"f07f8ca4b0b26cb9c4e5e77e69f274ee","eventName":"MODIFY","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"us-east-1","dynamodb":{"ApproximateCreationDateTime":1.674921798E9,"Keys":{"pk":{"S":"a"}},"NewImage":{"pk":{"S":"a text of more than thirty-two bytes \n with an escape"},"n":{"N":"-15"},"ratio":{"N":"0.25"},"b":{"B":"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0NTY3ODk="},"l":{"L":[{"N":"1"}]}},"SequenceNumber":"1405400000000002063282832","SizeBytes":54,"StreamViewType":"NEW_IMAGE"},"eventSourceARN":"arn:aws:dynamodb:us-east-1:123456789012:table/T/stream/2016-12-01T00:00:00.000"}]}"#;

fn fixtures() -> Vec<Vec<u8>> {
    let random =
        (0..).zip(Style::all(5)).map(|(seed, style)| style.event(&random::event(&mut Rng::new(seed), 1)));
    [WIRE.to_owned()].into_iter().chain(random).map(String::into_bytes).collect()
}

fn read(agree: &mut Agree, input: &[u8]) {
    let _ = agree.event(input);
    let mut decoder = Decoder::new();
    let _ = decoder.decode::<Typed>(input);
    let mut stream = decoder.only(Parts::KEYS).stream::<Item>(input);
    while stream.next().is_some() {}
}

#[test]
fn nothing_behind_an_input_is_read_wherever_it_is_cut_off() {
    let mut agree = Agree::new();
    for fixture in fixtures() {
        let mut fenced = Fenced::new(fixture.len());
        for length in 0..=fixture.len() {
            read(&mut agree, fenced.copy(&fixture[..length], true));
        }
        // An item alone ends in a value's own brackets.
        let item = Style::wire().item(&random::item(&mut Rng::new(fixture.len() as u64), 3, 1)).into_bytes();
        for length in 0..=item.len().min(fenced.room) {
            let _ = agree.item(fenced.copy(&item[..length], true));
        }
    }
}

#[test]
fn nothing_before_an_input_is_read_wherever_it_begins() {
    let mut agree = Agree::new();
    for fixture in fixtures() {
        let mut fenced = Fenced::new(fixture.len());
        read(&mut agree, fenced.copy(&fixture, false));
        for start in 0..fixture.len() {
            let input = fenced.copy(&fixture[start..], false);
            let _ = agree.item(input);
            let _ = agree.record(input);
        }
    }
}
