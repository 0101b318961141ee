//! The smallest real table: three texts.

describe! {
    struct Bark {
        [hash_key] username: &'a str = "Username";
        [range_key] timestamp: &'a str = "Timestamp";
        message: &'a str = "Message";
    }
    keys BarkKeys {
        username: &'a str = "Username";
        timestamp: &'a str = "Timestamp";
    }
}

family!(Barks = Bark, BarkKeys, Bark<'static>);
