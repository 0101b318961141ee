/// The sorts of errors, for callers that branch on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input is not JSON. Always fatal.
    Syntax,
    /// The input ends before the JSON does. Always fatal.
    UnexpectedEnd,
    /// The input is not UTF-8. Always fatal.
    Utf8,
    /// The JSON is whole but not a DynamoDB event: no `Records`, two of them, a root member of another type. Always fatal.
    Event,
    /// More nesting, records or memory than [`Limits`](crate::Limits) allows.
    Limit,
    /// A member or attribute is of another type than the model says.
    Type,
    /// A required attribute is absent.
    Missing,
    /// A number that is none, or that its field cannot hold exactly.
    Number,
    /// A binary value that is not base64.
    Base64,
    /// No variant of an enum fits the record.
    Variant,
    /// The function of a `with` attribute refused the value.
    Custom,
}
