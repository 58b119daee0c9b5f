//! Operators, with the fewest parentheses.

use super::writer::{Level, Writer, Written};
use crate::node::{Node, NodeRef, Operator};

impl Operator {
    fn text(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessEqual => "<=",
            Self::Greater => ">",
            Self::GreaterEqual => ">=",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Concat => "&",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
        }
    }

    fn level(self) -> Level {
        match self {
            Self::Or => Level::Or,
            Self::And => Level::And,
            Self::Equal
            | Self::NotEqual
            | Self::Less
            | Self::LessEqual
            | Self::Greater
            | Self::GreaterEqual => Level::Comparison,
            Self::Add | Self::Subtract | Self::Concat => Level::Sum,
            Self::Multiply | Self::Divide | Self::Remainder => Level::Product,
        }
    }

    /// The comparison that is true where this one is not.
    fn opposite(self) -> Option<Self> {
        Some(match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::GreaterEqual,
            Self::LessEqual => Self::Greater,
            Self::Greater => Self::LessEqual,
            Self::GreaterEqual => Self::Less,
            _ => return None,
        })
    }
}

impl Writer<'_> {
    pub(super) fn binary(&self, operator: Operator, left: NodeRef, right: NodeRef) -> Written {
        let level = operator.level();
        let (left, right) = if level == Level::Comparison {
            // Nothing equals `undefined`, not even `undefined`: an absent value is compared as null.
            (self.leaf(left), self.leaf(right))
        } else {
            (self.write(left), self.write(right))
        };
        // Binary operators lean to the left.
        let tighter = match level {
            Level::Or => Level::And,
            Level::And => Level::Comparison,
            Level::Comparison => Level::Sum,
            Level::Sum => Level::Product,
            _ => Level::Sign,
        };
        Written::new(level, format!("{} {} {}", left.at(level), operator.text(), right.at(tighter)))
    }

    pub(super) fn not(&self, value: NodeRef) -> Written {
        match value.get() {
            Node::Not(inner) => self.write(*inner),
            Node::Binary { operator, left, right } => match operator.opposite() {
                Some(opposite) => self.binary(opposite, *left, *right),
                None => Written::path(self.call("not", &[value])),
            },
            _ => Written::path(self.call("not", &[value])),
        }
    }

    pub(super) fn conditional(
        &self,
        condition: NodeRef,
        then: NodeRef,
        otherwise: NodeRef,
    ) -> Written {
        let condition = self.write(condition).at(Level::Or);
        let then = self.leaf(then).at(Level::Or);
        let otherwise = self.leaf(otherwise).text;
        Written::new(Level::Conditional, format!("{condition} ? {then} : {otherwise}"))
    }
}
