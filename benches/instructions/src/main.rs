//! What `count.sh` counts the instructions of: nothing but this crate's own decoding, so that it is built in seconds, for any target.
//!
//! `millstream-instructions write FOLDER` writes the events; `millstream-instructions FOLDER CORPUS PASSES` streams one so many times.
#![allow(dead_code)] // it uses a part of what it shares with the barometer, and looks at nothing that it decodes

#[path = "../../src/corpus/mod.rs"]
mod corpus;

use std::hint::black_box;
use std::path::Path;

use millstream::{Decoder, Error, Model, Record};

/// The structs of a description, without what other peers want of it.
macro_rules! describe {
    (
        $($(@$style:ident)? struct $name:ident { $($([$role:ident])? $field:ident: $ty:ty = $wire:tt;)* })*
        $(keys $($keys:tt)*)?
    ) => {
        $(
            #[derive(millstream::Model)]
            pub struct $name<'a> {
                $(#[model($($role,)? rename = $wire)] pub $field: $ty,)*
            }
        )*
    };
}
macro_rules! family {
    ($($family:tt)*) => {};
}

#[path = "../../src/models/articles.rs"]
mod articles;
#[path = "../../src/models/barks.rs"]
mod barks;
#[path = "../../src/models/blobs.rs"]
mod blobs;
#[path = "../../src/models/counters.rs"]
mod counters;
#[path = "../../src/models/entities.rs"]
mod entities;
#[path = "../../src/models/shop.rs"]
mod shop;
#[path = "../../src/models/wide.rs"]
mod wide;

/// So many records of each corpus: an emulator that counts is slow. The growing ones are whole, since growth is what they are for.
const RECORDS: usize = 100;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["write", folder] => write(Path::new(folder)),
        [folder, name, passes] => {
            let event = std::fs::read(Path::new(folder).join(name)).expect("an event that was written");
            let passes = passes.parse().expect("a number of passes");
            match corpus::model(name).expect("a corpus") {
                corpus::Model::Bark => stream::<barks::Bark<'static>>(&event, passes),
                corpus::Model::Order => stream::<shop::Order<'static>>(&event, passes),
                corpus::Model::Counter => stream::<counters::Counter<'static>>(&event, passes),
                corpus::Model::Article => stream::<articles::Article<'static>>(&event, passes),
                corpus::Model::Blob => stream::<blobs::Blob<'static>>(&event, passes),
                corpus::Model::Wide => stream::<wide::Wide<'static>>(&event, passes),
                corpus::Model::Entity => stream::<entities::Entity<'static>>(&event, passes),
            }
        }
        _ => panic!("write FOLDER, or FOLDER CORPUS PASSES"),
    }
}

/// Writes the events, and a line for each: name, records, bytes.
fn write(folder: &Path) {
    for name in corpus::names() {
        let corpus = corpus::make(name).expect("a corpus");
        let (records, event) = if name.starts_with("growing") {
            (corpus.records, corpus.event)
        } else {
            let mut decoder = Decoder::new();
            let batch = decoder.read(&corpus.event).expect("an event");
            let records = batch.iter().take(RECORDS).map(|record| record.expect("a record").raw());
            let records: Vec<&str> = records.collect();
            (records.len(), format!(r#"{{"Records":[{}]}}"#, records.join(",")).into_bytes())
        };
        std::fs::write(folder.join(name), &event).expect("a folder to write to");
        println!("{name} {records} {}", event.len());
    }
}

fn stream<M: Model>(event: &[u8], passes: usize) {
    let mut decoder = Decoder::new();
    for _ in 0..passes {
        let mut stream = decoder.stream::<M>(black_box(event));
        let each = |record: Result<&Record<'_, M>, Error>| {
            black_box(record.expect("a record that fits"));
            Ok::<_, Error>(())
        };
        stream.try_for_each(each).expect("nothing fails");
    }
}
