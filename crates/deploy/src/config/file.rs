//! [`File`]: `stepwright.toml` as keys and values, each with its line; what is not a key is refused.

use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

use super::FILE_NAME;
use super::error::Problem;
use super::keys::{self, KEYS, Key, NOT_IN_STAGES, Takes};

/// What the file sets.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct File {
    /// In the order of keys.
    pub settings: Vec<Setting>,
    /// The stages that the file names.
    pub stages: Vec<String>,
}

/// A value that the file sets, and for whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// The key.
    pub path: &'static str,
    /// The stage it is for; all, where it names none.
    pub stage: Option<String>,
    /// The Lambda function it is for; all, where it names none.
    pub function: Option<String>,
    /// The value, of the kind that the key takes.
    pub value: Value,
    /// Counted from 1.
    pub line: usize,
}

/// How similar two keys have to be for one to be meant by the other.
const SIMILAR: f64 = 0.75;

impl File {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it: what is no TOML, what is no key, what a key does not take.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let mut reading = Reading { text, file: Self::default(), problems: Vec::new() };
        match DeTable::parse(text) {
            Ok(table) => reading.table(table.get_ref(), &Scope::default()),
            Err(error) => {
                let at = error.span().map_or(0, |it| it.start);
                reading.problem(at, error.message().to_owned());
            }
        }
        let Reading { file, problems, .. } = reading;
        if problems.is_empty() { Ok(file) } else { Err(problems) }
    }
}

/// Which part of the file is read.
#[derive(Debug, Clone, Default)]
struct Scope {
    /// The keys on the way, below the stage and the function.
    prefix: String,
    stage: Option<String>,
    function: Option<String>,
}

impl Scope {
    fn below(&self, name: &str) -> Self {
        Self { prefix: self.path(name), ..self.clone() }
    }

    fn path(&self, name: &str) -> String {
        let Self { prefix, .. } = self;
        if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") }
    }

    /// Whether this key can stand here.
    fn allows(&self, key: &Key) -> bool {
        !(self.stage.is_some() && NOT_IN_STAGES.contains(&key.path))
    }
}

struct Reading<'a> {
    text: &'a str,
    file: File,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn table(&mut self, table: &DeTable<'_>, scope: &Scope) {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(name, _)| name.span().start);
        for (name, value) in entries {
            let at = name.span().start;
            let name = name.get_ref().as_ref();
            match (scope.prefix.as_str(), name, value.get_ref()) {
                ("", "stages", DeValue::Table(stages)) if scope.stage.is_none() => {
                    self.stages(stages);
                }
                ("", "functions", DeValue::Table(functions)) => self.functions(functions, scope),
                _ => self.entry(at, name, value.get_ref(), scope),
            }
        }
    }

    fn stages(&mut self, stages: &DeTable<'_>) {
        for (name, value) in stages {
            let (at, name) = (name.span().start, name.get_ref().to_string());
            self.file.stages.push(name.clone());
            match value.get_ref() {
                DeValue::Table(table) => {
                    self.table(table, &Scope { stage: Some(name), ..Scope::default() });
                }
                _ => self.problem(at, format!("the stage `{name}` takes a table of keys")),
            }
        }
    }

    fn functions(&mut self, functions: &DeTable<'_>, scope: &Scope) {
        for (name, value) in functions {
            let (at, name) = (name.span().start, name.get_ref().to_string());
            let scope = Scope {
                prefix: "lambda".to_owned(),
                stage: scope.stage.clone(),
                function: Some(name.clone()),
            };
            match value.get_ref() {
                DeValue::Table(table) => self.table(table, &scope),
                _ => self.problem(at, format!("the function `{name}` takes a table of keys")),
            }
        }
    }

    fn entry(&mut self, at: usize, name: &str, value: &DeValue<'_>, scope: &Scope) {
        let path = scope.path(name);
        if let Some(key) = keys::find(&path).filter(|it| scope.allows(it)) {
            match taken(key, value) {
                Ok(value) => {
                    let setting = Setting {
                        path: key.path,
                        stage: scope.stage.clone(),
                        function: scope.function.clone(),
                        value,
                        line: self.line(at),
                    };
                    self.file.settings.push(setting);
                }
                Err(message) => self.problem(at, message),
            }
            return;
        }
        let prefix = format!("{path}.");
        match value {
            DeValue::Table(table) if KEYS.iter().any(|it| it.path.starts_with(&prefix)) => {
                self.table(table, &scope.below(name));
            }
            _ => self.problem(at, unknown(&path, scope)),
        }
    }

    fn problem(&mut self, at: usize, message: String) {
        let place = format!("{FILE_NAME}:{}", self.line(at));
        self.problems.push(Problem { place, message });
    }

    fn line(&self, at: usize) -> usize {
        self.text.bytes().take(at).filter(|it| *it == b'\n').count() + 1
    }
}

/// The value, where the key takes it; else what it takes.
fn taken(key: &Key, value: &DeValue<'_>) -> Result<Value, String> {
    let value = plain(value).ok_or_else(|| format!("`{}` takes no date", key.path))?;
    check(key, &value).map(|()| value)
}

fn plain(value: &DeValue<'_>) -> Option<Value> {
    Some(match value {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Integer(number) => {
            Value::from(i64::from_str_radix(number.as_str(), number.radix()).ok()?)
        }
        DeValue::Float(number) => Value::from(number.as_str().parse::<f64>().ok()?),
        DeValue::Boolean(flag) => Value::from(*flag),
        DeValue::Datetime(_) => return None,
        DeValue::Array(items) => {
            Value::Array(items.iter().map(|it| plain(it.get_ref())).collect::<Option<_>>()?)
        }
        DeValue::Table(table) => {
            let entries = table.iter();
            let entries =
                entries.map(|(name, it)| Some((name.get_ref().to_string(), plain(it.get_ref())?)));
            Value::Object(entries.collect::<Option<Map<_, _>>>()?)
        }
    })
}

/// Whether a key takes a value.
///
/// # Errors
///
/// What it takes.
pub(super) fn check(key: &Key, value: &Value) -> Result<(), String> {
    let path = key.path;
    match key.takes {
        Takes::Text if value.as_str().is_some_and(|it| !it.is_empty()) => Ok(()),
        Takes::Text => Err(format!("`{path}` takes a text")),
        Takes::OneOf(texts) if value.as_str().is_some_and(|it| texts.contains(&it)) => Ok(()),
        Takes::OneOf(texts) => {
            let texts: Vec<String> = texts.iter().map(|it| format!("`{it}`")).collect();
            Err(format!("`{path}` is one of {}", texts.join(", ")))
        }
        Takes::Count(least, most) => {
            let fits = |it: u64| (u64::from(least)..=u64::from(most)).contains(&it);
            let fits = value.as_u64().is_some_and(fits);
            fits.then_some(())
                .ok_or_else(|| format!("`{path}` takes a number from {least} to {most}"))
        }
        Takes::CountOf(counts) => {
            let fits =
                value.as_u64().is_some_and(|it| counts.iter().any(|one| u64::from(*one) == it));
            let counts = || counts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            fits.then_some(()).ok_or_else(|| format!("`{path}` is one of {}", counts()))
        }
        Takes::Flag if value.is_boolean() => Ok(()),
        Takes::Flag => Err(format!("`{path}` is `true` or `false`")),
        Takes::List => {
            let fits = |it: &Value| it.as_str().is_some_and(|it| !it.is_empty());
            let fits = value.as_array().is_some_and(|it| it.iter().all(fits));
            fits.then_some(()).ok_or_else(|| format!("`{path}` takes a list of texts"))
        }
        Takes::Table => match value.as_object() {
            Some(table) if table.values().all(Value::is_string) => Ok(()),
            _ => Err(format!("`{path}` takes a table of texts")),
        },
    }
}

/// That there is no such key, and which one may have been meant.
fn unknown(path: &str, scope: &Scope) -> String {
    let Scope { stage, function, .. } = scope;
    if stage.is_some() && NOT_IN_STAGES.contains(&path) {
        return format!("`{path}` is the same in all stages: write it at the top of the file");
    }
    if function.is_some() {
        let name = path.trim_start_matches("lambda.");
        let known = KEYS.iter().filter_map(|it| it.path.strip_prefix("lambda."));
        return format!("a function has no key `{name}`{}", meant(name, known));
    }
    let sections = ["stages", "functions"];
    let known = KEYS.iter().map(|it| it.path).chain(sections);
    format!("there is no key `{path}`{}", meant(path, known))
}

/// `; did you mean …?`, where one of those that there are is near.
pub(super) fn meant<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let near = known.map(|it| (strsim::jaro_winkler(it, name), it));
    let near = near.filter(|(nearness, _)| *nearness > SIMILAR);
    let near = near.max_by(|a, b| a.0.total_cmp(&b.0));
    near.map_or_else(String::new, |(_, it)| format!("; did you mean `{it}`?"))
}
