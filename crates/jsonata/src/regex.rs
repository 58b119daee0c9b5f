//! Regular expressions in ECMAScript's syntax, with a bound on the steps of a search.
//!
//! A library that searches in linear time knows neither look-around nor back references, and one
//! that knows them offers no bound: an expression in a definition must not hang an execution.

mod parse;

use parse::{Item, Tree};

/// A compiled regular expression.
#[derive(Debug, PartialEq)]
pub(crate) struct Regex {
    program: Vec<Step>,
    /// Groups, the whole counted too.
    groups: usize,
    slots: usize,
    ignore_case: bool,
    multiline: bool,
}

/// A search that took more steps than it may.
#[derive(Debug)]
pub(crate) struct TooManySteps;

/// Where the whole (0) and its groups lie, in characters.
pub(crate) type Groups = Vec<Option<(usize, usize)>>;

const PROGRAM_STEPS_MAX: usize = 20_000;

/// How many ways back a search may remember at a time: a bound on its memory.
const WAYS_BACK_MAX: usize = 4_000_000;

/// How many places are looked at for one step of the budget.
const PLACES_PER_STEP: usize = 16;

#[derive(Debug, PartialEq)]
enum Step {
    Char(char),
    Any,
    Class(Vec<Item>, bool),
    /// Goes on at the first; if that fails, at the second.
    Split(usize, usize),
    Jump(usize),
    Save(usize),
    Start,
    End,
    Word(bool),
    Back(usize),
    /// Remembers where a round of a loop began, and ends the loop where a round matched nothing.
    Enter(usize),
    Moved(usize),
    /// Looks ahead (or behind), for what the steps up to `end` match (or do not).
    Look {
        ahead: bool,
        negative: bool,
        end: usize,
    },
    Match,
}

impl Regex {
    pub(crate) fn new(pattern: &str, ignore_case: bool, multiline: bool) -> Result<Self, String> {
        let (tree, groups) = parse::parse(pattern)?;
        let mut compiler = Compiler { program: Vec::new(), loops: groups * 2 };
        compiler.emit(Step::Save(0))?;
        compiler.tree(&tree)?;
        compiler.emit(Step::Save(1))?;
        compiler.emit(Step::Match)?;
        Ok(Self {
            groups,
            slots: compiler.loops,
            program: compiler.program,
            ignore_case,
            multiline,
        })
    }

    /// How many groups there are, the whole counted too.
    pub(crate) fn groups(&self) -> usize {
        self.groups
    }

    /// The first match at or after `from`. `steps` is what the search may still take.
    pub(crate) fn find(
        &self,
        text: &[char],
        from: usize,
        steps: &mut u64,
    ) -> Result<Option<Groups>, TooManySteps> {
        for start in from..=text.len() {
            let mut search = Search { regex: self, text, slots: vec![None; self.slots], steps };
            search.spend(self.slots / PLACES_PER_STEP)?;
            if search.run(0, start)?.is_some() {
                return Ok(Some(search.groups()));
            }
        }
        Ok(None)
    }
}

struct Compiler {
    program: Vec<Step>,
    loops: usize,
}

impl Compiler {
    fn emit(&mut self, step: Step) -> Result<usize, String> {
        if self.program.len() >= PROGRAM_STEPS_MAX {
            return Err("too large".to_owned());
        }
        self.program.push(step);
        Ok(self.program.len() - 1)
    }
    fn set(&mut self, at: usize, step: Step) {
        if let Some(slot) = self.program.get_mut(at) {
            *slot = step;
        }
    }
    fn split(&mut self, at: usize, greedy: bool, inside: usize, after: usize) {
        self.set(at, if greedy { Step::Split(inside, after) } else { Step::Split(after, inside) });
    }
    fn tree(&mut self, tree: &Tree) -> Result<(), String> {
        match tree {
            Tree::Empty => {}
            Tree::Char(it) => drop(self.emit(Step::Char(*it))?),
            Tree::Any => drop(self.emit(Step::Any)?),
            Tree::Class(items, negative) => drop(self.emit(Step::Class(items.clone(), *negative))?),
            Tree::Start => drop(self.emit(Step::Start)?),
            Tree::End => drop(self.emit(Step::End)?),
            Tree::Word(it) => drop(self.emit(Step::Word(*it))?),
            Tree::Back(it) => drop(self.emit(Step::Back(*it))?),
            Tree::Cat(parts) => parts.iter().try_for_each(|it| self.tree(it))?,
            Tree::Group(inner, None) => self.tree(inner)?,
            Tree::Group(inner, Some(group)) => {
                self.emit(Step::Save(group * 2))?;
                self.tree(inner)?;
                self.emit(Step::Save(group * 2 + 1))?;
            }
            Tree::Alt(choices) => self.choices(choices)?,
            Tree::Look { inner, ahead, negative } => {
                let at = self.emit(Step::Match)?;
                self.tree(inner)?;
                let end = self.emit(Step::Match)? + 1;
                self.set(at, Step::Look { ahead: *ahead, negative: *negative, end });
            }
            Tree::Repeat { inner, min, max, greedy } => self.repeat(inner, *min, *max, *greedy)?,
        }
        Ok(())
    }
    fn choices(&mut self, choices: &[Tree]) -> Result<(), String> {
        let mut ends = Vec::new();
        for (index, choice) in choices.iter().enumerate() {
            if index + 1 == choices.len() {
                self.tree(choice)?;
                break;
            }
            let split = self.emit(Step::Match)?;
            self.tree(choice)?;
            ends.push(self.emit(Step::Match)?);
            let next = self.program.len();
            self.set(split, Step::Split(split + 1, next));
        }
        let end = self.program.len();
        ends.into_iter().for_each(|at| self.set(at, Step::Jump(end)));
        Ok(())
    }
    fn repeat(
        &mut self,
        inner: &Tree,
        min: usize,
        max: Option<usize>,
        greedy: bool,
    ) -> Result<(), String> {
        for _ in 0..min {
            self.tree(inner)?;
        }
        let Some(max) = max else {
            let slot = self.loops;
            self.loops += 1;
            let split = self.emit(Step::Match)?;
            self.emit(Step::Enter(slot))?;
            self.tree(inner)?;
            self.emit(Step::Moved(slot))?;
            self.emit(Step::Jump(split))?;
            let after = self.program.len();
            self.split(split, greedy, split + 1, after);
            return Ok(());
        };
        let mut splits = Vec::new();
        for _ in min..max {
            splits.push(self.emit(Step::Match)?);
            self.tree(inner)?;
        }
        let after = self.program.len();
        splits.into_iter().for_each(|at| self.split(at, greedy, at + 1, after));
        Ok(())
    }
}

struct Search<'a> {
    regex: &'a Regex,
    text: &'a [char],
    /// Starts and ends of groups, then where rounds of loops began.
    slots: Vec<Option<usize>>,
    steps: &'a mut u64,
}

/// What to take back before going on elsewhere.
enum Undo {
    Slot(usize, Option<usize>),
    Branch(usize, usize),
}

impl Search<'_> {
    fn groups(&self) -> Groups {
        let pairs = self.slots.chunks(2).map(|it| match it {
            [Some(start), Some(end)] => Some((*start, *end)),
            _ => None,
        });
        pairs.collect()
    }

    fn spend(&mut self, steps: usize) -> Result<(), TooManySteps> {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        *self.steps = self.steps.checked_sub(steps).ok_or(TooManySteps)?;
        Ok(())
    }

    /// How many characters or ranges a step compares at most.
    fn looks_at(&self, step: &Step) -> usize {
        match step {
            Step::Class(items, _) => items.len(),
            Step::Back(group) => {
                self.group(*group).map_or(0, |(start, end)| end.saturating_sub(start))
            }
            _ => 0,
        }
    }

    fn group(&self, group: usize) -> Option<(usize, usize)> {
        Some(((*self.slots.get(group * 2)?)?, (*self.slots.get(group * 2 + 1)?)?))
    }

    /// Where the match ends that begins at `at` with the step `step`.
    fn run(&mut self, mut step: usize, mut at: usize) -> Result<Option<usize>, TooManySteps> {
        let mut undo: Vec<Undo> = Vec::new();
        loop {
            self.spend(1)?;
            if undo.len() > WAYS_BACK_MAX {
                return Err(TooManySteps);
            }
            let regex = self.regex;
            let next = match regex.program.get(step) {
                None => None,
                Some(Step::Match) => return Ok(Some(at)),
                Some(Step::Jump(to)) => Some((*to, at)),
                Some(Step::Split(first, second)) => {
                    undo.push(Undo::Branch(*second, at));
                    Some((*first, at))
                }
                Some(Step::Save(slot) | Step::Enter(slot)) => {
                    if let Some(it) = self.slots.get_mut(*slot) {
                        undo.push(Undo::Slot(*slot, it.replace(at)));
                    }
                    Some((step + 1, at))
                }
                Some(Step::Moved(slot)) => {
                    (self.slots.get(*slot) != Some(&Some(at))).then_some((step + 1, at))
                }
                Some(Step::Look { ahead, negative, end }) => {
                    let kept = self.slots.clone();
                    self.spend(kept.len() / PLACES_PER_STEP)?;
                    let found = self.look(step + 1, at, *ahead)?;
                    if *negative || !found {
                        self.slots = kept;
                    } else {
                        let changed = kept
                            .iter()
                            .enumerate()
                            .filter(|(slot, it)| self.slots.get(*slot) != Some(*it));
                        undo.extend(changed.map(|(slot, it)| Undo::Slot(slot, *it)));
                    }
                    (found != *negative).then_some((*end, at))
                }
                Some(other) => {
                    self.spend(self.looks_at(other) / PLACES_PER_STEP)?;
                    self.consume(other, at).map(|at| (step + 1, at))
                }
            };
            if let Some(next) = next {
                (step, at) = next;
                continue;
            }
            loop {
                match undo.pop() {
                    None => return Ok(None),
                    Some(Undo::Slot(slot, it)) => {
                        if let Some(slot) = self.slots.get_mut(slot) {
                            *slot = it;
                        }
                    }
                    Some(Undo::Branch(to, back)) => {
                        (step, at) = (to, back);
                        break;
                    }
                }
            }
        }
    }

    fn look(&mut self, step: usize, at: usize, ahead: bool) -> Result<bool, TooManySteps> {
        if ahead {
            return Ok(self.run(step, at)?.is_some());
        }
        for start in (0..=at).rev() {
            if self.run(step, start)? == Some(at) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn consume(&self, step: &Step, at: usize) -> Option<usize> {
        let here = self.text.get(at).copied();
        let matches = match step {
            Step::Char(it) => self.same(here?, *it),
            Step::Any => !is_line_end(here?),
            Step::Class(items, negative) => self.in_class(here?, items) != *negative,
            Step::Start => {
                return (at == 0
                    || self.regex.multiline && self.before(at).is_some_and(is_line_end))
                .then_some(at);
            }
            Step::End => {
                return (here.is_none() || self.regex.multiline && here.is_some_and(is_line_end))
                    .then_some(at);
            }
            Step::Word(wanted) => {
                let boundary =
                    here.is_some_and(parse::is_word) != self.before(at).is_some_and(parse::is_word);
                return (boundary == *wanted).then_some(at);
            }
            Step::Back(group) => return self.back(*group, at),
            _ => false,
        };
        matches.then_some(at + 1)
    }
    fn back(&self, group: usize, at: usize) -> Option<usize> {
        let Some((start, end)) = self.group(group) else { return Some(at) };
        let (wanted, found) = (self.text.get(start..end)?, self.text.get(at..at + (end - start))?);
        wanted.iter().zip(found).all(|(a, b)| self.same(*a, *b)).then_some(at + (end - start))
    }
    fn before(&self, at: usize) -> Option<char> {
        self.text.get(at.checked_sub(1)?).copied()
    }
    fn same(&self, a: char, b: char) -> bool {
        a == b || self.regex.ignore_case && fold(a) == fold(b)
    }
    fn in_class(&self, it: char, items: &[Item]) -> bool {
        items.iter().any(|item| item.has(it))
            || self.regex.ignore_case
                && (items.iter().any(|item| item.has(fold(it)))
                    || it
                        .to_uppercase()
                        .next()
                        .is_some_and(|it| items.iter().any(|item| item.has(it))))
    }
}

fn fold(it: char) -> char {
    it.to_lowercase().next().unwrap_or(it)
}

fn is_line_end(it: char) -> bool {
    matches!(it, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}
