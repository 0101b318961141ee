//! What Lambda does with a function's answers, in plain code.
//!
//! <https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html>, and `BisectBatchOnFunctionError` and
//! `MaximumRetryAttempts` of <https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html>.

use std::collections::VecDeque;

use proptest::prelude::*;
use serde_json::Value;

/// An event source mapping.
#[derive(Clone, Copy, Debug)]
pub struct Mapping {
    /// `ReportBatchItemFailures`
    pub reports: bool,
    pub bisects: bool,
    /// after so many attempts a batch is given up
    pub attempts: usize,
}

pub fn mapping() -> impl Strategy<Value = Mapping> + Clone {
    (any::<bool>(), any::<bool>(), 1..6usize).prop_map(|(reports, bisects, attempts)| Mapping {
        reports,
        bisects,
        attempts,
    })
}

/// What Lambda makes of an answer.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    Success,
    /// All before this place is done; the rest comes again.
    From(usize),
    /// The batch comes again.
    Failure,
}

impl Mapping {
    /// What becomes of a batch with these sequence numbers after this answer; `None` is an error of the function.
    pub fn verdict(self, numbers: &[Option<&str>], answer: Option<&str>) -> Verdict {
        let Some(answer) = answer else { return Verdict::Failure };
        if !self.reports {
            return Verdict::Success;
        }
        let answer: Value = serde_json::from_str(answer).expect("the answer is JSON");
        let failures = answer["batchItemFailures"].as_array().cloned().unwrap_or_default();
        let mut lowest = None;
        for failure in &failures {
            let known = failure["itemIdentifier"].as_str().filter(|identifier| !identifier.is_empty());
            let places: Vec<usize> =
                (0..numbers.len()).filter(|&at| known.is_some() && numbers[at] == known).collect();
            let [at] = places[..] else { return Verdict::Failure };
            lowest = Some(lowest.unwrap_or(at).min(at));
        }
        lowest.map_or(Verdict::Success, Verdict::From)
    }
}

/// The records of a shard on their way to a function: batches that are due, each with how often it was tried.
pub struct Shard {
    mapping: Mapping,
    due: VecDeque<(Vec<usize>, usize)>,
}

/// What a verdict means for the records of a batch.
#[derive(Debug, Default)]
pub struct Fate {
    pub done: Vec<usize>,
    pub given_up: Vec<usize>,
}

impl Shard {
    pub fn new(mapping: Mapping, records: Vec<usize>) -> Shard {
        Shard { mapping, due: [(records, 0)].into() }
    }

    /// The batch that the function gets next.
    pub fn next(&self) -> Option<Vec<usize>> {
        self.due.front().map(|(records, _)| records.clone())
    }

    /// Goes on after the verdict on that batch.
    pub fn settle(&mut self, verdict: &Verdict) -> Fate {
        let (mut records, tried) = self.due.pop_front().expect("a batch was handed out");
        let mut fate = Fate::default();
        let is_out_of_attempts = tried + 1 >= self.mapping.attempts;
        match *verdict {
            Verdict::Success => fate.done = records,
            // A half is as often tried as the whole was: bisecting does not count as an attempt.
            Verdict::Failure if self.mapping.bisects && records.len() > 1 => {
                let second = records.split_off(records.len() / 2);
                self.due.push_front((second, tried));
                self.due.push_front((records, tried));
            }
            Verdict::Failure if is_out_of_attempts => fate.given_up = records,
            Verdict::Failure => self.due.push_front((records, tried + 1)),
            Verdict::From(at) => {
                let rest = records.split_off(at);
                fate.done = records;
                match is_out_of_attempts {
                    true => fate.given_up = rest,
                    false => self.due.push_front((rest, tried + 1)),
                }
            }
        }
        fate
    }
}

#[test]
fn lambda_knows_an_identifier_that_one_record_has() {
    let mapping = Mapping { reports: true, bisects: false, attempts: 1 };
    let numbers = [Some("1"), Some("2"), None, Some(""), Some("5"), Some("5")];
    let of = |answer: &str| mapping.verdict(&numbers, Some(answer));
    assert_eq!(of("{}"), Verdict::Success);
    assert_eq!(of(r#"{"batchItemFailures":[]}"#), Verdict::Success);
    assert_eq!(of(r#"{"batchItemFailures":[{"itemIdentifier":"2"}]}"#), Verdict::From(1));
    assert_eq!(
        of(r#"{"batchItemFailures":[{"itemIdentifier":"2"},{"itemIdentifier":"1"}]}"#),
        Verdict::From(0)
    );
    for unknown in [r#""3""#, r#""""#, "null", "2", r#""5""#] {
        let answer = format!(r#"{{"batchItemFailures":[{{"itemIdentifier":{unknown}}}]}}"#);
        assert_eq!(of(&answer), Verdict::Failure, "{unknown}");
    }
    assert_eq!(mapping.verdict(&numbers, None), Verdict::Failure);
    let mapping = Mapping { reports: false, ..mapping };
    assert_eq!(mapping.verdict(&numbers, Some("anything")), Verdict::Success);
}
