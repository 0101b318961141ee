//! Many attributes in any order.

use millstream::{Decoder, Error, Model};

macro_rules! wide {
    ($($field:ident)*) => {
        #[derive(Model, Debug, PartialEq, Default)]
        struct Wide { $($field: Option<u16>,)* }

        const WIDE: &[&str] = &[$(stringify!($field)),*];

        impl Wide {
            fn values(&self) -> Vec<Option<u16>> {
                vec![$(self.$field),*]
            }
        }
    };
}

wide! {
    a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9
    e0 e1 e2 e3 e4 e5 e6 e7 e8 e9 f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 g0 g1 g2 g3 g4 g5 g6 g7 g8 g9 h0 h1 h2 h3 h4 h5 h6 h7 h8 h9
    i0 i1 i2 i3 i4 i5 i6 i7 i8 i9 j0 j1 j2 j3 j4 j5 j6 j7 j8 j9 k0 k1 k2 k3 k4 k5 k6 k7 k8 k9 l0 l1 l2 l3 l4 l5 l6 l7 l8 l9
    m0 m1 m2 m3 m4 m5 m6 m7 m8 m9 n0 n1 n2 n3 n4 n5 n6 n7 n8 n9
}

/// Every attribute is found at its index, in whatever order and number they come.
#[test]
fn wide_models_in_any_order() -> Result<(), Error> {
    assert!(WIDE.len() > 128, "three words of seen bits");
    let mut decoder = Decoder::new();
    for (stride, kept) in [(1, 1), (3, 1), (139, 1), (11, 2), (51, 3), (1, 64)] {
        // A stride prime to the length visits every index.
        let order: Vec<usize> = (0..WIDE.len()).map(|place| place * stride % WIDE.len()).collect();
        let members = order.iter().filter(|index| *index % kept == 0);
        let members: Vec<String> =
            members.map(|&index| format!(r#""{}":{{"N":"{index}"}}"#, WIDE[index])).collect();
        let item = format!("{{{}}}", members.join(","));
        let wide = decoder.decode_item::<Wide>(&item)?;
        let expected: Vec<Option<u16>> =
            (0..WIDE.len()).map(|index| (index % kept == 0).then_some(index as u16)).collect();
        assert_eq!(wide.values(), expected, "{item}");
    }
    Ok(())
}
