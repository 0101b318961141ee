//! How peers read entities: keys stand before images, so that every peer can choose before it reads an image.

use millstream::Model;
use millstream::value::Shape;
use serde::de::{Deserializer, Error};

use super::entities::{Entity, EntityKeys, owned};
use crate::digest::{Digest, Sink};
use crate::peers::baseline::FromItem;
use crate::peers::part::Context;
use crate::peers::pull::{Fault, Pull, Read, Result, Tag};
use crate::peers::seed::FromSerde;

impl Digest for Entity<'_> {
    #[inline]
    fn digest<S: Sink>(&self, sink: &mut S) {
        match self {
            Entity::Customer(customer) => customer.digest(sink),
            Entity::Purchase(purchase) => purchase.digest(sink),
            Entity::Payment(payment) => payment.digest(sink),
        }
    }
}

impl<'a> Read<'a> for Entity<'a> {
    fn read<P: Pull<'a>>(pull: &mut P, tag: Tag) -> Result<Self> {
        let key = pull.context().range_key.get();
        match key.as_bytes().first() {
            Some(b'P') if key.starts_with("PROFILE#") => Read::read(pull, tag).map(Entity::Customer),
            Some(b'P') if key.starts_with("PAYMENT#") => Read::read(pull, tag).map(Entity::Payment),
            Some(b'O') if key.starts_with("ORDER#") => Read::read(pull, tag).map(Entity::Purchase),
            _ => Err(Fault("an entity")),
        }
    }
}

impl<'r> FromSerde<'r> for Entity<'r> {
    fn read<'de: 'r, D: Deserializer<'de>>(
        source: D,
        tag: Tag,
        context: &Context<'r>,
    ) -> std::result::Result<Self, D::Error> {
        match context.range_key.get().split_once('#') {
            Some(("PROFILE", _)) => FromSerde::read(source, tag, context).map(Entity::Customer),
            Some(("ORDER", _)) => FromSerde::read(source, tag, context).map(Entity::Purchase),
            Some(("PAYMENT", _)) => FromSerde::read(source, tag, context).map(Entity::Payment),
            _ => Err(Error::custom("an entity")),
        }
    }
}

/// An entity as peers without borrowed values have it.
pub enum OwnedEntity {
    Customer(owned::Customer<'static>),
    Purchase(owned::Purchase<'static>),
    Payment(owned::Payment<'static>),
}

impl Digest for OwnedEntity {
    #[inline]
    fn digest<S: Sink>(&self, sink: &mut S) {
        match self {
            OwnedEntity::Customer(customer) => customer.digest(sink),
            OwnedEntity::Purchase(purchase) => purchase.digest(sink),
            OwnedEntity::Payment(payment) => payment.digest(sink),
        }
    }
}

impl FromItem for OwnedEntity {
    fn from_item(item: serde_dynamo::Item, range_key: &str) -> OwnedEntity {
        match range_key.split_once('#') {
            Some(("PROFILE", _)) => OwnedEntity::Customer(FromItem::from_item(item, range_key)),
            Some(("ORDER", _)) => OwnedEntity::Purchase(FromItem::from_item(item, range_key)),
            Some(("PAYMENT", _)) => OwnedEntity::Payment(FromItem::from_item(item, range_key)),
            _ => panic!("an entity"),
        }
    }
}

/// Entities with keys of a type: the derive gives an enum's keys as an `Item`.
pub struct EntityModel;

impl Model for EntityModel {
    type State = <Entity<'static> as Shape>::State;
    type KeysState = <EntityKeys<'static> as Shape>::State;
    type View<'a> = Entity<'a>;
    type Keys<'a> = EntityKeys<'a>;
}

pub struct Entities;

impl crate::models::Family for Entities {
    type Model = EntityModel;
    type View<'a> = Entity<'a>;
    type Keys<'a> = EntityKeys<'a>;
    type OwnedView = OwnedEntity;
    type OwnedKeys = owned::EntityKeys<'static>;

    #[inline(always)]
    fn range_key<'a>(keys: &Self::Keys<'a>) -> &'a str {
        keys.sk
    }

    #[inline(always)]
    fn owned_range_key(keys: &Self::OwnedKeys) -> &str {
        &keys.sk
    }
}
