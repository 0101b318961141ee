//! The C++ twins of the models, from their one description in `src/models`: structs, checksums, and the loops over their members.

use std::fmt::Write;
use std::path::Path;

struct Struct {
    name: String,
    fields: Vec<Field>,
}

struct Field {
    name: String,
    ty: String,
    wire: String,
}

/// The most attributes of a struct that are read by code of their own.
const INLINED: usize = 8;

/// `models.hpp`
pub fn models(folder: &Path) -> String {
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("src/models").map(|file| file.expect("a file").path()).collect();
    files.sort();
    let mut code = String::new();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a model's file");
        // What a struct holds is described behind it, and C++ wants it before.
        for model in structs(&text).iter().rev() {
            emit(&mut code, model);
        }
    }
    code
}

/// The structs of a file's `describe!`: one line begins each, one line is a field.
fn structs(text: &str) -> Vec<Struct> {
    let mut structs: Vec<Struct> = Vec::new();
    let lines = text.lines().skip_while(|line| *line != "describe! {").take_while(|line| *line != "}");
    for line in lines.map(str::trim) {
        if let Some(header) = line.strip_suffix(" {") {
            if let Some((_struct_or_keys, name)) = header.rsplit_once(' ') {
                structs.push(Struct { name: name.to_owned(), fields: Vec::new() });
            }
        } else if let (Some(line), Some(current)) = (line.strip_suffix(';'), structs.last_mut()) {
            let field = line.strip_prefix('[').and_then(|line| line.split_once("] "));
            let line = field.map_or(line, |(_role, field)| field);
            let field = line.split_once(" = ").and_then(|(left, wire)| Some((left.split_once(": ")?, wire)));
            let ((name, ty), wire) = field.expect("name: type = \"wire\";");
            let name = format!("{name}_");
            current.fields.push(Field { name, ty: cpp_type(ty), wire: wire.trim_matches('"').to_owned() });
        }
    }
    structs
}

fn cpp_type(ty: &str) -> String {
    let within = |start: &str, end: &str| ty.strip_prefix(start).and_then(|ty| ty.strip_suffix(end));
    match ty {
        "&'a str" => "Str".to_owned(),
        "i64" => "int64_t".to_owned(),
        "f64" => "double".to_owned(),
        "bool" => "bool".to_owned(),
        "&'a [u8]" => "Bytes".to_owned(),
        _ => {
            if let Some(value) = within("&'a [(&'a str, ", ")]") {
                format!("Map<{}>", cpp_type(value))
            } else if let Some(element) = within("&'a [", "]") {
                format!("List<{}>", cpp_type(element))
            } else if let Some(value) = within("Option<", ">") {
                format!("std::optional<{}>", cpp_type(value))
            } else {
                ty.strip_suffix("<'a>").expect("a type that C++ has too").to_owned()
            }
        }
    }
}

fn emit(code: &mut String, Struct { name, fields }: &Struct) {
    writeln!(code, "struct {name} {{").unwrap();
    for Field { name, ty, .. } in fields {
        writeln!(code, "  {ty} {name}{{}};").unwrap();
    }
    writeln!(code, "}};").unwrap();
    // Written out for each attribute where they are few (barks: 5 % faster), by calls where that is too much code (orders: 4 %).
    let attribute = if fields.len() <= INLINED { "attribute" } else { "outlined" };
    let members: Vec<_> = fields
        .iter()
        .map(|field| Member {
            wire: &field.wire,
            read: format!("{attribute}(reader, field.value(), out.{})", field.name),
            required: !field.ty.starts_with("std::optional"),
        })
        .collect();
    member_loop(
        code,
        &format!("static error_code read_fields(Reader &reader, od::object &object, {name} &out)"),
        &members,
    );
    writeln!(code, "template <class S> inline void digest(S &sink, const {name} &value) {{").unwrap();
    for Field { name, .. } in fields {
        writeln!(code, "  digest(sink, value.{name});").unwrap();
    }
    writeln!(code, "}}\n").unwrap();
}

struct Member<'a> {
    wire: &'a str,
    read: String,
    required: bool,
}

/// One pass over an object's fields. The member that came behind the last one in the object before is tried first, then the one behind
/// that, since optional ones may be absent; where that misses too often, or fails, the name is looked up in a perfect hash table. All
/// comparisons are of constant length.
fn member_loop(code: &mut String, signature: &str, members: &[Member<'_>]) {
    let (factor, bits) = perfect_hash(members);
    let mut table = vec![0; 1 << bits];
    for (place, Member { wire, .. }) in members.iter().enumerate() {
        table[slot(wire, factor, bits)] = place + 1;
    }
    let words = members.len().div_ceil(64);
    writeln!(
        code,
        "{signature} {{
  static const uint8_t places[{size}] = {{{table}}};
  static Learnt<{slots}> learnt;
  learnt.begin(reader.pass);
  uint64_t seen[{words}] = {{}};
  unsigned last = 0;
  for (auto result : object) {{
    TRY(result.error());
    od::field &&field = std::move(result).value_unsafe();
    const char *raw = field.key().raw();
    unsigned guess = learnt.trusted() ? learnt.next[last] : 0;
    for (int tries = 0;; tries++) {{
      switch (guess) {{",
        size = table.len(),
        table = table.iter().map(usize::to_string).collect::<Vec<_>>().join(","),
        slots = members.len() + 1,
    )
    .unwrap();
    for (place, Member { wire, read, .. }) in members.iter().enumerate() {
        let (number, word, bit) = (place + 1, place / 64, place % 64);
        writeln!(
            code,
            "      case {number}:
        if (!is(raw, \"{wire}\\\"\")) break;
        TRY({read});
        seen[{word}] |= uint64_t(1) << {bit};
        last = {number};
        goto found;"
        )
        .unwrap();
    }
    writeln!(
        code,
        "      }}
      if (tries == 0 && guess != 0) {{
        guess = learnt.next[guess];
        continue;
      }}
      if (tries == 3) goto found; // not ours: the iterator steps over it
      tries = 2;
      guess = places[hash(field.escaped_key(), {factor:#x}) >> {shift}];
      learnt.missed(last, guess);
    }}
  found:;
  }}",
        shift = 64 - bits,
    )
    .unwrap();
    for word in 0..words {
        let bits = members.iter().enumerate().skip(word * 64).take(64).filter(|(_, member)| member.required);
        let required = bits.fold(0u64, |mask, (place, _)| mask | 1 << (place % 64));
        if required != 0 {
            writeln!(
                code,
                "  if ((seen[{word}] & {required:#x}) != {required:#x}) return simdjson::NO_SUCH_FIELD;"
            )
            .unwrap();
        }
    }
    writeln!(code, "  return simdjson::SUCCESS;\n}}\n").unwrap();
}

/// A factor by which no two names share a slot.
fn perfect_hash(members: &[Member<'_>]) -> (u64, u32) {
    let bits = (members.len() * 4).next_power_of_two().trailing_zeros();
    let mut factor = 0x9e37_79b9_7f4a_7c15u64;
    for bits in bits..bits + 4 {
        for _ in 0..100_000 {
            let mut slots: Vec<usize> =
                members.iter().map(|member| slot(member.wire, factor, bits)).collect();
            slots.sort_unstable();
            if slots.windows(2).all(|pair| pair[0] != pair[1]) {
                return (factor, bits);
            }
            factor = factor.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(2);
        }
    }
    panic!("two names alike: {:?}", members.iter().map(|member| member.wire).collect::<Vec<_>>());
}

/// As `hash` in support.hpp.
fn slot(name: &str, factor: u64, bits: u32) -> usize {
    let bytes = name.as_bytes();
    let word = |at: usize, length: usize| {
        bytes[at..at + length].iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte))
    };
    let length = bytes.len();
    let (head, tail) = match length {
        8.. => (word(0, 8), word(length - 8, 8)),
        4..8 => (word(0, 4), word(length - 4, 4)),
        _ => (u64::from(bytes[0]), u64::from(bytes[length - 1]) << 8 | u64::from(bytes[length / 2])),
    };
    let hash = (head ^ tail.rotate_left(21) ^ length as u64).wrapping_mul(factor);
    (hash >> (64 - bits)) as usize
}

/// `envelope.hpp`: the same for a record and its `dynamodb`. In jobs without an envelope, the members for it are unknown.
pub fn envelope() -> String {
    let text = |field: &str| format!("text(reader, field.value(), out.{field})");
    let optional =
        |read: String| format!("if constexpr (ENVELOPE) return {read}; else return simdjson::SUCCESS");
    let lambda = |body: String| format!("[&]() -> error_code {{ {body}; }}()");
    let record = [
        ("eventID", text("id")),
        ("eventName", text("name")),
        ("eventVersion", lambda(optional(text("version")))),
        ("eventSource", lambda(optional(text("source")))),
        ("awsRegion", lambda(optional(text("region")))),
        ("userIdentity", lambda(optional("(out.identity = true, read_identity(reader, field.value(), out.identity_type, out.principal))".into()))),
        ("dynamodb", "read_change(reader, field.value(), out)".to_owned()),
        ("eventSourceARN", lambda(optional(text("arn")))),
    ];
    let image = |field: &str| format!("read(reader, field.value(), \"M\\\"\", out.{field}.emplace())");
    let change = [
        (
            "ApproximateCreationDateTime",
            lambda(optional("field.value().get_double().get(out.created)".into())),
        ),
        (
            "Keys",
            lambda(format!(
                "TRY({}); reader.range_key = range_key(*out.keys); return simdjson::SUCCESS",
                image("keys")
            )),
        ),
        ("NewImage", image("new_image")),
        ("OldImage", image("old_image")),
        ("SequenceNumber", text("sequence")),
        ("SizeBytes", lambda(optional("field.value().get_int64().get(out.size)".into()))),
        ("StreamViewType", lambda(optional(text("view")))),
    ];
    let mut code = String::new();
    for (name, members) in [("record", &record[..]), ("change", &change[..])] {
        let members: Vec<_> =
            members.iter().map(|(wire, read)| Member { wire, read: read.clone(), required: false }).collect();
        let signature = format!(
            "template <bool ENVELOPE, class K, class N, class O>\nstatic error_code read_{name}_fields(Reader &reader, od::object &object, Record<ENVELOPE, K, N, O> &out)"
        );
        member_loop(&mut code, &signature, &members);
    }
    code
}
