//! [`Chance`]: who decides what a random expression becomes.

/// A source of decisions.
pub trait Chance {
    /// A number below `count`; 0 where `count` is 0.
    fn below(&mut self, count: usize) -> usize;

    /// One of several; an empty text of none.
    fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        let at = self.below(of.len());
        of.get(at).copied().unwrap_or_default()
    }
}

/// Decides by a seed (`SplitMix64`): the same seed, the same decisions.
#[derive(Clone, Debug)]
pub struct Seeded(u64);

impl Seeded {
    /// A source from a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }
}

impl Chance for Seeded {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^= it >> 31;
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        it.checked_rem(count).and_then(|it| usize::try_from(it).ok()).unwrap_or(0)
    }
}

/// Decides by the bytes that a fuzzer mutates, one each; 0 where they have run out, so that every
/// expression ends.
#[derive(Clone, Debug)]
pub struct Bytes<'b>(std::slice::Iter<'b, u8>);

impl<'b> Bytes<'b> {
    /// A source from bytes.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self(bytes.iter())
    }
}

impl Chance for Bytes<'_> {
    fn below(&mut self, count: usize) -> usize {
        let byte = self.0.next().copied().unwrap_or(0);
        usize::from(byte).checked_rem(count).unwrap_or(0)
    }
}
