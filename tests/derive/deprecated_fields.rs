//! Deprecated fields.

use millstream::Decoder;

/// Deriving is not using.
mod deprecated {
    #![deny(warnings)]

    #[derive(millstream::Model)]
    pub struct Old<'a> {
        #[deprecated]
        #[model(hash_key)]
        pub id: &'a str,
    }
}

#[test]
fn deprecated_fields() {
    let item = Decoder::new().decode_item::<deprecated::Old>(r#"{"id":{"S":"x"}}"#).map(|_| ());
    assert!(item.is_ok());
}
