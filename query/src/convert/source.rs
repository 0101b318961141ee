//! The SDK's and serde_dynamo's attribute values as something that is encoded.

use std::collections::HashMap;

use millstream::Number;
use millstream::encode::{Encode, EncodeError, EncodeItem, Sink, map};
use millstream::value::Tag;

/// A map of attribute values.
pub struct Attributes<'v, V, S>(pub &'v HashMap<String, V, S>);

/// An attribute value.
struct Value<'v, V>(&'v V);

impl<V, S> Encode for Attributes<'_, V, S>
where
    for<'v> Value<'v, V>: Encode,
{
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        map(self, sink)
    }
}

impl<V, S> EncodeItem for Attributes<'_, V, S>
where
    for<'v> Value<'v, V>: Encode,
{
    fn encode_attributes(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        self.0.iter().try_for_each(|(name, value)| {
            sink.name(name);
            Value(value).encode(sink)
        })
    }
}

/// The SDK of each service has a type of its own, of the same form.
macro_rules! sdk_values {
    ($of:path) => {
        impl Encode for Value<'_, $of> {
            fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
                use $of as V;
                match self.0 {
                    V::S(text) => sink.s(text),
                    V::N(text) => number(text, sink)?,
                    V::B(bytes) => sink.b(bytes.as_ref()),
                    V::Bool(value) => sink.bool(*value),
                    V::Null(_) => sink.null(),
                    V::M(members) => Attributes(members).encode(sink)?,
                    V::L(elements) => all(Tag::L, elements, sink, |value, sink| Value(value).encode(sink))?,
                    V::Ss(elements) => all(Tag::Ss, elements, sink, |text, sink| text.encode(sink))?,
                    V::Ns(elements) => all(Tag::Ns, elements, sink, |text, sink| number(text, sink))?,
                    V::Bs(elements) => {
                        all(Tag::Bs, elements, sink, |bytes, sink| bytes.as_ref().encode(sink))?;
                    }
                    _ => return Err(EncodeError::new("an attribute value of an unknown type")),
                }
                Ok(())
            }
        }
    };
}

sdk_values!(aws_sdk_dynamodb::types::AttributeValue);
#[cfg(feature = "streams")]
sdk_values!(aws_sdk_dynamodbstreams::types::AttributeValue);

impl Encode for Value<'_, serde_dynamo::AttributeValue> {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        use serde_dynamo::AttributeValue as V;
        match self.0 {
            V::S(text) => sink.s(text),
            V::N(text) => number(text, sink)?,
            V::B(bytes) => sink.b(bytes),
            V::Bool(value) => sink.bool(*value),
            V::Null(_) => sink.null(),
            V::M(members) => Attributes(members).encode(sink)?,
            V::L(elements) => all(Tag::L, elements, sink, |value, sink| Value(value).encode(sink))?,
            V::Ss(elements) => all(Tag::Ss, elements, sink, |text, sink| text.encode(sink))?,
            V::Ns(elements) => all(Tag::Ns, elements, sink, |text, sink| number(text, sink))?,
            V::Bs(elements) => all(Tag::Bs, elements, sink, |bytes, sink| bytes.encode(sink))?,
        }
        Ok(())
    }
}

/// Theirs is any text, and a sink writes a number as it is: what is none would be an end of the text, and JSON of its own.
fn number(text: &str, sink: &mut dyn Sink) -> Result<(), EncodeError> {
    let number = Number::new(text).map_err(|_| EncodeError::new("a number whose text is none"))?;
    sink.n(&number);
    Ok(())
}

fn all<T>(
    tag: Tag,
    elements: &[T],
    sink: &mut dyn Sink,
    each: impl Fn(&T, &mut dyn Sink) -> Result<(), EncodeError>,
) -> Result<(), EncodeError> {
    sink.begin(tag);
    elements.iter().try_for_each(|element| each(element, sink))?;
    sink.end();
    Ok(())
}
