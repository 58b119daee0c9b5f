//! Regions that are misspelt: what is no region at all is refused at once; what might be one that is new is
//! asked, and where nobody answers, the one that may be meant is named.

/// AWS's regions, as of November 2026. It is for suggestions only: one that is not here yet can be deployed to.
const KNOWN: [&str; 39] = [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eusc-de-east-1",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-west-1",
    "us-west-2",
];
/// How alike two names have to be.
const ALIKE: f64 = 0.8;

/// Whether it could be the name of a region, such as `eu-central-1`.
pub(super) fn is_one(region: &str) -> bool {
    let parts: Vec<&str> = region.split('-').collect();
    let is_word = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_lowercase());
    match parts.as_slice() {
        [words @ .., number] => {
            words.len() >= 2
                && words.iter().all(|it| is_word(it))
                && !number.is_empty()
                && number.bytes().all(|it| it.is_ascii_digit())
        }
        [] => false,
    }
}

/// What to say of a region that nobody answers for; nothing where it is known.
pub fn doubt(region: &str) -> Option<String> {
    if KNOWN.contains(&region) {
        return None;
    }
    let alike = KNOWN.iter().map(|it| (strsim::jaro_winkler(region, it), it));
    let meant = alike.filter(|(it, _)| *it >= ALIKE).max_by(|(a, _), (b, _)| a.total_cmp(b));
    let meant = meant.map(|(_, it)| format!("; did you mean `{it}`?")).unwrap_or_default();
    Some(format!("the region `{region}` is not one of those that are known here{meant}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_regions_have_a_form() {
        for region in KNOWN.iter().chain(&["eu-moon-12", "us-iso-east-1"]) {
            assert!(is_one(region), "{region}");
        }
        for text in
            ["", "-", "Frankfurt", "eu-central", "eu-central-", "eu central 1", "EU-west-1", "1"]
        {
            assert!(!is_one(text), "{text}");
        }
    }

    #[test]
    fn a_misspelt_region_is_told_with_the_one_that_may_be_meant() {
        assert_eq!(doubt("eu-central-1"), None);
        assert_eq!(
            doubt("eu-centrla-1").unwrap(),
            "the region `eu-centrla-1` is not one of those that are known here; did you mean `eu-central-1`?"
        );
        assert_eq!(
            doubt("xx-moon-7").unwrap(),
            "the region `xx-moon-7` is not one of those that are known here"
        );
    }
}
