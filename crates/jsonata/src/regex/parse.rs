//! The text of a regular expression into a tree.

use std::iter::Peekable;
use std::vec::IntoIter;

const DEPTH_MAX: usize = 100;
const REPEAT_MAX: usize = 1000;

#[derive(Debug, Clone)]
pub(super) enum Tree {
    Empty,
    Char(char),
    Any,
    Class(Vec<Item>, bool),
    Start,
    End,
    Word(bool),
    Back(usize),
    Cat(Vec<Tree>),
    Alt(Vec<Tree>),
    Group(Box<Tree>, Option<usize>),
    Look { inner: Box<Tree>, ahead: bool, negative: bool },
    Repeat { inner: Box<Tree>, min: usize, max: Option<usize>, greedy: bool },
}

/// A member of a class of characters.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    Range(char, char),
    Digit(bool),
    Word(bool),
    Space(bool),
}

impl Item {
    pub(super) fn has(&self, it: char) -> bool {
        match self {
            Self::Range(from, to) => (*from..=*to).contains(&it),
            Self::Digit(wanted) => it.is_ascii_digit() == *wanted,
            Self::Word(wanted) => is_word(it) == *wanted,
            Self::Space(wanted) => (it.is_whitespace() || it == '\u{feff}') == *wanted,
        }
    }
}

pub(super) fn is_word(it: char) -> bool {
    it.is_ascii_alphanumeric() || it == '_'
}

/// The tree, and how many groups there are, the whole counted too.
pub(super) fn parse(pattern: &str) -> Result<(Tree, usize), String> {
    let chars: Vec<char> = pattern.chars().collect();
    let mut parser =
        Parser { chars: chars.into_iter().peekable(), groups: 1, depth: 0, names: Vec::new() };
    let tree = parser.alternatives()?;
    match parser.chars.next() {
        Some(it) => Err(format!("unexpected `{it}`")),
        None => Ok((tree, parser.groups)),
    }
}

struct Parser {
    chars: Peekable<IntoIter<char>>,
    groups: usize,
    depth: usize,
    names: Vec<(String, usize)>,
}

impl Parser {
    fn eat(&mut self, it: char) -> bool {
        self.chars.next_if_eq(&it).is_some()
    }
    fn alternatives(&mut self) -> Result<Tree, String> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err("nested too deep".to_owned());
        }
        let mut choices = vec![self.sequence()?];
        while self.eat('|') {
            choices.push(self.sequence()?);
        }
        self.depth -= 1;
        Ok(if choices.len() == 1 {
            choices.pop().unwrap_or(Tree::Empty)
        } else {
            Tree::Alt(choices)
        })
    }
    fn sequence(&mut self) -> Result<Tree, String> {
        let mut parts = Vec::new();
        while let Some(next) = self.chars.peek()
            && !matches!(next, '|' | ')')
        {
            let atom = self.atom()?;
            parts.push(self.quantified(atom)?);
        }
        Ok(Tree::Cat(parts))
    }
    fn quantified(&mut self, atom: Tree) -> Result<Tree, String> {
        let (min, max) = match self.chars.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => match self.counted() {
                Some(it) => return self.repeat(atom, it),
                None => return Ok(atom),
            },
            _ => return Ok(atom),
        };
        self.chars.next();
        self.repeat(atom, (min, max))
    }
    fn repeat(&mut self, atom: Tree, (min, max): (usize, Option<usize>)) -> Result<Tree, String> {
        if min > REPEAT_MAX || max.is_some_and(|it| it > REPEAT_MAX || it < min) {
            return Err("a count out of range".to_owned());
        }
        let greedy = !self.eat('?');
        Ok(Tree::Repeat { inner: Box::new(atom), min, max, greedy })
    }
    /// `{2}`, `{2,}`, `{2,5}`; anything else is a plain brace.
    fn counted(&mut self) -> Option<(usize, Option<usize>)> {
        let ahead: String = self.chars.clone().skip(1).take_while(|it| *it != '}').collect();
        let (min, max) = match ahead.split_once(',') {
            None => {
                let it = ahead.parse().ok()?;
                (it, Some(it))
            }
            Some((min, "")) => (min.parse().ok()?, None),
            Some((min, max)) => (min.parse().ok()?, Some(max.parse().ok()?)),
        };
        for _ in 0..ahead.chars().count() + 2 {
            self.chars.next();
        }
        Some((min, max))
    }
    fn atom(&mut self) -> Result<Tree, String> {
        Ok(match self.chars.next() {
            None => Tree::Empty,
            Some('.') => Tree::Any,
            Some('^') => Tree::Start,
            Some('$') => Tree::End,
            Some('(') => self.group()?,
            Some('[') => self.class()?,
            Some('\\') => self.escape()?,
            Some(it @ ('*' | '+' | '?')) => return Err(format!("nothing to repeat with `{it}`")),
            Some(it) => Tree::Char(it),
        })
    }
    fn group(&mut self) -> Result<Tree, String> {
        let mut look = None;
        let mut group = None;
        if self.eat('?') {
            match self.chars.next() {
                Some(':') => {}
                Some('=') => look = Some((true, false)),
                Some('!') => look = Some((true, true)),
                Some('<') if self.eat('=') => look = Some((false, false)),
                Some('<') if self.eat('!') => look = Some((false, true)),
                Some('<') => {
                    let name: String =
                        std::iter::from_fn(|| self.chars.next_if(|it| *it != '>')).collect();
                    self.chars.next();
                    self.names.push((name, self.groups));
                    group = Some(self.groups);
                }
                _ => return Err("invalid group".to_owned()),
            }
        } else {
            group = Some(self.groups);
        }
        self.groups += usize::from(group.is_some());
        let inner = Box::new(self.alternatives()?);
        if !self.eat(')') {
            return Err("a group without its `)`".to_owned());
        }
        Ok(match look {
            Some((ahead, negative)) => Tree::Look { inner, ahead, negative },
            None => Tree::Group(inner, group),
        })
    }
    fn escape(&mut self) -> Result<Tree, String> {
        match self.chars.next() {
            Some('b') => Ok(Tree::Word(true)),
            Some('B') => Ok(Tree::Word(false)),
            Some('k') if self.eat('<') => {
                let name: String =
                    std::iter::from_fn(|| self.chars.next_if(|it| *it != '>')).collect();
                self.chars.next();
                let group = self.names.iter().find(|(it, _)| *it == name).map(|(_, group)| *group);
                group.map(Tree::Back).ok_or_else(|| format!("no group `{name}`"))
            }
            Some(it @ '1'..='9') => {
                let mut number = it.to_digit(10).unwrap_or_default();
                while let Some(digit) = self.chars.peek().and_then(|it| it.to_digit(10)) {
                    number = number.saturating_mul(10).saturating_add(digit);
                    self.chars.next();
                }
                Ok(Tree::Back(usize::try_from(number).unwrap_or_default()))
            }
            Some(it) => Ok(match self.escaped(it)? {
                Item::Range(from, to) if from == to => Tree::Char(from),
                item => Tree::Class(vec![item], false),
            }),
            None => Err("a `\\` at the end".to_owned()),
        }
    }
    fn escaped(&mut self, it: char) -> Result<Item, String> {
        let one = |it: char| Ok(Item::Range(it, it));
        match it {
            'd' => Ok(Item::Digit(true)),
            'D' => Ok(Item::Digit(false)),
            'w' => Ok(Item::Word(true)),
            'W' => Ok(Item::Word(false)),
            's' => Ok(Item::Space(true)),
            'S' => Ok(Item::Space(false)),
            'n' => one('\n'),
            'r' => one('\r'),
            't' => one('\t'),
            'v' => one('\u{b}'),
            'f' => one('\u{c}'),
            '0' => one('\0'),
            'x' => one(self.hex(2)),
            'u' => one(self.hex(4)),
            _ => one(it),
        }
    }
    fn hex(&mut self, digits: usize) -> char {
        let ahead: String = self.chars.clone().take(digits).collect();
        let code = u32::from_str_radix(&ahead, 16).ok().filter(|_| ahead.len() == digits);
        match code.and_then(char::from_u32) {
            Some(it) => {
                for _ in 0..digits {
                    self.chars.next();
                }
                it
            }
            None => {
                if digits == 2 {
                    'x'
                } else {
                    'u'
                }
            }
        }
    }
    fn class(&mut self) -> Result<Tree, String> {
        let negative = self.eat('^');
        let mut items = Vec::new();
        loop {
            let Some(it) = self.chars.next() else {
                return Err("a class without its `]`".to_owned());
            };
            if it == ']' {
                return Ok(Tree::Class(items, negative));
            }
            let item = self.class_item(it)?;
            let from = match item {
                Item::Range(from, _) => from,
                item => {
                    items.push(item);
                    continue;
                }
            };
            let mut ahead = self.chars.clone();
            if ahead.next() == Some('-') && !matches!(ahead.next(), None | Some(']')) {
                self.chars.next();
                let Some(it) = self.chars.next() else { continue };
                match self.class_item(it)? {
                    Item::Range(to, _) if to < from => {
                        return Err("a range out of order".to_owned());
                    }
                    Item::Range(to, _) => items.push(Item::Range(from, to)),
                    item => items.extend([Item::Range(from, from), Item::Range('-', '-'), item]),
                }
                continue;
            }
            items.push(Item::Range(from, from));
        }
    }
    fn class_item(&mut self, it: char) -> Result<Item, String> {
        if it != '\\' {
            return Ok(Item::Range(it, it));
        }
        match self.chars.next() {
            Some('b') => Ok(Item::Range('\u{8}', '\u{8}')),
            Some(it) => self.escaped(it),
            None => Err("a `\\` at the end".to_owned()),
        }
    }
}
