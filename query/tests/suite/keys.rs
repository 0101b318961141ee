//! Keys of the three types, numbers among them whose texts differ and whose values do not.

use millstream::{Encode, Model, Number};

use crate::fixtures::fixture;

#[derive(Clone, Debug, PartialEq, Model, Encode)]
#[model(table = "Samples")]
struct Sample<'a> {
    #[model(hash_key)]
    id: Number<'a>,
    note: &'a str,
}

fn sample<'a>(id: &'a str, note: &'a str) -> Sample<'a> {
    Sample { id: number(id), note }
}

fn number(text: &str) -> Number<'_> {
    Number::new(text).unwrap()
}

#[tokio::test]
async fn a_number_is_one_key_however_it_is_written() {
    let fixture = fixture::<Sample<'static>>().await;
    let samples = fixture.table.primary_key();
    // DynamoDB refuses a batch that writes an item twice: the last one counts.
    let all = [sample("1", "early"), sample("1.0", "late"), sample("2", "two"), sample("1E0", "last")];
    samples.batch_put(&all).send().await.unwrap();
    assert_eq!(samples.scan().page().await.unwrap().count(), 2);
    let keys = ["10e-1", "1", "3", "1.00", "2", "0.2E+1"].map(number);
    let mut full = samples.batch_get_full(keys).send().await.unwrap();
    let notes: Vec<_> =
        full.items().unwrap().iter().map(|item| item.as_ref().map(|item| item.note)).collect();
    let (one, two) = (Some("last"), Some("two"));
    assert_eq!(notes, [one, one, None, one, two, two]);
    samples.batch_delete(["1", "1.0", "2e0"].map(number)).send().await.unwrap();
    assert_eq!(samples.scan().page().await.unwrap().count(), 0);
}

/// Chunks by a hash and a number that begin alike.
#[derive(Clone, Debug, PartialEq, Model, Encode)]
#[model(table = "Chunks", global_index(name = "by-size", hash = "size", range = "digest"))]
struct Chunk {
    #[model(hash_key)]
    digest: Vec<u8>,
    #[model(range_key)]
    suffix: Vec<u8>,
    size: u64,
}

#[tokio::test]
async fn binary_keys_are_ordered_and_have_prefixes() {
    let fixture = fixture::<Chunk>().await;
    let chunks = fixture.table.primary_key();
    let chunk = |suffix: &[u8]| Chunk { digest: vec![0, 255], suffix: suffix.to_vec(), size: 7 };
    let all = [chunk(&[1]), chunk(&[1, 0]), chunk(&[1, 200]), chunk(&[2]), chunk(&[128])];
    chunks.batch_put(&all).send().await.unwrap();
    let mut page = chunks.query(&[0, 255]).range_begins_with(&[1]).page().await.unwrap();
    assert_eq!(page.items().unwrap(), all[..3]);
    let mut page = chunks.query(&[0, 255]).range_gt(&[1, 7]).descending().page().await.unwrap();
    assert_eq!(page.items().unwrap(), [chunk(&[128]), chunk(&[2]), chunk(&[1, 200])]);
    let keys: [(&[u8], &[u8]); 3] = [(&[0, 255], &[2]), (&[0], &[2]), (&[0, 255], &[1, 0])];
    let mut full = chunks.batch_get_full(keys).send().await.unwrap();
    assert_eq!(full.items().unwrap(), [Some(chunk(&[2])), None, Some(chunk(&[1, 0]))]);
    let sizes = fixture.table.index::<ChunkBySize>();
    let mut page = sizes.query(7).range_eq(&[0, 255]).limit(2).page().await.unwrap();
    assert_eq!(page.items().unwrap().len(), 2);
    let next = sizes.query(7).range_eq(&[0, 255]).start_key(page.last_key().unwrap().clone());
    assert_eq!(next.page().await.unwrap().items().unwrap().len(), 3);
}
