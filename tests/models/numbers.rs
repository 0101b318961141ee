//! N into every number type: limits, spellings, rounding.

use std::fmt::Debug;
use std::str::FromStr;

use millstream::{Decoder, Model, Number, NumberError};

use crate::harness::Reader;
use crate::reader;

macro_rules! numbers {
    ($($field:ident: $type:ident;)*) => {
        #[derive(Model)]
        struct Numbers<'a> {
            $($field: Option<$type>,)*
            number: Option<Number<'a>>,
        }

        fn shown(numbers: &Numbers<'_>, field: &str) -> String {
            match field {
                $(stringify!($type) => format!("{:?}", numbers.$field.unwrap()),)*
                _ => format!("{:?}", numbers.number.unwrap()),
            }
        }

        /// The field of a type.
        fn field_of(name: &str) -> &str {
            match name {
                $(stringify!($type) => stringify!($field),)*
                _ => "number",
            }
        }
    };
}

numbers! {
    int8: i8;
    int16: i16;
    int32: i32;
    int64: i64;
    int128: i128;
    intsize: isize;
    uint8: u8;
    uint16: u16;
    uint32: u32;
    uint64: u64;
    uint128: u128;
    uintsize: usize;
    float32: f32;
    float64: f64;
}

const READER: Reader = reader!(Numbers, shown, borrowed);

const INTEGERS: [&str; 12] =
    ["i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize"];
const FLOATS: [&str; 2] = ["f32", "f64"];

#[track_caller]
fn reads(name: &str, text: &str, shown: &str) {
    READER.check(name, &format!(r#"{{"{}":{{"N":"{text}"}}}}"#, field_of(name)), Ok(shown));
}

#[track_caller]
fn refuses(name: &str, text: &str, words: &str) {
    let field = field_of(name);
    READER.check(name, &format!(r#"{{"{field}":{{"N":"‸{text}"}}}}"#), Err(&format!("{field}: {words}")));
}

#[track_caller]
fn out_of_range(name: &str, text: &str) {
    refuses(name, text, &format!("expected {name}, found a number out of its range"));
}

/// The smallest and the largest number of a type, and what lies beyond.
const LIMITS: [(&str, [&str; 2], [&str; 2]); 12] = [
    ("i8", ["-128", "127"], ["-129", "128"]),
    ("i16", ["-32768", "32767"], ["-32769", "32768"]),
    ("i32", ["-2147483648", "2147483647"], ["-2147483649", "2147483648"]),
    ("i64", ["-9223372036854775808", "9223372036854775807"], ["-9223372036854775809", "9223372036854775808"]),
    (
        "i128",
        ["-170141183460469231731687303715884105728", "170141183460469231731687303715884105727"],
        ["-170141183460469231731687303715884105729", "170141183460469231731687303715884105728"],
    ),
    (
        "isize",
        ["-9223372036854775808", "9223372036854775807"],
        ["-9223372036854775809", "9223372036854775808"],
    ),
    ("u8", ["0", "255"], ["-1", "256"]),
    ("u16", ["0", "65535"], ["-1", "65536"]),
    ("u32", ["0", "4294967295"], ["-1", "4294967296"]),
    ("u64", ["0", "18446744073709551615"], ["-1", "18446744073709551616"]),
    (
        "u128",
        ["0", "340282366920938463463374607431768211455"],
        ["-1", "340282366920938463463374607431768211456"],
    ),
    ("usize", ["0", "18446744073709551615"], ["-1", "18446744073709551616"]),
];

#[test]
#[cfg(target_pointer_width = "64")]
fn integers_hold_their_limits_and_nothing_beyond() {
    for (name, within, beyond) in LIMITS {
        for text in within {
            reads(name, text, text);
            reads(name, &format!("{text}.0"), text);
            reads(name, &format!("{text}.000E+00"), text);
            reads(name, &format!("{text}.00E0"), text);
        }
        for text in beyond {
            out_of_range(name, text);
            out_of_range(name, &format!("{text}.0"));
            out_of_range(name, &format!("{text}0e-1"));
        }
        for text in
            ["1E40", "-1E40", "1e125", &"9".repeat(170), &format!("-{}", "9".repeat(170)), "1e999999999"]
        {
            out_of_range(name, text);
        }
    }
}

#[test]
fn integers_are_read_in_every_spelling() {
    let spellings = [
        ("0", "0"),
        ("-0", "0"),
        ("0.0", "0"),
        ("-0.000E5", "0"),
        ("0e-999999999", "0"),
        ("1", "1"),
        ("1.0", "1"),
        ("1E0", "1"),
        ("0.1E1", "1"),
        ("10e-1", "1"),
        ("1E2", "100"),
        ("1e+2", "100"),
        ("1e0000000000002", "100"),
        ("100.0", "100"),
        ("100.00000000000000000000000000000000000000000", "100"),
        ("0.000000000000000000000000000000000000000000000042E48", "42"),
        ("42000000000000000000000000000000000000000000000000E-48", "42"),
    ];
    for name in INTEGERS {
        for (text, shown) in spellings {
            reads(name, text, shown);
        }
    }
    for name in INTEGERS.iter().filter(|name| name.starts_with('i')) {
        for (text, shown) in [("-1", "-1"), ("-1.0", "-1"), ("-1E2", "-100"), ("-0.5e1", "-5")] {
            reads(name, text, shown);
        }
    }
    for name in ["i64", "u64", "i128", "u128"] {
        // Around the length up to which digits are read at once.
        for text in [
            "99999999",
            "123456789",
            "1234567890123456",
            "99999999999999999",
            "999999999999999999",
            "1000000000000000000",
        ] {
            reads(name, text, text);
        }
    }
    for name in ["i128", "u128"] {
        reads(name, &"9".repeat(38), &"9".repeat(38));
        reads(name, "1E38", &format!("1{}", "0".repeat(38)));
    }
}

#[test]
fn integers_have_no_fraction() {
    for name in INTEGERS {
        for text in [
            "1.5",
            "0.1",
            "1E-1",
            "15e-1",
            "0.00000000000000000001",
            "-1.5",
            "1e-130",
            "12345678901234567890.5",
        ] {
            refuses(name, text, &format!("expected {name}, found a fraction"));
        }
    }
}

#[test]
fn floats_are_the_nearest() {
    let long = [
        "9".repeat(38),
        format!("1{}", "0".repeat(125)),
        format!("0.{}1", "0".repeat(129)),
        format!("{}.{}", "1234567890".repeat(3), "0987654321".repeat(14)), // 171 characters
    ];
    let texts = [
        "0",
        "-0",
        "0.0",
        "-0.0",
        "1",
        "-1",
        "0.1",
        "0.3",
        "1E2",
        "100.0",
        "1.5",
        "123456789",
        "16777217",
        "9007199254740993",
        "9007199254740992.999",
        "0.1E1",
        "1e-45",
        "7e-46",
        "1e-7",
        "123456789012345678",
        "1234567890123456789",
        "12345678901234567890.5",
        "2.2250738585072011e-308",
        "4.9e-324",
        "2e-324",
        "1e-400",
        "3.4028234e38",
        "3.40282356e38",
    ];
    for text in texts.iter().copied().chain(long.iter().map(String::as_str)) {
        reads("f64", text, &format!("{:?}", f64::from_str(text).unwrap()));
        let single = f32::from_str(text).unwrap();
        if single.is_finite() {
            reads("f32", text, &format!("{single:?}"));
        } else {
            out_of_range("f32", text);
        }
    }
    reads("f64", "1.7976931348623157e308", "1.7976931348623157e308");
    for text in ["3.5e38", "-1e39", "1E125"] {
        out_of_range("f32", text);
    }
    for text in ["1.8e308", "-1e309", "1e999999999"] {
        FLOATS.iter().for_each(|name| out_of_range(name, text));
    }
}

#[test]
fn numbers_keep_their_text() {
    for text in [
        "0",
        "-0.00",
        "1E2",
        "1e+0000000000002",
        "100.0",
        &"9".repeat(38),
        &"9".repeat(170),
        "1e999999999",
        "-9.9E-999999999",
    ] {
        reads("number", text, text);
    }
    // Escapes are undone.
    READER.check("number", r#"{"number":{"N":"\u0031\u002e5"}}"#, Ok("1.5"));
    READER.check("i8", r#"{"int8":{"N":"\u0031\u0032"}}"#, Ok("12"));
}

#[test]
fn what_is_no_number_is_refused() {
    let refused = [
        "",
        "-",
        "+1",
        "01",
        "-01",
        "00",
        "1.",
        ".5",
        "-.5",
        "1.e1",
        "1e",
        "1e+",
        "1E-",
        "e5",
        "--1",
        "1-",
        "1 ",
        " 1",
        "1_000",
        "1,5",
        "0x10",
        "NaN",
        "inf",
        "Infinity",
        "-Infinity",
        "one",
        "1.5.5",
        "1e1e1",
        "1e1.5",
        "１",
        "1e1000000000",
        "\\u00001",
        "123456789012345678901234567890x",
        "12345678x",
    ];
    for name in INTEGERS.iter().chain(&FLOATS).chain(&["Number"]) {
        for text in refused {
            refuses(name, text, "expected a number");
        }
    }
}

/// The conversions of `Number` say the same as the fields.
#[test]
fn numbers_convert_as_fields_do() {
    fn converts<T>(texts: &[&str])
    where
        T: for<'n> TryFrom<Number<'n>, Error = NumberError> + Debug,
    {
        let name = std::any::type_name::<T>();
        for text in texts {
            let converted = T::try_from(Number::new(text).unwrap());
            let item = format!(r#"{{"{}":{{"N":"{text}"}}}}"#, field_of(name));
            let mut decoder = Decoder::new();
            let decoded = decoder.decode_item::<Numbers>(&item);
            match converted {
                Ok(value) => {
                    assert_eq!(format!("{value:?}"), shown(&decoded.unwrap(), name), "{name} {text}")
                }
                Err(error) => {
                    let words = match error {
                        NumberError::Fraction => "found a fraction",
                        _ => "found a number out of its range",
                    };
                    assert!(decoded.err().unwrap().to_string().contains(words), "{name} {text}");
                }
            }
        }
    }
    let texts: Vec<&str> = LIMITS
        .iter()
        .flat_map(|(_, within, beyond)| within.iter().chain(beyond))
        .copied()
        .chain(["1E2", "100.0", "1.5", "-0", "1e-3", "1e40"])
        .collect();
    converts::<i8>(&texts);
    converts::<i16>(&texts);
    converts::<i32>(&texts);
    converts::<i64>(&texts);
    converts::<i128>(&texts);
    converts::<isize>(&texts);
    converts::<u8>(&texts);
    converts::<u16>(&texts);
    converts::<u32>(&texts);
    converts::<u64>(&texts);
    converts::<u128>(&texts);
    converts::<usize>(&texts);
}
