//! Where a page ends.

use std::fmt;
use std::str::FromStr;

use millstream::{Decoder, Item};

use crate::convert::{SdkItem, item_to_sdk};
use crate::error::{At, Error};

/// Where a page ended and the next one begins: the keys of the last item that was read, of the table and of the index.
///
/// It is text, DynamoDB's JSON of these keys, to be kept or handed to a user and back. Who may change it may read from anywhere in the
/// partition: sign it before it leaves.
///
/// ```
/// use millstream_query::PageKey;
///
/// let key: PageKey = r#"{"id":{"N":"7"}}"#.parse()?;
/// assert_eq!(key.to_string(), r#"{"id":{"N":"7"}}"#);
/// assert!("7".parse::<PageKey>().is_err());
/// # Ok::<(), millstream_query::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct PageKey {
    json: String,
    key: SdkItem,
}

impl PageKey {
    /// As it is sent.
    pub(crate) fn key(&self) -> &SdkItem {
        &self.key
    }

    /// `None` for `{}`, which says as much as nothing.
    pub(crate) fn read(json: &str, decoder: &mut Decoder, at: At<'_>) -> Result<Option<PageKey>, Error> {
        let item = decoder.decode_item::<Item>(json).map_err(|error| at.decode(error))?;
        let key = item_to_sdk(&item).map_err(|error| at.encode(error))?;
        Ok((!key.is_empty()).then(|| PageKey { json: json.to_owned(), key }))
    }
}

impl FromStr for PageKey {
    type Err = Error;

    fn from_str(json: &str) -> Result<PageKey, Error> {
        let at = At { operation: "PageKey::from_str", table: "a table" };
        PageKey::read(json, &mut Decoder::new(), at)?.ok_or_else(|| at.invalid("no key"))
    }
}

impl fmt::Display for PageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.json)
    }
}

/// Keys are contents: not shown.
impl fmt::Debug for PageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageKey").finish_non_exhaustive()
    }
}
