//! Elements, attributes, and the characters that XML has other uses for.

use std::fmt;

/// A length, to a tenth of a pixel.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number(pub(super) f64);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Adding zero takes the sign off a zero that has one.
        write!(f, "{}", (self.0 * 10.0).round() / 10.0 + 0.0)
    }
}

/// An element that is being written.
#[derive(Debug)]
pub(super) struct Element {
    name: &'static str,
    attributes: String,
    content: String,
}

impl Element {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, attributes: String::new(), content: String::new() }
    }

    /// The outermost element.
    pub(super) fn root(width: Number, height: Number) -> Self {
        Self::new("svg")
            .with("xmlns", "http://www.w3.org/2000/svg")
            .with("class", "stepwright-graph")
            .with("role", "img")
            .with("width", width)
            .with("height", height)
            .with("viewBox", format!("0 0 {width} {height}"))
    }

    pub(super) fn attribute(&mut self, name: &str, value: impl fmt::Display) {
        let value = escaped(&value.to_string());
        self.attributes.extend([" ", name, "=\"", &value, "\""]);
    }

    #[must_use]
    pub(super) fn with(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.attribute(name, value);
        self
    }

    pub(super) fn child(&mut self, child: Self) {
        self.content.push('\n');
        self.content.push_str(&child.closed());
    }

    #[must_use]
    pub(super) fn with_child(mut self, child: Self) -> Self {
        self.child(child);
        self
    }

    #[must_use]
    pub(super) fn text(mut self, text: &str) -> Self {
        self.content.push_str(&escaped(text));
        self
    }

    /// Content that is ours, and holds nothing that needs escaping.
    #[must_use]
    pub(super) fn raw(mut self, text: &str) -> Self {
        self.content.push_str(text);
        self
    }

    pub(super) fn finish(self) -> String {
        let mut text = self.closed();
        text.push('\n');
        text
    }

    fn closed(self) -> String {
        let Self { name, attributes, content } = self;
        if content.is_empty() {
            return format!("<{name}{attributes}/>");
        }
        let end = if content.starts_with('\n') { "\n" } else { "" };
        format!("<{name}{attributes}>{content}{end}</{name}>")
    }
}

/// The text as XML has it. Characters that XML cannot have become the replacement character.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(character),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_has_other_uses_for_is_escaped() {
        assert_eq!(escaped("a<b & \"c\" > \u{0}"), "a&lt;b &amp; &quot;c&quot; &gt; \u{fffd}");
    }

    #[test]
    fn lengths_have_one_decimal_at_most_and_no_negative_zero() {
        let texts = [-0.01, 12.34, 5.0, -7.25].map(|it| Number(it).to_string());
        assert_eq!(texts, ["0", "12.3", "5", "-7.3"]);
    }
}
