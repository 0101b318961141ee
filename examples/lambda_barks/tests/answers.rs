//! The function as a process: what it answers to the sample payloads.

use std::path::Path;
use std::process::{Command, Stdio};

use millstream_stand_in::{Function, Reply};

#[test]
fn sample_payloads() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lambda_barks"));
    let function = Function::start(command.stdout(Stdio::null()));
    let done = Reply::Response(r#"{"batchItemFailures":[]}"#.into());
    let checkpoint =
        Reply::Response(r#"{"batchItemFailures":[{"itemIdentifier":"400000000000000000001006"}]}"#.into());
    let failed = Reply::Error(
        r#"{"errorType":"Millstream.NotSettled","errorMessage":"Records[0] (400000000000000000001008) of BarkTable at handler `notify`: a bark is longer than 100 characters"}"#.into(),
    );
    let unknown = Reply::Error(
        r#"{"errorType":"Millstream.UnknownTable","errorMessage":"Records[0] is of MeowTable, which has no handlers"}"#.into(),
    );
    for (name, reply) in [
        ("barks", done.clone()),
        ("expired", done),
        ("one_fails", checkpoint),
        ("first_fails", failed),
        ("other_table", unknown),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("events").join(name).with_extension("json");
        assert_eq!(function.invoke(std::fs::read(path).unwrap()), reply, "{name}");
    }
}

#[test]
fn tables_have_the_names_that_stacks_give_them() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lambda_barks"));
    let function = Function::start(command.stdout(Stdio::null()).env("TABLE_NAME", "woofer-Barks-1ABCDEF"));
    let event = include_str!("../events/barks.json");
    assert!(matches!(function.invoke(event), Reply::Error(_)));
    let renamed = event.replace("table/BarkTable", "table/woofer-Barks-1ABCDEF");
    assert_eq!(function.invoke(renamed), Reply::Response(r#"{"batchItemFailures":[]}"#.into()));
}
