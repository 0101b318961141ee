//! What an absent attribute means, and NULL.

use millstream::{Decoder, Error, Model};

use super::{misfit, missing, refused};

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
