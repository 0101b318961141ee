//! How long a function takes from the start of its process to its first answer:
//! `cargo run --release -p millstream-stand-in --example first_answer -- PROGRAM EVENT.json [TIMES]`.

use std::process::{Command, Stdio};
use std::time::Instant;

use millstream_stand_in::{Function, Reply};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [program, event, times @ ..] = arguments.as_slice() else {
        panic!("first_answer PROGRAM EVENT.json [TIMES]");
    };
    let event = std::fs::read(event).expect("an event");
    let times = times.first().map_or(100, |times| times.parse().expect("a number of times"));
    let mut took = Vec::new();
    for _ in 0..times {
        let begun = Instant::now();
        let function = Function::start(Command::new(program).stdout(Stdio::null()));
        let reply = function.invoke(&*event);
        took.push(begun.elapsed());
        assert!(matches!(reply, Reply::Response(_)), "{reply:?}");
    }
    took.sort_unstable();
    let bytes = std::fs::metadata(program).expect("a program").len();
    let [fastest, median, slowest] = [0, took.len() / 2, took.len() - 1].map(|at| took[at]);
    println!(
        "{bytes} bytes; first answer after {median:.1?} (median of {times}), {fastest:.1?} to {slowest:.1?}"
    );
}
