//! The models, and what they come to in the reference's form.

use millstream::{Model, Number};
use millstream_testkit::types::{RefItem, RefValue};

/// 13 attributes, so that one absent changes the capacity of Lambda's map; `Aa`, `BB` and `C#` share a bucket at any capacity.
#[derive(Model)]
pub struct Parcel<'a> {
    #[model(rename = "Aa")]
    pub first: &'a str,
    #[model(rename = "BB")]
    pub second: Option<&'a str>,
    #[model(rename = "C#")]
    pub third: Number<'a>,
    pub id: &'a str,
    pub status: Option<&'a str>,
    pub total: Number<'a>,
    pub weight: Option<Number<'a>>,
    pub paid: bool,
    pub gift: Option<bool>,
    pub tags: &'a [&'a str],
    pub from: Place<'a>,
    pub to: Option<Place<'a>>,
    pub steps: Option<&'a [Place<'a>]>,
}

#[derive(Model)]
pub struct Place<'a> {
    #[model(rename = "C#")]
    pub first: Option<&'a str>,
    #[model(rename = "Aa")]
    pub second: &'a str,
    #[model(rename = "BB")]
    pub third: Option<Number<'a>>,
    pub city: &'a str,
    pub zip: Option<&'a str>,
}

/// Names, whether they are required, and an example of each type.
pub type Shape = &'static [(&'static str, bool, Kind)];

#[derive(Clone, Copy)]
pub enum Kind {
    Text,
    Number,
    Bool,
    Set,
    Place,
    Places,
}

pub const PARCEL: Shape = &[
    ("Aa", true, Kind::Text),
    ("BB", false, Kind::Text),
    ("C#", true, Kind::Number),
    ("id", true, Kind::Text),
    ("status", false, Kind::Text),
    ("total", true, Kind::Number),
    ("weight", false, Kind::Number),
    ("paid", true, Kind::Bool),
    ("gift", false, Kind::Bool),
    ("tags", true, Kind::Set),
    ("from", true, Kind::Place),
    ("to", false, Kind::Place),
    ("steps", false, Kind::Places),
];

pub const PLACE: Shape = &[
    ("C#", false, Kind::Text),
    ("Aa", true, Kind::Text),
    ("BB", false, Kind::Number),
    ("city", true, Kind::Text),
    ("zip", false, Kind::Text),
];

pub trait Shown {
    fn shown(&self) -> Option<RefValue>;
}

impl Shown for &str {
    fn shown(&self) -> Option<RefValue> {
        Some(RefValue::S((*self).to_owned()))
    }
}

impl Shown for Number<'_> {
    fn shown(&self) -> Option<RefValue> {
        Some(RefValue::N(self.as_str().to_owned()))
    }
}

impl Shown for bool {
    fn shown(&self) -> Option<RefValue> {
        Some(RefValue::Bool(*self))
    }
}

impl Shown for &[&str] {
    fn shown(&self) -> Option<RefValue> {
        Some(RefValue::Ss(self.iter().map(|&text| text.to_owned()).collect()))
    }
}

impl Shown for &[Place<'_>] {
    fn shown(&self) -> Option<RefValue> {
        Some(RefValue::L(self.iter().filter_map(Shown::shown).collect()))
    }
}

impl<T: Shown> Shown for Option<T> {
    fn shown(&self) -> Option<RefValue> {
        self.as_ref()?.shown()
    }
}

pub fn item<const N: usize>(attributes: [(&str, Option<RefValue>); N]) -> RefItem {
    attributes.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

impl Shown for Place<'_> {
    fn shown(&self) -> Option<RefValue> {
        let Place { first, second, third, city, zip } = self;
        Some(RefValue::M(item([
            ("C#", first.shown()),
            ("Aa", second.shown()),
            ("BB", third.shown()),
            ("city", city.shown()),
            ("zip", zip.shown()),
        ])))
    }
}

pub fn parcel(view: &Parcel<'_>) -> RefItem {
    item([
        ("Aa", view.first.shown()),
        ("BB", view.second.shown()),
        ("C#", view.third.shown()),
        ("id", view.id.shown()),
        ("status", view.status.shown()),
        ("total", view.total.shown()),
        ("weight", view.weight.shown()),
        ("paid", view.paid.shown()),
        ("gift", view.gift.shown()),
        ("tags", view.tags.shown()),
        ("from", view.from.shown()),
        ("to", view.to.shown()),
        ("steps", view.steps.shown()),
    ])
}

/// What the reference decodes of an image, as far as the model names it, in the model's order.
pub fn named(decoded: RefItem, shape: Shape) -> RefItem {
    let value = |name: &str, kind| {
        let (_, value) = decoded.iter().find(|(known, _)| known == name)?;
        Some(match (kind, value.clone()) {
            (Kind::Place, RefValue::M(place)) => RefValue::M(named(place, PLACE)),
            (Kind::Places, RefValue::L(places)) => RefValue::L(
                places
                    .into_iter()
                    .map(|place| match place {
                        RefValue::M(place) => RefValue::M(named(place, PLACE)),
                        other => other,
                    })
                    .collect(),
            ),
            (_, value) => value,
        })
    };
    shape
        .iter()
        .filter_map(|&(name, _, kind)| {
            Some((name.to_owned(), value(name, kind).filter(|value| *value != RefValue::Null)?))
        })
        .collect()
}
