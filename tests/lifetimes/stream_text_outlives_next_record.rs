//! E0499
use millstream::{Decoder, Item};

fn main() {
    let mut decoder = Decoder::new();
    let mut stream = decoder.stream::<Item>(r#"{"Records":[{"eventID":"\n"},{}]}"#);
    let mut ids = Vec::new();
    loop {
        let record = stream.next().unwrap(); // here
        ids.push(record.unwrap().event_id());
        if ids.len() == 2 {
            break;
        }
    }
    println!("{ids:?}");
}
