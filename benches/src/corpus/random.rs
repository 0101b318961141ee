//! Random draws that are the same on every machine and in every version: splitmix64, seeded by the corpus's name.

/// <https://prng.di.unimi.it/splitmix64.c>
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    pub fn new(name: &str) -> Random {
        Random(hash(0x6d69_6c6c, name))
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// One of `0..limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        ((u128::from(self.next()) * limit as u128) >> 64) as usize
    }

    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1) as usize) as i64
    }

    pub fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    pub fn pick<'t, T: ?Sized>(&mut self, from: &[&'t T]) -> &'t T {
        from[self.below(from.len())]
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for place in (1..items.len()).rev() {
            items.swap(place, self.below(place + 1));
        }
    }

    pub fn hex(&mut self, digits: usize) -> String {
        (0..digits).map(|_| char::from(b"0123456789abcdef"[self.below(16)])).collect()
    }

    pub fn uuid(&mut self) -> String {
        let [a, b, c, d, e] = [8, 4, 3, 3, 12].map(|digits| self.hex(digits));
        format!("{a}-{b}-4{c}-a{d}-{e}")
    }

    /// A time of the year 2024, as most programs write it.
    pub fn time(&mut self) -> String {
        let [month, day] = [12, 28].map(|limit| self.below(limit) + 1);
        let [hour, minute, second, milli] = [24, 60, 60, 1000].map(|limit| self.below(limit));
        format!("2024-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
    }

    /// Cents below `limit`, as DynamoDB writes a number: without zeros at its end.
    pub fn price(&mut self, limit: usize) -> String {
        decimal(self.below(limit) + 1, 2)
    }

    pub fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| self.pick(WORDS)).collect::<Vec<_>>().join(" ")
    }
}

/// `value / 10^places`, normalised as DynamoDB does.
pub fn decimal(value: usize, places: u32) -> String {
    let unit = 10usize.pow(places);
    let text = format!("{}.{:0width$}", value / unit, value % unit, width = places as usize);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

pub fn hash(seed: u64, text: &str) -> u64 {
    text.bytes().fold(mix(seed), |hash, byte| mix(hash ^ u64::from(byte)))
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

const WORDS: &[&str] = &[
    "river", "stone", "light", "morning", "the", "of", "and", "a", "window", "paper", "north", "quiet",
    "engine", "garden", "bridge", "letter", "harbour", "in", "to", "winter", "copper", "signal", "under",
    "over", "market", "station", "blue", "thread", "clock", "salt", "mill", "stream",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_sequence() {
        let mut random = Random(1_234_567);
        assert_eq!(random.next(), 6_457_827_717_110_365_317);
        assert_eq!(random.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn numbers_as_dynamodb_writes_them() {
        assert_eq!([decimal(1250, 2), decimal(1200, 2), decimal(5, 2)], ["12.5", "12", "0.05"]);
    }
}
