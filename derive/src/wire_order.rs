//! The order in which Lambda writes the attributes of an image: that of a Java `HashMap`. It depends on nothing but the set of
//! names, so the derive computes it, and the decoder finds each attribute where it looks first.

/// The indices of `names` in wire order: by bucket, those of one bucket together, and in it by name, bytewise.
pub fn wire_order(names: &[&str]) -> Vec<Vec<usize>> {
    let bucket = |index: usize| bucket(names[index], capacity(names.len()));
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|&index| (bucket(index), names[index]));
    order.chunk_by(|&a, &b| bucket(a) == bucket(b)).map(<[usize]>::to_vec).collect()
}

/// A `HashMap` starts with 16 buckets and doubles when it is more than three quarters full.
fn capacity(names: usize) -> u32 {
    let mut capacity = 16;
    while names * 4 > capacity as usize * 3 {
        capacity *= 2;
    }
    capacity
}

fn bucket(name: &str, capacity: u32) -> u32 {
    let hash = java_hash(name);
    (hash ^ (hash >> 16)) & (capacity - 1)
}

/// `String.hashCode`, over UTF-16 units.
fn java_hash(text: &str) -> u32 {
    text.encode_utf16().fold(0u32, |hash, unit| hash.wrapping_mul(31).wrapping_add(u32::from(unit)))
}

#[cfg(test)]
mod tests {
    use super::{capacity, java_hash, wire_order};

    fn ordered<'n>(names: &[&'n str]) -> Vec<&'n str> {
        wire_order(names).into_iter().flatten().map(|index| names[index]).collect()
    }

    #[test]
    fn hash_codes_of_java() {
        for (text, hash) in [
            ("", 0),
            ("a", 97),
            ("hello", 99_162_322),
            ("Username", -201_069_322),
            ("é", 233),
            ("😀", 1_772_899),
        ] {
            assert_eq!(java_hash(text) as i32, hash, "{text}");
        }
    }

    #[test]
    fn a_map_doubles_above_three_quarters() {
        for (names, buckets) in [
            (0, 16),
            (1, 16),
            (12, 16),
            (13, 32),
            (24, 32),
            (25, 64),
            (48, 64),
            (49, 128),
            (96, 128),
            (97, 256),
        ] {
            assert_eq!(capacity(names), buckets, "{names} names");
        }
    }

    /// Images that Lambda wrote (aws-lambda-go's test data); the example of AWS's documentation, `Timestamp, Message, Username`, is
    /// edited by hand and fits no rule.
    #[test]
    fn as_captured() {
        assert_eq!(ordered(&["key", "asdf2", "asdf1", "val"]), ["val", "asdf1", "asdf2", "key"]);
        assert_eq!(ordered(&["Id", "Message"]), ["Message", "Id"]);
        assert_eq!(ordered(&["Username", "Timestamp", "Message"]), ["Message", "Username", "Timestamp"]);
    }

    /// More than twelve names: 32 buckets. By the program in the notes on the measured order.
    #[test]
    fn above_twelve() {
        let names =
            "pk sk type total customer status createdAt updatedAt lines address note currency paid weight";
        let expected =
            "note address weight type createdAt total paid sk currency pk lines customer status updatedAt";
        let names: Vec<&str> = names.split(' ').collect();
        assert_eq!(ordered(&names).join(" "), expected);
    }

    #[test]
    fn a_bucket_is_by_name_bytewise() {
        // "Aa" and "BB" have one hash code, the classic pair; so have all their sequences.
        assert_eq!(java_hash("Aa"), java_hash("BB"));
        assert_eq!(ordered(&["BBBB", "BBAa", "AaBB", "AaAa"]), ["AaAa", "AaBB", "BBAa", "BBBB"]);
        assert_eq!(ordered(&["BB", "Aa"]), ["Aa", "BB"]);
    }

    #[test]
    fn the_order_does_not_depend_on_the_declaration() {
        let names: Vec<String> = (0..40).map(|n| format!("attribute{n}")).collect();
        let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
        let expected = ordered(&names);
        names.reverse();
        assert_eq!(ordered(&names), expected);
        names.sort_unstable();
        assert_eq!(ordered(&names), expected);
    }

    #[test]
    fn nothing_and_one() {
        assert!(wire_order(&[]).is_empty());
        assert_eq!(wire_order(&["x"]), [[0]]);
    }
}
