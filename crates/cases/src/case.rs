//! [`Case`]: an expression, what it is evaluated on, and how that ends.

use std::fmt;
use std::fs;
use std::path::Path;

use stepwright_json::Value;

/// One case of a file.
///
/// A case is a title in one line, lines that each begin with what they are, and a blank line:
///
/// ```text
/// a path into the input
/// < {"a": [1, 2]}
/// @dialect aws
///   $sum(a)
/// = 3
/// ```
///
/// `<` is the input, `@name` a setting, two blanks begin a line of the expression. The last line says
/// how it ends: `= JSON` with this value, `= nothing` with none, `! text` with this error.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The file's name, without its ending.
    pub file: String,
    /// The line of the title, from 1.
    pub line: usize,
    /// What the case shows.
    pub title: String,
    /// What the expression is evaluated on.
    pub input: Option<Value>,
    /// The other settings, in the order of the file.
    pub settings: Vec<(String, String)>,
    /// The expression.
    pub expression: String,
    /// How it ends.
    pub ending: Ending,
}

/// How an evaluation ends.
#[derive(Clone, Debug, PartialEq)]
pub enum Ending {
    /// With a value.
    Value(Value),
    /// With nothing, which is not null.
    Nothing,
    /// With an error of this text.
    Error(String),
}

/// A file of cases cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseError {
    /// File and line.
    pub place: String,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for CaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

impl std::error::Error for CaseError {}

impl fmt::Display for Case {
    /// The case's name, as a failure shows it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} {}", self.file, self.line, self.title)
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => write!(f, "= {value}"),
            Self::Nothing => f.write_str("= nothing"),
            Self::Error(text) => write!(f, "! {text}"),
        }
    }
}

impl PartialEq<Result<Option<Value>, String>> for Ending {
    /// Objects are equal in whatever order their keys stand, `1` equals `1.0`.
    fn eq(&self, other: &Result<Option<Value>, String>) -> bool {
        match (self, other) {
            (Self::Value(a), Ok(Some(b))) => a == b,
            (Self::Nothing, Ok(None)) => true,
            (Self::Error(a), Err(b)) => a == b,
            _ => false,
        }
    }
}

impl From<Result<Option<Value>, String>> for Ending {
    fn from(result: Result<Option<Value>, String>) -> Self {
        match result {
            Ok(Some(value)) => Self::Value(value),
            Ok(None) => Self::Nothing,
            Err(text) => Self::Error(text),
        }
    }
}

impl Case {
    /// Reads the cases of a text.
    ///
    /// ```
    /// use stepwright_cases::{Case, Ending};
    /// use stepwright_json::json;
    ///
    /// let cases = Case::read("sum", "# About $sum.\n\nthe sum of two\n< [1, 2]\n  $sum($)\n= 3\n")?;
    /// assert_eq!(cases[0].to_string(), "sum:3 the sum of two");
    /// assert_eq!(cases[0].ending, Ending::Value(json!(3)));
    /// assert!(Case::read("sum", "the sum of two\n  $sum($)\n").is_err());
    /// # Ok::<(), stepwright_cases::CaseError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Where a line is none of a case, or a case has no expression or no ending.
    pub fn read(file: &str, text: &str) -> Result<Vec<Self>, CaseError> {
        let mut cases: Vec<Self> = Vec::new();
        let mut open: Option<Draft> = None;
        for (number, line) in (1..).zip(text.lines()) {
            let fail = |message: &str| CaseError {
                place: format!("{file}:{number}"),
                message: message.to_owned(),
            };
            if line.starts_with('#') && open.is_none() {
                continue;
            }
            if line.is_empty() {
                if open.is_some() {
                    return Err(fail("the case has no ending (`= …` or `! …`)"));
                }
                continue;
            }
            let Some(draft) = &mut open else {
                if cases.iter().any(|it| it.title == line) {
                    return Err(fail("another case has this title"));
                }
                let title = line.to_owned();
                open = Some(Draft { title, line: number, ..Draft::default() });
                continue;
            };
            let ending = draft.line(line).map_err(|message| fail(&message))?;
            if let Some(ending) = ending
                && let Some(draft) = open.take()
            {
                cases.push(draft.end(file, ending).map_err(|message| fail(&message))?);
            }
        }
        match open {
            Some(Draft { line, .. }) => Err(CaseError {
                place: format!("{file}:{line}"),
                message: "the case has no ending (`= …` or `! …`)".to_owned(),
            }),
            None if cases.is_empty() => {
                Err(CaseError { place: file.to_owned(), message: "there is no case".to_owned() })
            }
            None => Ok(cases),
        }
    }

    /// A setting by its name.
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.settings.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
    }

    /// A setting that is JSON.
    ///
    /// # Errors
    ///
    /// Where it is not.
    pub fn json_setting(&self, name: &str) -> Result<Option<Value>, String> {
        let value = self.setting(name).map(Value::parse).transpose();
        value.map_err(|error| format!("@{name} is not JSON: {error}"))
    }
}

#[derive(Default)]
struct Draft {
    title: String,
    line: usize,
    input: Option<Value>,
    settings: Vec<(String, String)>,
    expression: Vec<String>,
}

impl Draft {
    /// Takes in a line; the last one is the ending.
    fn line(&mut self, line: &str) -> Result<Option<Ending>, String> {
        let json = |text: &str| Value::parse(text).map_err(|error| format!("not JSON: {error}"));
        if let Some(text) = line.strip_prefix("  ") {
            self.expression.push(text.to_owned());
        } else if let Some(text) = line.strip_prefix("< ") {
            self.input = Some(json(text)?);
        } else if let Some(text) = line.strip_prefix('@') {
            let (name, value) = text.split_once(' ').unwrap_or((text, ""));
            self.settings.push((name.to_owned(), value.to_owned()));
        } else if line == "= nothing" {
            return Ok(Some(Ending::Nothing));
        } else if let Some(text) = line.strip_prefix("= ") {
            return Ok(Some(Ending::Value(json(text)?)));
        } else if let Some(text) = line.strip_prefix("! ") {
            return Ok(Some(Ending::Error(text.to_owned())));
        } else {
            return Err("a line begins with `<`, `@`, two blanks, `=` or `!`".to_owned());
        }
        Ok(None)
    }

    fn end(self, file: &str, ending: Ending) -> Result<Case, String> {
        let Self { title, line, input, settings, expression } = self;
        if expression.is_empty() {
            return Err("the case has no expression".to_owned());
        }
        let expression = expression.join("\n");
        Ok(Case { file: file.to_owned(), line, title, input, settings, expression, ending })
    }
}

/// Reads every file that ends in `.cases` in a folder and in the folders of it, in the order of
/// their names.
///
/// # Errors
///
/// Where the folder cannot be read, or a file is not of cases.
pub fn read_folder(folder: &Path) -> Result<Vec<Case>, CaseError> {
    let fail = |error: std::io::Error| CaseError {
        place: folder.display().to_string(),
        message: error.to_string(),
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        paths.push(entry.map_err(fail)?.path());
    }
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        if path.is_dir() {
            cases.extend(read_folder(&path)?);
        } else if path.extension().is_some_and(|it| it == "cases") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            let group = folder.file_name().unwrap_or_default().to_string_lossy();
            let text = fs::read_to_string(&path).map_err(fail)?;
            cases.extend(Case::read(&format!("{group}/{name}"), &text)?);
        }
    }
    Ok(cases)
}

#[cfg(test)]
mod tests {
    use stepwright_json::json;

    use super::{Case, Ending};

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let read = Case::read("file", text).map(|cases| {
            let line = |it: &Case| format!("{it}|{}|{}", it.expression, it.ending);
            cases.iter().map(line).collect::<Vec<_>>().join("; ")
        });
        assert_eq!(read.unwrap_or_else(|error| error.to_string()), expected);
    }

    #[test]
    fn a_file_is_a_list_of_cases() {
        check(
            "# about\n\none\n  1\n= 1\n\ntwo\n  a\n  b\n! no\n",
            "file:3 one|1|= 1; file:7 two|a\nb|! no",
        );
        check("nothing\n  x\n= nothing\n", "file:1 nothing|x|= nothing");
    }

    #[test]
    fn settings_and_input_are_the_cases_own() {
        let cases =
            Case::read("file", "it\n< [1]\n@now 5\n@bindings {\"a\": 1}\n  x\n= 1\n").unwrap();
        let [case] = cases.as_slice() else { panic!("{cases:?}") };
        assert_eq!(case.input, Some(json!([1])));
        assert_eq!(case.setting("now"), Some("5"));
        assert_eq!(case.json_setting("bindings"), Ok(Some(json!({ "a": 1 }))));
        assert_eq!(case.setting("seed"), None);
        assert!(case.json_setting("now").is_ok());
    }

    #[test]
    fn what_is_no_case_is_refused_with_its_line() {
        check("", "file: there is no case");
        check("one\n  1\n", "file:1: the case has no ending (`= …` or `! …`)");
        check("one\n  1\n\ntwo\n", "file:3: the case has no ending (`= …` or `! …`)");
        check("one\n= 1\n", "file:2: the case has no expression");
        check("one\n  1\n= 1\none\n  1\n= 1\n", "file:4: another case has this title");
        check("one\n1\n", "file:2: a line begins with `<`, `@`, two blanks, `=` or `!`");
        assert!(Case::read("file", "one\n  1\n= {\n").is_err());
    }

    #[test]
    fn an_ending_is_a_value_whatever_the_order_of_its_keys() {
        let ending = Ending::Value(json!({ "a": 1, "b": 2 }));
        assert_eq!(ending, Ok(Some(json!({ "b": 2, "a": 1.0 }))));
        assert_ne!(ending, Ok(None));
        assert_ne!(Ending::Nothing, Ok(Some(json!(null))));
    }
}
