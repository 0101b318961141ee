//! Every field type × every type on the wire, absence and NULL.

use std::collections::{BTreeMap, HashMap};

use millstream::{AttributeValue, Binary, Item, Model, Number};
use millstream_testkit::types::{RefItem, RefValue};
use millstream_testkit::wire_order;

use crate::harness::{Reader, unmarked};
use crate::reader;

#[derive(Model, Debug)]
pub struct Name<'a>(#[allow(dead_code)] &'a str);

#[derive(Model, Debug)]
#[allow(dead_code)]
pub struct Point {
    x: Option<i8>,
    y: Option<i8>,
}

#[derive(Model, Debug)]
#[model(tag = "kind", rename_all = "lowercase")]
pub enum Shape<'a> {
    Point(#[allow(dead_code)] Point),
    #[model(other)]
    Other(#[allow(dead_code)] Item<'a>),
}

/// A value of each type, with the place where it is refused.
const WIRE: [(&str, &str); 10] = [
    ("S", r#"{"S":"‸x"}"#),
    ("N", r#"{"N":"‸1"}"#),
    ("B", r#"{"B":"‸QUI="}"#),
    ("BOOL", r#"{"BOOL":‸true}"#),
    ("NULL", r#"{"NULL":‸true}"#),
    ("M", r#"{"M":{‡}}"#),
    ("L", r#"{"L":[‡]}"#),
    ("SS", r#"{"SS":[‡"x"]}"#),
    ("NS", r#"{"NS":[‡"1"]}"#),
    ("BS", r#"{"BS":[‡"QUI="]}"#),
];

fn wire(tag: &str) -> String {
    unmarked(WIRE.iter().find(|(name, _)| *name == tag).unwrap().1)
}

/// A field, what its type is called in errors, and what it makes of the values in [`WIRE`] that it takes.
struct Case {
    field: &'static str,
    expected: &'static str,
    takes: &'static [(&'static str, &'static str)],
}

/// One model with all fields, and one with all of them optional.
struct Models {
    required: Reader,
    optional: Reader,
    cases: &'static [Case],
}

macro_rules! models {
    ($name:ident, $how:ident: $($field:ident: $type:ty, $expected:literal takes $($tag:literal as $shown:literal),+;)*) => {
        mod $name {
            use super::*;

            mod required {
                use super::super::*;

                #[derive(Model)]
                pub struct All<'a> {
                    $($field: $type,)*
                    note: Option<&'a str>,
                }

                pub fn shown(all: &All<'_>, field: &str) -> String {
                    match field {
                        $(stringify!($field) => format!("{:?}", all.$field),)*
                        _ => format!("{:?}", all.note),
                    }
                }

                pub const READER: Reader = reader!(All, shown, $how);
            }

            mod optional {
                use super::super::*;

                #[derive(Model)]
                pub struct All<'a> {
                    $($field: Option<$type>,)*
                    note: Option<&'a str>,
                }

                pub fn shown(all: &All<'_>, field: &str) -> String {
                    match field {
                        $(stringify!($field) => format!("{:?}", all.$field),)*
                        _ => format!("{:?}", all.note),
                    }
                }

                pub const READER: Reader = reader!(All, shown, $how);
            }

            pub const MODELS: Models = Models {
                required: required::READER,
                optional: optional::READER,
                cases: &[$(Case {
                    field: stringify!($field),
                    expected: $expected,
                    takes: &[$(($tag, $shown)),*],
                }),*],
            };
        }
    };
}

models! { borrowing, borrowed:
    text: &'a str, "S" takes "S" as r#""x""#;
    boolean: bool, "BOOL" takes "BOOL" as "true";
    int8: i8, "N" takes "N" as "1";
    int16: i16, "N" takes "N" as "1";
    int32: i32, "N" takes "N" as "1";
    int64: i64, "N" takes "N" as "1";
    int128: i128, "N" takes "N" as "1";
    intsize: isize, "N" takes "N" as "1";
    uint8: u8, "N" takes "N" as "1";
    uint16: u16, "N" takes "N" as "1";
    uint32: u32, "N" takes "N" as "1";
    uint64: u64, "N" takes "N" as "1";
    uint128: u128, "N" takes "N" as "1";
    uintsize: usize, "N" takes "N" as "1";
    float32: f32, "N" takes "N" as "1.0";
    float64: f64, "N" takes "N" as "1.0";
    number: Number<'a>, "N" takes "N" as "1";
    binary: Binary<'a>, "B" takes "B" as r#"Binary("QUI=")"#;
    bytes: &'a [u8], "B" takes "B" as "[65, 66]";
    texts: &'a [&'a str], "SS or L" takes "SS" as r#"["x"]"#, "L" as "[]";
    booleans: &'a [bool], "L" takes "L" as "[]";
    integers: &'a [i32], "NS or L" takes "NS" as "[1]", "L" as "[]";
    floats: &'a [f64], "NS or L" takes "NS" as "[1.0]", "L" as "[]";
    numbers: &'a [Number<'a>], "NS or L" takes "NS" as "[1]", "L" as "[]";
    binaries: &'a [Binary<'a>], "BS or L" takes "BS" as r#"[Binary("QUI=")]"#, "L" as "[]";
    blobs: &'a [&'a [u8]], "BS or L" takes "BS" as "[[65, 66]]", "L" as "[]";
    maybe_texts: &'a [Option<&'a str>], "L" takes "L" as "[]";
    rows: &'a [&'a [i32]], "L" takes "L" as "[]";
    points: &'a [Point], "L" takes "L" as "[]";
    shapes: &'a [Shape<'a>], "L" takes "L" as "[]";
    items: &'a [Item<'a>], "L" takes "L" as "[]";
    anythings: &'a [AttributeValue<'a>], "L" takes "L" as "[]";
    pairs: &'a [(&'a str, i32)], "M" takes "M" as "[]";
    name: Name<'a>, "S" takes "S" as r#"Name("x")"#;
    names: &'a [Name<'a>], "SS or L" takes "SS" as r#"[Name("x")]"#, "L" as "[]";
    point: Point, "M" takes "M" as "Point { x: None, y: None }";
    shape: Shape<'a>, "M" takes "M" as "Other({})";
    item: Item<'a>, "M" takes "M" as "{}";
    anything: AttributeValue<'a>, "anything" takes "S" as r#"S("x")"#, "N" as "N(1)", "B" as r#"B(Binary("QUI="))"#,
        "BOOL" as "Bool(true)", "NULL" as "Null", "M" as "M({})", "L" as "L([])", "SS" as r#"Ss(["x"])"#,
        "NS" as "Ns([1])", "BS" as r#"Bs([Binary("QUI=")])"#;
}

models! { owning, owned:
    text: String, "S" takes "S" as r#""x""#;
    bytes: Vec<u8>, "B" takes "B" as "[65, 66]";
    texts: Vec<String>, "SS or L" takes "SS" as r#"["x"]"#, "L" as "[]";
    borrowed_texts: Vec<&'a str>, "SS or L" takes "SS" as r#"["x"]"#, "L" as "[]";
    integers: Vec<i32>, "NS or L" takes "NS" as "[1]", "L" as "[]";
    blobs: Vec<Vec<u8>>, "BS or L" takes "BS" as "[[65, 66]]", "L" as "[]";
    rows: Vec<Vec<i32>>, "L" takes "L" as "[]";
    points: Vec<Point>, "L" takes "L" as "[]";
    pairs: Vec<(&'a str, i32)>, "M" takes "M" as "[]";
    boxed_integer: Box<i32>, "N" takes "N" as "1";
    boxed_point: Box<Point>, "M" takes "M" as "Point { x: None, y: None }";
    sorted: BTreeMap<String, i32>, "M" takes "M" as "{}";
    sorted_borrowed: BTreeMap<&'a str, i32>, "M" takes "M" as "{}";
    hashed: HashMap<String, i32>, "M" takes "M" as "{}";
    hashed_borrowed: HashMap<&'a str, i32>, "M" takes "M" as "{}";
}

const ALL: [Models; 2] = [borrowing::MODELS, owning::MODELS];

impl Models {
    /// Reads an item in which `case`'s attribute is `attribute`, or absent, with all others as the model needs them.
    #[track_caller]
    fn required(&self, case: &Case, attribute: Option<&str>, expected: Result<&str, &str>) {
        let fitting = |case: &Case| wire(case.takes[0].0);
        let others = self.cases.iter().filter(|other| other.field != case.field);
        let mut attributes: Vec<_> = others.map(|other| (other.field, fitting(other))).collect();
        attributes.extend(attribute.map(|attribute| (case.field, attribute.to_owned())));
        let end = if attribute.is_none() { "‡" } else { "" };
        // As declared but for this one at the end, and in the order of Lambda.
        let item = |attributes: &[(&str, String)]| {
            let attributes: Vec<_> =
                attributes.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
            format!("{{{}}}{end}", attributes.join(","))
        };
        self.required.check(case.field, &item(&attributes), expected);
        let mut order: RefItem =
            attributes.iter().map(|(name, _)| (name.to_string(), RefValue::Null)).collect();
        wire_order::arrange(&mut order);
        attributes.sort_by_key(|(name, _)| order.iter().position(|(place, _)| place == name));
        self.required.check(case.field, &item(&attributes), expected);
    }

    /// Reads an item in which `case`'s attribute is `attribute`, and no other is there.
    #[track_caller]
    fn optional(&self, case: &Case, attribute: &str, expected: Result<&str, &str>) {
        self.optional.check(case.field, &format!("{{\"{}\":{attribute}}}", case.field), expected);
    }
}

#[test]
fn each_type_takes_what_it_says_and_refuses_the_rest() {
    for models in &ALL {
        for case in models.cases {
            for (tag, value) in WIRE {
                if let Some((_, shown)) = case.takes.iter().find(|(takes, _)| *takes == tag) {
                    models.required(case, Some(&unmarked(value)), Ok(shown));
                    let some = if tag == "NULL" { "None".to_owned() } else { format!("Some({shown})") };
                    models.optional(case, &unmarked(value), Ok(&some));
                    continue;
                }
                let refused = format!("{}: expected {}, found {tag}", case.field, case.expected);
                models.required(case, Some(value), Err(&refused));
                match tag {
                    "NULL" => models.optional(case, &unmarked(value), Ok("None")),
                    _ => models.optional(case, value, Err(&refused)),
                }
            }
            models.optional(case, r#"{"NULL":false}"#, Ok("None"));
        }
    }
}

#[test]
fn absence_is_none_or_an_error() {
    for models in &ALL {
        for case in models.cases {
            models.required(case, None, Err(&format!("{}: missing", case.field)));
            for item in [r#"{}"#, r#"{"note":{"S":"x"}}"#, r#"{"Text":{"S":"x"},"":{"N":"1"}}"#] {
                models.optional.check(case.field, item, Ok("None"));
            }
        }
    }
}

/// What stands in the place of an attribute value, whatever its type would be.
#[test]
fn no_type_takes_what_is_no_attribute_value() {
    let refused = [
        (r#"‸"x""#, "expected an attribute value, found a string"),
        ("‸1", "expected an attribute value, found a number"),
        ("‸null", "expected an attribute value, found null"),
        ("‸true", "expected an attribute value, found a boolean"),
        (r#"‸[{"S":"x"}]"#, "expected an attribute value, found an array"),
        ("{‸}", "expected one type, such as S or N"),
        (r#"{‸"X":"x"}"#, "expected a type such as S or N"),
        (r#"{‸"s":"x"}"#, "expected a type such as S or N"),
        (r#"{‸"":"x"}"#, "expected a type such as S or N"),
        (r#"{"S":‸1}"#, "expected a string, found a number"),
        (r#"{"S":‸null}"#, "expected a string, found null"),
        (r#"{"B":‸{}}"#, "expected a string, found an object"),
        (r#"{"N":‸1}"#, "expected N's number as a string, found a number"),
        (r#"{"N":‸-1.5E3}"#, "expected N's number as a string, found a number"),
        (r#"{"N":‸true}"#, "expected a string, found a boolean"),
        (r#"{"M":‸[]}"#, "expected an object, found an array"),
        (r#"{"L":‸{}}"#, "expected an array, found an object"),
        (r#"{"SS":‸"x"}"#, "expected an array, found a string"),
        (r#"{"NS":‸1}"#, "expected an array, found a number"),
        (r#"{"BS":‸null}"#, "expected an array, found null"),
    ];
    for models in &ALL {
        for case in models.cases {
            for (value, words) in refused {
                let words = format!("{}: {words}", case.field);
                models.required(case, Some(value), Err(&words));
                models.optional(case, value, Err(&words));
            }
        }
    }
}

/// A fitting value with a second member, of the same or of another type.
#[test]
fn an_attribute_value_has_one_type() {
    for models in &ALL {
        for case in models.cases {
            let value = wire(case.takes[0].0);
            let start = value.strip_suffix('}').unwrap();
            for second in [&value[1..], r#""N":"1"}"#, r#""x":null}"#] {
                let value = format!("{start}‸,{second}");
                let words = format!("{}: expected an attribute value of one type", case.field);
                models.required(case, Some(&value), Err(&words));
                models.optional(case, &value, Err(&words));
            }
        }
    }
}

/// Names and types may be written with escapes; white space is everywhere in one of the harness's own spellings.
#[test]
fn escapes_change_nothing() {
    let escaped = |text: &str| text.chars().map(|char| format!("\\u{:04x}", char as u32)).collect::<String>();
    for models in &ALL {
        for case in models.cases {
            for (tag, shown) in case.takes.iter().filter(|(tag, _)| *tag != "NULL") {
                let value = wire(tag).replacen(&format!("\"{tag}\""), &format!("\"{}\"", escaped(tag)), 1);
                let item = format!("{{\"{}\":{value}}}", escaped(case.field));
                models.optional.check(case.field, &item, Ok(&format!("Some({shown})")));
            }
        }
    }
}
