//! Models whose attributes come in all orders, and in another one with each image: whatever a decoder guesses, and whatever it learns from
//! the record before, it decodes what the reference does, and fails where that fails.
//!
//! The gate runs this for each tier alone, so that all of them agree.
#![cfg(feature = "derive")]

mod images;
mod parcel;

use images::{Layout, ORDERS, Order, image, order, spoil, stranger, value};
use millstream::{Decoder, Error, Scratch};
use millstream_testkit::print::Style;
use millstream_testkit::random::{self, Rng};
use millstream_testkit::reference;
use millstream_testkit::types::{Limits, RefItem, RefValue};
use parcel::{PARCEL, Parcel, named, parcel};

const LIMITS: Limits = Limits { records: 10_000, nesting: 32, json_depth: 1_024 };

/// An image as text, and what it comes to: the attributes, or the path of what does not fit.
struct Image {
    text: String,
    expected: Result<RefItem, String>,
}

impl Image {
    fn new(members: &RefItem) -> Image {
        let text = Style::wire().item(members);
        let decoded = reference::decode_item(text.as_bytes(), LIMITS).expect("attribute values");
        Image { text, expected: Ok(named(decoded, PARCEL)) }
    }

    fn unfit(members: &RefItem, path: String) -> Image {
        Image { text: Style::wire().item(members), expected: Err(path) }
    }
}

/// Records with a new image each, and an old one: `images` in turn.
fn event(images: &[Image]) -> String {
    let records: Vec<String> = images.chunks(2).map(record).collect();
    format!(r#"{{"Records":[{}]}}"#, records.join(","))
}

fn record(images: &[Image]) -> String {
    let old = images.get(1).map_or(String::new(), |old| format!(r#""OldImage":{},"#, old.text));
    format!(
        concat!(
            r#"{{"eventID":"7de3041dd709b024af6f29e4fa13d34c","eventName":"MODIFY","eventVersion":"1.1","#,
            r#""eventSource":"aws:dynamodb","awsRegion":"us-west-2","dynamodb":{{"ApproximateCreationDateTime":1.47949974E9,"#,
            r#""Keys":{{"id":{{"S":"7"}}}},"NewImage":{new},{old}"SequenceNumber":"13021600000000001596893679","SizeBytes":112,"#,
            r#""StreamViewType":"NEW_AND_OLD_IMAGES"}},"eventSourceARN":"#,
            r#""arn:aws:dynamodb:us-east-1:123456789012:table/Parcels/stream/2016-11-16T20:42:48.104"}}"#
        ),
        new = images[0].text,
        old = old,
    )
}

/// Decodes by every way, and compares each record's images with what is expected of them.
#[track_caller]
fn check(images: &[Image]) {
    let event = event(images);
    let mut decoder = Decoder::new();
    for image in images {
        let found = decoder.decode_item::<Parcel>(&image.text).map(|view| parcel(&view));
        assert_eq!(found.map_err(|error| error.path()), image.expected, "decode_item: {}", image.text);
    }
    let both = |new: Option<&Parcel<'_>>, old: Option<&Parcel<'_>>| [new.map(parcel), old.map(parcel)];
    let batch = decoder.decode::<Parcel>(&event).expect("an event");
    for (index, found) in batch.iter().enumerate() {
        same("decode", found.map(|record| both(record.new_image(), record.old_image())), index, images);
    }
    let mut stream = decoder.stream::<Parcel>(&event);
    let mut index = 0;
    while let Some(found) = stream.next() {
        same("stream", found.map(|record| both(record.new_image(), record.old_image())), index, images);
        index += 1;
    }
    assert_eq!(index, images.len().div_ceil(2));
    let mut scratch = Scratch::new();
    let batch = decoder.read(&event).expect("an event");
    for (index, record) in batch.iter().enumerate() {
        let record = record.expect("an envelope");
        let found = (|| {
            let new = record.new_image::<Parcel>(&scratch)?;
            let old = record.old_image::<Parcel>(&scratch)?;
            Ok(both(new.as_ref(), old.as_ref()))
        })();
        same("read", found, index, images);
        scratch.reset();
    }
}

#[track_caller]
fn same(way: &str, found: Result<[Option<RefItem>; 2], Error>, index: usize, images: &[Image]) {
    let parts = [("NewImage", images.get(2 * index)), ("OldImage", images.get(2 * index + 1))];
    let unfit = parts.iter().find_map(|(part, image)| {
        let path = image.as_ref()?.expected.as_ref().err()?;
        Some(format!("Records[{index}].{part}.{path}"))
    });
    let expected = match unfit {
        Some(path) => Err(path),
        None => Ok(parts.map(|(_, image)| image.and_then(|image| image.expected.clone().ok()))),
    };
    let texts: Vec<&str> =
        parts.iter().filter_map(|(_, image)| Some(image.as_ref()?.text.as_str())).collect();
    assert_eq!(found.map_err(|error| error.path()), expected, "{way}, record {index}: {texts:#?}");
}

const PLAIN: Layout = Layout { absent: 0, repeated: 0, unknown: 0, order: Order::Lambda };

/// Runs a seed that failed alone, too.
fn for_each_seed(seeds: u64, run: impl Fn(&mut Rng)) {
    for seed in 0..seeds {
        run(&mut Rng::new(seed));
    }
}

#[test]
fn orders_that_change_from_record_to_record() {
    for_each_seed(200, |rng| {
        let images: Vec<Image> = (0..24)
            .map(|_| {
                let layout =
                    Layout { absent: rng.below(4), repeated: 0, unknown: 0, order: *rng.pick(&ORDERS) };
                Image::new(&image(rng, PARCEL, layout))
            })
            .collect();
        check(&images);
    });
}

/// Long enough in one order for the decoder to settle, then in another.
#[test]
fn orders_that_change_once() {
    for (seed, before) in ORDERS.into_iter().enumerate() {
        for after in ORDERS {
            let mut rng = Rng::new(seed as u64);
            let images: Vec<Image> = (0..120)
                .map(|place| {
                    let order = if place < 80 { before } else { after };
                    Image::new(&image(&mut rng, PARCEL, Layout { absent: 5, order, ..PLAIN }))
                })
                .collect();
            check(&images);
        }
    }
}

/// The second one is found by another tier than the first, or by the same; the last one counts.
#[test]
fn repeated_attributes() {
    for_each_seed(200, |rng| {
        let images: Vec<Image> = (0..12)
            .map(|_| {
                let layout = Layout {
                    absent: rng.below(4),
                    repeated: 4,
                    unknown: rng.below(3),
                    order: *rng.pick(&ORDERS),
                };
                Image::new(&image(rng, PARCEL, layout))
            })
            .collect();
        check(&images);
    });
}

/// Each attribute once more, at each place.
#[test]
fn each_attribute_repeated_at_each_place() {
    let members = image(&mut Rng::new(7), PARCEL, PLAIN);
    for &(name, _, kind) in PARCEL {
        let images: Vec<Image> = (0..=members.len())
            .map(|place| {
                let mut members = members.clone();
                members.insert(place, (name.to_owned(), value(&mut Rng::new(place as u64), kind, PLAIN)));
                Image::new(&members)
            })
            .collect();
        check(&images);
    }
}

#[test]
fn unknown_attributes_between_any_two() {
    for order in ORDERS {
        let mut rng = Rng::new(1);
        let members = image(&mut rng, PARCEL, Layout { order, ..PLAIN });
        let images: Vec<Image> = (0..=members.len())
            .flat_map(|first| (first..=members.len()).map(move |second| (first, second)))
            .map(|(first, second)| {
                let mut members = members.clone();
                members.insert(second, ("Aa ".to_owned(), random::value(&mut rng, 2)));
                members.insert(first, ("stat".to_owned(), random::value(&mut rng, 2)));
                Image::new(&members)
            })
            .collect();
        check(&images);
    }
}

/// A third of the attributes or more, whose names begin or end as those of the model do.
#[test]
fn many_unknown_attributes() {
    for_each_seed(200, |rng| {
        let unknown = 1 + rng.below(30);
        let images: Vec<Image> = (0..24)
            .map(|_| {
                let layout = Layout { absent: 3, repeated: 0, unknown, order: *rng.pick(&ORDERS) };
                Image::new(&image(rng, PARCEL, layout))
            })
            .collect();
        check(&images);
    });
}

/// One unknown attribute, spelled in many ways: it changes nothing, or is what is wrong.
#[test]
fn unknown_attributes_however_they_are_written() {
    let values = [
        (r#"{"S":"x"}"#, true),
        (r#"{"S":"x\n\u00e9"}"#, true),
        (r#"{ "S" : "x" }"#, true),
        (r#"{"N":"not a number"}"#, true),
        (r#"{"BOOL":true}"#, true),
        (r#"{"BOOL":false }"#, true),
        (r#"{"NULL":true}"#, true),
        (r#"{"M":{}}"#, true),
        (r#"{"M":{"a":{"S":"b"},"c":{"N":"1"}}}"#, true),
        (r#"{"L":[{"S":"b"},[]]}"#, true),
        (r#"{"SS":["a","b"]}"#, true),
        (r#"{"S":"x","N":"1"}"#, true),
        (r#"{}"#, true),
        (r#""text""#, true),
        ("12.5", true),
        ("null", true),
        ("[{}]", true),
        (r#"{"BOOL":truth}"#, false),
        (r#"{"BOOL":true]"#, false),
        (r#"{"S":"x"]"#, false),
        (r#"{"S":"\x"}"#, false),
        ("{\"S\":\"\n\"}", false),
        (r#"{"M":{"a":{"S":"b"},"c":{"N":"1"}]}"#, false),
        (r#"{"M":{"a":{"S":"b"},}}"#, false),
        ("{1:2}", false),
        ("tru", false),
    ];
    let mut rng = Rng::new(11);
    let members = image(&mut rng, PARCEL, PLAIN);
    let whole = Image::new(&members);
    for place in 0..=members.len() {
        let parts = [&members[..place], &members[place..]].map(|part| {
            let text = Style::wire().item(&part.to_vec());
            text[1..text.len() - 1].to_owned()
        });
        for (value, fits) in values {
            let name = stranger(&mut rng, PARCEL);
            let spelled = serde_json::to_string(&name).expect("a text");
            for (spelled, colon) in [(&*spelled, ":"), (&spelled, " :"), (&spelled, ": ")] {
                let unknown = format!("{spelled}{colon}{value}");
                let all = [&*parts[0], &unknown, &parts[1]];
                let all: Vec<&str> = all.into_iter().filter(|part| !part.is_empty()).collect();
                let text = format!("{{{}}}", all.join(","));
                let found = Decoder::new().decode_item::<Parcel>(&text).map(|view| parcel(&view));
                match found {
                    Ok(found) => assert!(fits && Ok(&found) == whole.expected.as_ref(), "{text}"),
                    Err(error) => {
                        assert!(!fits, "{error}: {text}");
                        let end = text.find(&unknown).expect("it is there") + unknown.len();
                        assert!(error.offset() <= end, "{error}: {text}");
                    }
                }
            }
        }
    }
}

#[test]
fn optional_attributes_absent_in_every_pattern() {
    let optional: Vec<&str> =
        PARCEL.iter().filter(|(_, required, _)| !required).map(|(name, ..)| *name).collect();
    for order in ORDERS {
        let mut rng = Rng::new(2);
        let members = image(&mut rng, PARCEL, Layout { order, ..PLAIN });
        let images: Vec<Image> = (0..1u32 << optional.len())
            .map(|pattern| {
                let absent = |name: &str| {
                    optional
                        .iter()
                        .position(|optional| *optional == name)
                        .is_some_and(|place| pattern >> place & 1 == 1)
                };
                Image::new(&members.iter().filter(|(name, _)| !absent(name)).cloned().collect())
            })
            .collect();
        check(&images);
    }
}

#[test]
fn ties_in_every_order() {
    let ties = ["Aa", "BB", "C#"];
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let tied = |members: &RefItem, order: [usize; 3]| {
        let member = |tie: &str| members.iter().find(|(name, _)| name == tie).cloned();
        let mut next = order.into_iter().filter_map(|tie| member(ties[tie]));
        let replaced = members.iter().map(|(name, value)| {
            let is_tie = ties.contains(&name.as_str());
            if is_tie { next.next().expect("as many") } else { (name.clone(), value.clone()) }
        });
        replaced.collect::<RefItem>()
    };
    for_each_seed(20, |rng| {
        let mut images = Vec::new();
        for outer in orders {
            for inner in orders {
                let mut members = image(rng, PARCEL, Layout { absent: 4, ..PLAIN });
                for (_, value) in &mut members {
                    if let RefValue::M(place) = value {
                        *place = tied(place, inner);
                    }
                }
                images.push(Image::new(&tied(&members, outer)));
            }
        }
        check(&images);
    });
}

#[test]
fn images_that_do_not_fit_among_those_that_do() {
    for_each_seed(400, |rng| {
        let images: Vec<Image> = (0..12)
            .map(|_| {
                let layout = Layout {
                    absent: rng.below(4),
                    repeated: 0,
                    unknown: rng.below(3),
                    order: *rng.pick(&ORDERS),
                };
                let mut members = image(rng, PARCEL, layout);
                if rng.one_in(3) {
                    let path = spoil(rng, &mut members, PARCEL);
                    Image::unfit(&members, path)
                } else {
                    Image::new(&members)
                }
            })
            .collect();
        check(&images);
    });
}

/// One that does not fit is reported though the last one, which counts, does.
#[test]
fn a_repeated_attribute_that_does_not_fit() {
    for order in ORDERS {
        let mut rng = Rng::new(3);
        let members = image(&mut rng, PARCEL, Layout { order, ..PLAIN });
        let images: Vec<Image> = PARCEL
            .iter()
            .flat_map(|(name, ..)| (0..=members.len()).map(move |place| (*name, place)))
            .map(|(name, place)| {
                let mut members = members.clone();
                members.insert(place, (name.to_owned(), RefValue::Bs(vec!["AA==".to_owned()])));
                Image::unfit(&members, name.to_owned())
            })
            .collect();
        check(&images);
    }
}

/// Most of the old image is as in the new one, byte for byte, though in another order, repeated, or beside something that does not fit.
#[test]
fn old_images_that_repeat_the_new_one() {
    for_each_seed(300, |rng| {
        let mut images = Vec::new();
        for _ in 0..8 {
            let layout = Layout {
                absent: rng.below(4),
                repeated: 4 * rng.below(2),
                unknown: rng.below(3),
                order: *rng.pick(&ORDERS),
            };
            let new = image(rng, PARCEL, layout);
            let mut old = new.clone();
            for (name, value) in image(rng, PARCEL, PLAIN) {
                let required = PARCEL.iter().any(|&(known, required, _)| known == name && required);
                match rng.below(6) {
                    0 => old.retain(|(known, _)| required || *known != name),
                    1 => old.insert(rng.below(old.len() + 1), (name, value)),
                    _ => {}
                }
            }
            if rng.one_in(2) {
                let other = *rng.pick(&ORDERS);
                order(rng, &mut old, other);
            }
            images.push(Image::new(&new));
            if rng.one_in(5) {
                let path = spoil(rng, &mut old, PARCEL);
                images.push(Image::unfit(&old, path));
            } else {
                images.push(Image::new(&old));
            }
        }
        check(&images);
    });
}
