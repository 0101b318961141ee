//! A thousand records, a hundred of which fail, each in a way of its own turn: the others are as if those had not been there.
#![cfg(feature = "derive")]

use millstream::{Decoder, Error, ErrorKind, Model, Parts, RawRecord, Record, Scratch};

#[derive(Model, Debug)]
#[allow(dead_code)]
struct Post<'a> {
    #[model(hash_key)]
    id: &'a str,
    #[model(default)]
    likes: u32,
    tags: Option<&'a [&'a str]>,
    picture: Option<&'a [u8]>,
    author: Option<Author<'a>>,
    kind: Option<Kind<'a>>,
}

#[derive(Model, Debug)]
#[allow(dead_code)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Model, Debug)]
#[model(tag = "kind")]
#[allow(dead_code)]
enum Kind<'a> {
    Note,
    Photo(Author<'a>),
}

const RECORDS: usize = 1_000;
/// One record in so many fails.
const EVERY: usize = 10;

/// A record, of which each misfit replaces a piece; `#` is its number.
const RECORD: &str = concat!(
    r##"{"eventID":"id-#","eventName":"MODIFY","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"us-west-2","##,
    r##""dynamodb":{"ApproximateCreationDateTime":1.47949974E9,"Keys":{"id":{"S":"post-#"}},"##,
    r##""NewImage":{"id":{"S":"post-#"},"tags":{"SS":["a","b\n#"]},"author":{"M":{"name":{"S":"ann"}}},"##,
    r##""likes":{"N":"8"},"picture":{"B":"Zm9v"},"kind":{"M":{"kind":{"S":"Note"}}},"unknown":{"L":[{"N":"1"}]}},"##,
    r##""OldImage":{"id":{"S":"post-#"},"likes":{"N":"7"}},"SequenceNumber":"1000#","SizeBytes":112,"##,
    r##""StreamViewType":"NEW_AND_OLD_IMAGES"},"eventSourceARN":"arn:aws:dynamodb:us-east-1:1:table/T/stream/2016-11-16"}"##
);

/// A piece of a record, what stands in its place, the path of the error behind that of the record, and its kind.
type Misfit = (&'static str, &'static str, &'static str, ErrorKind);

#[rustfmt::skip] // one a line
const MISFITS: [Misfit; 25] = [
    (r#""likes":{"N":"8"}"#, r#""likes":{"N":"-8"}"#, "NewImage.likes", ErrorKind::Number),
    (r#""likes":{"N":"8"}"#, r#""likes":{"N":"8.5"}"#, "NewImage.likes", ErrorKind::Number),
    (r#""likes":{"N":"8"}"#, r#""likes":{"N":"eight"}"#, "NewImage.likes", ErrorKind::Number),
    (r#""likes":{"N":"8"}"#, r#""likes":{"S":"8"}"#, "NewImage.likes", ErrorKind::Type),
    (r#""likes":{"N":"8"}"#, r#""likes":8"#, "NewImage.likes", ErrorKind::Type),
    (r#""likes":{"N":"8"}"#, r#""likes":{}"#, "NewImage.likes", ErrorKind::Type),
    (r#""likes":{"N":"8"}"#, r#""likes":{"N":"8","S":"8"}"#, "NewImage.likes", ErrorKind::Type),
    (r#""likes":{"N":"7"}"#, r#""likes":{"N":"4294967296"}"#, "OldImage.likes", ErrorKind::Number),
    (r#"{"SS":["a","#, r#"{"SS":[1,"#, "NewImage.tags[0]", ErrorKind::Type),
    (r#""tags":{"SS""#, r#""tags":{"NS""#, "NewImage.tags", ErrorKind::Type),
    (r#"{"B":"Zm9v"}"#, r#"{"B":"Zm9"}"#, "NewImage.picture", ErrorKind::Base64),
    (r#"{"B":"Zm9v"}"#, r#"{"B":"Zm9!"}"#, "NewImage.picture", ErrorKind::Base64),
    (r#""name":{"S":"ann"}"#, r#""nom":{"S":"ann"}"#, "NewImage.author.name", ErrorKind::Missing),
    (r#""name":{"S":"ann"}"#, r#""name":{"BOOL":true}"#, "NewImage.author.name", ErrorKind::Type),
    (r#"{"M":{"name":{"S":"ann"}}}"#, r#"{"L":[{"S":"ann"}]}"#, "NewImage.author", ErrorKind::Type),
    (r#""kind":{"S":"Note"}"#, r#""kind":{"S":"Film"}"#, "NewImage.kind", ErrorKind::Variant),
    (r#""kind":{"S":"Note"}"#, r#""kind":{"S":"Photo"}"#, "NewImage.kind.name", ErrorKind::Missing),
    (r#""Keys":{"id":"#, r#""Keys":{"ID":"#, "Keys.id", ErrorKind::Missing),
    (r#""Keys":{"id":{"S""#, r#""Keys":{"id":{"N""#, "Keys.id", ErrorKind::Type),
    (r#""NewImage":{"id":"#, r#""NewImage":{"ID":"#, "NewImage.id", ErrorKind::Missing),
    (r#""OldImage":{"id":{"S":"#, r#""OldImage":{"id":{"S":["x"],"S":"#, "OldImage.id", ErrorKind::Type),
    (r#""SizeBytes":112"#, r#""SizeBytes":-1"#, "SizeBytes", ErrorKind::Number),
    (r#""awsRegion":"us-west-2""#, r#""awsRegion":7"#, "awsRegion", ErrorKind::Type),
    (r#"1.47949974E9"#, r#""now""#, "ApproximateCreationDateTime", ErrorKind::Type),
    (r#""eventVersion":"1.1""#, r#""userIdentity":"me""#, "userIdentity", ErrorKind::Type),
];

/// Four spellings, so that with each the misfits are a hundred.
fn spelled(record: &str, spelling: usize) -> String {
    match spelling % 4 {
        0 => record.to_owned(),
        1 => record.replace(r#"":{"#, "\" : {\n "),
        // The members that name the record come last.
        2 => {
            let (id, rest) = record.split_once(r#","eventName""#).unwrap();
            format!(r#"{{"eventName"{},{}}}"#, rest.strip_suffix('}').unwrap(), &id[1..])
        }
        _ => record.replace("eventName", r"event\u004eame").replace("NewImage", r"New\u0049mage"),
    }
}

/// The misfit of a record, if it is one that fails.
fn misfit_of(index: usize) -> Option<&'static Misfit> {
    (index % EVERY == 3).then(|| &MISFITS[index / EVERY % MISFITS.len()])
}

fn event(with_misfits: bool) -> String {
    let records = (0..RECORDS).map(|index| {
        let mut record = RECORD.to_owned();
        if let Some((piece, bad, ..)) = misfit_of(index).filter(|_| with_misfits) {
            assert!(record.contains(piece), "{piece}");
            record = record.replacen(piece, bad, 1);
        }
        spelled(&record, index / EVERY / MISFITS.len()).replace('#', &index.to_string())
    });
    format!(r#"{{"Records":[{}]}}"#, records.collect::<Vec<_>>().join(",\n"))
}

/// What became of each record: the record as text, or its error.
type Outcome = Vec<Result<String, Error>>;

fn shown(record: &Record<'_, Post<'_>>) -> String {
    // Where it stands in the input is another place with other records before it.
    format!(
        "{} {:?}",
        record.index(),
        (record.event_id(), record.sequence_number(), record.keys(), record.change())
    )
}

fn decoded(event: &str) -> Outcome {
    let mut decoder = Decoder::new();
    let batch = decoder.decode::<Post<'_>>(event).unwrap();
    batch.iter().map(|record| record.map(shown)).collect()
}

fn streamed(event: &str) -> Outcome {
    let mut decoder = Decoder::new();
    let mut stream = decoder.stream::<Post<'_>>(event);
    std::iter::from_fn(|| stream.next().map(|record| record.map(|record| shown(&record)))).collect()
}

fn lent(event: &str) -> Outcome {
    let (mut decoder, mut outcome) = (Decoder::new(), Vec::new());
    let each = |record: Result<&Record<'_, Post<'_>>, Error>| {
        outcome.push(record.map(shown));
        Ok::<_, Error>(())
    };
    decoder.stream::<Post<'_>>(event).try_for_each(each).unwrap();
    outcome
}

fn chosen(event: &str) -> Outcome {
    let mut decoder = Decoder::new();
    let mut stream = decoder.only(Parts::ALL).stream::<Post<'_>>(event);
    std::iter::from_fn(|| stream.next().map(|record| record.map(|record| shown(&record)))).collect()
}

fn lazy(event: &str) -> Outcome {
    let (mut decoder, scratch) = (Decoder::new(), Scratch::new());
    let batch = decoder.read(event).unwrap();
    let record = |record: Result<&RawRecord<'_>, Error>| {
        let record = record?;
        let keys = record.keys::<Post<'_>>(&scratch)?;
        let new = record.new_image::<Post<'_>>(&scratch)?;
        let old = record.old_image::<Post<'_>>(&scratch)?;
        Ok(format!("{} {:?}", record.index(), (record.event_id(), record.sequence_number(), keys, old, new)))
    };
    batch.iter().map(record).collect()
}

#[test]
fn nine_hundred_stand_and_a_hundred_say_what_is_wrong() {
    let (clean, event) = (event(false), event(true));
    for (way, read) in [
        ("decode", decoded as fn(&str) -> Outcome),
        ("stream", streamed),
        ("try_for_each", lent),
        ("only", chosen),
        ("read", lazy),
    ] {
        let (expected, found) = (read(&clean), read(&event));
        assert_eq!((expected.len(), found.len()), (RECORDS, RECORDS), "{way}");
        let mut failed = 0;
        for (index, (expected, found)) in expected.iter().zip(&found).enumerate() {
            let Some((_, _, path, kind)) = misfit_of(index) else {
                assert_eq!(found.as_ref().unwrap(), expected.as_ref().unwrap(), "{way}");
                continue;
            };
            failed += 1;
            let error = found.as_ref().expect_err(way);
            assert!(expected.is_ok(), "{way}: {index}");
            assert!(!error.is_fatal(), "{way}: {error}");
            assert_eq!(error.record_index(), Some(index), "{way}: {error}");
            assert_eq!(error.event_id(), Some(&*format!("id-{index}")), "{way}: {error}");
            assert_eq!(error.sequence_number(), Some(&*format!("1000{index}")), "{way}: {error}");
            assert_eq!(error.path(), format!("Records[{index}].{path}"), "{way}: {error}");
            assert_eq!(error.kind(), *kind, "{way}: {error}");
            let record = &event[error.record_bytes().unwrap()];
            assert!(record.starts_with('{') && record.contains(&format!("id-{index}")), "{way}: {record}");
        }
        assert_eq!(failed, RECORDS / EVERY, "{way}");
    }
}

/// Of a record whose image does not fit, what was not asked for is no failure.
#[test]
fn who_asks_for_keys_alone_sees_only_what_is_wrong_with_envelopes_and_keys() {
    let event = event(true);
    let mut decoder = Decoder::new();
    let batch = decoder.only(Parts::KEYS).decode::<Post<'_>>(&event).unwrap();
    for (index, record) in batch.iter().enumerate() {
        let fails = misfit_of(index).is_some_and(|(_, _, path, _)| !path.contains("Image"));
        assert_eq!(record.is_err(), fails, "{index}");
    }
    assert_eq!(batch.failures().len(), 6 * 4);
}

/// What the caller answers ends a call, and no more: the next one goes on behind that record, and a fatal error comes last.
#[test]
fn a_call_that_was_ended_is_gone_on_with() {
    let event = event(true);
    let cut = &event[..event.len() - 5];
    for (event, is_whole) in [(event.as_str(), true), (cut, false)] {
        let (mut decoder, mut found, mut calls) = (Decoder::new(), Outcome::new(), 0);
        let mut stream = decoder.stream::<Post<'_>>(event);
        loop {
            calls += 1;
            let mut left = calls;
            let ended = stream.try_for_each(|record| {
                found.push(record.map(shown));
                left -= 1;
                if left == 0 { Err(calls) } else { Ok(()) }
            });
            if ended != Err(calls) {
                break;
            }
        }
        let told = |outcome: Outcome| -> Vec<_> {
            outcome.into_iter().map(|record| record.map_err(|error| error.to_string())).collect()
        };
        assert_eq!(found.last().is_some_and(|last| last.as_ref().is_err_and(Error::is_fatal)), !is_whole);
        assert_eq!(told(found), told(streamed(event)));
        assert!(calls > 40, "{calls}");
        assert_eq!(stream.try_for_each(|_| Err(())), Ok(()));
    }
}
