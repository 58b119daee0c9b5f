//! The style sheet. Colours are written out twice, for day and for night, rather than as custom
//! properties: not all that shows SVG knows those. Everything is below `.stepwright-graph`, so that a page which
//! holds the picture keeps its own looks.

use std::fmt::Write as _;

use crate::Theme;
use crate::layout::size::{LABEL_FONT, NAME_FONT, NOTE_FONT};

/// The rules, for the content of a `style` element.
pub(super) fn sheet(theme: Theme, changes: bool) -> String {
    let colors = |palette: &Palette| {
        let changes = if changes { palette.changes() } else { String::new() };
        format!("{}{changes}", palette.rules())
    };
    match theme {
        Theme::Light => format!("{}{}", shapes(), colors(&LIGHT)),
        Theme::Dark => format!("{}{}", shapes(), colors(&DARK)),
        Theme::Auto => format!(
            "{}{}\n@media (prefers-color-scheme: dark) {{{}\n}}\n",
            shapes(),
            colors(&LIGHT),
            colors(&DARK)
        ),
    }
}

/// What is the same by day and by night.
fn shapes() -> String {
    let rules = [
        ("text", "font-family: ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif".to_owned()),
        (".name", format!("font-size: {NAME_FONT}px; font-weight: 600")),
        (".note", format!("font-size: {NOTE_FONT}px")),
        (".word", format!("font-size: {LABEL_FONT}px; text-anchor: middle")),
        (".box", "stroke-width: 1".to_owned()),
        (".lane", "stroke-width: 1".to_owned()),
        (".parallel .lane", "stroke-dasharray: 2 3".to_owned()),
        (".missing .box", "stroke-dasharray: 5 4".to_owned()),
        (".way", "fill: none; stroke-width: 1.5".to_owned()),
        (".catch .way", "stroke-dasharray: 5 4".to_owned()),
        (".sign", "fill: none; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round".to_owned()),
        (".retry", "fill: none; stroke-width: 1.4; stroke-linecap: round; stroke-linejoin: round".to_owned()),
        (".ring", "fill: none; stroke-width: 1.5".to_owned()),
        (".untouched", "opacity: .45".to_owned()),
    ];
    let mut sheet = String::new();
    for (selector, rule) in rules {
        let _ = write!(sheet, "\n.stepwright-graph {selector} {{ {rule} }}");
    }
    sheet
}

/// Colours.
struct Palette {
    paper: &'static str,
    frame: &'static str,
    box_fill: &'static str,
    container: &'static str,
    ink: &'static str,
    muted: &'static str,
    line: &'static str,
    on_accent: &'static str,
    /// By the class of a state's type.
    types: [(&'static str, &'static str); 9],
    catch: &'static str,
    /// By the class of a status: line, and fill.
    statuses: [(&'static str, &'static str, &'static str); 5],
}

const LIGHT: Palette = Palette {
    paper: "#ffffff",
    frame: "#d1d9e0",
    box_fill: "#f6f8fa",
    container: "#eff2f5",
    ink: "#1f2328",
    muted: "#59636e",
    line: "#818b98",
    on_accent: "#ffffff",
    types: [
        ("task", "#0969da"),
        ("pass", "#59636e"),
        ("choice", "#8250df"),
        ("wait", "#9a6700"),
        ("succeed", "#1a7f37"),
        ("fail", "#cf222e"),
        ("parallel", "#1b7c83"),
        ("map", "#bf3989"),
        ("other", "#cf222e"),
    ],
    catch: "#bc4c00",
    statuses: [
        ("running", "#0969da", "#ddf4ff"),
        ("succeeded", "#1a7f37", "#dafbe1"),
        ("failed", "#cf222e", "#ffebe9"),
        ("caught", "#bc4c00", "#fff1e5"),
        ("aborted", "#59636e", "#e6eaef"),
    ],
};

const DARK: Palette = Palette {
    paper: "#0d1117",
    frame: "#3d444d",
    box_fill: "#1c2129",
    container: "#151b23",
    ink: "#f0f6fc",
    muted: "#9198a1",
    line: "#757d87",
    on_accent: "#0d1117",
    types: [
        ("task", "#58a6ff"),
        ("pass", "#9198a1"),
        ("choice", "#bc8cff"),
        ("wait", "#e3b341"),
        ("succeed", "#3fb950"),
        ("fail", "#ff7b72"),
        ("parallel", "#56d4dd"),
        ("map", "#f778ba"),
        ("other", "#ff7b72"),
    ],
    catch: "#f0883e",
    statuses: [
        ("running", "#58a6ff", "#10243e"),
        ("succeeded", "#3fb950", "#122b1b"),
        ("failed", "#ff7b72", "#3a1719"),
        ("caught", "#f0883e", "#341d0b"),
        ("aborted", "#9198a1", "#262c36"),
    ],
};

impl Palette {
    /// What is new is as green as what has succeeded, what is changed has the colour of a
    /// catcher, and what is gone that of a failure.
    fn changes(&self) -> String {
        let mut text = String::new();
        for (class, status) in
            [("added", "succeeded"), ("changed", "caught"), ("removed", "failed")]
        {
            let colors = self.statuses.iter().find(|(class, ..)| *class == status);
            if let Some((_, color, fill)) = colors {
                let rule = format!("stroke: {color}; fill: {fill}; stroke-width: 2");
                let _ = write!(text, "\n.stepwright-graph .{class} > .box {{ {rule} }}");
            }
        }
        text
    }

    fn rules(&self) -> String {
        let Self {
            paper,
            frame,
            box_fill,
            container,
            ink,
            muted,
            line,
            on_accent,
            types,
            catch,
            statuses,
        } = self;
        let mut rules = vec![
            (".paper".to_owned(), format!("fill: {paper}")),
            (".box".to_owned(), format!("fill: {box_fill}; stroke: {frame}")),
            (".parallel .box, .map .box".to_owned(), format!("fill: {container}")),
            (".lane, .behind".to_owned(), format!("fill: {paper}")),
            (".lane".to_owned(), format!("stroke: {frame}")),
            (".name".to_owned(), format!("fill: {ink}")),
            (".note, .word".to_owned(), format!("fill: {muted}")),
            (".retry".to_owned(), format!("stroke: {muted}")),
            (".way, .ring".to_owned(), format!("stroke: {line}")),
            (".head, .start, .end".to_owned(), format!("fill: {line}")),
            (".sign".to_owned(), format!("stroke: {on_accent}")),
        ];
        for (class, color) in types {
            rules.push((format!(".{class} .icon"), format!("fill: {color}")));
        }
        let Some((_, wrong)) = types.last() else { return String::new() };
        rules.push((".missing .icon".to_owned(), format!("fill: {wrong}")));
        rules.push((".missing .box, .other .box".to_owned(), format!("stroke: {wrong}")));
        rules.push((".catch .way".to_owned(), format!("stroke: {catch}")));
        rules.push((".catch .head, .catch .word".to_owned(), format!("fill: {catch}")));
        for (class, color, fill) in statuses {
            rules.push((
                format!(".{class} .box"),
                format!("stroke: {color}; fill: {fill}; stroke-width: 2"),
            ));
            rules.push((format!(".{class} .badge"), format!("fill: {color}")));
        }
        let mut text = String::new();
        for (selectors, rule) in rules {
            let selectors: Vec<String> =
                selectors.split(", ").map(|it| format!(".stepwright-graph {it}")).collect();
            let _ = write!(text, "\n{} {{ {rule} }}", selectors.join(", "));
        }
        text
    }
}
