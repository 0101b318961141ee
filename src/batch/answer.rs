//! Answers of DynamoDB's API: objects whose members hold items, lists of items, and items by name of a table.

use std::fmt;
use std::iter::FusedIterator;

use super::{Decoder, Input, input};
use crate::arena::Arena;
use crate::cursor::Cursor;
use crate::error::Error;
use crate::limits::Limits;
use crate::model::Model;
use crate::value::{Shape, Value, elements};

impl Decoder {
    /// The members of a JSON object, in the order they came: names, and values as the JSON that they are. All of it is known to be JSON when
    /// it returns.
    ///
    /// What DynamoDB's API answers, say to a
    /// [Query](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html), is taken apart with it, and decoded with
    /// [`items`](Decoder::items) and [`decode_item`](Decoder::decode_item).
    ///
    /// ```
    /// use millstream::{Decoder, Item};
    ///
    /// let answer = r#"{"Count":1,"Items":[{"id":{"N":"7"}}],"ScannedCount":1}"#;
    /// let mut decoder = Decoder::new();
    /// let members = decoder.members(answer)?;
    /// let items = members.iter().find(|(name, _)| *name == "Items").map_or("[]", |(_, json)| json);
    /// let mut decoder = Decoder::new();
    /// for item in decoder.items::<Item>(items) {
    ///     assert_eq!(item?.to_string(), r#"{"id":7}"#);
    /// }
    /// # Ok::<(), millstream::Error>(())
    /// ```
    ///
    /// # Errors
    /// When it is no JSON, or no object.
    pub fn members<'s>(&'s mut self, input: impl Input<'s>) -> Result<Vec<(&'s str, &'s str)>, Error> {
        self.reset();
        self.alone(input::text_of(input)?, |cursor| {
            let mut members = Vec::new();
            cursor.members(|cursor, name| {
                let start = cursor.at();
                cursor.skip()?;
                members.push((name, cursor.slice(start, cursor.at())));
                Ok(())
            })?;
            Ok(members)
        })
    }

    /// The elements of a JSON array as the JSON that they are. All of it is known to be JSON when it returns.
    ///
    /// # Errors
    /// When it is no JSON, or no array.
    pub fn elements<'s>(&'s mut self, input: impl Input<'s>) -> Result<Vec<&'s str>, Error> {
        self.reset();
        self.alone(input::text_of(input)?, |cursor| {
            cursor.space();
            if !cursor.take(b'[') {
                return Err(cursor.unexpected("an array"));
            }
            let mut all = Vec::new();
            cursor.set_json_levels(1);
            elements(cursor, |cursor| {
                let start = cursor.at();
                cursor.skip()?;
                all.push(cursor.slice(start, cursor.at()));
                Ok(())
            })?;
            Ok(all)
        })
    }

    /// Decodes a JSON array of items, such as `Items` of a Query or a Scan. Each item is decoded when it is asked for.
    ///
    /// ```
    /// use millstream::{Decoder, Model};
    ///
    /// #[derive(Model)]
    /// struct Bark<'a> {
    ///     message: &'a str,
    /// }
    ///
    /// let mut decoder = Decoder::new();
    /// let mut barks = decoder.items::<Bark>(r#"[{"message":{"S":"wuff"}},{"message":{"N":"1"}}]"#);
    /// assert_eq!(barks.next().unwrap()?.message, "wuff");
    /// assert_eq!(barks.next().unwrap().err().unwrap().path(), "[1].message");
    /// assert!(barks.next().is_none());
    /// # Ok::<(), millstream::Error>(())
    /// ```
    pub fn items<'s, M: Model>(&'s mut self, input: impl Input<'s>) -> Items<'s, M> {
        self.reset();
        let text = input::text_of(input);
        Items {
            arena: &self.records,
            limits: self.limits,
            at: text.as_ref().map_or(0, |text| input::mark_length(text.as_bytes())),
            text: text.map_err(Some),
            count: 0,
            state: Default::default(),
        }
    }

    /// Decodes items that stand alone, one after the other, all to be held at once.
    ///
    /// ```
    /// use millstream::{Decoder, Item};
    ///
    /// let mut decoder = Decoder::new();
    /// let items: Vec<Item> = decoder.each::<Item>([r#"{"id":{"N":"1"}}"#, r#"{"id":{"N":"2"}}"#]).collect::<Result<_, _>>()?;
    /// assert_eq!(items[1].to_string(), r#"{"id":2}"#);
    /// # Ok::<(), millstream::Error>(())
    /// ```
    pub fn each<'s, M: Model>(
        &'s mut self,
        inputs: impl IntoIterator<Item = &'s str>,
    ) -> impl Iterator<Item = Result<M::View<'s>, Error>> {
        self.reset();
        let decoder = &*self;
        let mut state = <M::View<'s> as Shape>::State::default();
        inputs.into_iter().map(move |text| decoder.item_alone::<M>(text, &mut state))
    }
}

/// The items of a JSON array, decoded one by one and held by the [`Decoder`]; see [`Decoder::items`].
///
/// An item that does not fit is an error of its own, and the next one follows. Behind a fatal error nothing does.
#[must_use = "iterators are lazy"]
pub struct Items<'s, M: Model> {
    arena: &'s Arena,
    limits: Limits,
    /// `Err(None)`: a fatal error was handed out
    text: Result<&'s str, Option<Error>>,
    at: usize,
    count: usize,
    state: M::State,
}

impl<'s, M: Model> Items<'s, M> {
    /// Steps to the next item and decodes it.
    fn step(&mut self, text: &'s str) -> Result<Option<M::View<'s>>, Error> {
        let mut cursor = Cursor::new(text, self.arena, &self.limits);
        cursor.seek(self.at);
        cursor.space();
        let ended = match self.count {
            0 if !cursor.take(b'[') => return Err(cursor.unexpected("an array").fatal()),
            0 => {
                cursor.space();
                cursor.take(b']')
            }
            _ if cursor.take(b',') => false,
            _ if cursor.take(b']') => true,
            _ => return Err(cursor.syntax("`,` or `]`").fatal()),
        };
        if ended {
            self.text = Err(None);
            return super::event::end_of_input(&mut cursor).map(|()| None).map_err(Error::fatal);
        }
        cursor.space();
        let start = cursor.at();
        // The item's map and the array are two levels, as around an image.
        cursor.set_json_levels(0);
        let mut view = M::View::blank();
        let read = match cursor.take(b'{') {
            true => view.decode(&mut cursor, &mut self.state),
            false => Err(cursor.unexpected("an object")),
        };
        let index = self.count;
        self.count += 1;
        if let Err(error) = read {
            cursor = cursor.fork(start);
            cursor.set_json_levels(1);
            cursor.skip().map_err(|error| error.within(index).fatal())?;
            self.at = cursor.at();
            return Err(error.within(index));
        }
        self.at = cursor.at();
        Ok(Some(view))
    }
}

impl<'s, M: Model> Iterator for Items<'s, M> {
    type Item = Result<M::View<'s>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let text = match &mut self.text {
            Ok(text) => *text,
            Err(error) => return error.take().map(Err),
        };
        let step = self.step(text);
        if step.as_ref().is_err_and(Error::is_fatal) {
            self.text = Err(None);
        }
        step.transpose()
    }
}

impl<M: Model> FusedIterator for Items<'_, M> {}

/// Of what it has read it shows nothing.
impl<M: Model> fmt::Debug for Items<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("limits", &self.limits)
            .field("read", &self.count)
            .finish_non_exhaustive()
    }
}
