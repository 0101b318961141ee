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
    --peers A,B     these peers (default: all; the first one listed below is the baseline)
    --rounds N      exactly N rounds, where the default is as many as the time allows
    --seconds N     the time to spend (default: 180)
    --event FILE    an event of your own instead of the corpora: the job `dynamic`
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
                let names = corpus::names().chain([worst::NAME]);
                arguments.corpora = chosen(&value()?, "corpus", names, |name| name)?;
                arguments.worst = arguments.corpora.contains(&worst::NAME);
                arguments.corpora.retain(|name| *name != worst::NAME);
            }
            "--jobs" => arguments.jobs = chosen(&value()?, "job", Job::ALL.into_iter(), |job| job.name())?,
            "--peers" => arguments.peers = chosen(&value()?, "peer", PEERS.iter(), |peer| peer.name)?,
            "--rounds" => arguments.rounds = Some(number(&value()?)?.max(1)),
            "--seconds" => arguments.seconds = number(&value()?)? as u64,
            "--event" => {
                arguments.event = Some(value()?.into());
                arguments.worst = false;
            }
            "--out" => arguments.out = Some(value()?.into()),
            "--list" => return Ok(Asked::List),
            "--help" | "-h" => return Ok(Asked::Help),
            _ => return Err(format!("{flag} is no flag; see --help")),
        }
    }
    Ok(Asked::Run(arguments))
}

fn number(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| format!("{text} is no number"))
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
            return Err(format!("{asked} is no {what}; --list names all"));
        }
    }
    Ok(all.filter(|one| names.split(',').any(|asked| asked == name(*one))).collect())
}
