//! What the images of a call have in common: all but their texts.
//!
//! The images of a table are much alike. Between the text of one attribute and that of the next stand the same bytes in nearly all of them,
//! `"},"status":{"S":"`: a *bone*. It begins and ends at a *joint*, of which is known what brackets are open there. Where a bone was checked
//! once, the same bytes at the same joint are well-formed.

use crate::cursor::Hint;
use crate::scan::BLOCK;

/// The bones and joints that one call came across.
#[derive(Debug, Default)]
pub(crate) struct Skeleton {
    pub(super) bones: Vec<Bone>,
    /// each with its first bone
    joints: Vec<(Joint, u16)>,
    /// what may be spent on learning, in bytes of images
    credit: i64,
}

/// A run of bytes from one joint to another.
#[derive(Debug)]
pub(super) struct Bone {
    pub(super) bytes: [u8; BLOCK],
    /// how many of them count
    pub(super) length: u8,
    /// what comes behind it
    pub(super) ahead: Ahead,
    /// the first bone of the joint where it ends
    pub(super) next: u16,
    /// another one that begins where it does
    pub(super) other: u16,
    /// of the text in front of it, if it is the first one of its joint
    pub(super) hint: Hint,
}

/// A place between two tokens, or within a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Joint {
    pub(super) names: Names,
    /// the open brackets, as [`Brackets`](super::brackets::Brackets) counts them when they are few
    pub(super) brackets: u64,
    pub(super) depth: usize,
    pub(super) ahead: Ahead,
}

/// What comes at a joint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ahead {
    /// the rest of a text; bones begin with its quote
    Text,
    /// the first name of an image, or its end
    Start,
    /// a member's name
    Name,
    /// a value
    Value,
    /// what stands behind the image
    Nothing,
}

/// The names of members that were seen last, as hashes: by them the joints are told apart at which other bones follow. They say nothing of
/// what is well-formed there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Names {
    /// the last but one, mostly an attribute's, before that of its type
    before: u64,
    last: u64,
    /// the last one of the image itself
    top: u64,
}

impl Names {
    /// One more, of a member of the image itself or of one in it.
    pub(super) fn push(&mut self, name: u64, of_image: bool) {
        (self.before, self.last) = (self.last, name);
        if of_image {
            self.top = name;
        }
    }
}

impl Bone {
    /// No bone has it.
    pub(super) const NONE: u16 = u16::MAX;

    /// Holds the place of a joint's first bone. It never is what comes, since nothing is so long.
    fn unknown() -> Bone {
        Bone {
            bytes: [0; BLOCK],
            length: u8::MAX,
            ahead: Ahead::Nothing,
            next: Bone::NONE,
            other: Bone::NONE,
            hint: Hint::default(),
        }
    }

    fn is_known(&self) -> bool {
        self.length != u8::MAX
    }
}

impl Skeleton {
    /// Behind the image's `{`.
    const START: Joint =
        Joint { names: Names { before: 0, last: 0, top: 0 }, brackets: 1, depth: 1, ahead: Ahead::Start };

    /// More than the nearest memory holds would not pay.
    const MOST_BONES: usize = 512;

    /// All that begin at a joint may be tried at each place where it comes.
    const MOST_OF_A_JOINT: usize = 16;

    /// To learn a bone takes as long as to step over some 400 bytes without. It is spent on one in ten.
    const PRICE: i64 = if Skeleton::ALWAYS_PAYS { 0 } else { 2 << 10 };

    /// Shorter events hold too few images.
    const TOO_SHORT: i64 = if Skeleton::ALWAYS_PAYS { 0 } else { 16 << 10 };

    /// So many bytes, and nothing has shown that images are alike: the rest must be earned.
    const ADVANCE: i64 = 256 * (2 << 10);

    /// So that tests go by it, whose events are short.
    const ALWAYS_PAYS: bool = cfg!(any(debug_assertions, fuzzing));

    /// Forgets all, and begins with an input of `length` bytes.
    pub(crate) fn begin(&mut self, length: usize) {
        self.bones.clear();
        self.joints.clear();
        self.credit = (length as i64 - Skeleton::TOO_SHORT).min(Skeleton::ADVANCE);
    }

    /// Whether it is worth following.
    #[inline(always)]
    pub(super) fn pays(&self) -> bool {
        self.credit >= 0
    }

    /// Whether one more bone is worth learning, which is charged for.
    pub(super) fn affords_one_more(&mut self) -> bool {
        self.credit -= Skeleton::PRICE;
        self.pays()
    }

    /// So many bytes of an image came in known bones, and what little was learnt in it.
    #[inline(always)]
    pub(super) fn followed(&mut self, bytes: usize) {
        self.credit += 4 * bytes as i64;
    }

    /// Bytes of memory that it holds.
    pub(crate) fn reserved(&self) -> usize {
        self.bones.capacity() * size_of::<Bone>() + self.joints.capacity() * size_of::<(Joint, u16)>()
    }

    /// The first bone of the joint where all images begin.
    pub(super) const FIRST: u16 = 0;

    /// The joint whose first bone is `first`.
    pub(super) fn joint(&self, first: u16) -> Joint {
        // Mostly it is the one that was met last.
        let known = self.joints.iter().rev().find(|(_, bone)| *bone == first);
        known.map_or(Skeleton::START, |(joint, _)| *joint)
    }

    /// Adds a bone that leads from the joint whose first bone is `first` to another one, and answers with the first bone of that. None is
    /// added where there are many, and then that may be none.
    pub(super) fn add(&mut self, first: u16, bytes: &[u8; BLOCK], length: u8, end: Joint) -> u16 {
        if self.joints.is_empty() {
            self.place(Skeleton::START);
        }
        let next = match self.joints.iter().find(|(joint, _)| *joint == end) {
            _ if end.ahead == Ahead::Nothing => Bone::NONE,
            Some((_, bone)) => *bone,
            None if self.bones.len() < Skeleton::MOST_BONES => self.place(end),
            None => return Bone::NONE,
        };
        let bone = Bone { bytes: *bytes, length, ahead: end.ahead, next, ..Bone::unknown() };
        // Behind those that are known to begin there: what came first comes most often.
        let (mut last, mut count) = (first, 1);
        while let Some(other) =
            self.bones.get(last as usize).map(|bone| bone.other).filter(|&other| other != Bone::NONE)
        {
            (last, count) = (other, count + 1);
        }
        let new = self.bones.len();
        match self.bones.get_mut(last as usize) {
            Some(last) if !last.is_known() => *last = bone,
            Some(last) if count < Skeleton::MOST_OF_A_JOINT && new < Skeleton::MOST_BONES => {
                last.other = new as u16;
                self.bones.push(bone);
            }
            _ => (),
        }
        next
    }

    /// Adds a joint and the place of its first bone.
    fn place(&mut self, joint: Joint) -> u16 {
        let first = self.bones.len() as u16;
        self.bones.push(Bone::unknown());
        self.joints.push((joint, first));
        first
    }
}
