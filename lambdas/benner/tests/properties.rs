//! What is true of every page, however damaged.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use benner::{
    page::Page,
    table::{NotTheTable, Table},
};
use proptest::{collection::vec, prelude::*, sample::Index};

const FIXTURE: &[u8] = include_bytes!("../fixtures/delta_v.rendezvous.html");

/// What happens to a line on its way.
#[derive(Debug, Clone)]
enum Damage {
    Cut(Index),
    Swap(Index, Index),
    Write(Index, String),
    Lose,
    Repeat,
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        any::<Index>().prop_map(Damage::Cut),
        (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Damage::Swap(a, b)),
        // No line ends, and nothing that makes HTML of a text.
        (any::<Index>(), "[^\r\n<=]{0,8}").prop_map(|(at, text)| Damage::Write(at, text)),
        Just(Damage::Lose),
        Just(Damage::Repeat),
    ]
}

impl Damage {
    fn apply(&self, line: &str) -> String {
        let mut words: Vec<&str> = line.split_whitespace().collect();
        let chars = line.chars().count() + 1;
        match self {
            Self::Cut(at) => line.chars().take(at.index(chars)).collect(),
            Self::Swap(a, b) if !words.is_empty() => {
                let (a, b) = (a.index(words.len()), b.index(words.len()));
                words.swap(a, b);
                words.join("  ")
            }
            Self::Swap(..) => line.to_owned(),
            Self::Write(at, text) => {
                let at = at.index(chars);
                let after = at + text.chars().count();
                let (before, after) = (line.chars().take(at), line.chars().skip(after));
                before.chain(text.chars()).chain(after).collect()
            }
            Self::Lose => String::new(),
            Self::Repeat => format!("{line}\n{line}"),
        }
    }
}

/// The lines of the fixture's table, as plain text.
fn lines() -> Vec<String> {
    let page = Page::read(FIXTURE.to_vec()).unwrap();
    let lines = page.lines().skip_while(|it| !it.text.starts_with("====")).skip(1);
    lines.take(336).map(|it| it.text.to_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_line_of_the_table_is_accepted_or_refused(
        damages in vec((any::<Index>(), damage()), 0..8),
    ) {
        let mut lines = lines();
        // The last one says where the table ends.
        let last = lines.pop().unwrap();
        for (at, damage) in damages {
            let at = at.index(lines.len());
            lines[at] = damage.apply(&lines[at]);
        }
        lines.push(last);
        let text = format!("PROSE\n====  ====  ====  ====  ====\n{}\n", lines.join("\n"));
        let candidates = text.lines().skip(2).filter(|it| !it.trim().is_empty()).count();
        let page = Page::read(text.into_bytes()).unwrap();
        match Table::read(&page) {
            Ok(table) => prop_assert_eq!(table.rows.len() + table.refused_count, candidates),
            Err(NotTheTable::TooManyRefused { candidates: counted, refused, .. }) => {
                prop_assert_eq!(counted, candidates);
                prop_assert!(refused * 100 > candidates);
            }
            Err(error) => prop_assert!(false, "{}", error),
        }
    }

    #[test]
    fn what_is_accepted_was_on_the_page(damages in vec((any::<Index>(), damage()), 0..3)) {
        let mut lines = lines();
        for (at, damage) in damages {
            let at = at.index(lines.len());
            lines[at] = damage.apply(&lines[at]);
        }
        let text = lines.join("\n");
        let page = Page::read(text.clone().into_bytes()).unwrap();
        if let Ok(table) = Table::read(&page) {
            for row in &table.rows {
                let line = text.lines().find(|line| {
                    line.split_whitespace().next() == Some(row.rank) && line.contains(row.delta_v)
                });
                prop_assert!(line.is_some_and(|it| it.contains(row.designation)), "{:?}", row);
            }
        }
    }

    #[test]
    fn no_bytes_make_it_panic(body in vec(any::<u8>(), 0..2_000)) {
        if let Ok(page) = Page::read(body) {
            drop(Table::read(&page));
        }
    }

    #[test]
    fn nor_does_damage_to_html(
        damages in vec((any::<Index>(), vec(any::<u8>(), 0..16)), 0..8),
        end in any::<Index>(),
    ) {
        let mut body = FIXTURE.to_vec();
        for (at, bytes) in damages {
            let at = at.index(body.len());
            let end = body.len().min(at + bytes.len());
            body.splice(at..end, bytes);
        }
        body.truncate(end.index(FIXTURE.len()));
        let lines = body.iter().filter(|&&it| it == b'\n' || it == b'\r').count() + 1;
        let page = Page::read(body).unwrap();
        let numbers: Vec<_> = page.lines().map(|it| it.number).collect();
        prop_assert!(numbers.is_sorted());
        prop_assert!(numbers.last().is_none_or(|&it| it <= lines));
        drop(Table::read(&page));
    }
}
