//! Binaries, which all peers decode from base64: their bytes are what a user asks for.

describe! {
    struct Blob {
        [hash_key] id: &'a str = "id";
        mime: &'a str = "mime";
        size: i64 = "size";
        etag: &'a [u8] = "etag";
        content: &'a [u8] = "content";
    }
    keys BlobKeys {
        id: &'a str = "id";
    }
}

family!(Blobs = Blob, BlobKeys, Blob<'static>);
