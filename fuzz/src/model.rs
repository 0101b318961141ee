//! What events are read into by those targets whose inputs are any bytes.

use millstream::{Item, Model};

/// Attributes of several types; all others are kept, so that they are checked too.
#[derive(Model, Debug)]
pub struct Typed<'a> {
    pub pk: Option<&'a str>,
    pub n: Option<i64>,
    pub list: Option<&'a [Option<&'a str>]>,
    pub inner: Option<Inner<'a>>,
    #[model(rest)]
    pub rest: Item<'a>,
}

#[derive(Model, Debug)]
pub struct Inner<'a> {
    pub flag: bool,
    pub set: Option<&'a [&'a str]>,
    #[model(rest)]
    pub rest: Item<'a>,
}

/// Few attributes; the others are stepped over.
#[derive(Model, Debug)]
pub struct Few<'a> {
    pub list: Option<&'a [Option<&'a str>]>,
    pub inner: Option<Flag>,
    #[model(alias = "creation")]
    pub created: Option<&'a str>,
}

#[derive(Model, Debug)]
pub struct Flag {
    pub flag: bool,
}

/// The same, each name of which is looked up.
#[derive(Model, Debug)]
pub struct Flat<'a> {
    #[model(flatten)]
    pub few: Few<'a>,
}
