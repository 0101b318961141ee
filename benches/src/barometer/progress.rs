//! How far it is: one line that is written over on a terminal, a line for each corpus elsewhere.

use std::io::{IsTerminal, Write};
use std::time::Instant;

pub struct Progress {
    done: usize,
    all: usize,
    begin: Instant,
    terminal: bool,
}

const WIDTH: usize = 30;

impl Progress {
    pub fn new(all: usize) -> Progress {
        Progress { done: 0, all, begin: Instant::now(), terminal: std::io::stderr().is_terminal() }
    }

    pub fn at(&mut self, corpus: &str, job: &str) {
        if self.terminal {
            let filled = WIDTH * self.done / self.all.max(1);
            let percent = 100 * self.done / self.all.max(1);
            let seconds = self.begin.elapsed().as_secs();
            let bar: String = (0..WIDTH).map(|place| if place < filled { '█' } else { '░' }).collect();
            eprint!("\r\x1b[2K{bar} {percent:3} %  {seconds:3} s  {corpus}, {job}");
            // A progress bar that cannot be shown is no reason to stop.
            let _ = std::io::stderr().flush();
        }
        self.done += 1;
    }

    /// Before something else is printed.
    pub fn clear(&self) {
        if self.terminal {
            eprint!("\r\x1b[2K");
        }
    }
}
