//! Where a page ends.

use std::fmt;
use std::str::FromStr;

use millstream::{Decoder, Item};

use crate::convert::{SdkItem, item_to_sdk};

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
/// # Ok::<(), millstream::Error>(())
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
    pub(crate) fn read(json: &str, decoder: &mut Decoder) -> Result<Option<PageKey>, millstream::Error> {
        let item = decoder.decode_item::<Item>(json)?;
        // A key is of S, N and B, all of which the SDK has. What is not base64 is none that DynamoDB gave.
        let key = item_to_sdk(&item).unwrap_or_default();
        Ok((!key.is_empty()).then(|| PageKey { json: json.to_owned(), key }))
    }
}

impl FromStr for PageKey {
    type Err = millstream::Error;

    fn from_str(json: &str) -> Result<PageKey, millstream::Error> {
        let mut decoder = Decoder::new();
        let read = PageKey::read(json, &mut decoder)?;
        Ok(read.unwrap_or_else(|| PageKey { json: json.to_owned(), key: SdkItem::new() }))
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
