//! Stepping over images by what those before had in common.
//!
//! It is a prediction as others are: what comes in no known bone is stepped over by the general code, which alone reports errors.

use super::brackets::Brackets;
use super::skeleton::{Ahead, Bone, Joint, Skeleton};
use super::{Cursor, Due};
use crate::cursor::hash_of_name;
use crate::error::Error;
use crate::limits::Limits;
use crate::paths::{Path, took};
use crate::scan::{BLOCK, Level, Plain, STEP, Task, at_best_level};
use crate::visits::visited;

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
        if Path::Skeleton.is_open() && skeleton.pays() && self.json_levels() <= DEEPEST {
            return at_best_level(Image { cursor: self, skeleton });
        }
        self.skip_image_without(skeleton)
    }

    /// In a function of its own, so that the other way saves no registers for it.
    #[inline(never)]
    fn skip_image_without(&mut self, skeleton: &mut Skeleton) -> Result<(), Error> {
        let start = self.at();
        self.skip_object()?;
        skeleton.passed(self.at() - start);
        Ok(())
    }

    /// Steps from the joint at which the cursor stands to the next one, and learns the bone between them, or steps over the rest of the image
    /// where that is better.
    #[cold]
    #[inline(never)]
    fn learn(&mut self, skeleton: &mut Skeleton, first: u16) -> Result<Step, Error> {
        let Joint { mut names, brackets, depth, ahead } = skeleton.joint(first);
        if ahead == Ahead::Start && self.peek() != Some(b'"') {
            return self.skip_object().map(|()| Step::End);
        }
        let (input, start) = (self.place.bytes(), self.at());
        let mut open = Brackets::from_bits(brackets, depth, Brackets::room_within(self.json_levels() + 1));
        let mut due = match ahead {
            Ahead::Start | Ahead::Name => {
                // There may be some here, even where there was none when the joint was learnt.
                self.space();
                Due::Name
            }
            Ahead::Value => Due::Value,
            Ahead::Text | Ahead::Nothing => {
                self.take(b'"');
                Due::Next
            }
        };
        if !skeleton.affords_one_more() {
            return self.skip_on(due, &mut open).map(|()| Step::GaveUp);
        }
        let mut is_behind_opening = false;
        let ahead = loop {
            if let Some(ahead) = self.joint_ahead(due, is_behind_opening, self.at() - start) {
                break ahead;
            }
            is_behind_opening = false;
            due = match due {
                Due::Name => {
                    let name = self.at();
                    let due = self.skip_name()?;
                    let is_of_image = open.bits().is_some_and(|(_, depth)| depth == 1);
                    names.push(hash_of_name(&input[name..self.at()]), is_of_image);
                    due
                }
                Due::Value => {
                    let due = self.skip_value(&mut open)?;
                    is_behind_opening = !matches!(due, Due::Next);
                    due
                }
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
            Ahead::Nothing => return Ok(Step::End),
            _ if next != Bone::NONE => return Ok(Step::Joint { first: next, ahead }),
            Ahead::Text => {
                self.skip_text()?;
                due = Due::Next;
            }
            Ahead::Start | Ahead::Name | Ahead::Value => (),
        }
        self.skip_on(due, &mut open).map(|()| Step::GaveUp)
    }

    /// What comes at the joint that a bone of `length` bytes ends at, if it ends where `due` is due. The cursor steps over a text's quote.
    ///
    /// Behind an opening bracket, the closing one may come in the place of what is due. So no bone ends there, but for one that is a text's
    /// beginning.
    fn joint_ahead(&mut self, due: Due, is_behind_opening: bool, length: usize) -> Option<Ahead> {
        match (due, self.peek()) {
            (Due::Nothing, _) => Some(Ahead::Nothing),
            (Due::Value, Some(b'"')) => {
                self.take(b'"');
                Some(Ahead::Text)
            }
            _ if is_behind_opening => None,
            // So that what a BOOL says does not make another bone of all that is around it.
            (Due::Value, Some(b't' | b'f')) if length > 0 => Some(Ahead::Value),
            (Due::Value, _) if length > LONG => Some(Ahead::Value),
            (Due::Name, _) if length > LONG => Some(Ahead::Name),
            _ => None,
        }
    }
}

/// Where a step that was learnt has come to.
enum Step {
    /// At a joint: its first bone, and what stands in front of that, of which only a text is looked at.
    Joint { first: u16, ahead: Ahead },
    /// Behind the image.
    End,
    /// Behind the image, since nothing more is to be learnt of it.
    GaveUp,
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
        let (mut first, mut ahead) = (Skeleton::FIRST, Ahead::Start);
        loop {
            let here = cursor.at();
            let mut way = Way { rest: cursor.place.rest(), plain: *cursor.place.plain(), first, ahead };
            let is_over = way.follow::<L>(&mut skeleton.bones);
            cursor.seek(cursor.place.bytes().len() - way.rest.len());
            visited(cursor.at() - here);
            if is_over {
                took(Path::Skeleton);
                skeleton.followed(cursor.at() - start);
                return Ok(());
            }
            if way.ahead == Ahead::Text && cursor.peek() != Some(b'"') {
                // A long one, or one with escapes or letters. The bone behind it begins with its quote.
                cursor.skip_rest_of_text()?;
                cursor.back_onto(b'"');
                // No text is ahead any more.
                (first, ahead) = (way.first, Ahead::Nothing);
                continue;
            }
            match cursor.learn(skeleton, way.first)? {
                Step::Joint { first: next, ahead: text } => (first, ahead) = (next, text),
                Step::End => return Ok(()),
                Step::GaveUp => {
                    skeleton.gave_up(cursor.at() - start);
                    return Ok(());
                }
            }
        }
    }
}

/// A place in an image, and what is known of it.
struct Way<'i> {
    rest: &'i [u8],
    /// its own, so that it stays in registers
    plain: Plain,
    /// the first bone of the next joint
    first: u16,
    /// what stands in front of that, of which only a text is looked at
    ahead: Ahead,
}

impl Way<'_> {
    /// Goes on from joint to joint as far as the bones are known. True: the image has ended. False: what comes next is to be learnt, or the text
    /// here is not a short plain one.
    #[inline(always)]
    fn follow<L: Level>(&mut self, bones: &mut [Bone]) -> bool {
        let count = bones.len();
        while let Some(window) = self.rest.first_chunk::<{ TEXT + BLOCK }>() {
            // Looked up once for the text and for the bone behind it.
            let Some(first) = bones.get_mut(self.first as usize) else { return false };
            let mut text = 0;
            if self.ahead == Ahead::Text {
                let Some(marks) = window.first_chunk().map(|window| L::pair(window, &self.plain)) else {
                    return false;
                };
                text = if marks.is_empty() {
                    2 * STEP
                        + window[2 * STEP..]
                            .first_chunk()
                            .map_or(0, |window| L::marks(window, &self.plain).first())
                } else {
                    first.hint.length(marks)
                };
            }
            let Some(run) = window.get(text..).and_then(|run| run.first_chunk()) else { return false };
            let (length, ahead, next);
            if L::begins_with(run, &first.bytes, first.run) {
                (length, ahead) = (first.length, first.ahead);
                // Most images are like the first one, whose joints stand in a row. So it mostly is a sum that tells where the next bone stands, and the
                // processor, which guesses this branch, need not wait until that is loaded.
                next = if first.leads_on {
                    self.first.wrapping_add(1)
                } else if (first.next as usize) < count {
                    first.next
                } else {
                    return false;
                };
            } else {
                let mut other = first.other;
                let bone = loop {
                    let Some(bone) = bones.get(other as usize) else {
                        self.rest = self.rest.get(text..).unwrap_or_default();
                        return false;
                    };
                    if L::begins_with(run, &bone.bytes, bone.run) {
                        break bone;
                    }
                    other = bone.other;
                };
                (length, ahead, next) = (bone.length, bone.ahead, bone.next);
            }
            let Some(rest) = self.rest.get(text + length as usize..) else { return false };
            (self.rest, self.first, self.ahead) = (rest, next, ahead);
            if ahead == Ahead::Nothing {
                return true;
            }
        }
        false
    }
}
