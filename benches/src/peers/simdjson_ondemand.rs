//! simdjson On-Demand in C++, at `-O3 -march=native`: the program is in `cpp`, this calls it.

use std::ffi::{CStr, c_char, c_int};
use std::marker::PhantomData;
use std::slice;

use base64_simd::{Out, STANDARD};

use super::{Job, Pass, Peer};
use crate::corpus::Model;

pub const PEER: Peer = Peer {
    name: "simdjson-ondemand-cpp",
    about: "simdjson 4.6 On-Demand in C++, -O3 -march=native, event in a padded buffer beforehand",
    start: |job, model| Run::start(number(job), model).map(|run| Box::new(run) as Box<dyn Pass>),
};

/// Not a decoder but a limit: simdjson's stage 1, and each record stepped over. Its checksum is its own.
pub const SKIP: Peer = Peer {
    name: "simdjson-skip-cpp",
    about: "a limit: simdjson's stage 1, every record stepped over",
    start: |job, model| {
        (job == Job::KeysOnly)
            .then(|| Run::start(5, model).map(|run| Box::new(run) as Box<dyn Pass>))
            .flatten()
    },
};

const fn number(job: Job) -> c_int {
    match job {
        Job::Typed => 0,
        Job::TypedCollected => 1,
        Job::Dynamic => 2,
        Job::KeysOnly => 3,
        Job::NewImageOnly => 4,
    }
}

/// What runs: version, and the instruction set that simdjson was compiled for.
pub fn implementation() -> String {
    // SAFETY: both answer a string that lives as long as the program.
    let [version, name] = unsafe {
        [millstream_benches_version(), millstream_benches_implementation()].map(|text| CStr::from_ptr(text))
    };
    format!("simdjson {}, implementation {}", version.to_string_lossy(), name.to_string_lossy())
}

/// A C++ `Run`.
struct Run {
    job: *mut Opaque,
    /// Address and length of the event that it holds a copy of.
    loaded: (usize, usize),
}

#[repr(C)]
struct Opaque {
    _run: [u8; 0],
    _not_send: PhantomData<*mut u8>,
}

unsafe extern "C" {
    fn millstream_benches_start(job: c_int, model: c_int) -> *mut Opaque;
    fn millstream_benches_load(run: *mut Opaque, event: *const u8, length: usize);
    fn millstream_benches_pass(run: *mut Opaque, full: bool, sum: *mut u64) -> c_int;
    fn millstream_benches_end(run: *mut Opaque);
    fn millstream_benches_implementation() -> *const c_char;
    fn millstream_benches_version() -> *const c_char;
}

impl Run {
    fn start(job: c_int, model: Model) -> Option<Run> {
        // SAFETY: any numbers will do; those that mean nothing are answered by null.
        let job = unsafe { millstream_benches_start(job, model as c_int) };
        (!job.is_null()).then_some(Run { job, loaded: (0, 0) })
    }

    fn pass(&mut self, event: &[u8], full: bool) -> u64 {
        let place = (event.as_ptr() as usize, event.len());
        if self.loaded != place {
            // SAFETY: the job is alive until the drop, and copies the event.
            unsafe { millstream_benches_load(self.job, event.as_ptr(), event.len()) };
            self.loaded = place;
        }
        let mut sum = 0;
        // SAFETY: the job is alive until the drop and holds an event.
        let error = unsafe { millstream_benches_pass(self.job, full, &raw mut sum) };
        assert_eq!(error, 0, "simdjson's error code");
        sum
    }
}

impl Pass for Run {
    fn light(&mut self, event: &[u8]) -> u64 {
        self.pass(event, false)
    }

    fn full(&mut self, event: &[u8]) -> u64 {
        self.pass(event, true)
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        // SAFETY: it came from `start`, and nobody else has it.
        unsafe { millstream_benches_end(self.job) };
    }
}

/// Base64 for the C++ side, by the same decoder as everywhere.
///
/// # Safety
/// `text` is `length` bytes, and `out` has room for three bytes of every four.
#[unsafe(no_mangle)]
unsafe extern "C" fn millstream_benches_base64(text: *const u8, length: usize, out: *mut u8) -> usize {
    // SAFETY: the caller's promise; the room is written before it is read.
    let (text, out) =
        unsafe { (slice::from_raw_parts(text, length), slice::from_raw_parts_mut(out, length / 4 * 3 + 3)) };
    STANDARD.decode(text, Out::from_slice(out)).map_or(usize::MAX, |bytes| bytes.len())
}
