//! Models in models, newtypes, generics.

use millstream::{Decoder, Error, Model, Number};

use super::enums::Circle;
use super::{misfit, refused};

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
pub(super) struct Page<'a, T> {
    pub(super) item: T,
    pub(super) items: &'a [T],
    pub(super) next: Option<&'a str>,
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

#[derive(Model, Debug, PartialEq)]
struct Outer<'a> {
    id: &'a str,
    inner: Inner,
    other: Option<Inner>,
    last: Option<&'a str>,
}

#[derive(Model, Debug, PartialEq, Clone, Copy)]
struct Inner {
    a: Option<i64>,
    b: i64,
    deep: Deep,
}

#[derive(Model, Debug, PartialEq, Clone, Copy)]
struct Deep {
    c: Option<i64>,
    d: i64,
}

/// A repeated map is written anew: what the earlier one had, and the later one has not, is gone. In every order, since some attributes are
/// found by their places, others by their names.
#[test]
fn nothing_stays_of_a_map_that_is_repeated() {
    fn orders(left: Vec<&str>, behind: &str, each: &mut impl FnMut(&str)) {
        if left.is_empty() {
            each(behind);
        }
        for at in 0..left.len() {
            let mut left = left.clone();
            let next = left.remove(at);
            orders(left, &format!("{behind}{}{next}", if behind.is_empty() { "" } else { "," }), each);
        }
    }
    let full = r#"{"M":{"a":{"N":"1"},"b":{"N":"2"},"deep":{"M":{"c":{"N":"3"},"d":{"N":"4"}}}}}"#;
    let bare = r#"{"M":{"b":{"N":"5"},"deep":{"M":{"d":{"N":"6"}}}}}"#;
    let [full, bare] =
        [full, bare].map(|inner| [format!(r#""inner":{inner}"#), format!(r#""other":{inner}"#)]);
    let members = vec![r#""id":{"S":"x"}"#, &full[0], &bare[0], &full[1], &bare[1], r#""last":{"S":"y"}"#];
    let (full_inner, bare_inner) = (
        Inner { a: Some(1), b: 2, deep: Deep { c: Some(3), d: 4 } },
        Inner { a: None, b: 5, deep: Deep { c: None, d: 6 } },
    );
    let mut seen = 0;
    orders(members, "", &mut |item| {
        let last = |name: &str| {
            let ends_bare = item.rfind(&format!(r#""{name}":{{"M":{{"b""#));
            if ends_bare > item.rfind(&format!(r#""{name}":{{"M":{{"a""#)) { bare_inner } else { full_inner }
        };
        let expected = Outer { id: "x", inner: last("inner"), other: Some(last("other")), last: Some("y") };
        // Often enough that the line gives up where it does not fit.
        for item in [format!("{{{item}}}"), format!("{{ {item} }}")] {
            let record = format!(r#"{{"dynamodb":{{"NewImage":{item},"OldImage":{item}}}}}"#);
            let event = format!(r#"{{"Records":[{}]}}"#, vec![record; 12].join(","));
            let mut decoder = Decoder::new();
            let batch = decoder.decode::<Outer>(&event).unwrap();
            for record in &batch {
                let record = record.unwrap();
                assert_eq!(record.new_image(), Some(&expected), "{item}");
                assert_eq!(record.old_image(), Some(&expected), "{item}");
                seen += 1;
            }
        }
    });
    assert_eq!(seen, 720 * 2 * 12);
}

/// Of names that tie, which share a bucket of Java's map, the line looks for each until none comes.
#[test]
fn nothing_stays_of_a_map_that_is_repeated_among_those_that_tie() {
    #[derive(Model, Debug, PartialEq)]
    struct Tied<'a> {
        a: Inner,
        q: &'a str,
    }
    let (full, bare) = (
        r#""a":{"M":{"a":{"N":"1"},"b":{"N":"2"},"deep":{"M":{"c":{"N":"3"},"d":{"N":"4"}}}}}"#,
        r#""a":{"M":{"b":{"N":"5"},"deep":{"M":{"d":{"N":"6"}}}}}"#,
    );
    let q = format!(r#""q":{{"S":"{}"}}"#, "x".repeat(400));
    let mut decoder = Decoder::new();
    for [first, second, third] in [[full, bare, &*q], [full, &*q, bare], [&*q, full, bare]] {
        let item = format!("{{{first},{second},{third}}}");
        let tied = decoder.decode_item::<Tied>(&item).unwrap();
        assert_eq!(tied.a, Inner { a: None, b: 5, deep: Deep { c: None, d: 6 } }, "{item}");
    }
}
