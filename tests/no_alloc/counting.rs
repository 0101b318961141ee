//! The system's allocator, counted.
#![allow(dead_code)] // each test binary uses a part of it

use std::alloc::{GlobalAlloc, Layout, System};
use std::backtrace::Backtrace;
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

static COUNT: AtomicUsize = AtomicUsize::new(0);
static BYTES: AtomicUsize = AtomicUsize::new(0);
static LARGEST: AtomicUsize = AtomicUsize::new(0);
static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST_HELD: AtomicUsize = AtomicUsize::new(0);
/// Whether the next allocation leaves a backtrace.
static TRAP: AtomicBool = AtomicBool::new(false);
static TRAPPED: Mutex<Option<String>> = Mutex::new(None);

// SAFETY: every call is handed to the system's allocator as it is.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        hold(layout.size(), 0);
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), SeqCst);
        // SAFETY: the caller keeps the contract of `dealloc`, and all memory came from `System`.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size);
        hold(size, layout.size());
        // SAFETY: the caller keeps the contract of `realloc`, and all memory came from `System`.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

fn count(size: usize) {
    COUNT.fetch_add(1, SeqCst);
    BYTES.fetch_add(size, SeqCst);
    LARGEST.fetch_max(size, SeqCst);
    if TRAP.swap(false, SeqCst) {
        // It allocates in its turn, with the trap off.
        let backtrace = Backtrace::force_capture().to_string();
        *TRAPPED.lock().unwrap() = Some(backtrace);
    }
}

/// A block that is moved counts once: large ones are not copied, but found another address.
fn hold(more: usize, less: usize) {
    let held = HELD.fetch_add(more.wrapping_sub(less), SeqCst).wrapping_add(more.wrapping_sub(less));
    MOST_HELD.fetch_max(held, SeqCst);
}

/// What was asked of the allocator.
pub struct Allocations {
    pub count: usize,
    pub bytes: usize,
    largest: usize,
}

impl fmt::Display for Allocations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} allocations, {} bytes in all, {} at most", self.count, self.bytes, self.largest)
    }
}

/// What `work` asks of the allocator.
pub fn allocations_of(work: impl FnOnce()) -> Allocations {
    LARGEST.store(0, SeqCst);
    let (count, bytes) = (COUNT.load(SeqCst), BYTES.load(SeqCst));
    work();
    Allocations {
        count: COUNT.load(SeqCst) - count,
        bytes: BYTES.load(SeqCst) - bytes,
        largest: LARGEST.load(SeqCst),
    }
}

/// The most bytes that `work` holds at once.
pub fn most_held_by(work: impl FnOnce()) -> usize {
    let before = HELD.load(SeqCst);
    MOST_HELD.store(before, SeqCst);
    work();
    MOST_HELD.load(SeqCst) - before
}

/// Where `work` allocates first.
pub fn with_backtrace(work: impl FnOnce()) -> Option<String> {
    TRAP.store(true, SeqCst);
    work();
    TRAP.store(false, SeqCst);
    TRAPPED.lock().unwrap().take()
}
