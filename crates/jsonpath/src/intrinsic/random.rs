//! [`Randomness`]: chance as an input, so that a run can be repeated.

/// A seeded source of numbers and UUIDs. The same seed gives the same sequence.
///
/// ```
/// use stepwright_jsonpath::Randomness;
///
/// assert_eq!(Randomness::seeded(7).uuid(), Randomness::seeded(7).uuid());
/// assert!(Randomness::seeded(7).below(10) < 10);
/// ```
///
/// Java's generator, as the service's own examples of seeded numbers have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Randomness {
    state: u64,
}

const MULTIPLIER: u64 = 0x5_DEEC_E66D;
const MASK: u64 = (1 << 48) - 1;

impl Randomness {
    /// A source from a seed.
    pub fn seeded(seed: u64) -> Self {
        Self { state: (seed ^ MULTIPLIER) & MASK }
    }

    /// 32 bits.
    pub fn next_u32(&mut self) -> u32 {
        self.state = self.state.wrapping_mul(MULTIPLIER).wrapping_add(0xB) & MASK;
        // 48 bits, shifted by 16: 32 are left.
        u32::try_from(self.state >> 16).unwrap_or_default()
    }

    /// A number below `bound`, which is above zero; zero where it is not.
    pub fn below(&mut self, bound: u64) -> u64 {
        let drawn = (u64::from(self.next_u32()) << 32) | u64::from(self.next_u32());
        drawn.checked_rem(bound).unwrap_or(0)
    }

    /// A UUID of version 4.
    pub fn uuid(&mut self) -> String {
        let [a, b, c, d] = std::array::from_fn(|_| self.next_u32());
        let (b1, b2) = (b >> 16, (b & 0x0FFF) | 0x4000);
        let (c1, c2) = ((c >> 16 & 0x3FFF) | 0x8000, c & 0xFFFF);
        format!("{a:08x}-{b1:04x}-{b2:04x}-{c1:04x}-{c2:04x}{d:08x}")
    }
}
