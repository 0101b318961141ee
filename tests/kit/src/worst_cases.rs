//! Inputs made to cost as much as they can: megabytes of what is awkward, and orders that no prediction follows.

use crate::cases;
use crate::random::Rng;

/// An input, and what is awkward in it.
pub struct WorstCase {
    /// For messages.
    pub name: &'static str,
    /// Most are JSON; all are UTF-8.
    pub event: String,
}

/// Worst cases of about so many bytes each.
pub fn worst_cases(size: usize) -> Vec<WorstCase> {
    let text = |text: String| cases::event_of_item(&format!("{{\"a\":{{\"S\":\"{text}\"}}}}"));
    let number = |number: String| cases::event_of_item(&format!("{{\"a\":{{\"N\":\"{number}\"}}}}"));
    let filled = |part: &str| part.repeat(size / part.len());
    let unknown = |json: String| format!("{{\"x\":{json},\"Records\":[]}}");
    let name = |name: String| cases::event_of_item(&format!("{{{name}}}"));
    [
        ("brackets without end", filled("[")),
        ("braces without end", filled("{\"a\":")),
        ("brackets in what nobody asks for", unknown(filled("["))),
        ("brackets in a record", cases::event_of_record(&format!("{{\"x\":{}", filled("[")))),
        ("brackets in an attribute", cases::event_of_item(&format!("{{\"a\":{{\"L\":{}", filled("[")))),
        ("lists without end", cases::event_of_item(&format!("{{\"a\":{}", filled("{\"L\":[")))),
        ("maps without end", cases::event_of_item(&format!("{{\"a\":{}", filled("{\"M\":{\"a\":")))),
        ("many brackets", unknown(format!("[{}0]", filled("[],")))),
        ("brackets at the deepest, over and over", unknown(deep_ones(size))),
        ("nesting at the limit", many_items(size, &format!("{{\"a\":{}}}", cases::nested_value(32, true)))),
        (
            "nesting above the limit",
            many_items(size, &format!("{{\"a\":{}}}", cases::nested_value(33, false))),
        ),
        (
            "nesting below the limit",
            many_items(size, &format!("{{\"a\":{}}}", cases::nested_value(31, false))),
        ),
        ("backslashes", text(filled("\\\\"))),
        ("backslashes without end", format!("{{\"Records\":[{{\"eventID\":\"{}", filled("\\\\"))),
        ("escapes of six for one", text(filled("\\u0041"))),
        ("escaped pairs", text(filled("\\ud83d\\ude00"))),
        ("an escape in every block", text(filled(&format!("\\n{}", "x".repeat(62))))),
        ("backslashes in what nobody asks for", unknown(format!("\"{}\"", filled("\\\\")))),
        ("a name of backslashes", name(format!("\"{}\":{{\"S\":\"\"}}", filled("\\\\")))),
        ("a text without end", format!("{{\"Records\":[{{\"eventID\":\"{}", filled("x"))),
        ("texts that each open", format!("{{\"Records\":[{}", filled("\""))),
        (
            "a text without end in an attribute",
            cases::event_of_item(&format!("{{\"a\":{{\"S\":\"{}", filled("x"))),
        ),
        ("a text without end that nobody asks for", format!("{{\"x\":\"{}", filled("é"))),
        (
            "short texts with letters",
            many_items(size, "{\"a\":{\"S\":\"é\"},\"b\":{\"S\":\"한\"},\"é\":{\"S\":\"\"}}"),
        ),
        (
            "long texts with letters",
            many_items(size, &format!("{{\"a\":{{\"S\":\"{}é\"}}}}", "x".repeat(200))),
        ),
        ("letters and escapes", many_items(size, &format!("{{\"a\":{{\"S\":\"{}\"}}}}", "é\\n".repeat(200)))),
        ("letters and escapes in records that fail", {
            let records =
                |at| if at % 2 == 0 { "{\"eventID\":1,\"x\":\"é\\n\"}".into() } else { "{}".to_string() };
            format!("{{\"x\":\"{}\",{}", "x".repeat(size / 2), &many_records(size / 2, records)[1..])
        }),
        ("letters and escapes behind what fails", {
            let item = "{\"n1\":{\"N\":\"1\"},\"t\":{\"S\":\"é\\n\"},\"a\":{\"S\":\"One\"}}";
            format!("{{\"x\":\"{}\",{}", "x".repeat(size / 2), &many_items(size / 2, item)[1..])
        }),
        ("one attribute repeated", many_members(size, |_| "\"a\":{\"N\":\"1\"}".into())),
        ("two attributes repeated", many_members(size, |at| format!("\"a{}\":{{\"N\":\"1\"}}", at % 2))),
        ("each attribute twice", many_members(size, |at| format!("\"a{}\":{{\"N\":\"1\"}}", at / 2))),
        ("escaped names", many_members(size, |at| format!("\"\\u0061{at}\":{{\"N\":\"1\"}}"))),
        (
            "names of one length, much the same",
            many_members(size, |at| format!("\"{at:0>40}\":{{\"BOOL\":true}}")),
        ),
        ("maps of names that differ in the middle alone", many_items(size, &alike(256, 16))),
        ("long names that differ in the middle alone", cases::event_of_item(&alike(255, size / 256))),
        ("one member of a record repeated", repeated_in_record(size, "\"eventID\":\"a\"")),
        ("one part repeated", repeated_in_change(size, "\"NewImage\":{\"a\":{\"S\":\"x\"}}")),
        ("one part of escapes repeated", repeated_in_change(size, "\"Keys\":{\"\\u0061\":{\"S\":\"\\n\"}}")),
        ("dynamodb repeated", repeated_in_record(size, "\"dynamodb\":{\"Keys\":{\"a\":{}}}")),
        ("one root member repeated", format!("{{{}\"Records\":[]}}", filled("\"shardId\":\"a\","))),
        ("names of 400 KB", many_names_of(size, 400_000)),
        (
            "values of two types that nobody asks for",
            spoilt(joined(size, |at| {
                format!("\"other{at}\":{{\"S\":\"{}\",\"N\":\"1\"}}", "x".repeat(at % 500))
            })),
        ),
        (
            "a long value of two types that nobody asks for",
            spoilt(format!("\"other\":{{\"S\":\"{}\",\"N\":\"1\"}}", filled("x"))),
        ),
        (
            "maps of texts that nobody asks for",
            spoilt(joined(size, |at| {
                let texts =
                    (0..6).map(|n| format!("\"n{n}\":{{\"S\":\"{}\"}}", "x".repeat((at * 7 + n) % 70)));
                format!("\"other{at}\":{{\"M\":{{{}}}}}", texts.collect::<Vec<_>>().join(","))
            })),
        ),
        ("records that fail at once", many_records(size, |_| "{\"eventID\":1}".into())),
        ("records that fail at their end", many_records(size, |at| late(at, 20))),
        (
            "records that fail and have long ids",
            many_records(size, |at| format!("{{\"eventID\":\"{}\",\"dynamodb\":1}}", "\\n".repeat(at % 200))),
        ),
        ("records that are empty", many_records(size, |_| "{}".into())),
        ("records of another kind", many_records(size, |_| "null".into())),
        ("a number of a million digits", number(filled("1"))),
        ("a number of zeros", number(format!("0.{}", filled("0")))),
        ("a number's endless exponent", number(format!("1e{}", filled("1")))),
        ("zeros before an exponent", number(format!("1e{}1", filled("0")))),
        ("a JSON number without end", unknown(filled("1"))),
        (
            "a time of many digits",
            cases::event_of_record(&format!(
                "{{\"dynamodb\":{{\"ApproximateCreationDateTime\":1.{}}}}}",
                filled("9")
            )),
        ),
        (
            "a size of many digits",
            cases::event_of_record(&format!("{{\"dynamodb\":{{\"SizeBytes\":1{}e-{}}}}}", filled("0"), size)),
        ),
        ("white space", format!("{{\"Records\":[{}{{}}]}}", filled(" \n\t\r"))),
        (
            "white space between all",
            many_items(size, "{ \"a\" : { \"L\" : [ { \"N\" : \"1\" } , { \"S\" : \"x\" } ] } }"),
        ),
        ("another order in every record", shuffled(size, 20)),
        (
            "other names in every record",
            many_records(size, |at| {
                image_of((0..20).map(|n| format!("\"n{}\":{{\"S\":\"\"}}", at * 20 + n)))
            }),
        ),
        (
            "other types in every record",
            many_records(size, |at| {
                image_of(
                    (0..20).map(|n| format!("\"n{n}\":{}", VALUES[(at * 7 + n * 3 + at / 5) % VALUES.len()])),
                )
            }),
        ),
        ("small sets", many_members(size, |at| format!("\"a{at}\":{{\"SS\":[\"\"]}}"))),
        ("a large set", cases::event_of_item(&format!("{{\"a\":{{\"NS\":[{}\"1\"]}}}}", filled("\"1\",")))),
        ("a large binary", cases::event_of_item(&format!("{{\"a\":{{\"B\":\"{}\"}}}}", filled("Zm9v")))),
    ]
    .map(|(name, event)| WorstCase { name, event })
    .into()
}

const VALUES: [&str; 7] = [
    "{\"S\":\"a\"}",
    "{\"N\":\"1\"}",
    "{\"NULL\":true}",
    "{\"M\":{}}",
    "{\"L\":[{\"S\":\"\"}]}",
    "{\"BOOL\":false}",
    "{\"SS\":[\"a\",\"b\"]}",
];

/// An image of what nobody asks for, whose last attribute does not fit a model that has it.
fn spoilt(others: String) -> String {
    cases::event_of_item(&format!("{{{others},\"a\":{{\"S\":1}}}}"))
}

/// As many as the size allows, a comma between two.
fn joined(size: usize, mut part: impl FnMut(usize) -> String) -> String {
    let mut all = part(0);
    for at in 1.. {
        if all.len() >= size {
            break;
        }
        all.push(',');
        all += &part(at);
    }
    all
}

fn many_members(size: usize, member: impl FnMut(usize) -> String) -> String {
    cases::event_of_item(&format!("{{{}}}", joined(size, member)))
}

/// Not more than a batch may have.
fn many_records(size: usize, mut record: impl FnMut(usize) -> String) -> String {
    let records: Vec<_> = (0..10_000)
        .scan(0, |length, at| {
            let record = (*length < size).then(|| record(at))?;
            *length += record.len() + 1;
            Some(record)
        })
        .collect();
    format!("{{\"Records\":[{}]}}", records.join(","))
}

fn image_of(attributes: impl Iterator<Item = String>) -> String {
    let attributes: Vec<_> = attributes.collect();
    format!("{{\"dynamodb\":{{\"NewImage\":{{{}}}}}}}", attributes.join(","))
}

fn many_items(size: usize, item: &str) -> String {
    many_records(size, |_| format!("{{\"dynamodb\":{{\"NewImage\":{item}}}}}"))
}

/// A record whose last attribute does not fit.
fn late(at: usize, attributes: usize) -> String {
    let fits = (0..attributes).map(|n| format!("\"n{n}\":{{\"S\":\"text number {at}\"}}"));
    image_of(fits.chain(["\"z\":{\"N\":\"x\"}".to_owned()]))
}

fn repeated_in_record(size: usize, member: &str) -> String {
    cases::event_of_record(&format!("{{{}}}", joined(size, |_| member.to_owned())))
}

fn repeated_in_change(size: usize, member: &str) -> String {
    cases::event_of_record(&format!("{{\"dynamodb\":{{{}}}}}", joined(size, |_| member.to_owned())))
}

fn many_names_of(size: usize, length: usize) -> String {
    let length = length.min(size / 2);
    many_members(size, |at| format!("\"{}{at}\":{{\"S\":\"\"}}", "n".repeat(length)))
}

/// An image of names of one length, with the same beginning and the same end.
fn alike(count: usize, length: usize) -> String {
    let member = |at| format!("\"{}{at:04}common ending\":{{\"BOOL\":true}}", "a".repeat(length));
    format!("{{{}}}", (0..count).map(member).collect::<Vec<_>>().join(","))
}

/// As deep as JSON may be, and up again.
fn deep_ones(size: usize) -> String {
    let deep = format!("{}{}", "[".repeat(1_000), "]".repeat(1_000));
    format!("[{}]", joined(size, |_| deep.clone()))
}

/// The same attributes in every record, each time in another order.
fn shuffled(size: usize, attributes: usize) -> String {
    let mut rng = Rng::new(1);
    let mut names: Vec<usize> = (0..attributes).collect();
    many_records(size, |_| {
        rng.shuffle(&mut names);
        image_of(names.iter().map(|n| format!("\"n{n}\":{{\"S\":\"text\"}}")))
    })
}
