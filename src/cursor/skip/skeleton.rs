//! What the images of a call have in common: all but their texts.
//!
//! The images of a table are much alike. Between the text of one attribute and that of the next stand the same bytes in nearly all of them,
//! `"},"status":{"S":"`: a *bone*. It begins and ends at a *joint*, of which is known what brackets are open there. Where a bone was checked
//! once, the same bytes at the same joint are well-formed.

use std::fmt;

use crate::cursor::Hint;
use crate::scan::BLOCK;

/// The bones and joints that one call came across.
#[derive(Default)]
pub(crate) struct Skeleton {
    pub(super) bones: Vec<Bone>,
    /// each with its first bone
    joints: Vec<(Joint, u16)>,
    /// the time that may be spent on it, by how many bytes are stepped over in that without; negative: none
    credit: i64,
    /// of the call's input, in bytes
    length: usize,
}

/// Of images it holds what is customers'.
impl fmt::Debug for Skeleton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Skeleton")
            .field("bones", &self.bones.len())
            .field("joints", &self.joints.len())
            .finish_non_exhaustive()
    }
}

/// A run of bytes from one joint to another.
///
/// It is laid out so that what is compared never lies across two lines of the cache (orders 3 % less time).
#[repr(C, align(64))]
pub(super) struct Bone {
    pub(super) bytes: [u8; BLOCK],
    /// which of them count, those at the beginning, one bit for each; all, where the bone is not known yet
    pub(super) run: u64,
    /// how many that are; 0, where it is not known yet
    pub(super) length: u8,
    /// what comes behind it
    pub(super) ahead: Ahead,
    /// whether the joint where it ends is the one that was met next after that where it begins, so that its first bone is the next in the row, or
    /// the image ends; looked at in a joint's first bone alone
    pub(super) leads_on: bool,
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

    /// Holds the place of a joint's first bone. It leads nowhere, should its zeros come.
    fn unknown() -> Bone {
        Bone {
            bytes: [0; BLOCK],
            run: u64::MAX,
            length: 0,
            ahead: Ahead::Start,
            leads_on: false,
            next: Bone::NONE,
            other: Bone::NONE,
            hint: Hint::default(),
        }
    }

    fn is_known(&self) -> bool {
        self.length > 0
    }
}

impl Skeleton {
    /// Behind the image's `{`.
    const START: Joint =
        Joint { names: Names { before: 0, last: 0, top: 0 }, brackets: 1, depth: 1, ahead: Ahead::Start };

    /// So many take 64 KB; more would not pay.
    const MOST_BONES: usize = 512;

    /// All that begin at a joint may be tried at each place where it comes.
    const MOST_OF_A_JOINT: usize = 16;

    /// What it costs to learn a bone.
    const PRICE: i64 = 400;

    /// It pays where some hundred images are to come.
    const IMAGES: usize = 128;

    /// The time of so many images is spent before any has shown to be like another one. It is enough to learn one of short attributes, and two or
    /// three of others.
    const ADVANCE: usize = 48;

    /// Debug builds go by it in any case, so that tests do, whose events are short.
    const IS_FREE: bool = cfg!(any(debug_assertions, fuzzing));

    /// Forgets all, and begins with an input of `length` bytes.
    pub(crate) fn begin(&mut self, length: usize) {
        self.begin_at_cost(length);
        if Skeleton::IS_FREE {
            self.credit = i64::MAX / 2;
        }
    }

    /// The same where learning must pay.
    pub(super) fn begin_at_cost(&mut self, length: usize) {
        self.bones.clear();
        self.joints.clear();
        (self.credit, self.length) = (-1, length);
    }

    #[cfg(test)]
    pub(super) fn set_credit(&mut self, bytes: i64) {
        self.credit = bytes;
    }

    /// Whether it may pay.
    #[inline(always)]
    pub(super) fn pays(&self) -> bool {
        self.credit >= 0
    }

    /// Whether one more bone may be learnt, which is charged for.
    pub(super) fn affords_one_more(&mut self) -> bool {
        let affords = self.credit >= Skeleton::PRICE;
        if affords {
            self.credit -= Skeleton::PRICE;
        }
        affords
    }

    /// An image of so many bytes was stepped over without it.
    pub(super) fn passed(&mut self, bytes: usize) {
        if !self.bones.is_empty() {
            self.credit += bytes as i64 / 64;
        } else if self.length / bytes.max(1) >= Skeleton::IMAGES {
            self.credit = (bytes * Skeleton::ADVANCE) as i64;
        }
    }

    /// The end of an image of so many bytes was stepped over without it, for want of a bone.
    pub(super) fn gave_up(&mut self, bytes: usize) {
        self.credit -= bytes as i64 / 8;
    }

    /// An image of so many bytes came in known bones, which took a quarter less time.
    #[inline(always)]
    pub(super) fn followed(&mut self, bytes: usize) {
        self.credit += (bytes / 4) as i64;
    }

    /// Bytes of memory that it holds.
    pub(crate) fn reserved(&self) -> usize {
        self.bones.capacity() * size_of::<Bone>() + self.joints.capacity() * size_of::<(Joint, u16)>()
    }

    /// The first bone of the joint where all images begin.
    pub(super) const FIRST: u16 = 0;

    /// The joint whose first bone is `first`. Where none was met yet, it is that where images begin.
    pub(super) fn joint(&self, first: u16) -> Joint {
        debug_assert!(!self.joints.is_empty() || first == Skeleton::FIRST);
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
        debug_assert!((1..=BLOCK).contains(&length.into()));
        let bone = Bone {
            bytes: *bytes,
            run: u64::MAX >> (BLOCK - length as usize),
            length,
            ahead: end.ahead,
            leads_on: end.ahead == Ahead::Nothing || next == first + 1,
            next,
            ..Bone::unknown()
        };
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
