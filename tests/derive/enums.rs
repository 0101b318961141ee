//! Enums: by an attribute, by a key, in each other.

use millstream::{Change, Decoder, Error, ErrorKind, Item, Model};

use super::nesting::Page;
use super::{misfit, missing, refused};

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
pub(super) struct Circle {
    pub(super) radius: f64,
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
