//! What each attribute of `#[derive(Model)]` does, through the public interface.

use std::collections::BTreeMap;

use millstream::{AttributeValue, Change, Decoder, Error, ErrorKind, Item, Model, Number};

/// The error of an item that does not fit the model.
fn refused<M: Model>(item: &str) -> (ErrorKind, String) {
    match Decoder::new().decode_item::<M>(item) {
        Ok(_) => panic!("{item} was accepted"),
        Err(error) => (error.kind(), error.to_string().split(" at byte").next().unwrap().to_owned()),
    }
}

fn missing(path: &str) -> (ErrorKind, String) {
    (ErrorKind::Missing, format!("{path}: missing"))
}

fn misfit(path: &str, expected: &str, found: &str) -> (ErrorKind, String) {
    (ErrorKind::Type, format!("{path}: expected {expected}, found {found}"))
}

// ---- names ---------------------------------------------------------------------------------------------------------------------------

#[derive(Model, Debug, PartialEq)]
struct Names<'a> {
    plain: &'a str,
    #[model(rename = "Re-named")]
    renamed: &'a str,
    r#type: &'a str,
}

#[test]
fn names() -> Result<(), Error> {
    let mut decoder = Decoder::new();
    let names =
        decoder.decode_item::<Names>(r#"{"plain":{"S":"a"},"Re-named":{"S":"b"},"type":{"S":"c"}}"#)?;
    assert_eq!(names, Names { plain: "a", renamed: "b", r#type: "c" });
    // The field's own name is not a name on the wire, once it is renamed.
    assert_eq!(
        refused::<Names>(r#"{"plain":{"S":"a"},"renamed":{"S":"b"},"type":{"S":"c"}}"#),
        missing("Re-named")
    );
    Ok(())
}

macro_rules! cases {
    ($($rule:literal => $name:literal;)*) => { $({
        #[derive(Model)]
        #[model(rename_all = $rule)]
        struct Cased<'a> {
            user_name: &'a str,
            #[model(rename = "exactly_this")]
            other_name: &'a str,
            r#final: Option<&'a str>,
        }
        let item = concat!(r#"{""#, $name, r#"":{"S":"a"},"exactly_this":{"S":"b"}}"#);
        let mut decoder = Decoder::new();
        let cased = decoder.decode_item::<Cased>(item)?;
        assert_eq!((cased.user_name, cased.other_name, cased.r#final), ("a", "b", None), $rule);
    })* };
}

#[test]
fn rename_all() -> Result<(), Error> {
    cases! {
        "lowercase" => "user_name";
        "UPPERCASE" => "USER_NAME";
        "PascalCase" => "UserName";
        "camelCase" => "userName";
        "snake_case" => "user_name";
        "SCREAMING_SNAKE_CASE" => "USER_NAME";
        "kebab-case" => "user-name";
        "SCREAMING-KEBAB-CASE" => "USER-NAME";
    }
    Ok(())
}

#[derive(Model, Debug, PartialEq)]
struct Aliases<'a> {
    #[model(alias = "user", alias = "customer")]
    account: &'a str,
    #[model(rename = "n", alias = "count")]
    number: i64,
}

#[test]
fn aliases() -> Result<(), Error> {
    let mut decoder = Decoder::new();
    for account in ["account", "user", "customer"] {
        for number in ["n", "count"] {
            let item = format!(r#"{{"{number}":{{"N":"7"}},"{account}":{{"S":"a"}}}}"#);
            let aliases = decoder.decode_item::<Aliases>(&item)?;
            assert_eq!(aliases, Aliases { account: "a", number: 7 }, "{item}");
        }
    }
    // All names are one attribute, of which the last occurrence counts. An error has the name that the input has.
    let twice = r#"{"account":{"S":"a"},"n":{"N":"1"},"user":{"S":"b"},"count":{"N":"2"}}"#;
    assert_eq!(decoder.decode_item::<Aliases>(twice)?, Aliases { account: "b", number: 2 });
    assert_eq!(refused::<Aliases>(r#"{"user":{"S":"a"},"count":{"S":"7"}}"#), misfit("count", "N", "S"));
    assert_eq!(refused::<Aliases>(r#"{"user":{"S":"a"},"number":{"N":"7"}}"#), missing("n"));
    Ok(())
}

#[test]
fn repeated_attributes() -> Result<(), Error> {
    let mut decoder = Decoder::new();
    let names = r#"{"plain":{"S":"a"},"Re-named":{"S":"b"},"type":{"S":"c"},"plain":{"S":"z"}}"#;
    assert_eq!(decoder.decode_item::<Names>(names)?.plain, "z");
    // Every occurrence must fit.
    let bad = r#"{"plain":{"N":"1"},"Re-named":{"S":"b"},"type":{"S":"c"},"plain":{"S":"z"}}"#;
    assert_eq!(refused::<Names>(bad), misfit("plain", "S", "N"));
    Ok(())
}

// ---- absence -------------------------------------------------------------------------------------------------------------------------

fn seven() -> u32 {
    7
}

mod defaults {
    pub fn text() -> &'static str {
        "none"
    }
}

#[derive(Debug, PartialEq)]
struct Foreign(u8);

impl Foreign {
    const fn new() -> Foreign {
        Foreign(9)
    }
}

#[derive(Model, Debug, PartialEq)]
struct Absences<'a> {
    required: bool,
    optional: Option<u32>,
    #[model(default)]
    default: u32,
    #[model(default = "seven")]
    seven: u32,
    #[model(default = "defaults::text")]
    text: &'a str,
    #[model(default)]
    list: &'a [&'a str],
    #[model(skip)]
    skipped: u32,
    #[model(skip, default = "Foreign::new")]
    foreign: Foreign,
}

#[test]
fn absence() -> Result<(), Error> {
    let mut decoder = Decoder::new();
    let absent = Absences {
        required: true,
        optional: None,
        default: 0,
        seven: 7,
        text: "none",
        list: &[],
        skipped: 0,
        foreign: Foreign(9),
    };
    assert_eq!(decoder.decode_item::<Absences>(r#"{"required":{"BOOL":true}}"#)?, absent);
    let present = r#"{"required":{"BOOL":false},"optional":{"N":"1"},"default":{"N":"2"},"seven":{"N":"3"},"text":{"S":"t"},
        "list":{"SS":["x"]},"skipped":{"S":"an attribute of this name is another one"},"foreign":{"N":"1"}}"#;
    let expected = Absences {
        required: false,
        optional: Some(1),
        default: 2,
        seven: 3,
        text: "t",
        list: &["x"],
        skipped: 0,
        foreign: Foreign(9),
    };
    assert_eq!(decoder.decode_item::<Absences>(present)?, expected);
    assert_eq!(refused::<Absences>("{}"), missing("required"));
    Ok(())
}

/// NULL is a value, not absence.
#[test]
fn null() -> Result<(), Error> {
    let mut decoder = Decoder::new();
    let null = r#"{"required":{"BOOL":true},"optional":{"NULL":true}}"#;
    assert_eq!(decoder.decode_item::<Absences>(null)?.optional, None);
    let null = r#"{"required":{"BOOL":true},"default":{"NULL":true}}"#;
    assert_eq!(refused::<Absences>(null), misfit("default", "N", "NULL"));
    Ok(())
}

/// A view is written anew for each record: nothing of an earlier one stays.
#[test]
fn nothing_stays_from_one_record_to_the_next() {
    let event = r#"{"Records":[
        {"dynamodb":{"NewImage":{"required":{"BOOL":true},"optional":{"N":"1"},"default":{"N":"1"},"seven":{"N":"1"}}}},
        {"dynamodb":{"NewImage":{"required":{"BOOL":true}}}}]}"#;
    let mut decoder = Decoder::new();
    let mut stream = decoder.stream::<Absences>(event);
    let mut seen = Vec::new();
    while let Some(record) = stream.next() {
        let record = record.unwrap();
        let image = record.new_image().unwrap();
        seen.push((image.optional, image.default, image.seven));
    }
    assert_eq!(seen, [(Some(1), 1, 1), (None, 0, 7)]);
}

// ---- with ----------------------------------------------------------------------------------------------------------------------------

/// Minutes, written as "1:30".
#[derive(Debug, PartialEq, Clone, Copy, Default)]
struct Minutes(u32);

mod minutes {
    use super::{AttributeValue, Minutes};

    pub fn decode(value: AttributeValue<'_>) -> Result<Minutes, &'static str> {
        let (hours, minutes) = value.as_str().and_then(|text| text.split_once(':')).ok_or("not a time")?;
        match (hours.parse::<u32>(), minutes.parse::<u32>()) {
            (Ok(hours), Ok(minutes)) => Ok(Minutes(hours * 60 + minutes)),
            _ => Err("not a time"),
        }
    }
}

mod trimmed {
    use super::AttributeValue;

    /// It borrows from the input, and its error is a String.
    pub fn decode(value: AttributeValue<'_>) -> Result<&str, String> {
        value.as_str().map(str::trim).ok_or_else(|| format!("a {}, not a text", value.tag().name()))
    }
}

mod maybe {
    use super::{AttributeValue, Minutes};

    pub fn decode(value: AttributeValue<'_>) -> Result<Option<Minutes>, &'static str> {
        match value {
            AttributeValue::Null => Ok(None),
            value => super::minutes::decode(value).map(Some),
        }
    }
}

fn noon() -> Minutes {
    Minutes(720)
}

#[derive(Model, Debug, PartialEq)]
struct Times<'a> {
    #[model(with = "minutes")]
    start: Minutes,
    #[model(with = "minutes", default)]
    length: Minutes,
    #[model(with = "minutes", default = "noon", rename = "End", alias = "until")]
    end: Minutes,
    #[model(with = "trimmed")]
    title: &'a str,
    #[model(with = "maybe")]
    pause: Option<Minutes>,
}

#[test]
fn with() -> Result<(), Error> {
    let mut decoder = Decoder::new();
    let item = r#"{"start":{"S":"1:30"},"title":{"S":" lunch "},"pause":{"NULL":true}}"#;
    let expected =
        Times { start: Minutes(90), length: Minutes(0), end: Minutes(720), title: "lunch", pause: None };
    assert_eq!(decoder.decode_item::<Times>(item)?, expected);
    let item = r#"{"start":{"S":"1:30"},"title":{"S":"x"},"pause":{"S":"0:01"},"length":{"S":"0:10"},"until":{"S":"1:40"}}"#;
    let times = decoder.decode_item::<Times>(item)?;
    assert_eq!((times.length, times.end, times.pause), (Minutes(10), Minutes(100), Some(Minutes(1))));

    let custom = |path, message| (ErrorKind::Custom, format!("{path}: {message}"));
    assert_eq!(
        refused::<Times>(r#"{"start":{"S":"soon"},"title":{"S":"x"},"pause":{"NULL":true}}"#),
        custom("start", "not a time")
    );
    assert_eq!(
        refused::<Times>(r#"{"start":{"S":"1:30"},"title":{"L":[]},"pause":{"NULL":true}}"#),
        custom("title", "a L, not a text")
    );
    // It is required whatever its type is, since no type is told by its spelling.
    assert_eq!(refused::<Times>(r#"{"start":{"S":"1:30"},"title":{"S":"x"}}"#), missing("pause"));
    Ok(())
}

// ---- flatten and rest ----------------------------------------------------------------------------------------------------------------

#[derive(Model, Debug, PartialEq)]
struct Person<'a> {
    name: &'a str,
    #[model(flatten)]
    address: Address<'a>,
    #[model(flatten)]
    audit: Audit,
    #[model(rest)]
    others: Item<'a>,
}

#[derive(Model, Debug, PartialEq)]
struct Address<'a> {
    #[model(alias = "ort")]
    city: &'a str,
    zip: Option<u32>,
    #[model(flatten)]
    point: Point,
}

#[derive(Model, Debug, PartialEq)]
struct Point {
    x: i32,
    #[model(default)]
    y: i32,
}

#[derive(Model, Debug, PartialEq)]
struct Audit {
    #[model(rename = "createdAt")]
    created: u64,
}

#[test]
fn flatten_and_rest() -> Result<(), Error> {
    let mut decoder = Decoder::new();
    let item = r#"{"unknown":{"L":[]},"city":{"S":"Bonn"},"x":{"N":"-1"},"name":{"S":"ann"},"createdAt":{"N":"5"},
        "more":{"M":{"a":{"N":"1"}}},"y":{"N":"2"},"unknown":{"BOOL":true}}"#;
    let person = decoder.decode_item::<Person>(item)?;
    assert_eq!(person.name, "ann");
    assert_eq!(person.address, Address { city: "Bonn", zip: None, point: Point { x: -1, y: 2 } });
    assert_eq!(person.audit, Audit { created: 5 });
    // Each name once, the last value.
    let others: BTreeMap<_, _> =
        person.others.iter().map(|(name, value)| (name, value.to_string())).collect();
    assert_eq!(others, [("unknown", "true".to_owned()), ("more", r#"{"a":1}"#.to_owned())].into());
    assert_eq!(person.others.len(), 2);

    let exact =
        r#"{"name":{"S":"ann"},"ort":{"S":"Bonn"},"zip":{"N":"53"},"x":{"N":"1"},"createdAt":{"N":"5"}}"#;
    let person = decoder.decode_item::<Person>(exact)?;
    assert_eq!(person.address, Address { city: "Bonn", zip: Some(53), point: Point { x: 1, y: 0 } });
    assert!(person.others.is_empty());

    // Paths are those of the wire, where nothing is nested.
    let misfitting = r#"{"name":{"S":"ann"},"city":{"S":"Bonn"},"x":{"S":"1"},"createdAt":{"N":"5"}}"#;
    assert_eq!(refused::<Person>(misfitting), misfit("x", "N", "S"));
    assert_eq!(
        refused::<Person>(r#"{"name":{"S":"ann"},"city":{"S":"Bonn"},"createdAt":{"N":"5"}}"#),
        missing("x")
    );
    assert_eq!(
        refused::<Person>(r#"{"name":{"S":"ann"},"x":{"N":"1"},"createdAt":{"N":"5"}}"#),
        missing("city")
    );
    assert_eq!(
        refused::<Person>(r#"{"name":{"S":"ann"},"city":{"S":"Bonn"},"x":{"N":"1"}}"#),
        missing("createdAt")
    );
    // What is kept must be an attribute value; what is ignored, only JSON.
    assert_eq!(
        refused::<Person>(
            r#"{"name":{"S":"ann"},"city":{"S":"Bonn"},"x":{"N":"1"},"createdAt":{"N":"5"},"no":1}"#
        )
        .0,
        ErrorKind::Type
    );
    assert_eq!(decoder.decode_item::<Audit>(r#"{"no":1,"createdAt":{"N":"5"}}"#)?, Audit { created: 5 });
    Ok(())
}

#[derive(Model, Debug, PartialEq)]
struct OnlyRest<'a> {
    #[model(rest)]
    all: Item<'a>,
}

#[derive(Model, Debug, PartialEq)]
struct Nothing {}

#[test]
fn models_without_attributes() -> Result<(), Error> {
    let mut decoder = Decoder::new();
    let item = r#"{"a":{"N":"1"},"b":{"S":"x"}}"#;
    assert_eq!(decoder.decode_item::<OnlyRest>(item)?.all.to_string(), r#"{"a":1,"b":"x"}"#);
    assert!(decoder.decode_item::<OnlyRest>("{}")?.all.is_empty());
    assert_eq!(decoder.decode_item::<Nothing>(item)?, Nothing {});
    Ok(())
}

// ---- nesting, newtypes, generics -----------------------------------------------------------------------------------------------------

#[derive(Model, Debug, PartialEq)]
struct Order<'a> {
    id: OrderId<'a>,
    customer: Customer<'a>,
    lines: &'a [Line<'a>],
    watchers: &'a [OrderId<'a>],
    note: Option<Note<'a>>,
}

#[derive(Model, Debug, PartialEq, Clone, Copy)]
struct OrderId<'a>(&'a str);

#[derive(Model, Debug, PartialEq, Clone, Copy)]
struct Note<'a>(Option<&'a str>);

#[derive(Model, Debug, PartialEq)]
struct Customer<'a> {
    name: &'a str,
    vip: Option<bool>,
}

#[derive(Model, Debug, PartialEq)]
struct Line<'a> {
    sku: &'a str,
    price: Number<'a>,
}

#[test]
fn nesting_and_newtypes() -> Result<(), Error> {
    let mut decoder = Decoder::new();
    let item = r#"{"id":{"S":"o1"},"customer":{"M":{"name":{"S":"ann"}}},"watchers":{"SS":["o2","o3"]},
        "lines":{"L":[{"M":{"sku":{"S":"s1"},"price":{"N":"1.50"}}},{"M":{"price":{"N":"2"},"sku":{"S":"s2"}}}]}}"#;
    let order = decoder.decode_item::<Order>(item)?;
    assert_eq!(order.id, OrderId("o1"));
    assert_eq!(order.customer, Customer { name: "ann", vip: None });
    assert_eq!(
        order.lines.iter().map(|line| (line.sku, line.price.as_str())).collect::<Vec<_>>(),
        [("s1", "1.50"), ("s2", "2")]
    );
    assert_eq!(order.watchers, [OrderId("o2"), OrderId("o3")], "a set of newtypes");
    assert_eq!(order.note, None);

    let list = r#"{"id":{"S":"o1"},"customer":{"M":{"name":{"S":"ann"}}},"watchers":{"L":[{"S":"o2"}]},"lines":{"L":[]}}"#;
    assert_eq!(decoder.decode_item::<Order>(list)?.watchers, [OrderId("o2")]);

    let wrong = |id, watchers, lines| {
        refused::<Order>(&format!(
            r#"{{"id":{id},"customer":{{"M":{{"name":{{"S":"ann"}}}}}},"watchers":{watchers},"lines":{lines}}}"#
        ))
    };
    let (id, watchers, lines) = (r#"{"S":"o1"}"#, r#"{"L":[]}"#, r#"{"L":[]}"#);
    assert_eq!(wrong(r#"{"N":"1"}"#, watchers, lines), misfit("id", "S", "N"));
    assert_eq!(wrong(id, r#"{"NS":["1"]}"#, lines), misfit("watchers", "SS or L", "NS"));
    let bad_line =
        r#"{"L":[{"M":{"sku":{"S":"s"},"price":{"N":"1"}}},{"M":{"sku":{"S":"s"},"price":{"S":"1"}}}]}"#;
    assert_eq!(wrong(id, watchers, bad_line), misfit("lines[1].price", "N", "S"));
    Ok(())
}

/// What ends behind an ignored value is this map, and not the attribute value around it too.
#[test]
fn an_ignored_attribute_may_come_last() -> Result<(), Error> {
    #[derive(Model)]
    struct Outer<'a> {
        customer: Customer<'a>,
        customers: &'a [Customer<'a>],
    }
    let customer = r#"{"M":{"name":{"S":"ann"},"ignored":{"S":"x"}}}"#;
    let ignoring = r#"{"M":{"ignored":{"S":"x"},"name":{"S":"bob"},"vip":{"BOOL":true},"more":{"M":{}}}}"#;
    let item = format!(
        r#"{{"customer":{customer},"customers":{{"L":[{ignoring},{customer}]}},"ignored":{{"L":[]}}}}"#
    );
    let event = format!(
        r#"{{"Records":[{{"dynamodb":{{"NewImage":{item}}}}},{{"dynamodb":{{"NewImage":{item},"SizeBytes":1}}}}]}}"#
    );
    let mut decoder = Decoder::new();
    let batch = decoder.decode::<Outer>(&event)?;
    for record in &batch {
        let outer = record?.new_image().unwrap();
        assert_eq!(outer.customer, Customer { name: "ann", vip: None });
        assert_eq!(outer.customers.iter().map(|customer| customer.name).collect::<Vec<_>>(), ["bob", "ann"]);
    }
    Ok(())
}

#[test]
fn a_newtype_of_an_option_may_be_absent() -> Result<(), Error> {
    #[derive(Model)]
    struct Noted<'a> {
        note: Note<'a>,
    }
    let mut decoder = Decoder::new();
    assert_eq!(decoder.decode_item::<Noted>("{}")?.note, Note(None));
    assert_eq!(decoder.decode_item::<Noted>(r#"{"note":{"NULL":true}}"#)?.note, Note(None));
    assert_eq!(decoder.decode_item::<Noted>(r#"{"note":{"S":"x"}}"#)?.note, Note(Some("x")));
    Ok(())
}

#[derive(Model, Debug, PartialEq)]
struct Page<'a, T> {
    item: T,
    items: &'a [T],
    next: Option<&'a str>,
}

#[derive(Model, Debug, PartialEq)]
struct Pair<T, U> {
    first: T,
    #[model(default)]
    second: U,
}

#[test]
fn generic_models() -> Result<(), Error> {
    let mut decoder = Decoder::new();
    let numbers =
        decoder.decode_item::<Page<i64>>(r#"{"item":{"N":"1"},"items":{"NS":["2"]},"next":{"S":"n"}}"#)?;
    assert_eq!(numbers, Page { item: 1, items: &[2], next: Some("n") });
    let forms = decoder.decode_item::<Page<Circle>>(
        r#"{"item":{"M":{"radius":{"N":"1"}}},"items":{"L":[{"M":{"radius":{"N":"2"}}}]}}"#,
    )?;
    assert_eq!(forms, Page { item: Circle { radius: 1.0 }, items: &[Circle { radius: 2.0 }], next: None });
    assert_eq!(refused::<Page<i64>>(r#"{"item":{"S":"a"},"items":{"NS":[]}}"#), misfit("item", "N", "S"));
    let pair = decoder.decode_item::<Pair<Option<u8>, String>>("{}")?;
    assert_eq!(pair, Pair { first: None, second: String::new() });
    let pair =
        decoder.decode_item::<Pair<String, Vec<u8>>>(r#"{"first":{"S":"a"},"second":{"B":"AQI="}}"#)?;
    assert_eq!(pair, Pair { first: "a".to_owned(), second: vec![1, 2] });

    // A borrowing parameter, where the generic model is a field.
    #[derive(Model, Debug, PartialEq)]
    struct Outer<'a> {
        page: Page<'a, Pair<&'a str, u8>>,
    }
    let outer = r#"{"page":{"M":{"item":{"M":{"first":{"S":"f"}}},"items":{"L":[{"M":{"first":{"S":"g"},"second":{"N":"2"}}}]}}}}"#;
    let outer = decoder.decode_item::<Outer>(outer)?;
    assert_eq!(outer.page.item, Pair { first: "f", second: 0 });
    assert_eq!(outer.page.items, [Pair { first: "g", second: 2 }]);
    Ok(())
}

/// A model may hold itself in a box.
#[test]
#[allow(clippy::vec_box)] // a list learns of its elements, and so knows their size; a box does not
fn recursive_models() -> Result<(), Error> {
    #[derive(Model, Debug, PartialEq)]
    struct Comment<'a> {
        text: &'a str,
        answers: Vec<Box<Comment<'a>>>,
        cites: Option<Box<Self>>,
    }
    let item = r#"{"text":{"S":"a"},"answers":{"L":[{"M":{"text":{"S":"b"},"answers":{"L":[]}}}]},
        "cites":{"M":{"text":{"S":"c"},"answers":{"L":[]}}}}"#;
    let mut decoder = Decoder::new();
    let comment = decoder.decode_item::<Comment>(item)?;
    assert_eq!((comment.text, comment.answers[0].text, comment.cites.unwrap().text), ("a", "b", "c"));
    Ok(())
}

// ---- many attributes, any order ------------------------------------------------------------------------------------------------------

macro_rules! wide {
    ($($field:ident)*) => {
        #[derive(Model, Debug, PartialEq, Default)]
        struct Wide { $($field: Option<u16>,)* }

        const WIDE: &[&str] = &[$(stringify!($field)),*];

        impl Wide {
            fn values(&self) -> Vec<Option<u16>> {
                vec![$(self.$field),*]
            }
        }
    };
}

wide! {
    a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9
    e0 e1 e2 e3 e4 e5 e6 e7 e8 e9 f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 g0 g1 g2 g3 g4 g5 g6 g7 g8 g9 h0 h1 h2 h3 h4 h5 h6 h7 h8 h9
    i0 i1 i2 i3 i4 i5 i6 i7 i8 i9 j0 j1 j2 j3 j4 j5 j6 j7 j8 j9 k0 k1 k2 k3 k4 k5 k6 k7 k8 k9 l0 l1 l2 l3 l4 l5 l6 l7 l8 l9
    m0 m1 m2 m3 m4 m5 m6 m7 m8 m9 n0 n1 n2 n3 n4 n5 n6 n7 n8 n9
}

/// Every attribute is found at its index, in whatever order and number they come.
#[test]
fn wide_models_in_any_order() -> Result<(), Error> {
    assert!(WIDE.len() > 128, "three words of seen bits");
    let mut decoder = Decoder::new();
    for (stride, kept) in [(1, 1), (3, 1), (139, 1), (11, 2), (51, 3), (1, 64)] {
        // A stride prime to the length visits every index.
        let order: Vec<usize> = (0..WIDE.len()).map(|place| place * stride % WIDE.len()).collect();
        let members = order.iter().filter(|index| *index % kept == 0);
        let members: Vec<String> =
            members.map(|&index| format!(r#""{}":{{"N":"{index}"}}"#, WIDE[index])).collect();
        let item = format!("{{{}}}", members.join(","));
        let wide = decoder.decode_item::<Wide>(&item)?;
        let expected: Vec<Option<u16>> =
            (0..WIDE.len()).map(|index| (index % kept == 0).then_some(index as u16)).collect();
        assert_eq!(wide.values(), expected, "{item}");
    }
    Ok(())
}

// ---- keys ----------------------------------------------------------------------------------------------------------------------------

#[derive(Model, Debug, PartialEq)]
#[model(table = "BarkTable", rename_all = "PascalCase")]
struct Bark<'a> {
    #[model(hash_key)]
    username: &'a str,
    #[model(range_key, rename = "time", with = "minutes")]
    timestamp: Minutes,
    message: &'a str,
}

#[derive(Model)]
struct Counter {
    #[model(hash_key, alias = "ID")]
    id: CounterId,
    #[model(default)]
    count: u64,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct CounterId(u64);

#[test]
fn keys() -> Result<(), Error> {
    let event = r#"{"Records":[{"eventName":"REMOVE","dynamodb":{"Keys":{"time":{"S":"1:00"},"Username":{"S":"ann"}}}}]}"#;
    let mut decoder = Decoder::new();
    let batch = decoder.decode::<Bark>(event)?;
    let record = batch.iter().next().unwrap()?;
    let keys: &BarkKeys = record.keys().unwrap();
    assert_eq!(keys, &BarkKeys { username: "ann", timestamp: Minutes(60) });
    assert_eq!(format!("{:?}", keys.clone()), r#"BarkKeys { username: "ann", timestamp: Minutes(60) }"#);

    // The keys are a model of their own, of the same table.
    assert_eq!((Bark::TABLE, BarkKeys::TABLE), (Some("BarkTable"), Some("BarkTable")));
    let keys = decoder
        .decode_item::<BarkKeys>(r#"{"Username":{"S":"b"},"time":{"S":"0:01"},"Message":{"N":"1"}}"#)?;
    assert_eq!((keys.username, keys.timestamp), ("b", Minutes(1)));
    assert_eq!(refused::<BarkKeys>(r#"{"time":{"S":"0:01"}}"#), missing("Username"));

    let counter = decoder.decode_item::<CounterKeys>(r#"{"ID":{"N":"5"}}"#)?;
    assert_eq!(counter, CounterKeys { id: CounterId(5) });
    assert_eq!((Counter::TABLE, CounterKeys::TABLE), (None, None));
    assert_eq!(decoder.decode_item::<Counter>(r#"{"id":{"N":"5"}}"#)?.count, 0);
    Ok(())
}

#[test]
fn keys_without_a_mark_are_an_item() -> Result<(), Error> {
    let event = r#"{"Records":[{"dynamodb":{"Keys":{"createdAt":{"N":"1"}}}}]}"#;
    let mut decoder = Decoder::new();
    let batch = decoder.decode::<Audit>(event)?;
    let record = batch.iter().next().unwrap()?;
    let keys: &Item = record.keys().unwrap();
    assert_eq!(keys.to_string(), r#"{"createdAt":1}"#);
    Ok(())
}

// ---- enums ---------------------------------------------------------------------------------------------------------------------------

#[derive(Model, Debug, PartialEq)]
#[model(tag = "type", rename_all = "snake_case", table = "Shapes")]
enum Form<'a> {
    #[model(alias = "disc", alias = "1")]
    RoundDisc(Circle),
    #[model(rename = "Box")]
    Square(Named<'a>),
    Empty,
}

#[derive(Model, Debug, PartialEq)]
struct Circle {
    radius: f64,
}

#[derive(Model, Debug, PartialEq)]
struct Named<'a> {
    name: &'a str,
    r#type: &'a str,
}

#[derive(Model, Debug, PartialEq)]
#[model(tag = "type")]
enum Lenient<'a> {
    Circle(Circle),
    #[model(other)]
    Other(Item<'a>),
}

#[derive(Model, Debug, PartialEq)]
#[model(tag = "type")]
enum Ignoring {
    Circle(Circle),
    #[model(other)]
    Ignored,
}

fn no_variant(attribute: &str) -> (ErrorKind, String) {
    (ErrorKind::Variant, format!("no variant for the value of `{attribute}`"))
}

fn nothing_to_choose_by(attribute: &str) -> (ErrorKind, String) {
    (ErrorKind::Variant, format!("no S or N `{attribute}` that would choose a variant"))
}

#[test]
fn tagged_enums() -> Result<(), Error> {
    let mut decoder = Decoder::new();
    // The tag may stand anywhere, and be an S or an N.
    for tag in [r#"{"S":"round_disc"}"#, r#"{"S":"disc"}"#, r#"{"N":"1"}"#] {
        for item in [
            format!(r#"{{"type":{tag},"radius":{{"N":"1.5"}}}}"#),
            format!(r#"{{"radius":{{"N":"1.5"}},"type":{tag}}}"#),
        ] {
            assert_eq!(
                decoder.decode_item::<Form>(&item)?,
                Form::RoundDisc(Circle { radius: 1.5 }),
                "{item}"
            );
        }
    }
    // It is an attribute like any other: a variant's model may read it too.
    let square = decoder.decode_item::<Form>(r#"{"name":{"S":"x"},"type":{"S":"Box"}}"#)?;
    assert_eq!(square, Form::Square(Named { name: "x", r#type: "Box" }));
    let empty = decoder.decode_item::<Form>(r#"{"what":{"L":[]},"type":{"S":"empty"},"ever":{"M":{}}}"#)?;
    assert_eq!(empty, Form::Empty);
    assert_eq!(Form::TABLE, Some("Shapes"));

    for item in [r#"{"type":{"S":"square"}}"#, r#"{"type":{"S":"ROUND_DISC"},"radius":{"N":"1"}}"#] {
        assert_eq!(refused::<Form>(item), no_variant("type"), "{item}");
    }
    for item in [r#"{"type":{"BOOL":true}}"#, r#"{"radius":{"N":"1"}}"#, "{}"] {
        assert_eq!(refused::<Form>(item), nothing_to_choose_by("type"), "{item}");
    }
    assert_eq!(refused::<Form>(r#"{"type":{"S":"disc"},"radius":{"S":"1"}}"#), misfit("radius", "N", "S"));
    assert_eq!(refused::<Form>(r#"{"type":{"S":"disc"}}"#), missing("radius"));
    Ok(())
}

#[test]
fn other_variants() -> Result<(), Error> {
    let mut decoder = Decoder::new();
    let circle = r#"{"type":{"S":"Circle"},"radius":{"N":"1"}}"#;
    assert_eq!(decoder.decode_item::<Lenient>(circle)?, Lenient::Circle(Circle { radius: 1.0 }));
    assert_eq!(decoder.decode_item::<Ignoring>(circle)?, Ignoring::Circle(Circle { radius: 1.0 }));
    for item in
        [r#"{"type":{"S":"Other"},"a":{"N":"1"}}"#, r#"{"a":{"N":"1"}}"#, r#"{"type":{"L":[]}}"#, "{}"]
    {
        match decoder.decode_item::<Lenient>(item)? {
            Lenient::Other(other) => assert_eq!(other, Decoder::new().decode_item::<Item>(item)?, "{item}"),
            Lenient::Circle(_) => panic!("{item}"),
        }
        assert_eq!(decoder.decode_item::<Ignoring>(item)?, Ignoring::Ignored, "{item}");
    }
    // A variant that was chosen has to fit.
    assert_eq!(refused::<Lenient>(r#"{"type":{"S":"Circle"}}"#), missing("radius"));
    Ok(())
}

#[test]
fn nested_enums() -> Result<(), Error> {
    #[derive(Model, Debug, PartialEq)]
    struct Drawing<'a> {
        main: Form<'a>,
        forms: &'a [Form<'a>],
        frame: Option<Lenient<'a>>,
    }
    let item = r#"{"main":{"M":{"type":{"S":"empty"}}},"forms":{"L":[{"M":{"radius":{"N":"1"},"type":{"S":"disc"}}},
        {"M":{"type":{"S":"empty"}}}]},"frame":{"M":{"type":{"S":"none"}}}}"#;
    let mut decoder = Decoder::new();
    let drawing = decoder.decode_item::<Drawing>(item)?;
    assert_eq!(drawing.main, Form::Empty);
    assert_eq!(drawing.forms, [Form::RoundDisc(Circle { radius: 1.0 }), Form::Empty]);
    assert!(matches!(drawing.frame, Some(Lenient::Other(_))));
    let wrong = r#"{"main":{"M":{"type":{"S":"empty"}}},"forms":{"L":[{"M":{"type":{"S":"x"}}}]}}"#;
    assert_eq!(refused::<Drawing>(wrong).0, ErrorKind::Variant);
    assert!(refused::<Drawing>(wrong).1.starts_with("forms[0]: "));
    assert_eq!(refused::<Drawing>(r#"{"main":{"S":"empty"},"forms":{"L":[]}}"#), misfit("main", "M", "S"));
    Ok(())
}

#[derive(Model, Debug, PartialEq)]
#[model(range_key = "sk")]
enum Entity<'a> {
    #[model(range_key_prefix = "ORDER#")]
    Order(Total),
    // Longer, so it wins, though it stands behind.
    #[model(range_key_prefix = "ORDER#LINE#")]
    Line(Sku<'a>),
    #[model(range_key_prefix = "PING")]
    Ping,
}

#[derive(Model, Debug, PartialEq)]
struct Total {
    total: u32,
}

#[derive(Model, Debug, PartialEq)]
struct Sku<'a> {
    sku: &'a str,
    sk: Option<&'a str>,
}

#[derive(Model, Debug, PartialEq)]
#[model(hash_key = "pk")]
enum ByHash<'a> {
    #[model(hash_key_prefix = "1")]
    One(Total),
    #[model(other)]
    Other(Item<'a>),
}

#[test]
fn enums_by_key_of_a_bare_item() -> Result<(), Error> {
    let mut decoder = Decoder::new();
    let mut entity = |item: &'static str| {
        let form = decoder.decode_item::<Entity>(item)?;
        Ok::<_, Error>(format!("{form:?}"))
    };
    assert_eq!(entity(r#"{"sk":{"S":"ORDER#1"},"total":{"N":"5"}}"#)?, "Order(Total { total: 5 })");
    assert_eq!(entity(r#"{"total":{"N":"5"},"sk":{"S":"ORDER#"}}"#)?, "Order(Total { total: 5 })");
    assert_eq!(
        entity(r#"{"sku":{"S":"s"},"sk":{"S":"ORDER#LINE#1"}}"#)?,
        r#"Line(Sku { sku: "s", sk: Some("ORDER#LINE#1") })"#
    );
    assert_eq!(entity(r#"{"sk":{"S":"PING"},"x":{"M":{}}}"#)?, "Ping");
    for item in [r#"{"sk":{"S":"ORDER"}}"#, r#"{"sk":{"S":""}}"#] {
        assert_eq!(refused::<Entity>(item), no_variant("sk"), "{item}");
    }
    for item in [r#"{"total":{"N":"1"}}"#, "{}"] {
        assert_eq!(refused::<Entity>(item), nothing_to_choose_by("sk"), "{item}");
    }
    // A number's prefix is that of its text.
    let one = decoder.decode_item::<ByHash>(r#"{"pk":{"N":"17"},"total":{"N":"5"}}"#)?;
    assert_eq!(one, ByHash::One(Total { total: 5 }));
    assert!(
        matches!(decoder.decode_item::<ByHash>(r#"{"pk":{"N":"71"}}"#)?, ByHash::Other(item) if item.len() == 1)
    );
    assert!(matches!(decoder.decode_item::<ByHash>("{}")?, ByHash::Other(item) if item.is_empty()));
    Ok(())
}

/// The keys are those of the record, wherever they stand in it.
#[test]
fn enums_by_key_of_a_record() -> Result<(), Error> {
    let keys = r#""Keys":{"pk":{"S":"p"},"sk":{"S":"ORDER#7"}}"#;
    let image = r#""NewImage":{"total":{"N":"5"}}"#;
    for (first, second) in [(keys, image), (image, keys)] {
        let event = format!(r#"{{"Records":[{{"eventName":"INSERT","dynamodb":{{{first},{second}}}}}]}}"#);
        let mut decoder = Decoder::new();
        let batch = decoder.decode::<Entity>(&event)?;
        let record = batch.iter().next().unwrap()?;
        assert!(
            matches!(record.change(), Change::Insert { new: Entity::Order(Total { total: 5 }) }),
            "{event}"
        );
        let mut stream = decoder.stream::<Entity>(&event);
        let record = stream.next().unwrap()?;
        assert!(
            matches!(record.change(), Change::Insert { new: Entity::Order(Total { total: 5 }) }),
            "{event}"
        );
    }
    let event = r#"{"Records":[{"eventName":"REMOVE","dynamodb":{"Keys":{"sk":{"S":"X#1"}},"OldImage":{"total":{"N":"5"}}}}]}"#;
    let mut decoder = Decoder::new();
    let batch = decoder.decode::<Entity>(event)?;
    let error = batch.iter().next().unwrap().unwrap_err();
    assert_eq!((error.kind(), error.path().as_str()), (ErrorKind::Variant, "Records[0].OldImage"));
    Ok(())
}

/// An enum of enums: by one attribute, then by another.
#[test]
fn enums_in_enums() -> Result<(), Error> {
    #[derive(Model, Debug, PartialEq)]
    #[model(tag = "version")]
    enum Versioned<'a> {
        #[model(rename = "1")]
        First(Entity<'a>),
        #[model(other)]
        Other(Form<'a>),
    }
    let mut decoder = Decoder::new();
    let first = r#"{"version":{"N":"1"},"sk":{"S":"ORDER#1"},"total":{"N":"2"}}"#;
    assert_eq!(decoder.decode_item::<Versioned>(first)?, Versioned::First(Entity::Order(Total { total: 2 })));
    let other = r#"{"version":{"N":"2"},"type":{"S":"empty"}}"#;
    assert_eq!(decoder.decode_item::<Versioned>(other)?, Versioned::Other(Form::Empty));
    // What the inner enum needs, the outer one asks for.
    let event = r#"{"Records":[{"dynamodb":{"NewImage":{"version":{"N":"1"},"total":{"N":"5"}},"Keys":{"sk":{"S":"ORDER#7"}}}}]}"#;
    let batch = decoder.decode::<Versioned>(event)?;
    let record = batch.iter().next().unwrap()?;
    assert_eq!(record.new_image(), Some(&Versioned::First(Entity::Order(Total { total: 5 }))));
    Ok(())
}

#[test]
fn generic_enums() -> Result<(), Error> {
    #[derive(Model, Debug, PartialEq)]
    #[model(tag = "type")]
    enum Either<'a, L, R> {
        Left(L),
        Right(Page<'a, R>),
    }
    let mut decoder = Decoder::new();
    let left = decoder.decode_item::<Either<Circle, i64>>(r#"{"type":{"S":"Left"},"radius":{"N":"1"}}"#)?;
    assert_eq!(left, Either::Left(Circle { radius: 1.0 }));
    let right = r#"{"type":{"S":"Right"},"item":{"N":"1"},"items":{"NS":["1","2"]}}"#;
    let right = decoder.decode_item::<Either<Circle, i64>>(right)?;
    assert_eq!(right, Either::Right(Page { item: 1, items: &[1, 2], next: None }));
    Ok(())
}

// ---- deprecated fields ---------------------------------------------------------------------------------------------------------------

/// Deriving is not using.
mod deprecated {
    #![deny(warnings)]

    #[derive(millstream::Model)]
    pub struct Old<'a> {
        #[deprecated]
        #[model(hash_key)]
        pub id: &'a str,
    }
}

#[test]
fn deprecated_fields() {
    let item = Decoder::new().decode_item::<deprecated::Old>(r#"{"id":{"S":"x"}}"#).map(|_| ());
    assert!(item.is_ok());
}
