//! Events that are known before they are printed: whatever the style and the order, every way gives back what they were made of.

use millstream::{AttributeValue, Binary, Decoder, Error, Item, Model, Number, Parts, Record, Scratch};
use millstream_testkit::event::Event;
use millstream_testkit::print::Style;
use millstream_testkit::random::{self, Rng};
use millstream_testkit::types::{RefItem, RefRecord, RefValue};
use millstream_testkit::wire_order;

use crate::agree::{Agree, item_of, value_of};

/// The input is the choices of a generator. Each is one event, and no larger than it has to be: a fuzzer learns from many.
pub fn check(input: &[u8]) {
    let mut rng = Rng::fed(input);
    let styles = Style::all(rng.below(256) as u64);
    let style = *rng.pick(&styles);
    if rng.one_in(3) {
        let mut any = random::event(&mut rng, 2);
        if rng.one_in(2) {
            any.arrange();
        }
        return dynamic(&style, &any);
    }

    let mut posts = Event { records: Vec::new(), root: random::root(&mut rng) };
    let order = rng.below(3);
    for _ in 0..1 + rng.below(2) {
        let mut record = random::record(&mut rng);
        record.decoded.keys = Some(key(&mut rng));
        record.decoded.new = record.decoded.new.map(|_| post(&mut rng, order));
        record.decoded.old = record.decoded.old.map(|_| match &record.decoded.new {
            Some(new) if !rng.one_in(4) => changed(new, &mut rng),
            _ => post(&mut rng, order),
        });
        posts.records.push(record);
    }
    typed(&style, &posts);
    // With these the typed ways leave their path in every record, and go on as before in the next.
    if rng.one_in(4) {
        dynamic(&style, &posts);
    }
}

/// Every way without a model agrees with the reference, which finds what was printed.
fn dynamic(style: &Style, event: &Event) {
    let mut agree = Agree::new();
    let text = style.event(event);
    let batch = agree.event(&text).unwrap_or_else(|fatal| panic!("{fatal:?}: {text}"));
    assert_eq!(batch.root, event.root, "{text}");
    let records: Result<Vec<_>, _> = batch.records.into_iter().collect();
    assert_eq!(records, Ok(event.decoded()), "{text}");
    for record in &event.records {
        assert_eq!(agree.record(style.record(record)).as_ref(), Ok(&record.decoded));
    }
}

/// A field of every sort.
#[derive(Model)]
struct Post<'a> {
    #[model(hash_key)]
    id: &'a str,
    title: Option<&'a str>,
    owned: Option<String>,
    likes: Option<i64>,
    rank: Option<u8>,
    ratio: Option<f64>,
    price: Option<Number<'a>>,
    hidden: Option<bool>,
    #[model(rename = "한국어 \"이름\"")]
    picture: Option<Binary<'a>>,
    thumbnail: Option<&'a [u8]>,
    tags: Option<&'a [&'a str]>,
    scores: Option<&'a [i32]>,
    lines: Option<&'a [Line<'a>]>,
    author: Option<Line<'a>>,
    labels: Option<&'a [(&'a str, bool)]>,
    more: Option<AttributeValue<'a>>,
    map: Option<Item<'a>>,
}

#[derive(Model)]
struct Line<'a> {
    name: &'a str,
    count: Option<u64>,
}

/// Attributes that the model names, most of them, and some that it does not.
fn post(rng: &mut Rng, order: usize) -> RefItem {
    let mut post = key(rng);
    let mut add = |rng: &mut Rng, name: &str, value: &dyn Fn(&mut Rng) -> RefValue| match rng.below(8) {
        0 => {}
        1 => post.push((name.to_owned(), RefValue::Null)),
        _ => post.push((name.to_owned(), value(rng))),
    };
    let text = |rng: &mut Rng| RefValue::S(random::text(rng));
    let integer = |rng: &mut Rng| RefValue::N((rng.next_u64() as i64 >> rng.below(64)).to_string());
    add(rng, "title", &text);
    add(rng, "owned", &text);
    add(rng, "likes", &integer);
    add(rng, "rank", &|rng| RefValue::N(rng.below(256).to_string()));
    add(rng, "ratio", &|rng| RefValue::N((rng.next_u64() as f64 / 1024.0).to_string()));
    add(rng, "price", &|rng| RefValue::N(random::number(rng)));
    add(rng, "hidden", &|rng| RefValue::Bool(rng.one_in(2)));
    add(rng, "한국어 \"이름\"", &|rng| RefValue::B(random::binary(rng)));
    add(rng, "thumbnail", &|rng| RefValue::B(random::binary(rng)));
    add(rng, "tags", &|rng| RefValue::Ss(some(rng, random::text)));
    add(rng, "scores", &|rng| RefValue::Ns(some(rng, |rng| (rng.next_u64() as i32).to_string())));
    add(rng, "lines", &|rng| RefValue::L(some(rng, line)));
    add(rng, "author", &line);
    add(rng, "labels", &|rng| {
        let labels = some(rng, |rng| rng.one_in(2));
        RefValue::M(
            labels.into_iter().enumerate().map(|(n, set)| (format!("l{n}"), RefValue::Bool(set))).collect(),
        )
    });
    add(rng, "more", &|rng| random::value(rng, 2));
    add(rng, "map", &|rng| RefValue::M(random::item(rng, 3, 2)));
    add(rng, "unknown", &|rng| random::value(rng, 2));
    match order {
        0 => wire_order::arrange(&mut post),
        1 => random::shuffle(rng, &mut post),
        _ => {}
    }
    post
}

/// Most of an image as it is, as it was before a change: decoders may take over what is the same.
fn changed(new: &RefItem, rng: &mut Rng) -> RefItem {
    let (mut old, mut other) = (new.clone(), post(rng, 2));
    for _ in 0..rng.below(4) {
        let place = rng.below(old.len());
        match rng.below(4) {
            0 if old[place].0 != "id" => drop(old.remove(place)),
            1 => {
                let to = rng.below(old.len());
                old.swap(place, to);
            }
            _ => {
                let (name, value) = other.swap_remove(rng.below(other.len()));
                match old.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, old)) => *old = value,
                    None => old.insert(place, (name, value)),
                }
                other.push(("id".to_owned(), RefValue::S(random::text(rng))));
            }
        }
    }
    old
}

fn key(rng: &mut Rng) -> RefItem {
    vec![("id".to_owned(), RefValue::S(random::text(rng)))]
}

fn line(rng: &mut Rng) -> RefValue {
    let mut line = vec![("name".to_owned(), RefValue::S(random::text(rng)))];
    if rng.one_in(2) {
        line.push(("count".to_owned(), RefValue::N(rng.next_u64().to_string())));
    }
    RefValue::M(line)
}

fn some<T>(rng: &mut Rng, element: impl Fn(&mut Rng) -> T) -> Vec<T> {
    (0..rng.below(4)).map(|_| element(rng)).collect()
}

/// Every way with a model gives back what was printed.
fn typed(style: &Style, event: &Event) {
    // Earlier attributes of a name that comes more than once are of any type.
    let style = Style { duplicates: false, ..*style };
    let text = style.event(event);
    let mut decoder = Decoder::new();
    let same = |record: Result<&Record<'_, Post<'_>>, Error>| {
        let record = record.unwrap_or_else(|error| panic!("{error}: {text}"));
        let expected = &event.records[record.index()].decoded;
        let keys = record.keys().map(|keys| vec![("id".to_owned(), RefValue::S(keys.id.to_owned()))]);
        assert_eq!(keys, expected.keys, "{text}");
        assert_eq!(record.new_image().map(written), named(&expected.new), "{text}");
        assert_eq!(record.old_image().map(written), named(&expected.old), "{text}");
    };

    let mut stream = decoder.stream::<Post<'_>>(&text);
    for _ in &event.records {
        same(stream.next().expect("a record").as_ref().map_err(Error::clone));
    }
    assert!(stream.next().is_none(), "{text}");

    let mut stream = decoder.only(Parts::OLD_IMAGE).stream::<Post<'_>>(&text);
    for record in &event.records {
        let found = stream.next().expect("a record").unwrap_or_else(|error| panic!("{error}: {text}"));
        assert!(found.keys().is_none() && found.new_image().is_none(), "{text}");
        assert_eq!(found.old_image().map(written), named(&record.decoded.old), "{text}");
    }

    let scratch = Scratch::new();
    let batch = decoder.read(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    for (record, printed) in batch.iter().zip(&event.records) {
        let record = record.unwrap_or_else(|error| panic!("{error}: {text}"));
        let images = [record.new_image::<Post<'_>>(&scratch), record.old_image::<Post<'_>>(&scratch)];
        let RefRecord { new, old, .. } = &printed.decoded;
        for (image, expected) in images.into_iter().zip([new, old]) {
            let image = image.unwrap_or_else(|error| panic!("{error}: {text}"));
            assert_eq!(image.as_ref().map(written), named(expected), "{text}");
        }
    }
    drop(batch);

    for image in event.records.iter().filter_map(|record| record.decoded.new.as_ref()) {
        let item = style.item(image);
        let post = decoder.decode_item::<Post<'_>>(&item).unwrap_or_else(|error| panic!("{error}: {item}"));
        assert_eq!(Some(written(&post)), named(&Some(image.clone())), "{item}");
    }
}

/// What the model names of an image, by name. NULL is as good as nothing.
fn named(image: &Option<RefItem>) -> Option<RefItem> {
    let mut named = image.clone()?;
    named.retain(|(name, value)| name != "unknown" && *value != RefValue::Null);
    sort(&mut named);
    for (name, value) in &mut named {
        match value {
            RefValue::M(author) if name == "author" => sort(author),
            RefValue::L(lines) if name == "lines" => {
                lines.iter_mut().for_each(|line| {
                    if let RefValue::M(line) = line {
                        sort(line)
                    }
                });
            }
            _ => {}
        }
    }
    Some(named)
}

/// Models have no order.
fn sort(item: &mut RefItem) {
    item.sort_by(|(a, _), (b, _)| a.cmp(b));
}

/// A view as the item that it was read from, by name.
fn written(post: &Post<'_>) -> RefItem {
    let text = |text: &str| RefValue::S(text.to_owned());
    let number = |number: &dyn ToString| RefValue::N(number.to_string());
    let fields = [
        ("author", post.author.as_ref().map(written_line)),
        ("hidden", post.hidden.map(RefValue::Bool)),
        ("id", Some(text(post.id))),
        (
            "labels",
            post.labels.map(|labels| {
                RefValue::M(
                    labels.iter().map(|&(name, set)| (name.to_owned(), RefValue::Bool(set))).collect(),
                )
            }),
        ),
        ("likes", post.likes.map(|likes| number(&likes))),
        ("lines", post.lines.map(|lines| RefValue::L(lines.iter().map(written_line).collect()))),
        ("map", post.map.as_ref().map(|item| RefValue::M(item_of(item)))),
        ("more", post.more.as_ref().map(value_of)),
        ("owned", post.owned.as_deref().map(text)),
        ("price", post.price.map(|price| number(&price))),
        ("rank", post.rank.map(|rank| number(&rank))),
        ("ratio", post.ratio.map(|ratio| number(&ratio))),
        ("scores", post.scores.map(|scores| RefValue::Ns(scores.iter().map(i32::to_string).collect()))),
        ("tags", post.tags.map(|tags| RefValue::Ss(tags.iter().map(|&tag| tag.to_owned()).collect()))),
        ("thumbnail", post.thumbnail.map(|bytes| RefValue::B(random::base64(bytes)))),
        ("title", post.title.map(text)),
        ("한국어 \"이름\"", post.picture.map(|binary| RefValue::B(binary.as_base64().to_owned()))),
    ];
    fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

fn written_line(line: &Line<'_>) -> RefValue {
    let count = line.count.map(|count| ("count".to_owned(), RefValue::N(count.to_string())));
    let name = ("name".to_owned(), RefValue::S(line.name.to_owned()));
    RefValue::M([count, Some(name)].into_iter().flatten().collect())
}
