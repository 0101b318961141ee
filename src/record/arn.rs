//! The ARN of a stream: `arn:partition:dynamodb:region:account:table/name/stream/label`.

use std::fmt;
use std::ops::Range;

use crate::cursor::Source;

/// The ARN of a DynamoDB stream, taken apart.
///
/// Table names may hold `.`, `-` and `_`, labels hold `:`, and partitions are `aws`, `aws-cn` or `aws-us-gov`.
///
/// ```
/// use millstream::StreamArn;
///
/// let arn = "arn:aws-cn:dynamodb:cn-north-1:123456789012:table/dev.Barks-2/stream/2016-11-16T20:42:48.104";
/// let arn = StreamArn::parse(arn).unwrap();
/// assert_eq!((arn.partition(), arn.region(), arn.account()), ("aws-cn", "cn-north-1", "123456789012"));
/// assert_eq!((arn.table_name(), arn.label()), ("dev.Barks-2", "2016-11-16T20:42:48.104"));
/// assert!(StreamArn::parse("arn:aws:sqs:us-east-1:123456789012:queue").is_none());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct StreamArn<'a> {
    text: &'a str,
    ends: Ends,
}

/// Where the parts of an ARN end; each begins a fixed number of bytes behind the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Ends {
    partition: u16,
    region: u16,
    account: u16,
    table: u16,
}

const START: &str = "arn:";
const SERVICE: &str = ":dynamodb:";
const TABLE: &str = ":table/";
const STREAM: &str = "/stream/";

impl<'a> StreamArn<'a> {
    /// Takes an ARN apart; `None` if it is none of a stream.
    pub fn parse(text: &'a str) -> Option<StreamArn<'a>> {
        u16::try_from(text.len()).ok()?;
        let end_of = |part: &str| (part.as_ptr() as usize + part.len() - text.as_ptr() as usize) as u16;
        let (partition, rest) = text.strip_prefix(START)?.split_once(':')?;
        let (region, rest) = rest.strip_prefix(&SERVICE[1..])?.split_once(':')?;
        let (account, rest) = rest.split_once(':')?;
        let (table, label) = rest.strip_prefix(&TABLE[1..])?.split_once('/')?;
        let label = label.strip_prefix(&STREAM[1..])?;
        if table.is_empty() || label.is_empty() {
            return None;
        }
        let ends = Ends {
            partition: end_of(partition),
            region: end_of(region),
            account: end_of(account),
            table: end_of(table),
        };
        Some(StreamArn { text, ends })
    }

    /// The whole ARN.
    pub const fn as_str(&self) -> &'a str {
        self.text
    }

    /// `aws`, `aws-cn` or `aws-us-gov`.
    pub fn partition(&self) -> &'a str {
        &self.text[START.len()..self.ends.partition as usize]
    }

    /// The region, such as `us-east-1`.
    pub fn region(&self) -> &'a str {
        &self.text[self.ends.partition as usize + SERVICE.len()..self.ends.region as usize]
    }

    /// The account, twelve digits.
    pub fn account(&self) -> &'a str {
        &self.text[self.ends.region as usize + 1..self.ends.account as usize]
    }

    /// The table's name.
    pub fn table_name(&self) -> &'a str {
        &self.text[self.ends.account as usize + TABLE.len()..self.ends.table as usize]
    }

    /// The stream's label, the time at which it was enabled.
    pub fn label(&self) -> &'a str {
        &self.text[self.ends.table as usize + STREAM.len()..]
    }
}

impl fmt::Debug for StreamArn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.text, f)
    }
}

impl fmt::Display for StreamArn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text)
    }
}

/// The ARN taken apart last: all records of a batch mostly have the same.
#[derive(Debug, Default)]
pub(crate) struct ArnMemo {
    place: Range<usize>,
    ends: Option<Ends>,
}

impl ArnMemo {
    /// Takes apart the ARN `text`; `place` is where its string stands in `input`.
    #[inline]
    pub(crate) fn parse<'a>(
        &mut self,
        input: Source<'_>,
        place: Range<usize>,
        text: &'a str,
    ) -> Option<StreamArn<'a>> {
        if self.place.is_empty() || input.bytes().get(self.place.clone()) != Some(text.as_bytes()) {
            self.remember(input, place, text);
        }
        self.ends.map(|ends| StreamArn { text, ends })
    }

    #[cold]
    fn remember(&mut self, input: Source<'_>, place: Range<usize>, text: &str) {
        self.ends = StreamArn::parse(text).map(|arn| arn.ends);
        // A text that was unescaped does not stand in the input; the next one is then taken apart anew.
        self.place = if input.bytes().get(place.clone()) == Some(text.as_bytes()) { place } else { 0..0 };
    }
}
