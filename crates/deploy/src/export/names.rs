//! How things are called within templates and among the files of an export.

/// A name of the workspace as the id of a resource in CloudFormation: letters and digits.
pub(super) fn logical(name: &str, what: &str) -> String {
    let words = name.split(|it: char| !it.is_ascii_alphanumeric());
    let capitalised = words.map(|word| {
        let mut chars = word.chars();
        let first = chars.next().map(|it| it.to_ascii_uppercase());
        first.into_iter().chain(chars).collect::<String>()
    });
    capitalised.chain([what.to_owned()]).collect()
}

/// A name of the workspace as the name of a resource in Terraform: letters, digits, underscores.
pub(super) fn snake(name: &str) -> String {
    let plain = |it: char| if it.is_ascii_alphanumeric() { it.to_ascii_lowercase() } else { '_' };
    let name: String = name.chars().map(plain).collect();
    if name.starts_with(|it: char| it.is_ascii_digit()) { format!("_{name}") } else { name }
}

/// The file with a function's code.
pub(super) fn zip(function: &str) -> String {
    format!("{function}.zip")
}

/// The file with a state machine's definition.
pub(super) fn definition(machine: &str) -> String {
    format!("{machine}.asl.json")
}

/// The beginning of a hash, for the id of a version: another content, another version.
pub(super) fn short(hash: &str) -> String {
    hash.chars().filter(char::is_ascii_alphanumeric).take(8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ids() {
        assert_eq!(logical("download-benner", "Role"), "DownloadBennerRole");
        assert_eq!(logical("get_asteroid.data2", ""), "GetAsteroidData2");
        assert_eq!(snake("download-benner"), "download_benner");
        assert_eq!(snake("2fast"), "_2fast");
    }
}
