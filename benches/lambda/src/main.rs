//! What a Lambda function of 1,000 changes of orders takes, from the event that the Runtime API hands out to the answer that it gets:
//!
//!     cargo run --release -p millstream-lambda-bench            # or with a number of rounds
//!     cargo run --release -p millstream-lambda-bench handle 100 # the event alone, so many times, for profilers
//!     cargo run --release -p millstream-lambda-bench walk       # what a record that is decoded costs on its way to a handler
//!
//! Three functions, each a process, take turns through a stand-in of the Runtime API. Two have the same handlers, and answer what these have
//! added up: before anything is timed it has to be the same.
#![forbid(unsafe_code)]

/// The barometer's corpora. All of its package, with peers and models, takes minutes to be optimized.
#[allow(dead_code)]
#[path = "../../src/corpus/mod.rs"]
mod corpus;
mod event;
mod functions;
mod models;
mod walk;

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use functions::Kind;
use millstream_stand_in::{Function, Invocation, Reply};

/// Rounds before the first that counts.
const WARM: usize = 10;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let argument = arguments.next();
    if let Some(kind) = Kind::ALL.into_iter().find(|kind| argument.as_deref() == Some(kind.name())) {
        // The process of a function, which ends with the one that measures.
        let outcome = functions::run(kind);
        return if outcome.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    if argument.as_deref() == Some("walk") {
        let rounds = arguments.next().map_or(200, |rounds| rounds.parse().expect("a number of rounds"));
        return if walk::measure(rounds) { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    if argument.as_deref() == Some("handle") {
        let times = arguments.next().map_or(100, |times| times.parse().expect("a number of times"));
        let event = event::inserts();
        let begun = Instant::now();
        functions::handle(&event.json, times).expect("an event that is handled");
        let each = begun.elapsed().as_nanos() / (times * event.records) as u128;
        println!("{}: {each} ns a record", event.about);
        return ExitCode::SUCCESS;
    }
    let rounds = argument.map_or(200, |rounds| rounds.parse().expect("a number of rounds"));
    let mut is_met = true;
    for event in [event::inserts(), event::all_changes()] {
        println!(
            "{}: {} records, {:.2} MB; {rounds} rounds",
            event.about,
            event.records,
            event.json.len() as f64 / 1e6
        );
        is_met &= measure(&event.json, rounds);
    }
    if is_met { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Lets the functions take turns and prints what they took; whether ours took no longer than it may.
fn measure(event: &[u8], rounds: usize) -> bool {
    let program = std::env::current_exe().expect("this program");
    let functions = Kind::ALL.map(|kind| Function::start(Command::new(&program).arg(kind.name())));
    let mut times = [const { Vec::new() }; Kind::ALL.len()];
    let mut answers = [const { None }; Kind::ALL.len()];
    let mut before = [const { None }; Kind::ALL.len()];
    for round in 0..WARM + rounds {
        if round == WARM {
            before = functions.each_ref().map(Function::processor_time);
        }
        for turn in 0..functions.len() {
            let at = (round + turn) % functions.len();
            let invocation = Invocation::new(event);
            let begun = Instant::now();
            let reply = functions[at].send(invocation).wait();
            let time = begun.elapsed();
            let answer = answers[at].get_or_insert_with(|| reply.clone());
            assert_eq!(reply, *answer, "{:?} in round {round}", Kind::ALL[at]);
            if round == WARM - 1 && turn == functions.len() - 1 {
                agree(&answers);
            }
            if round >= WARM {
                times[at].push(time);
            }
        }
    }
    // What each function's own thread did, which a busy machine changes least.
    let worked = std::array::from_fn::<_, 3, _>(|at| {
        let all = functions[at].processor_time()?.checked_sub(before[at]?)?;
        Some(format!("{:.2} ms", all.as_secs_f64() * 1e3 / rounds as f64))
    });
    let [theirs, ours, nothing] = times.map(|mut times| {
        times.sort_unstable();
        [10, 50, 90].map(|percent| times[times.len() * percent / 100])
    });
    println!(
        "  {:47}{:>11}{:>11}{:>11}{:>12}{:>17}",
        "", "p10", "p50", "p90", "p50 × ours", "processor, mean"
    );
    for ((kind, times), worked) in Kind::ALL.into_iter().zip([theirs, ours, nothing]).zip(worked) {
        let [p10, p50, p90] = times.map(|time| format!("{:.2} ms", time.as_secs_f64() * 1e3));
        let worked = worked.unwrap_or_default();
        println!(
            "  {:47}{p10:>11}{p50:>11}{p90:>11}{:>12.2}{worked:>17}",
            kind.about(),
            ratio(times[1], ours[1])
        );
    }
    let (faster, of_nothing) = (ratio(theirs[1], ours[1]), ratio(ours[1], nothing[1]));
    let verdict = |is_met| if is_met { "met" } else { "MISSED" };
    println!("  at least 10 times as fast as aws_lambda_events: {faster:.1}, {}", verdict(faster >= 10.0));
    println!("  at most twice as long as nothing parsed: {of_nothing:.2}, {}\n", verdict(of_nothing <= 2.0));
    faster >= 10.0 && of_nothing <= 2.0
}

/// Both that look at the event saw the same in it, and the third saw nothing.
fn agree([theirs, ours, nothing]: &[Option<Reply>; 3]) {
    assert_eq!(theirs, ours, "what the handlers added up");
    assert!(matches!(ours, Some(Reply::Response(_))), "{ours:?}");
    assert_ne!(ours, nothing);
}

fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64()
}
