/// A read of a table or a local index, which may be strongly consistent.
#[derive(Clone, Copy, Debug)]
pub struct Strong;

/// A read of a global index, which is never strongly consistent:
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html>.
#[derive(Clone, Copy, Debug)]
pub struct Eventual;
