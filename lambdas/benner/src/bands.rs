//! The four bands of delta-v, and the keys of their objects.

use crate::table::{Row, decimal::Decimal};

/// A range of delta-v, above that of the band before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// As it is spelt in keys and in the output.
    pub(crate) name: &'static str,
    /// The highest delta-v in it, in tenths of a km/s.
    max_tenths: Option<i64>,
}

/// All bands, the easiest to reach first.
pub(crate) const BANDS: [Limits; 4] = [
    Limits { name: "ultra-low", max_tenths: Some(45) },
    Limits { name: "moon-like", max_tenths: Some(60) },
    Limits { name: "mars-like", max_tenths: Some(63) },
    Limits { name: "beyond", max_tenths: None },
];

impl Limits {
    /// The band that a row is in. The last one takes all that is left.
    pub(crate) fn of(row: &Row<'_>) -> Option<Self> {
        let takes =
            |it: &Self| it.max_tenths.is_none_or(|it| row.delta_v_kms <= Decimal::tenths(it));
        BANDS.into_iter().find(takes)
    }

    /// The highest delta-v in it, in km/s.
    pub(crate) fn max_delta_v(self) -> Option<f64> {
        #[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "two digits")]
        self.max_tenths.map(|it| it as f64 / 10.0)
    }

    /// `benner.csv` → `benner.ultra-low.csv`, in the same folder.
    pub(crate) fn key(self, whole: &str) -> String {
        let name = whole.rfind('/').map_or(0, |at| at + 1);
        // A name that only begins with a dot has no extension.
        let dot = whole.rfind('.').filter(|&at| at > name).unwrap_or(whole.len());
        let (stem, extension) = whole.split_at_checked(dot).unwrap_or((whole, ""));
        format!("{stem}.{}{extension}", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(delta_v: &str, moon: &str, mars: &str, band: &str) {
        let line = format!("1 0.00 2006 RH120 {delta_v} {moon} {mars} 29.5 1.033 0.025 0.6");
        let row = Row::read(&line).unwrap();
        assert_eq!(Limits::of(&row).map(|it| it.name), Some(band), "{delta_v}");
    }

    #[test]
    fn the_highest_delta_v_of_a_band_is_in_it() {
        check("4.500", "0.750", "0.714", "ultra-low");
        check("4.501", "0.750", "0.714", "moon-like");
        check("6.000", "1.000", "0.952", "moon-like");
        check("6.001", "1.000", "0.953", "mars-like");
        check("6.300", "1.050", "1.000", "mars-like");
        check("6.301", "1.050", "1.000", "beyond");
    }

    #[test]
    fn the_name_of_a_band_goes_before_the_extension() {
        let [ultra_low, ..] = BANDS;
        for (whole, band) in [
            ("benner.csv", "benner.ultra-low.csv"),
            ("a.b/benner", "a.b/benner.ultra-low"),
            ("a/.benner", "a/.benner.ultra-low"),
            ("bénner.2013.csv", "bénner.2013.ultra-low.csv"),
        ] {
            assert_eq!(ultra_low.key(whole), band);
        }
    }
}
