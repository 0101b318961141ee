//! The reference decoder: whole JSON first, then plain matching, in the order of the input.

use crate::json::{self, Json, Kind};
use crate::numbers;
use crate::types::{
    Fatal, Limits, Misfit, RefBatch, RefError, RefIdentity, RefItem, RefLazyRecord, RefRecord, RefRoot,
    RefTime, RefValue, RefWindow,
};

/// Decodes a whole event.
///
/// # Errors
/// The input is not JSON, the root does not fit, or there are too many records.
pub fn decode_event(input: &[u8], limits: Limits) -> Result<RefBatch, Fatal> {
    let json = parse(input, limits)?;
    let Kind::Object(members) = &json.kind else {
        return Err(Fatal("the root is not an object".into()));
    };
    let mut root = RefRoot::default();
    let mut records = None;
    for (name, value) in members {
        if name == "Records" {
            let Kind::Array(elements) = &value.kind else {
                return Err(Fatal("Records is not an array".into()));
            };
            if records.replace(elements).is_some() {
                return Err(Fatal("a second Records".into()));
            }
        } else {
            root_member(&mut root, name, value).map_err(|Misfit(path)| Fatal(path))?;
        }
    }
    let Some(records) = records else {
        return Err(Fatal("no Records".into()));
    };
    if records.len() > limits.records {
        return Err(Fatal(format!("{} records", records.len())));
    }
    let path = |index| format!("Records[{index}]");
    Ok(RefBatch {
        root,
        records: (0..).zip(records).map(|(index, json)| record(json, &path(index), limits)).collect(),
        lazy: (0..).zip(records).map(|(index, json)| lazy_record(json, &path(index), limits)).collect(),
        raw: records.iter().map(|json| json.text.to_string()).collect(),
    })
}

/// Decodes a bare record.
///
/// # Errors
/// The input is not JSON, or the record does not fit.
pub fn decode_record(input: &[u8], limits: Limits) -> Result<RefRecord, RefError> {
    let json = parse(input, limits).map_err(RefError::Fatal)?;
    record(&json, "", limits).map_err(RefError::Misfit)
}

/// Decodes a bare attribute map.
///
/// # Errors
/// The input is not JSON, or the map does not fit.
pub fn decode_item(input: &[u8], limits: Limits) -> Result<RefItem, RefError> {
    let json = parse(input, limits).map_err(RefError::Fatal)?;
    attributes(&json, "", 0, limits).map_err(RefError::Misfit)
}

fn parse(input: &[u8], limits: Limits) -> Result<Json<'_>, Fatal> {
    let input = input.strip_prefix(b"\xef\xbb\xbf").unwrap_or(input);
    let text = std::str::from_utf8(input).map_err(|error| Fatal(error.to_string()))?;
    json::parse(text, limits.json_depth).map_err(Fatal)
}

fn root_member(root: &mut RefRoot, name: &str, json: &Json<'_>) -> Result<(), Misfit> {
    match name {
        "window" => root.window = nullable(json, name, window)?,
        "state" => root.state = nullable(json, name, |json, _| Ok(json.text.to_string()))?,
        "shardId" => root.shard_id = nullable(json, name, text)?,
        "eventSourceARN" => root.arn = nullable(json, name, text)?,
        "isFinalInvokeForWindow" => root.is_final = nullable(json, name, boolean)?,
        "isWindowTerminatedEarly" => root.is_terminated = nullable(json, name, boolean)?,
        _ => {}
    }
    Ok(())
}

fn window(json: &Json<'_>, path: &str) -> Result<RefWindow, Misfit> {
    let mut window = RefWindow::default();
    for (name, value) in members(json, path)? {
        let at = join(path, name);
        match name.as_str() {
            "start" => window.start = nullable(value, &at, text)?,
            "end" => window.end = nullable(value, &at, text)?,
            _ => {}
        }
    }
    Ok(window)
}

fn record(json: &Json<'_>, path: &str, limits: Limits) -> Result<RefRecord, Misfit> {
    let lazy = read_record(json, path, true, limits)?;
    Ok(RefRecord {
        keys: lazy.keys.transpose()?,
        new: lazy.new.transpose()?,
        old: lazy.old.transpose()?,
        ..lazy.envelope
    })
}

fn lazy_record(json: &Json<'_>, path: &str, limits: Limits) -> Result<RefLazyRecord, Misfit> {
    read_record(json, path, false, limits)
}

/// Reads a record; where `eager`, a misfit in any keys or image, replaced later or not, is the record's at once.
fn read_record(json: &Json<'_>, path: &str, eager: bool, limits: Limits) -> Result<RefLazyRecord, Misfit> {
    let mut record = RefLazyRecord { envelope: RefRecord::default(), keys: None, new: None, old: None };
    for (name, value) in members(json, path)? {
        let at = join(path, name);
        let envelope = &mut record.envelope;
        match name.as_str() {
            "eventID" => envelope.event_id = nullable(value, &at, text)?,
            "eventName" => envelope.event_name = nullable(value, &at, text)?,
            "eventVersion" => envelope.event_version = nullable(value, &at, text)?,
            "eventSource" => envelope.event_source = nullable(value, &at, text)?,
            "awsRegion" => envelope.aws_region = nullable(value, &at, text)?,
            "tableName" => envelope.table = nullable(value, &at, text)?,
            "eventSourceARN" => envelope.arn = nullable(value, &at, text)?,
            "userIdentity" => envelope.identity = nullable(value, &at, identity)?,
            "dynamodb" => {
                forget_change(&mut record);
                if value.kind != Kind::Null {
                    // The paths of errors leave `dynamodb` out: `Records[3].NewImage.price`.
                    change(&mut record, members(value, &at)?, path, eager, limits)?;
                }
            }
            _ => {}
        }
    }
    // Where the ARN tells the table, nothing else does.
    let envelope = &mut record.envelope;
    let told = envelope.arn.as_deref().is_some_and(|arn| crate::plain::arn(arn).is_some());
    envelope.table = envelope.table.take().filter(|_| !told);
    Ok(record)
}

/// A repeated `dynamodb` replaces all of the earlier one.
fn forget_change(record: &mut RefLazyRecord) {
    record.keys = None;
    record.new = None;
    record.old = None;
    let envelope = &mut record.envelope;
    envelope.created = None;
    envelope.sequence_number = None;
    envelope.size_bytes = None;
    envelope.view_type = None;
}

fn change(
    record: &mut RefLazyRecord,
    members: &[(String, Json<'_>)],
    path: &str,
    eager: bool,
    limits: Limits,
) -> Result<(), Misfit> {
    let part = |json: &Json<'_>, at: &str| {
        self::members(json, at)?;
        let item = attributes(json, at, 0, limits);
        if eager { item.map(Ok) } else { Ok(item) }
    };
    for (name, value) in members {
        let at = join(path, name);
        let envelope = &mut record.envelope;
        match name.as_str() {
            "ApproximateCreationDateTime" => envelope.created = nullable(value, &at, time)?,
            "Keys" => record.keys = nullable(value, &at, part)?,
            "NewImage" => record.new = nullable(value, &at, part)?,
            "OldImage" => record.old = nullable(value, &at, part)?,
            "SequenceNumber" => envelope.sequence_number = nullable(value, &at, text)?,
            "SizeBytes" => envelope.size_bytes = nullable(value, &at, size)?,
            "StreamViewType" => envelope.view_type = nullable(value, &at, text)?,
            _ => {}
        }
    }
    Ok(())
}

fn identity(json: &Json<'_>, path: &str) -> Result<RefIdentity, Misfit> {
    let mut identity = RefIdentity::default();
    for (name, value) in members(json, path)? {
        // A path has the member's name as Lambda writes it, either way.
        match name.as_str() {
            "type" | "Type" => identity.kind = nullable(value, &join(path, "type"), text)?,
            "principalId" | "PrincipalId" => {
                identity.principal_id = nullable(value, &join(path, "principalId"), text)?;
            }
            _ => {}
        }
    }
    Ok(identity)
}

/// An attribute map that lies within `level` levels of M and L.
fn attributes(json: &Json<'_>, path: &str, level: usize, limits: Limits) -> Result<RefItem, Misfit> {
    let mut item: RefItem = Vec::new();
    for (name, value) in members(json, path)? {
        let value = attribute(value, &join(path, name), level, limits)?;
        match item.iter_mut().find(|(seen, _)| seen == name) {
            Some((_, earlier)) => *earlier = value,
            None => item.push((name.clone(), value)),
        }
    }
    Ok(item)
}

/// An attribute value: an object with exactly one member, named after the value's type.
fn attribute(json: &Json<'_>, path: &str, level: usize, limits: Limits) -> Result<RefValue, Misfit> {
    let members = members(json, path)?;
    let Some(((tag, value), others)) = members.split_first() else {
        return Err(misfit(path));
    };
    let decoded = match tag.as_str() {
        "S" => RefValue::S(text(value, path)?),
        "N" => RefValue::N(attribute_number(value, path)?),
        "B" => RefValue::B(text(value, path)?),
        "BOOL" => RefValue::Bool(boolean(value, path)?),
        "NULL" => {
            // AWS writes true; an adapter writes false; both mean null.
            boolean(value, path)?;
            RefValue::Null
        }
        "M" => RefValue::M(attributes(value, path, deeper(level, path, limits)?, limits)?),
        "L" => {
            let level = deeper(level, path, limits)?;
            RefValue::L(each(value, path, |element, at| attribute(element, at, level, limits))?)
        }
        "SS" => RefValue::Ss(each(value, path, text)?),
        "NS" => RefValue::Ns(each(value, path, attribute_number)?),
        "BS" => RefValue::Bs(each(value, path, text)?),
        _ => return Err(misfit(path)),
    };
    if others.is_empty() { Ok(decoded) } else { Err(misfit(path)) }
}

fn deeper(level: usize, path: &str, limits: Limits) -> Result<usize, Misfit> {
    if level < limits.nesting { Ok(level + 1) } else { Err(misfit(path)) }
}

fn attribute_number(json: &Json<'_>, path: &str) -> Result<String, Misfit> {
    text(json, path)
        .and_then(|text| if numbers::is_attribute_number(&text) { Ok(text) } else { Err(misfit(path)) })
}

fn time(json: &Json<'_>, path: &str) -> Result<RefTime, Misfit> {
    number(json).and_then(numbers::time).ok_or_else(|| misfit(path))
}

fn size(json: &Json<'_>, path: &str) -> Result<u64, Misfit> {
    number(json).and_then(numbers::size).ok_or_else(|| misfit(path))
}

fn number<'a>(json: &Json<'a>) -> Option<&'a str> {
    (json.kind == Kind::Number).then_some(json.text)
}

fn text(json: &Json<'_>, path: &str) -> Result<String, Misfit> {
    match &json.kind {
        Kind::String(text) => Ok(text.clone()),
        _ => Err(misfit(path)),
    }
}

fn boolean(json: &Json<'_>, path: &str) -> Result<bool, Misfit> {
    match json.kind {
        Kind::Bool(value) => Ok(value),
        _ => Err(misfit(path)),
    }
}

fn members<'j, 'a>(json: &'j Json<'a>, path: &str) -> Result<&'j [(String, Json<'a>)], Misfit> {
    match &json.kind {
        Kind::Object(members) => Ok(members),
        _ => Err(misfit(path)),
    }
}

/// Every element of an array.
fn each<T>(
    json: &Json<'_>,
    path: &str,
    read: impl Fn(&Json<'_>, &str) -> Result<T, Misfit>,
) -> Result<Vec<T>, Misfit> {
    match &json.kind {
        Kind::Array(elements) => elements
            .iter()
            .enumerate()
            .map(|(index, element)| read(element, &format!("{path}[{index}]")))
            .collect(),
        _ => Err(misfit(path)),
    }
}

/// A known member of an envelope: `null` means absent.
fn nullable<T>(
    json: &Json<'_>,
    path: &str,
    read: impl Fn(&Json<'_>, &str) -> Result<T, Misfit>,
) -> Result<Option<T>, Misfit> {
    match json.kind {
        Kind::Null => Ok(None),
        _ => read(json, path).map(Some),
    }
}

/// Paths show 64 characters of a name, and no control characters as they are.
fn join(path: &str, name: &str) -> String {
    let mut shown: String = name.chars().take(64).collect();
    if shown.len() < name.len() {
        shown.push('…');
    }
    let shown =
        shown.chars().map(|c| if c.is_control() { c.escape_default().to_string() } else { c.to_string() });
    let shown = shown.collect::<String>();
    if path.is_empty() { shown } else { format!("{path}.{shown}") }
}

fn misfit(path: &str) -> Misfit {
    Misfit(path.to_string())
}
