//! Every peer on every corpus, for every job.

mod arguments;
mod bars;
mod chart;
mod clock;
mod machine;
mod measure;
pub mod memory;
mod page;
mod progress;
mod rows;
mod table;
mod worst;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use arguments::{Arguments, Asked};
use bars::Verdict;
use measure::Plan;
use millstream_benches::corpus::{self, Corpus};
use millstream_benches::peers::{Job, PEERS};
use progress::Progress;
use worst::Worst;

/// What was measured of one corpus.
pub struct Measured {
    pub name: &'static str,
    pub about: &'static str,
    pub records: usize,
    pub bytes: usize,
    pub jobs: Vec<(Job, Vec<measure::Result>)>,
}

pub fn run(words: impl Iterator<Item = String>) -> Result<(), String> {
    let arguments = match arguments::read(words)? {
        Asked::Run(arguments) => arguments,
        Asked::Help => {
            print!("{}", arguments::HELP);
            return Ok(());
        }
        Asked::List => {
            list();
            return Ok(());
        }
    };
    let machine = machine::describe();
    for (what, text) in &machine {
        println!("{what}: {text}");
    }
    if arguments.event.is_some() {
        // Peers panic at what they cannot read, which corpora hold nothing of. Here that is a result like others.
        std::panic::set_hook(Box::new(|_| ()));
    }
    let deadline = Instant::now() + Duration::from_secs(arguments.seconds);
    let mut work = work(&arguments)?;
    // Within the time, and shown at the end.
    let worst = if arguments.worst { worst::measure() } else { Vec::new() };
    let mut left: usize = work.iter().map(|(_, jobs)| jobs.len()).sum();
    let mut progress = Progress::new(left);
    let mut all = Vec::new();
    for (source, jobs) in &mut work {
        let corpus = source.make()?;
        let mut measured = Measured {
            name: corpus.name,
            about: corpus.about,
            records: corpus.records,
            bytes: corpus.event.len(),
            jobs: Vec::new(),
        };
        for &job in jobs.iter() {
            progress.at(corpus.name, job.name());
            let time = deadline.saturating_duration_since(Instant::now()) / left.max(1) as u32;
            left -= 1;
            let plan = Plan { job, rounds: arguments.rounds, time, strict: arguments.event.is_none() };
            let results = measure::compare(&corpus, &arguments.peers, &plan)?;
            // A peer has not a form of every job.
            if !results.is_empty() {
                measured.jobs.push((job, results));
            }
        }
        progress.clear();
        if measured.jobs.is_empty() {
            continue;
        }
        print!("{}", table::table(&measured));
        all.push(measured);
    }
    if all.is_empty() && worst.is_empty() {
        return Err("nothing was measured: none of these peers does any of these jobs".to_owned());
    }
    let verdicts = bars::judge(&all);
    print!("{}{}", worst::table(&worst), table::bars(&verdicts));
    write(&arguments, &all, &worst, &verdicts, &machine)
}

/// Where an event comes from.
enum Source {
    Made(&'static str),
    Read(PathBuf),
}

impl Source {
    fn make(&self) -> Result<Corpus, String> {
        match self {
            Source::Made(name) => corpus::make(name).ok_or_else(|| format!("{name} is no corpus")),
            Source::Read(path) => {
                let event = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
                let mut decoder = millstream::Decoder::new();
                let records = decoder
                    .read(event.as_slice())
                    .map_err(|error| format!("{}: {error}", path.display()))?
                    .len();
                // Once a run.
                let name = Box::leak(path.display().to_string().into_boxed_str());
                Ok(Corpus { name, about: "an event of your own", model: corpus::Model::Bark, records, event })
            }
        }
    }
}

fn work(arguments: &Arguments) -> Result<Vec<(Source, Vec<Job>)>, String> {
    if let Some(path) = &arguments.event {
        return Ok(vec![(Source::Read(path.clone()), vec![Job::Dynamic])]);
    }
    let jobs = |name: &str| {
        // They show how time grows with an event, and the largest is 30 MB.
        let few = name.starts_with("growing");
        arguments.jobs.iter().copied().filter(|job| !few || *job == Job::Typed).collect()
    };
    let work = arguments.corpora.iter().map(|name| (Source::Made(name), jobs(name)));
    let work: Vec<_> = work.filter(|(_, jobs): &(_, Vec<Job>)| !jobs.is_empty()).collect();
    if work.is_empty() && !arguments.worst {
        return Err("nothing to do: corpora of the growing family do `typed` only".to_owned());
    }
    Ok(work)
}

fn list() {
    println!("corpora: {}", corpus::names().chain([worst::NAME]).collect::<Vec<_>>().join(", "));
    println!("jobs:    {}", Job::ALL.map(Job::name).join(", "));
    for peer in PEERS {
        println!("peer:    {:30} {}", peer.name, peer.about);
    }
}

fn write(
    arguments: &Arguments,
    all: &[Measured],
    worst: &[Worst],
    verdicts: &[Verdict],
    machine: &[(&'static str, String)],
) -> Result<(), String> {
    let folder = arguments.out.clone().unwrap_or_else(|| target().join("barometer"));
    let rows: Vec<rows::Row> = all
        .iter()
        .flat_map(|measured| {
            measured.jobs.iter().flat_map(|(job, results)| rows::rows(measured.name, *job, results))
        })
        .chain(worst.iter().flat_map(Worst::rows))
        .collect();
    let json = serde_json::to_string_pretty(&rows).map_err(|error| error.to_string())?;
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(&path, text))
            .map_err(|error| format!("{}: {error}", path.display()))?;
        println!("{}", path.display());
        Ok::<(), String>(())
    };
    println!();
    write("report.json", json)?;
    write("report.html", page::page(all, worst, verdicts, machine))
}

/// The workspace's `target`, wherever cargo was told to build: one place to look for reports.
fn target() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let workspace = package.as_deref().and_then(Path::parent).unwrap_or(Path::new("."));
    workspace.join("target")
}
