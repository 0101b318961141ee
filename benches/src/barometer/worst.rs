//! Inputs made to cost as much as they can, beside a tree of owned values that knows nothing of DynamoDB.

use std::fmt::Write;
use std::hint::black_box;

use millstream::{Decoder, Item};
use millstream_testkit::worst_cases::{WorstCase, worst_cases};

use super::clock;
use super::page::escape;
use super::rows::Row;

/// The name that asks for them among the corpora.
pub const NAME: &str = "worst";
const ABOUT: &str = "milliseconds for an awkward event of up to six megabytes, the shortest of three turns: this crate, every record into \
     attribute values (`decode`), and `serde_json::Value`, which ends sooner where it refuses what is more than 128 deep";

const SIZE: usize = 6_000_000;
const TURNS: usize = 3;

/// A case, and what it took.
pub struct Worst {
    name: &'static str,
    bytes: usize,
    own_ms: f64,
    serde_json_ms: f64,
    /// It read less: what this crate goes through is too deep for it.
    refused: bool,
}

impl Worst {
    fn times_as_fast(&self) -> f64 {
        self.serde_json_ms / self.own_ms
    }

    /// What stands behind the figures.
    fn remark(&self) -> &'static str {
        match (self.refused, self.times_as_fast() < 1.0) {
            (true, _) => "refused",
            (false, true) => "slower",
            _ => "",
        }
    }

    pub fn rows(&self) -> [Row; 2] {
        let row = |peer, ms: f64, ratio| Row {
            job: NAME,
            corpus: self.name,
            peer,
            ns_per_record: None,
            mb_per_s: self.bytes as f64 / ms / 1e3,
            ratio_to_baseline: Some(ratio),
            allocations_per_event: None,
            peak_bytes: None,
        };
        [row("millstream", self.own_ms, self.times_as_fast()), row("serde_json", self.serde_json_ms, 1.0)]
    }
}

pub fn measure() -> Vec<Worst> {
    let mut decoder = Decoder::new();
    worst_cases(SIZE).into_iter().map(|case| one(&mut decoder, &case)).collect()
}

fn one(decoder: &mut Decoder, case: &WorstCase) -> Worst {
    let event = case.event.as_bytes();
    let (mut own_ms, mut serde_json_ms, mut refused) = (f64::MAX, f64::MAX, false);
    for _ in 0..TURNS {
        own_ms = own_ms.min(timed(|| drop(black_box(decoder.decode::<Item>(black_box(event))))));
        serde_json_ms = serde_json_ms.min(timed(|| {
            let value: Result<serde_json::Value, _> = black_box(serde_json::from_slice(black_box(event)));
            refused = value.is_err_and(|error| error.to_string().starts_with("recursion limit"));
        }));
    }
    Worst { name: case.name, bytes: event.len(), own_ms, serde_json_ms, refused }
}

fn timed(work: impl FnOnce()) -> f64 {
    let start = clock::now();
    work();
    (clock::now() - start).as_secs_f64() * 1e3
}

/// For the terminal; nothing where none was measured.
pub fn table(all: &[Worst]) -> String {
    let mut text = String::new();
    if all.is_empty() {
        return text;
    }
    writeln!(text, "\n{NAME}: {ABOUT}").unwrap();
    writeln!(text, "{:48}{:>12}{:>12}{:>16}", "", "millstream", "serde_json", "times as fast").unwrap();
    for worst in all {
        let Worst { name, own_ms, serde_json_ms, .. } = worst;
        let (times, remark) = (worst.times_as_fast(), worst.remark());
        writeln!(text, "{name:48}{own_ms:>12.2}{serde_json_ms:>12.2}{times:>16.1}  {remark}").unwrap();
    }
    text
}

/// For the page.
pub fn section(html: &mut String, all: &[Worst]) {
    write!(
        html,
        "<h2 id=\"{NAME}\">{NAME}</h2><p class=\"about\">{}</p><div class=\"scroll\"><table><tr><th>milliseconds</th>\
         <th>millstream</th><th>serde_json</th><th>times as fast</th><th></th></tr>",
        escape(ABOUT)
    )
    .unwrap();
    for worst in all {
        let class = if worst.remark() == "slower" { " class=\"missed\"" } else { "" };
        write!(
            html,
            "<tr{class}><td>{}</td><td>{:.2}</td><td>{:.2}</td><td>{:.1}</td><td>{}</td></tr>",
            escape(worst.name),
            worst.own_ms,
            worst.serde_json_ms,
            worst.times_as_fast(),
            worst.remark()
        )
        .unwrap();
    }
    html.push_str("</table></div>");
}
