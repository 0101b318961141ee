//! Stepping over images by what those before had in common.
//!
//! It is a prediction as others are: what comes in no known bone is stepped over by the general code, which alone reports errors.

use super::brackets::Brackets;
use super::skeleton::{Ahead, Bone, Joint, Skeleton};
use super::{Cursor, Due};
use crate::error::Error;
use crate::limits::Limits;
use crate::paths::{Path, took};
use crate::scan::{BLOCK, Level, STEP, Task, at_best_level};

/// Bytes of a text that are looked at before it counts as a long one.
const TEXT: usize = 2 * STEP + BLOCK;

/// Behind so many bytes a bone ends at the next token, since what is longer than a block is none.
const LONG: usize = 40;

impl Cursor<'_> {
    /// Steps over the rest of an image, the cursor behind its `{`.
    #[inline(never)]
    pub(crate) fn skip_image(&mut self, skeleton: &mut Skeleton) -> Result<(), Error> {
        // So many levels are left there that none of those that a joint counts is too deep.
        const DEEPEST: isize = (Limits::JSON_NESTING - 2 * Brackets::NEAR) as isize;
        if !Path::Skeleton.is_open() || !skeleton.pays() || self.json_levels() > DEEPEST {
            return self.skip_object();
        }
        at_best_level(Image { cursor: self, skeleton })
    }

    /// Steps from the joint at which the cursor stands to the next one, and learns the bone between them. Answers with the first bone of that
    /// joint and whether a text is due there; `None` where it was better to step over the rest of the image.
    #[cold]
    #[inline(never)]
    fn learn(&mut self, skeleton: &mut Skeleton, first: u16) -> Result<Option<(u16, bool)>, Error> {
        let Joint { mut names, brackets, depth, ahead } = skeleton.joint(first);
        if ahead == Ahead::Start && self.peek() != Some(b'"') {
            return self.skip_object().map(|()| None);
        }
        let (input, start) = (self.place.text().as_bytes(), self.at());
        let mut open = Brackets::from_bits(brackets, depth, Brackets::room_within(self.json_levels() + 1));
        let mut due = match ahead {
            Ahead::Start | Ahead::Name => Due::Name,
            Ahead::Value => Due::Value,
            Ahead::Text | Ahead::Nothing => {
                self.take(b'"');
                Due::Next
            }
        };
        if !skeleton.affords_one_more() {
            return self.skip_on(due, &mut open).map(|()| None);
        }
        let ahead = loop {
            if let Some(ahead) = self.joint_ahead(due, self.at() - start) {
                break ahead;
            }
            due = match due {
                Due::Name => {
                    let name = self.at();
                    let due = self.skip_name()?;
                    names.push(
                        hash(&input[name..self.at()]),
                        open.bits().is_some_and(|(_, depth)| depth == 1),
                    );
                    due
                }
                Due::Value => self.skip_value(&mut open)?,
                Due::Next => self.skip_between(&mut open)?,
                Due::Nothing => Due::Nothing,
            };
        };
        let length = self.at() - start;
        let next = match (open.bits(), input[start..].first_chunk()) {
            (Some((brackets, depth)), Some(bytes)) if length <= BLOCK => {
                skeleton.add(first, bytes, length as u8, Joint { names, brackets, depth, ahead })
            }
            _ => Bone::NONE,
        };
        match ahead {
            Ahead::Nothing => return Ok(None),
            _ if next != Bone::NONE => return Ok(Some((next, ahead == Ahead::Text))),
            Ahead::Text => {
                self.skip_text()?;
                due = Due::Next;
            }
            Ahead::Start | Ahead::Name | Ahead::Value => (),
        }
        self.skip_on(due, &mut open).map(|()| None)
    }

    /// What comes at the joint that a bone of `length` bytes ends at, if it ends where `due` is due. The cursor steps over a text's quote.
    fn joint_ahead(&mut self, due: Due, length: usize) -> Option<Ahead> {
        match (due, self.peek()) {
            (Due::Nothing, _) => Some(Ahead::Nothing),
            (Due::Value, Some(b'"')) => {
                self.take(b'"');
                Some(Ahead::Text)
            }
            // So that what a BOOL says does not make another bone of all that is around it.
            (Due::Value, Some(b't' | b'f')) if length > 0 => Some(Ahead::Value),
            (Due::Value, _) if length > LONG => Some(Ahead::Value),
            (Due::Name, _) if length > LONG => Some(Ahead::Name),
            _ => None,
        }
    }
}

/// Tells names apart, but for a few.
fn hash(name: &[u8]) -> u64 {
    /// an odd number without a pattern
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    name.chunks(8).fold(0, |hash: u64, chunk| {
        let word = chunk.iter().fold(0, |word, &byte| word << 8 | u64::from(byte));
        (hash.rotate_left(5) ^ word).wrapping_mul(FACTOR)
    })
}

/// An image to be stepped over.
struct Image<'c, 'a> {
    cursor: &'c mut Cursor<'a>,
    skeleton: &'c mut Skeleton,
}

impl Task for Image<'_, '_> {
    type Output = Result<(), Error>;

    #[inline(always)]
    fn run<L: Level>(self) -> Result<(), Error> {
        let Image { cursor, skeleton } = self;
        let start = cursor.at();
        let (mut first, mut is_text) = (Skeleton::FIRST, false);
        loop {
            let mut way = Way { rest: cursor.place.rest(), first, is_text };
            let is_over = way.follow::<L>(&mut skeleton.bones);
            cursor.seek(cursor.place.text().len() - way.rest.len());
            if is_over {
                took(Path::Skeleton);
                skeleton.followed(cursor.at() - start);
                return Ok(());
            }
            if way.is_text && cursor.peek() != Some(b'"') {
                // A long one, or one with escapes. The bone behind it begins with its quote.
                cursor.skip_text()?;
                cursor.back_onto(b'"');
                (first, is_text) = (way.first, false);
            } else if let Some(next) = cursor.learn(skeleton, way.first)? {
                (first, is_text) = next;
            } else {
                return Ok(());
            }
        }
    }
}

/// A place in an image, and what is known of it.
struct Way<'i> {
    rest: &'i [u8],
    /// the first bone of the next joint
    first: u16,
    /// whether the rest of a text stands in front of that
    is_text: bool,
}

impl Way<'_> {
    /// Goes on from joint to joint as far as the bones are known. True: the image has ended. False: what comes next is to be learnt, or the text
    /// here is not a short plain one.
    #[inline(always)]
    fn follow<L: Level>(&mut self, bones: &mut [Bone]) -> bool {
        while let Some(window) = self.rest.first_chunk::<{ TEXT + BLOCK }>() {
            let mut text = 0;
            if self.is_text {
                let marks = window.first_chunk().map(L::pair);
                let Some((marks, bone)) = marks.zip(bones.get_mut(self.first as usize)) else { return false };
                text = if marks.is_empty() {
                    2 * STEP + window[2 * STEP..].first_chunk().map_or(0, |window| L::marks(window).first())
                } else {
                    bone.hint.length(marks)
                };
            }
            let Some(run) = window.get(text..).and_then(|run| run.first_chunk()) else { return false };
            let mut next = self.first;
            let bone = loop {
                let Some(bone) = bones.get(next as usize) else {
                    self.rest = self.rest.get(text..).unwrap_or_default();
                    return false;
                };
                if L::begins_with(run, &bone.bytes, bone.length.into()) {
                    break bone;
                }
                next = bone.other;
            };
            let Some(rest) = self.rest.get(text + bone.length as usize..) else { return false };
            (self.rest, self.first, self.is_text) = (rest, bone.next, bone.ahead == Ahead::Text);
            if bone.ahead == Ahead::Nothing {
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arena::Arena;
    use crate::paths::counts;

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

    /// What is known of the images.
    fn skeleton_of(images: &[&str]) -> Skeleton {
        let mut skeleton = Skeleton::default();
        skeleton.begin(0);
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
                    for other in [
                        "", " ", "\"", "\\", "\n", ",", ":", "{", "}", "[", "]", "S", "1", "é", "\"\"",
                        "},\"",
                    ] {
                        let mut skeleton = skeleton_of(known);
                        let behind = &image[at + there.len_utf8()..];
                        refused +=
                            agree(&format!("{}{other}{behind}{BEHIND}", &image[..at]), 5, &mut skeleton)
                                .is_err() as usize;
                        let _ = agree(
                            &format!("{}{other}{}{BEHIND}", &image[..at], &image[at..]),
                            5,
                            &mut skeleton,
                        );
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
        let mut skeleton = skeleton_of(&[]);
        let text = format!(r#""id":{{"S":"{}"}}}}{BEHIND}"#, "\0".repeat(300));
        assert!(agree(&text, 5, &mut skeleton).is_err());
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
        let mut skeleton = Skeleton::default();
        skeleton.begin(0);
        for number in 0..3_000 {
            let image = format!(
                r#""id":{{"S":"x"}},"n{number}":{{"S":"x"}},"m":{{"M":{{"k{}":{{"S":"x"}}}}}}}}"#,
                number % 700
            );
            assert_eq!(agree(&format!("{image}{BEHIND}"), 5, &mut skeleton), Ok(image.len()));
        }
        assert!(skeleton.bones.len() <= 512 && skeleton.reserved() < 96 << 10, "{}", skeleton.reserved());
    }

    #[test]
    fn another_call_begins_anew() {
        let mut skeleton = skeleton_of(&IMAGES);
        assert_eq!(skeleton.bones.is_empty(), !Path::Skeleton.is_open());
        skeleton.begin(0);
        assert!(skeleton.bones.is_empty());
        let text = format!("{}{BEHIND}", IMAGES[0]);
        counts();
        assert_eq!(agree(&text, 5, &mut skeleton), Ok(IMAGES[0].len()));
    }
}
