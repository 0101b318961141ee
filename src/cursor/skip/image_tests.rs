//! Stepping over images by what those before had in common, against stepping over them without.

use super::skeleton::Skeleton;
use super::{Cursor, Limits};
use crate::arena::Arena;
use crate::paths::{Path, counts};

/// Images of one table, each behind its `{`: attributes come and go, lists are longer and shorter, texts have escapes and are long.
const IMAGES: [&str; 7] = [
    r#""id":{"S":"7068f54b"},"n":{"N":"1"},"paid":{"BOOL":true},"at":{"M":{"city":{"S":"é"},"zip":{"N":"1"}}},"end":{"NULL":true}}"#,
    r#""id":{"S":"a\nb"},"n":{"N":"-1.5E3"},"paid":{"BOOL":false},"at":{"M":{"city":{"S":""},"zip":{"N":"22"}}},"end":{"NULL":true}}"#,
    r#""id":{"S":""},"paid":{"BOOL":false},"tags":{"SS":["a","b"]},"list":{"L":[{"S":"x"},{"M":{"a":{"S":"y"}}}]},"end":{"NULL":true}}"#,
    r#""id":{"S":"0123456789012345678901234567890123456789"},"tags":{"SS":["a"]},"list":{"L":[]},"end":{"S":"x"}}"#,
    r#""id":{"S":"0123456789012345678901234567890123456789 0123456789012345678901234567890123456789 0123456789 0123456789"},"n":{"N":"1"}}"#,
    r#""n":{"N":"1"},"list":{"L":[{"M":{"a":{"S":"y"}}},{"M":{"a":{"S":"\u00e9"}}},{"S":"x"}]},"of a name of more than 64 bytes 0123456789 0123456789 0123456789":{"S":"x"}}"#,
    r#"}"#,
];

/// So that even the last attributes are looked at in wide windows.
const BEHIND: &str = ",\"SequenceNumber\":\"1\",\"SizeBytes\":1,\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"},\"eventSourceARN\":\"arn:aws:dynamodb:eu-west-1:471112345678:table/shop-orders-prod/stream/2024-01-14T00:04:06.388\"}";

type Skipped = Result<usize, (usize, String)>;

fn skip(text: &str, levels: isize, skeleton: Option<&mut Skeleton>) -> Skipped {
    let (arena, limits) = (Arena::with_limit(1 << 20), Limits::default());
    let mut cursor = Cursor::new(text, &arena, &limits);
    cursor.set_json_levels(levels);
    let skipped = match skeleton {
        Some(skeleton) => cursor.skip_image(skeleton),
        None => cursor.skip_object(),
    };
    skipped.map(|()| cursor.at()).map_err(|error| (error.offset(), error.to_string()))
}

/// One that learns as much as comes.
fn eager() -> Skeleton {
    let mut skeleton = Skeleton::default();
    skeleton.begin_at_cost(0);
    skeleton.set_credit(i64::MAX / 2);
    skeleton
}

/// What is known of the images.
fn skeleton_of(images: &[&str]) -> Skeleton {
    let mut skeleton = eager();
    for image in images {
        let text = format!("{image}{BEHIND}");
        assert_eq!(skip(&text, 5, Some(&mut skeleton)), Ok(image.len()), "{image}");
    }
    skeleton
}

/// Stepped over twice: the first time may teach what the second one then goes by.
fn agree(text: &str, levels: isize, skeleton: &mut Skeleton) -> Skipped {
    let expected = skip(text, levels, None);
    for _ in 0..2 {
        assert_eq!(skip(text, levels, Some(skeleton)), expected, "{text}");
    }
    expected
}

#[test]
fn what_came_before_is_followed() {
    let mut skeleton = skeleton_of(&IMAGES);
    counts();
    for image in IMAGES {
        let text = format!("{image}{BEHIND}");
        assert_eq!(skip(&text, 5, Some(&mut skeleton)), Ok(image.len()));
    }
    // All but the one with the long name and the empty one.
    let [.., followed] = counts();
    assert_eq!(followed, if Path::Skeleton.is_open() { 5 } else { 0 });
}

#[test]
fn other_texts_and_another_choice_of_attributes_are_followed_too() {
    let mut skeleton = skeleton_of(&IMAGES);
    counts();
    for image in [
        r#""id":{"S":"\"quoted\" \\"},"paid":{"BOOL":true},"at":{"M":{"city":{"S":"Łódź 한국어"},"zip":{"N":""}}},"end":{"NULL":true}}"#,
        r#""id":{"S":"x"},"tags":{"SS":["a","b","c","d"]},"list":{"L":[{"S":"x"},{"S":"y"},{"M":{"a":{"S":"y"}}}]},"end":{"NULL":true}}"#,
    ] {
        let text = format!("{image}{BEHIND}");
        assert_eq!(skip(&text, 5, Some(&mut skeleton)), Ok(image.len()));
    }
    let [.., followed] = counts();
    assert_eq!(followed, if Path::Skeleton.is_open() { 2 } else { 0 });
}

#[test]
fn it_is_as_strict_at_every_byte() {
    for known in [&IMAGES[..], &IMAGES[..1], &IMAGES[2..4]] {
        for image in IMAGES {
            let mut refused = 0;
            for (at, there) in image.char_indices() {
                for other in
                    ["", " ", "\"", "\\", "\n", ",", ":", "{", "}", "[", "]", "S", "1", "é", "\"\"", "},\""]
                {
                    let mut skeleton = skeleton_of(known);
                    let behind = &image[at + there.len_utf8()..];
                    refused += agree(&format!("{}{other}{behind}{BEHIND}", &image[..at]), 5, &mut skeleton)
                        .is_err() as usize;
                    let _ =
                        agree(&format!("{}{other}{}{BEHIND}", &image[..at], &image[at..]), 5, &mut skeleton);
                }
                let mut skeleton = skeleton_of(known);
                let _ = agree(&image[..at], 5, &mut skeleton);
                let _ = agree(&format!("{}{}", &image[..at], " ".repeat(200)), 5, &mut skeleton);
            }
            assert!(refused > image.len() * 3, "{refused} of {image}");
        }
    }
}

/// The place of a bone that is not known yet is full of them.
#[test]
fn zeros_are_no_bone() {
    let zeros = "\0".repeat(300);
    for length in [0, 1, 31, 32, 33, 95, 96, 97, 200] {
        let text = "x".repeat(length);
        for begun in [
            format!(r#""id":{{"S":"{text}"#),
            format!(r#""id":{{"S":"{text}""#),
            format!(r#""id":{{"S":"{text}"}},"paid":{{"BOOL":"#),
            format!(r#""id":{{"S":"{text}"}},"at":{{"M":{{"#),
        ] {
            for known in [&IMAGES[..], &[]] {
                let image = format!("{begun}{zeros}\"}}}}{BEHIND}");
                assert!(agree(&image, 5, &mut skeleton_of(known)).is_err(), "{begun}");
            }
        }
    }
}

#[test]
fn it_ends_at_the_same_depth() {
    let mut skeleton = skeleton_of(&IMAGES);
    for depth in [1, 15, 30, 31, 32, 33, 61, 62, 63, 64, 65, 400, 500, 510, 511, 512] {
        for (open, close) in [(r#"{"M":{"a":"#, "}}"), (r#"{"L":["#, "]}")] {
            let nested = format!(
                r#""a":{}{{"S":"x"}}{},"b":{{"S":"y"}}}}{BEHIND}"#,
                open.repeat(depth),
                close.repeat(depth)
            );
            for levels in [0, 5, 890, 895, 896, 897, 1000, 1020, 1022] {
                let _ = agree(&nested, levels, &mut skeleton);
            }
            assert_eq!(agree(&nested, 0, &mut skeleton).is_ok(), 2 * depth + 2 < Limits::JSON_NESTING);
            assert!(agree(&nested.replacen("\"x\"}", "\"x\"]", 1), 0, &mut skeleton).is_err());
        }
    }
}

#[test]
fn what_is_never_the_same_takes_bounded_memory() {
    let mut skeleton = eager();
    for number in 0..3_000 {
        let image = format!(
            r#""id":{{"S":"x"}},"n{number}":{{"S":"x"}},"m":{{"M":{{"k{}":{{"S":"x"}}}}}}}}"#,
            number % 700
        );
        assert_eq!(agree(&format!("{image}{BEHIND}"), 5, &mut skeleton), Ok(image.len()));
    }
    assert!(skeleton.bones.len() == 512 && skeleton.reserved() <= 92 << 10, "{}", skeleton.reserved());
}

#[test]
fn another_call_begins_anew() {
    let mut skeleton = skeleton_of(&IMAGES);
    assert_eq!(skeleton.bones.is_empty(), !Path::Skeleton.is_open());
    skeleton.begin(0);
    assert!(skeleton.bones.is_empty());
}

/// Behind an opening bracket the closing one may come too, and white space may come between any two tokens.
#[test]
fn no_bone_ends_where_two_things_are_due() {
    let (long, longer) = ("n".repeat(32), "n".repeat(37));
    for (known, other) in [
        (format!(r#""{long}":{{"M":{{"a":{{"S":"x"}}}}}}}}"#), format!(r#""{long}":{{"M":{{}}}}}}"#)),
        (
            format!(r#""{long}":{{"M":{{"a":{{"S":"x"}}}}}}}}"#),
            format!(r#""{long}":{{"M":{{ "a":{{"S":"x"}}}}}}}}"#),
        ),
        (format!(r#""{long}":{{"L":[{{"S":"x"}}]}}}}"#), format!(r#""{long}":{{"L":[]}}}}"#)),
        (format!(r#""{longer}":{{"S":"x"}}}}"#), format!(r#""{longer}":{{}}}}"#)),
        (
            format!(r#""{long}":{{"L":[]}},"a":{{"S":"x"}}}}"#),
            format!(r#""{long}":{{"L":[]}}, "a":{{"S":"x"}}}}"#),
        ),
        (format!(r#""{long}":{{"L":[]}},"a":{{"S":"x"}}}}"#), format!(r#""{long}":{{"L":[]}},}}"#)),
        (r#""a":[true]}"#.to_owned(), r#""a":[]}"#.to_owned()),
        (r#""a":[true]}"#.to_owned(), r#""a":[true,]}"#.to_owned()),
        (r#""a":[1,true]}"#.to_owned(), r#""a":[1,]}"#.to_owned()),
        (r#""a":[1,true]}"#.to_owned(), r#""a":[1, true]}"#.to_owned()),
    ] {
        for (first, second) in [(&known, &other), (&other, &known)] {
            let mut skeleton = eager();
            for text in [first, second] {
                let _ = agree(&format!("{text}{BEHIND}"), 5, &mut skeleton);
            }
        }
    }
}

/// Numbers without a pattern.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    fn of<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[self.below(all.len())]
    }

    /// Between two tokens.
    fn space(&mut self, text: &mut String) {
        if self.one_in(60) {
            text.push_str(self.of(&[" ", "\n", "\t \r"]));
        }
    }

    fn text(&mut self, text: &mut String) {
        let length = match self.below(6) {
            0 => [0, 31, 32, 33, 63, 64, 65, 95, 96, 97][self.below(10)],
            1 => self.below(300),
            _ => self.below(12),
        };
        let kind = self.below(5);
        text.push('"');
        for _ in 0..length {
            text.push_str(match kind {
                0 if self.one_in(10) => self.of(&["\\n", "\\u00e9", "\\\"", "\\\\", "\\ud83d\\ude00"]),
                1 if self.one_in(3) => self.of(&["é", "한", "😀"]),
                2 if self.one_in(99) => self.of(&["\0", "\n", "\\x", "\u{7f}"]),
                _ => self.of(&["a", "7", "}", "{", ",", ":"]),
            });
        }
        text.push('"');
    }

    fn list(&mut self, text: &mut String, mut each: impl FnMut(&mut Random, &mut String)) {
        text.push('[');
        for element in 0..self.below(4) {
            if element > 0 {
                text.push(',');
            }
            self.space(text);
            each(self, text);
            self.space(text);
        }
        text.push(']');
    }

    fn value(&mut self, text: &mut String, depth: usize) {
        match self.below(if depth < 4 { 10 } else { 7 }) {
            0 | 1 => {
                text.push_str("{\"S\":");
                self.text(text);
                text.push('}');
            }
            2 => text.push_str(self.of(&["{\"N\":\"1\"}", "{\"N\":\"-2.5\"}", "{\"NULL\":true}"])),
            3 => text.push_str(self.of(&["{\"BOOL\":true}", "{\"BOOL\": false }"])),
            4 => text.push_str(self.of(&["1", "-0.5e+3", "true", "null", "{}", "[]", "\"x\"", "[true]"])),
            5 => {
                text.push_str("{\"SS\":");
                self.list(text, Random::text);
                text.push('}');
            }
            6 => {
                self.list(text, |random, text| text.push_str(random.of(&["1", "true", "\"\"", "{}", "null"])))
            }
            7 | 8 => {
                text.push_str("{\"M\":{");
                self.members(text, depth + 1);
                text.push('}');
            }
            _ => {
                text.push_str("{\"L\":");
                self.list(text, |random, text| random.value(text, depth + 1));
                text.push('}');
            }
        }
    }

    /// Members and the `}` behind them.
    fn members(&mut self, text: &mut String, depth: usize) {
        const NAMES: [&str; 10] = [
            "id",
            "status",
            "M",
            "S",
            "é",
            "x\\n",
            "a name of thirty two bytes 012345",
            "additionalCustomerPreferences",
            "createdAtTimestampMillis",
            "of a name of more than 64 bytes 0123456789 0123456789 0123456789",
        ];
        let mut any = false;
        for name in NAMES {
            if self.one_in(3) {
                if any {
                    text.push(',');
                }
                any = true;
                self.space(text);
                text.push_str(&format!("\"{name}\""));
                self.space(text);
                text.push(':');
                self.space(text);
                self.value(text, depth);
                self.space(text);
            }
        }
        text.push('}');
    }

    fn damage(&mut self, text: &mut String) {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        match self.below(4) {
            0 => text.truncate(at),
            1 if at < text.len() => drop(text.remove(at)),
            _ => text.insert_str(
                at,
                self.of(&[
                    " ", "\"", "\\", "\n", ",", ":", "{", "}", "[", "]", "1", "é", "\"\"", "},\"", "\0",
                    "true", "{}",
                ]),
            ),
        }
    }
}

/// Whole tables of images of any shape, some of them damaged, with one skeleton for all images of a table.
#[test]
fn any_images_are_stepped_over_as_without_it() {
    let mut random = Random(1);
    let tables = if cfg!(miri) { 2 } else { 300 };
    let (mut whole, mut damaged) = (0, 0);
    counts();
    for table in 0..tables {
        let mut skeleton = eager();
        let shapes: Vec<String> = (0..8)
            .map(|_| {
                let mut image = String::new();
                random.members(&mut image, 0);
                image
            })
            .collect();
        for _ in 0..60 {
            let mut text = shapes[random.below(8)].clone();
            if random.one_in(3) {
                random.damage(&mut text);
            }
            text.push_str(
                &BEHIND[..if random.one_in(8) { random.below(BEHIND.len()) } else { BEHIND.len() }],
            );
            if table % 4 == 0 {
                // In the middle of an image, and at any place of it.
                skeleton.set_credit([0, 399, 400, 4_000][random.below(4)]);
            }
            let levels = [0, 5, 5, 5, 890, 896, 897, 1000, 1021, 1022][random.below(10)];
            match agree(&text, levels, &mut skeleton) {
                Ok(_) => whole += 1,
                Err(_) => damaged += 1,
            }
        }
    }
    let [.., followed] = counts();
    assert!(whole > 30 * tables && damaged > 5 * tables, "{whole} {damaged}");
    assert!(followed > 10 * tables || !Path::Skeleton.is_open(), "{followed}");
}

/// Steps over images, as many as are in `bytes`, where learning must pay; answers how many were followed, and how many bones are known.
fn at_cost(bytes: usize, image: impl Fn(usize) -> String) -> (usize, usize) {
    let mut skeleton = Skeleton::default();
    skeleton.begin_at_cost(bytes);
    counts();
    let mut left = bytes;
    for number in 0.. {
        let text = format!("{}{BEHIND}", image(number));
        if text.len() > left {
            break;
        }
        left -= text.len();
        assert!(skip(&text, 5, Some(&mut skeleton)).is_ok());
    }
    let [.., followed] = counts();
    (followed, skeleton.bones.len())
}

#[test]
#[cfg(not(millstream_tier = "general"))]
fn nothing_is_learnt_where_it_cannot_pay() {
    let flat = |number: usize| format!(r#""id":{{"S":"{number}"}},"a":{{"S":"x"}},"b":{{"N":"{number}"}}}}"#);
    assert_eq!(at_cost(2 << 10, flat), (0, 0));
    // Of 250 images the first one is stepped over without, and the second one learnt from.
    let (followed, bones) = at_cost(64 << 10, flat);
    assert!(followed > 200 && bones == 4, "{followed} {bones}");
}

#[test]
#[cfg(not(millstream_tier = "general"))]
fn little_is_learnt_where_images_are_never_alike() {
    let other = |number: usize| {
        format!(
            r#""n{number}":{{"S":"x"}},"m{number}":{{"S":"x"}},"k{number}":{{"S":"x"}},"l{number}":{{"S":"x"}}}}"#
        )
    };
    let bytes = 4 << 20;
    let (followed, bones) = at_cost(bytes, other);
    assert_eq!(followed, 0);
    // Four hundred bytes are stepped over in the time that a bone takes; one in sixteen is spent on it, and an advance of the time of 48 images.
    assert!(bones < 512, "{bones}");
    let (_, fewer) = at_cost(bytes / 64, other);
    assert!(fewer <= bytes / 64 / 16 / 400 + 3 * 5 + 1, "{fewer}");
}
