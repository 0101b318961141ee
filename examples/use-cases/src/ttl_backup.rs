//! A session expires → it is appended to an archive, a file of JSON lines. What users delete is deleted.
//!
//! A line is the record as it came, so that no type is lost: millstream reads it again, and its old image can be written back. Lines are
//! told by their `eventID`, so that a record that comes again is not archived twice, and a line that was cut off by the end of the process
//! is taken away when the archive is opened.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use millstream::handler::old_image::Remove;
use millstream::{Decoder, Item};

use crate::Result;

/// Archives an item if it has expired.
///
/// # Errors
/// When the file cannot be written, so that the record comes again.
pub async fn archive(archive: &Archive, removed: Remove<'_, '_, Item<'_>>) -> Result<()> {
    if !removed.meta.is_ttl_expiry() {
        return Ok(());
    }
    let id = removed.meta.event_id().ok_or("a change without an id")?;
    Ok(archive.append(id, removed.meta.raw())?)
}

/// A file of records, one a line.
#[derive(Debug)]
pub struct Archive(Mutex<Lines>);

#[derive(Debug)]
struct Lines {
    file: File,
    /// `eventID` of each
    ids: HashSet<String>,
}

impl Archive {
    /// Opens an archive, or begins one.
    ///
    /// # Errors
    /// When the file cannot be read and written, or holds something else.
    pub fn open(path: impl AsRef<Path>) -> Result<Archive> {
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        bytes.truncate(bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1));
        file.set_len(bytes.len() as u64)?;
        let mut decoder = Decoder::new();
        let mut ids = HashSet::new();
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            let record = decoder.decode_record::<Item>(line)?;
            ids.insert(record.event_id().ok_or("a line without an id")?.to_owned());
        }
        Ok(Archive(Mutex::new(Lines { file, ids })))
    }

    fn append(&self, id: &str, record: &str) -> io::Result<()> {
        let Lines { file, ids } = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if ids.contains(id) {
            return Ok(());
        }
        // A line break in JSON is never part of a text.
        let line = record.replace(['\r', '\n'], " ") + "\n";
        let end = file.metadata()?.len();
        if let Err(error) = file.write_all(line.as_bytes()).and_then(|()| file.sync_data()) {
            // A part of a line would spoil the next one.
            file.set_len(end)?;
            return Err(error);
        }
        ids.insert(id.to_owned());
        Ok(())
    }
}
