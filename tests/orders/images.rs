//! Images of the models in any order, with what may go wrong in them.

use super::parcel::{Kind, PLACE, Shape};
use millstream_testkit::random::{self, Rng};
use millstream_testkit::types::{RefItem, RefValue};
use millstream_testkit::wire_order;

/// How the members of an image are laid out; in maps within it, too.
#[derive(Clone, Copy)]
pub struct Layout {
    /// One of so many optional attributes is absent; 0: none.
    pub absent: usize,
    /// One of so many attributes comes once more, with another value, anywhere.
    pub repeated: usize,
    /// Unknown attributes, up to so many, anywhere.
    pub unknown: usize,
    pub order: Order,
}

#[derive(Clone, Copy)]
pub enum Order {
    Lambda,
    /// Attributes of one bucket the other way round.
    LambdaTiesReversed,
    /// The map had more members once, or has some that are not in this image.
    LambdaOfTwiceTheCapacity,
    /// As Lambda, but two neighbours.
    LambdaButTwo,
    Sorted,
    Reversed,
    Shuffled,
}

pub const ORDERS: [Order; 7] = [
    Order::Lambda,
    Order::LambdaTiesReversed,
    Order::LambdaOfTwiceTheCapacity,
    Order::LambdaButTwo,
    Order::Sorted,
    Order::Reversed,
    Order::Shuffled,
];

pub const TEXTS: [&str; 6] = ["", "x", "a text", "say \"hi\"", "thirty-two bytes of text, and more", "바다"];
pub const NUMBERS: [&str; 5] = ["0", "-1", "12.5", "1234567890123456789", "1E2"];

pub fn value(rng: &mut Rng, kind: Kind, layout: Layout) -> RefValue {
    let text = |rng: &mut Rng| (*rng.pick(&TEXTS)).to_owned();
    match kind {
        Kind::Text => RefValue::S(text(rng)),
        Kind::Number => RefValue::N((*rng.pick(&NUMBERS)).to_owned()),
        Kind::Bool => RefValue::Bool(rng.one_in(2)),
        Kind::Set => RefValue::Ss((0..rng.below(3)).map(|_| text(rng)).collect()),
        Kind::Place => RefValue::M(image(rng, PLACE, layout)),
        Kind::Places => {
            RefValue::L((0..rng.below(3)).map(|_| RefValue::M(image(rng, PLACE, layout))).collect())
        }
    }
}

/// The members of an image, in the order in which they are printed; names may come more than once.
pub fn image(rng: &mut Rng, shape: Shape, layout: Layout) -> RefItem {
    let mut members = RefItem::new();
    for &(name, required, kind) in shape {
        if required || layout.absent == 0 || !rng.one_in(layout.absent) {
            members.push((name.to_owned(), value(rng, kind, layout)));
        }
    }
    for _ in 0..rng.below(layout.unknown + 1) {
        members.push((stranger(rng, shape), random::value(rng, 2)));
    }
    order(rng, &mut members, layout.order);
    for &(name, _, kind) in shape {
        if layout.repeated > 0 && rng.one_in(layout.repeated) {
            let place = rng.below(members.len() + 1);
            let value = value(rng, kind, layout);
            members.insert(place, (name.to_owned(), value));
        }
    }
    members
}

/// The name of no attribute, but much like one.
pub fn stranger(rng: &mut Rng, shape: Shape) -> String {
    loop {
        let mut name = rng.pick(shape).0.to_owned();
        match rng.below(5) {
            0 => _ = name.pop(),
            1 => name.push('x'),
            2 => name.extend(std::iter::repeat_n('y', 1 + rng.below(40))),
            3 => {
                name.pop();
                name.push(*rng.pick(&['z', '"', '\\', 'é', '\n']));
            }
            _ => name = format!("unknown{}", rng.below(1_000)),
        }
        if shape.iter().all(|(known, ..)| *known != name) {
            return name;
        }
    }
}

pub fn order(rng: &mut Rng, members: &mut RefItem, order: Order) {
    wire_order::arrange(members);
    match order {
        Order::Lambda => {}
        Order::LambdaTiesReversed => {
            let ties: Vec<usize> = (0..members.len())
                .filter(|&place| ["Aa", "BB", "C#"].contains(&members[place].0.as_str()))
                .collect();
            for pair in 0..ties.len() / 2 {
                members.swap(ties[pair], ties[ties.len() - 1 - pair]);
            }
        }
        Order::LambdaOfTwiceTheCapacity => {
            let more = 2 * members.len().max(12);
            members.extend((0..more).map(|place| (format!("gone{place}"), RefValue::Null)));
            wire_order::arrange(members);
            members.retain(|(name, _)| !name.starts_with("gone"));
        }
        Order::LambdaButTwo => {
            let place = rng.below(members.len() - 1);
            members.swap(place, place + 1);
        }
        Order::Sorted => members.sort_by(|(one, _), (other, _)| one.cmp(other)),
        Order::Reversed => members.reverse(),
        Order::Shuffled => rng.shuffle(members),
    }
}

/// Makes an image unfit: a member that is known gets another type, or a required one is left out. Answers the path of what is reported.
pub fn spoil(rng: &mut Rng, members: &mut RefItem, shape: Shape) -> String {
    if rng.one_in(3) {
        let required: Vec<&str> =
            shape.iter().filter(|(_, required, _)| *required).map(|(name, ..)| *name).collect();
        let name = *rng.pick(&required);
        members.retain(|(member, _)| member != name);
        return name.to_owned();
    }
    let known: Vec<usize> = (0..members.len())
        .filter(|&place| shape.iter().any(|(name, ..)| *name == members[place].0))
        .collect();
    let (name, value) = &mut members[*rng.pick(&known)];
    match value {
        RefValue::M(place) if rng.one_in(2) => format!("{name}.{}", spoil(rng, place, PLACE)),
        RefValue::L(places) if !places.is_empty() => {
            let index = rng.below(places.len());
            let RefValue::M(place) = &mut places[index] else { panic!("a place") };
            format!("{name}[{index}].{}", spoil(rng, place, PLACE))
        }
        value => {
            *value = RefValue::Bs(vec!["AA==".to_owned()]);
            name.clone()
        }
    }
}
