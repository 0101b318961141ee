/// What a decoder accepts before it answers with an error of kind [`Limit`](crate::ErrorKind::Limit).
///
/// The defaults hold everything that DynamoDB and Lambda send. Further limits may come: end a literal with `..Limits::default()`.
///
/// ```
/// use millstream::{Decoder, Limits};
///
/// let limits = Limits { records: 100, arena_bytes: 1 << 20, ..Limits::default() };
/// let decoder = Decoder::with_limits(limits);
/// assert_eq!(decoder.limits().nesting, 32);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Levels of maps and lists around a value; DynamoDB allows [32]. More than [`MAX_NESTING`](Limits::MAX_NESTING) counts as that.
    ///
    /// [32]: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html#limits-items
    pub nesting: usize,
    /// Bytes of memory for what is decoded; a text with escapes takes up to three times its length. In a batch held as a whole its end
    /// fails the batch, in a stream the record. It holds to within 4 KiB, and not for what fields own themselves: `String`, `Vec`, `Box` and
    /// maps grow with the input, a `Vec<T>` by `size_of::<T>()` for about nine bytes of it. An error owns its path and the ids of its record
    /// besides, and what a decoder learns of the images of a batch, to step over them faster, takes up to 96 KiB.
    pub arena_bytes: usize,
    /// Records in a batch; a Lambda event source mapping sends at most [10,000].
    ///
    /// [10,000]: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html
    pub records: usize,
    /// Bytes of memory kept from one batch to the next. What a batch needed beyond it is given back when the next one begins.
    pub kept_bytes: usize,
}

impl Limits {
    /// The most that [`nesting`](Limits::nesting) can be: each level takes some of the stack.
    pub const MAX_NESTING: usize = 128;
    /// The nesting of JSON itself, skipped members included. Beyond it the whole input is refused.
    pub const JSON_NESTING: usize = 1024;
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { nesting: 32, arena_bytes: 256 << 20, records: 10_000, kept_bytes: 64 << 20 }
    }
}
