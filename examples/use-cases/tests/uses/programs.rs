//! The programs themselves, as their README says to run them. Each looks at its own result.

use std::process::Command;

fn runs(program: &str) {
    let output = Command::new(program).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("as it should be"), "{said}");
}

#[test]
fn all_end_well() {
    runs(env!("CARGO_BIN_EXE_notifications"));
    runs(env!("CARGO_BIN_EXE_ttl_backup"));
    runs(env!("CARGO_BIN_EXE_replicate"));
    runs(env!("CARGO_BIN_EXE_counters"));
    runs(env!("CARGO_BIN_EXE_search_index"));
}
