//! Builds the SDK's and serde_dynamo's attribute values, which have the same constructors.

use std::collections::HashMap;
use std::fmt::Display;

use millstream::encode::Sink;
use millstream::value::Tag;

use super::SdkValue;

/// A type of attribute values that can be built.
pub trait Target: Sized {
    fn s(text: String) -> Self;
    fn n(number: String) -> Self;
    fn b(bytes: Vec<u8>) -> Self;
    fn bool(value: bool) -> Self;
    fn null() -> Self;
    fn m(members: HashMap<String, Self>) -> Self;
    fn l(elements: Vec<Self>) -> Self;
    fn texts(tag: Tag, elements: Vec<String>) -> Self;
    fn binaries(elements: Vec<Vec<u8>>) -> Self;
}

impl Target for SdkValue {
    fn s(text: String) -> Self {
        SdkValue::S(text)
    }

    fn n(number: String) -> Self {
        SdkValue::N(number)
    }

    fn b(bytes: Vec<u8>) -> Self {
        SdkValue::B(bytes.into())
    }

    fn bool(value: bool) -> Self {
        SdkValue::Bool(value)
    }

    fn null() -> Self {
        SdkValue::Null(true)
    }

    fn m(members: HashMap<String, Self>) -> Self {
        SdkValue::M(members)
    }

    fn l(elements: Vec<Self>) -> Self {
        SdkValue::L(elements)
    }

    fn texts(tag: Tag, elements: Vec<String>) -> Self {
        if tag == Tag::Ns { SdkValue::Ns(elements) } else { SdkValue::Ss(elements) }
    }

    fn binaries(elements: Vec<Vec<u8>>) -> Self {
        SdkValue::Bs(elements.into_iter().map(Into::into).collect())
    }
}

impl Target for serde_dynamo::AttributeValue {
    fn s(text: String) -> Self {
        Self::S(text)
    }

    fn n(number: String) -> Self {
        Self::N(number)
    }

    fn b(bytes: Vec<u8>) -> Self {
        Self::B(bytes)
    }

    fn bool(value: bool) -> Self {
        Self::Bool(value)
    }

    fn null() -> Self {
        Self::Null(true)
    }

    fn m(members: HashMap<String, Self>) -> Self {
        Self::M(members)
    }

    fn l(elements: Vec<Self>) -> Self {
        Self::L(elements)
    }

    fn texts(tag: Tag, elements: Vec<String>) -> Self {
        if tag == Tag::Ns { Self::Ns(elements) } else { Self::Ss(elements) }
    }

    fn binaries(elements: Vec<Vec<u8>>) -> Self {
        Self::Bs(elements)
    }
}

/// The sink that builds them.
pub struct Builder<V> {
    /// what was begun, each with the name that it is placed under
    open: Vec<(String, Open<V>)>,
    name: String,
    done: Option<V>,
}

/// What was begun.
enum Open<V> {
    Map(HashMap<String, V>),
    List(Vec<V>),
    Texts(Tag, Vec<String>),
    Binaries(Vec<Vec<u8>>),
}

impl<V> Default for Builder<V> {
    fn default() -> Self {
        Builder { open: Vec::new(), name: String::new(), done: None }
    }
}

impl<V: Target> Builder<V> {
    /// One whose attributes are written without a map around them.
    pub fn item() -> Self {
        Builder { open: vec![(String::new(), Open::Map(HashMap::new()))], ..Builder::default() }
    }

    /// The value that was written.
    pub fn value(self) -> Option<V> {
        self.done
    }

    /// The attributes that were written.
    pub fn into_item(mut self) -> HashMap<String, V> {
        match self.open.pop() {
            Some((_, Open::Map(members))) => members,
            _ => HashMap::new(),
        }
    }

    fn place(&mut self, value: V) {
        match self.open.last_mut() {
            None => self.done = Some(value),
            Some((_, Open::Map(members))) => {
                members.insert(std::mem::take(&mut self.name), value);
            }
            Some((_, Open::List(elements))) => elements.push(value),
            // Texts and binaries of a set are placed where they are written; a set holds nothing else.
            Some((_, Open::Texts(..) | Open::Binaries(_))) => {}
        }
    }
}

impl<V: Target> Sink for Builder<V> {
    fn s(&mut self, text: &str) {
        match self.open.last_mut() {
            Some((_, Open::Texts(_, elements))) => elements.push(text.to_owned()),
            _ => self.place(V::s(text.to_owned())),
        }
    }

    fn n(&mut self, number: &dyn Display) {
        match self.open.last_mut() {
            Some((_, Open::Texts(_, elements))) => elements.push(number.to_string()),
            _ => self.place(V::n(number.to_string())),
        }
    }

    fn b(&mut self, bytes: &[u8]) {
        match self.open.last_mut() {
            Some((_, Open::Binaries(elements))) => elements.push(bytes.to_vec()),
            _ => self.place(V::b(bytes.to_vec())),
        }
    }

    fn bool(&mut self, value: bool) {
        self.place(V::bool(value));
    }

    fn null(&mut self) {
        self.place(V::null());
    }

    fn begin(&mut self, tag: Tag) {
        let open = match tag {
            Tag::M => Open::Map(HashMap::new()),
            Tag::Ss | Tag::Ns => Open::Texts(tag, Vec::new()),
            Tag::Bs => Open::Binaries(Vec::new()),
            _ => Open::List(Vec::new()),
        };
        self.open.push((std::mem::take(&mut self.name), open));
    }

    fn name(&mut self, name: &str) {
        name.clone_into(&mut self.name);
    }

    fn end(&mut self) {
        let Some((name, open)) = self.open.pop() else { return };
        self.name = name;
        self.place(match open {
            Open::Map(members) => V::m(members),
            Open::List(elements) => V::l(elements),
            Open::Texts(tag, elements) => V::texts(tag, elements),
            Open::Binaries(elements) => V::binaries(elements),
        });
    }
}
