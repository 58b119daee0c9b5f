//! [`Layers`]: which value wins. The command line over the environment, the environment over the file;
//! within the file, what is said for a stage or a function over what is said for all.

use std::collections::BTreeMap;

use serde_json::Value;

use super::error::{ConfigError, Problem};
use super::file::{File, Setting, check, meant};
use super::keys::{self, KEYS, Key, Takes};
use super::{FILE_NAME, Sources};

/// All settings of a stage.
#[derive(Debug)]
pub struct Layers {
    stage: String,
    file: File,
    environment: Vec<Over>,
    flags: Vec<Over>,
}

/// A value from outside the file.
#[derive(Debug, Clone)]
struct Over {
    path: &'static str,
    /// The name below a table.
    entry: Option<String>,
    value: Value,
    place: String,
}

impl Layers {
    /// Puts the layers over one another, and checks each.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with any of them.
    pub fn new(sources: &Sources, functions: &[&str]) -> Result<Self, ConfigError> {
        let mut problems = Vec::new();
        let file = File::parse(&sources.file).unwrap_or_else(|found| {
            problems.extend(found);
            File::default()
        });
        let mut layers = Self {
            stage: String::new(),
            file,
            environment: environment(&sources.environment, &mut problems),
            flags: flags(&sources.flags, &mut problems),
        };
        let strange = |it: &&Setting| {
            it.function.as_deref().is_some_and(|function| !functions.contains(&function))
        };
        for setting in layers.file.settings.iter().filter(strange) {
            let name = setting.function.as_deref().unwrap_or_default();
            problems.push(Problem {
                place: format!("{FILE_NAME}:{}", setting.line),
                message: format!(
                    "there is no Lambda function `{name}`{}",
                    meant(name, functions.iter().copied())
                ),
            });
        }
        if !problems.is_empty() {
            return Err(ConfigError { problems });
        }
        layers.stage = match &sources.stage {
            Some(stage) => stage.clone(),
            None => layers.get("default-stage", None).as_str().unwrap_or_default().to_owned(),
        };
        Ok(layers)
    }

    /// The stage whose settings these are.
    pub fn stage(&self) -> &str {
        &self.stage
    }

    /// The stages that the file knows.
    pub fn stages(&self) -> &[String] {
        &self.file.stages
    }

    /// The value of a key, for a function where one is named; `null` where there is none.
    pub fn get(&self, path: &str, function: Option<&str>) -> Value {
        let key = keys::find(path);
        if matches!(key.map(|it| it.takes), Some(Takes::Table)) {
            return self.table(path, function);
        }
        let over = self.flags.iter().rev().chain(&self.environment).find(|it| it.path == path);
        let value = over.map(|it| it.value.clone());
        let value =
            value.or_else(|| self.in_file(path, function).last().map(|it| it.value.clone()));
        value.or_else(|| key.and_then(default)).unwrap_or(Value::Null)
    }

    /// Where the value of a key comes from.
    pub fn place(&self, path: &str) -> String {
        let over = self.flags.iter().rev().chain(&self.environment).find(|it| it.path == path);
        let file = || {
            let setting = self.in_file(path, None).last()?;
            Some(format!("{FILE_NAME}:{}", setting.line))
        };
        over.map(|it| it.place.clone()).or_else(file).unwrap_or_else(|| FILE_NAME.to_owned())
    }

    /// What is said for a table anywhere, together: the more special wins.
    fn table(&self, path: &str, function: Option<&str>) -> Value {
        let mut all = serde_json::Map::new();
        for setting in self.in_file(path, function) {
            all.extend(setting.value.as_object().cloned().unwrap_or_default());
        }
        for over in self.flags.iter().filter(|it| it.path == path) {
            all.extend(over.entry.clone().map(|entry| (entry, over.value.clone())));
        }
        Value::Object(all)
    }

    /// What the file says of a key, the most special last.
    fn in_file<'a>(
        &'a self,
        path: &str,
        function: Option<&str>,
    ) -> impl Iterator<Item = &'a Setting> {
        let fits = |it: &&Setting| {
            it.path == path
                && it.stage.as_ref().is_none_or(|stage| *stage == self.stage)
                && it.function.as_deref().is_none_or(|name| Some(name) == function)
        };
        let mut found: Vec<&Setting> = self.file.settings.iter().filter(fits).collect();
        found.sort_by_key(|it| (it.stage.is_some(), it.function.is_some()));
        found.into_iter()
    }
}

fn default(key: &Key) -> Option<Value> {
    key.default.and_then(|text| read(key, text).ok())
}

/// A value that is given as text.
fn read(key: &Key, text: &str) -> Result<Value, String> {
    let value = match key.takes {
        Takes::Text | Takes::OneOf(_) | Takes::Table => Some(Value::from(text)),
        Takes::List => Some(text.split(',').map(str::trim).collect()),
        Takes::Count(..) | Takes::CountOf(_) => text.parse::<u64>().ok().map(Value::from),
        Takes::Flag => text.parse::<bool>().ok().map(Value::from),
    };
    let value = value.unwrap_or_else(|| Value::from(text));
    if matches!(key.takes, Takes::Table) {
        return Ok(value);
    }
    check(key, &value).map(|()| value)
}

fn environment(variables: &BTreeMap<String, String>, problems: &mut Vec<Problem>) -> Vec<Over> {
    let mut found = Vec::new();
    for key in KEYS {
        let Some((name, text)) = key.variable().and_then(|it| variables.get_key_value(&it)) else {
            continue;
        };
        let place = format!("environment variable `{name}`");
        match read(key, text) {
            Ok(value) => found.push(Over { path: key.path, entry: None, value, place }),
            Err(message) => problems.push(Problem { place, message }),
        }
    }
    found
}

fn flags(given: &[(String, String)], problems: &mut Vec<Problem>) -> Vec<Over> {
    let mut found = Vec::new();
    for (path, text) in given {
        let place = format!("`--set {path}={text}`");
        let table = |it: &&Key| {
            matches!(it.takes, Takes::Table)
                && path.strip_prefix(it.path).is_some_and(|it| it.starts_with('.'))
        };
        let (key, entry) = match (keys::find(path), KEYS.iter().find(table)) {
            (Some(key), _) if !matches!(key.takes, Takes::Table) => (key, None),
            (_, Some(key)) => {
                let entry = path.strip_prefix(key.path).map(|it| it.trim_start_matches('.'));
                (key, entry.map(str::to_owned))
            }
            _ => {
                let message = format!(
                    "there is no key `{path}`{}",
                    meant(path, KEYS.iter().map(|it| it.path))
                );
                problems.push(Problem { place, message });
                continue;
            }
        };
        match read(key, text) {
            Ok(value) => found.push(Over { path: key.path, entry, value, place }),
            Err(message) => problems.push(Problem { place, message }),
        }
    }
    found
}

/// Takes typed values out of layers, and collects what does not fit.
#[derive(Debug)]
pub struct Reader<'a> {
    layers: &'a Layers,
    function: Option<String>,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    /// Reads what holds for all functions.
    pub fn new(layers: &'a Layers) -> Self {
        Self { layers, function: None, problems: Vec::new() }
    }

    pub(super) fn of_function(&self, name: &str) -> Reader<'a> {
        Reader { layers: self.layers, function: Some(name.to_owned()), problems: Vec::new() }
    }

    pub(super) fn absorb(&mut self, other: Reader<'_>) {
        self.problems.extend(other.problems);
    }

    pub(super) fn problem(&mut self, place: String, message: String) {
        self.problems.push(Problem { place, message });
    }

    fn get(&self, path: &str) -> Value {
        self.layers.get(path, self.function.as_deref())
    }

    pub(super) fn optional(&self, path: &str) -> Option<String> {
        self.get(path).as_str().map(str::to_owned)
    }

    pub(super) fn text(&self, path: &str) -> String {
        self.optional(path).unwrap_or_default()
    }

    pub(super) fn optional_count(&self, path: &str) -> Option<u32> {
        self.get(path).as_u64().and_then(|it| u32::try_from(it).ok())
    }

    pub(super) fn count(&self, path: &str) -> u32 {
        self.optional_count(path).unwrap_or_default()
    }

    pub(super) fn small(&self, path: &str) -> u8 {
        u8::try_from(self.count(path)).unwrap_or(u8::MAX)
    }

    pub(super) fn flag(&self, path: &str) -> bool {
        self.get(path).as_bool().unwrap_or_default()
    }

    pub(super) fn list(&self, path: &str) -> Vec<String> {
        let list = self.get(path);
        list.as_array()
            .into_iter()
            .flatten()
            .filter_map(|it| Some(it.as_str()?.to_owned()))
            .collect()
    }

    pub(super) fn table(&self, path: &str) -> BTreeMap<String, String> {
        let table = self.get(path);
        let entries = table.as_object().into_iter().flatten();
        entries.filter_map(|(name, it)| Some((name.clone(), it.as_str()?.to_owned()))).collect()
    }

    pub(super) fn parsed<T: std::str::FromStr<Err: std::fmt::Display> + Default>(
        &mut self,
        path: &str,
    ) -> T {
        self.text(path).parse().unwrap_or_else(|error: T::Err| {
            self.problem(self.layers.place(path), error.to_string());
            T::default()
        })
    }

    pub(super) fn end<T>(self, value: T) -> Result<T, ConfigError> {
        let Self { problems, .. } = self;
        if problems.is_empty() { Ok(value) } else { Err(ConfigError { problems }) }
    }
}
