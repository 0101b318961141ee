//! What is asked for.

use std::path::PathBuf;

use millstream_benches::corpus;
use millstream_benches::peers::{Job, PEERS, Peer};

use super::worst;

pub const HELP: &str = "\
Compares decoders of DynamoDB stream events, and checks first that all of them decode the same values.

    cargo run --release -p millstream-benches -- [FLAGS]

    --corpora A,B   these corpora (default: all)
    --jobs A,B      these jobs (default: all; corpora of the growing family do `typed` only)
    --peers A,B     these peers (default: all; the first that --list names is the baseline)
    --rounds N      exactly N rounds, where the default is as many as the time allows
    --seconds N     the time to spend (default: 180)
    --event FILE    an event of your own instead of the corpora: the job `dynamic` alone
    --out FOLDER    where report.json and report.html go (default: target/barometer)
    --list          names of corpora, jobs and peers
";

pub struct Arguments {
    pub corpora: Vec<&'static str>,
    /// Whether the worst cases are asked for too.
    pub worst: bool,
    pub jobs: Vec<Job>,
    pub peers: Vec<&'static Peer>,
    pub rounds: Option<usize>,
    pub seconds: u64,
    pub event: Option<PathBuf>,
    pub out: Option<PathBuf>,
}

pub enum Asked {
    Run(Arguments),
    Help,
    List,
}

pub fn read(mut words: impl Iterator<Item = String>) -> Result<Asked, String> {
    let mut arguments = Arguments {
        corpora: corpus::names().collect(),
        worst: true,
        jobs: Job::ALL.to_vec(),
        peers: PEERS.iter().collect(),
        rounds: None,
        seconds: 180,
        event: None,
        out: None,
    };
    let (mut corpora_asked, mut jobs_asked) = (false, false);
    while let Some(word) = words.next() {
        let (flag, mut value) = match word.split_once('=') {
            Some((flag, value)) => (flag.to_owned(), Some(value.to_owned())),
            None => (word, None),
        };
        let mut value = || {
            value.take().or_else(|| words.next()).ok_or_else(|| format!("{flag} wants a value; see --help"))
        };
        match flag.as_str() {
            "--corpora" => {
                corpora_asked = true;
                let names = corpus::names().chain([worst::NAME]);
                arguments.corpora = chosen(&value()?, "corpus", names, |name| name)?;
                arguments.worst = arguments.corpora.contains(&worst::NAME);
                arguments.corpora.retain(|name| *name != worst::NAME);
            }
            "--jobs" => {
                jobs_asked = true;
                arguments.jobs = chosen(&value()?, "job", Job::ALL.into_iter(), |job| job.name())?;
            }
            "--peers" => arguments.peers = chosen(&value()?, "peer", PEERS.iter(), |peer| peer.name)?,
            "--rounds" => arguments.rounds = Some(number(&flag, &value()?)?.max(1)),
            "--seconds" => arguments.seconds = number(&flag, &value()?)? as u64,
            "--event" => arguments.event = Some(value()?.into()),
            "--out" => arguments.out = Some(value()?.into()),
            "--list" => return Ok(Asked::List),
            "--help" | "-h" => return Ok(Asked::Help),
            _ => return Err(format!("{flag} is no flag; see --help")),
        }
    }
    if arguments.event.is_some() {
        if corpora_asked {
            return Err("--event takes the place of --corpora: one of them, not both".to_owned());
        }
        if jobs_asked && arguments.jobs != [Job::Dynamic] {
            return Err("no peer has a model of your own event: its only job is `dynamic`".to_owned());
        }
        arguments.worst = false;
    }
    Ok(Asked::Run(arguments))
}

fn number(flag: &str, text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| format!("{flag}: {text} is no number; see --help"))
}

/// Those that are named, in the order they are listed, whatever the order on the command line: reports stay comparable.
fn chosen<T: Copy>(
    names: &str,
    what: &str,
    all: impl Iterator<Item = T> + Clone,
    name: impl Fn(T) -> &'static str,
) -> Result<Vec<T>, String> {
    for asked in names.split(',') {
        if !all.clone().any(|one| name(one) == asked) {
            return Err(format!("`{asked}` is no {what}; --list names all"));
        }
    }
    Ok(all.filter(|one| names.split(',').any(|asked| asked == name(*one))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(words: &str) -> Result<Arguments, String> {
        match read(words.split(' ').filter(|word| !word.is_empty()).map(str::to_owned))? {
            Asked::Run(arguments) => Ok(arguments),
            _ => Err("no run".to_owned()),
        }
    }

    #[test]
    fn what_is_chosen_keeps_the_order_of_the_lists() {
        let all = asked("").unwrap();
        assert_eq!((all.corpora.len(), all.jobs.len(), all.peers.len()), (16, 5, PEERS.len()));
        assert!(all.worst && all.rounds.is_none() && all.event.is_none());
        let some =
            asked("--corpora=orders,worst,barks --jobs dynamic,typed --peers jiter,millstream --rounds 0");
        let some = some.unwrap();
        assert_eq!(some.corpora, ["barks", "orders"]);
        assert_eq!(some.jobs, [Job::Typed, Job::Dynamic]);
        assert!(some.worst && some.rounds == Some(1));
        assert_eq!(some.peers.iter().map(|peer| peer.name).collect::<Vec<_>>(), ["millstream", "jiter"]);
        let event = asked("--event a.json --jobs dynamic").unwrap();
        assert!(event.event.is_some() && !event.worst);
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (words, message) in [
            ("--corpora barks,", "`` is no corpus; --list names all"),
            ("--jobs type", "`type` is no job; --list names all"),
            ("--peers simdjson", "`simdjson` is no peer; --list names all"),
            ("--rounds", "--rounds wants a value; see --help"),
            ("--rounds many", "--rounds: many is no number; see --help"),
            ("--seconds -1", "--seconds: -1 is no number; see --help"),
            ("--round 3", "--round is no flag; see --help"),
            ("barks", "barks is no flag; see --help"),
            ("--event a.json --corpora barks", "--event takes the place of --corpora: one of them, not both"),
            (
                "--jobs typed --event a.json",
                "no peer has a model of your own event: its only job is `dynamic`",
            ),
        ] {
            assert_eq!(asked(words).err().as_deref(), Some(message), "{words}");
        }
    }
}
