//! Which attributes a change left alone, told by their bytes.

use crate::arena::{Arena, ArenaFull, List};
use crate::cursor::{Cursor, Name, OrFull};
use crate::error::{Error, Segment};
use crate::value::{Members, next_name};

/// An image as names and the JSON of their values.
type Texts<'a> = &'a [(&'a str, &'a str)];

/// The image that the cursor stands in, behind its `{`.
pub(super) fn texts<'a>(cursor: &mut Cursor<'a>) -> Result<Texts<'a>, Error> {
    let mut members = Members::new(cursor.arena());
    let mut others = false;
    while let Some(name) = next_name(cursor, others)? {
        cursor.space();
        let start = cursor.at();
        cursor.skip().map_err(|error| error.within(Segment::from_input(name)))?;
        let text = cursor.slice(start, cursor.at());
        *members.place(Name::of(name), || "").or_full(cursor)? = text;
        others = true;
    }
    members.finish().or_full(cursor)
}

/// The names of the attributes that both images have with the same text, in the order of the old one.
pub(super) fn repeated<'a>(
    new: Texts<'a>,
    old: Texts<'a>,
    arena: &'a Arena,
) -> Result<&'a [&'a str], ArenaFull> {
    let mut names = List::new(arena);
    let mut sorted = None;
    for (place, &(name, text)) in old.iter().enumerate() {
        // Both images mostly have the same names in the same order.
        let twin = match new.get(place).filter(|(twin, _)| *twin == name) {
            Some(twin) => Some(*twin),
            None => {
                let sorted = match sorted {
                    Some(sorted) => sorted,
                    None => *sorted.insert(by_name(new, arena)?),
                };
                sorted.binary_search_by_key(&name, |&(twin, _)| twin).ok().map(|place| sorted[place])
            }
        };
        if twin.is_some_and(|(_, twin)| twin == text) {
            names.push(name)?;
        }
    }
    Ok(names.finish())
}

#[cold]
fn by_name<'a>(image: Texts<'a>, arena: &'a Arena) -> Result<Texts<'a>, ArenaFull> {
    let mut sorted = List::with_capacity(arena, image.len().max(1))?;
    image.iter().try_for_each(|&member| sorted.push(member))?;
    sorted.as_mut_slice().sort_unstable_by_key(|&(name, _)| name);
    Ok(sorted.finish())
}
