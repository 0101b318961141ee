//! Names: as they are, renamed, aliases, repeated.

use millstream::{Decoder, Error, Model};

use super::{misfit, missing, refused};

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
