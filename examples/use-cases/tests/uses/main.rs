//! The use cases: what comes of them when changes come once, come again, and come to a process that ends in the midst of them.

mod counters;
mod notifications;
mod programs;
mod replicate;
mod search_index;
mod support;
mod ttl_backup;
