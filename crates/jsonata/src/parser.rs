//! Tokens into a tree: operator precedence by binding powers.

use std::sync::Arc;

use stepwright_json::Value;

use crate::ast::{Kind, Lambda, Node, Op, Symbol, Transform};
use crate::error::ParseError;
use crate::evaluate::grown;
use crate::lexer::{Lexer, Token};
use crate::process::Processor;
use crate::shape::shape;
use crate::signature::Signature;
use crate::value::number;

/// How deep an expression may be nested.
const DEPTH_MAX: usize = 250;

/// What parsing gives: the tree, the names of its symbols, the labels of its ancestors.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) root: Node,
    pub(crate) symbols: Vec<Arc<str>>,
    pub(crate) labels: Vec<Symbol>,
    pub(crate) context: Option<Symbol>,
}

/// Parses a text; `names` and `labels` are numbered already.
pub(crate) fn parse(
    text: &str,
    names: Vec<Arc<str>>,
    labels: &[Symbol],
) -> Result<Parsed, ParseError> {
    let mut parser = Parser {
        lexer: Lexer::new(text),
        token: Token::End,
        start: 0,
        depth: 0,
        symbols: Symbols { names },
    };
    parser.advance(false)?;
    let root = parser.expression(0)?;
    if parser.token != Token::End {
        return Err(parser.error("S0201"));
    }
    let mut symbols = parser.symbols;
    let mut processor = Processor::new(&mut symbols, labels);
    let mut root = processor.root(root)?;
    let labels = processor.labels();
    let context = symbols.find("");
    shape(&mut root, context, &symbols.names);
    Ok(Parsed { root, symbols: symbols.names, labels, context })
}

/// The names of variables. There are few, so that a search is quicker than a table.
pub(crate) struct Symbols {
    pub(crate) names: Vec<Arc<str>>,
}

impl Symbols {
    fn find(&self, name: &str) -> Option<Symbol> {
        let at = self.names.iter().position(|it| it.as_ref() == name)?;
        Symbol::try_from(at).ok()
    }
    pub(crate) fn intern(&mut self, name: &str) -> Symbol {
        if let Some(known) = self.find(name) {
            return known;
        }
        let symbol = Symbol::try_from(self.names.len()).unwrap_or(Symbol::MAX);
        self.names.push(name.into());
        symbol
    }
}

struct Parser<'t> {
    lexer: Lexer<'t>,
    token: Token,
    start: usize,
    depth: usize,
    symbols: Symbols,
}

type Parse<T = Node> = Result<T, ParseError>;

fn power(token: &Token) -> u8 {
    let Token::Operator(op) = token else { return 0 };
    match *op {
        "[" | "(" | "@" | "#" => 80,
        "." => 75,
        "{" => 70,
        "*" | "/" | "%" => 60,
        "+" | "-" | "&" => 50,
        "=" | "<" | ">" | "^" | "!=" | "<=" | ">=" | "~>" | "?:" | "??" | "in" => 40,
        "and" => 30,
        "or" => 25,
        "?" => 20,
        ":=" => 10,
        _ => 0,
    }
}

impl Parser<'_> {
    fn error(&self, code: &'static str) -> ParseError {
        ParseError::new(code, self.start, self.lexer.at, &self.token.text())
    }
    fn advance(&mut self, infix: bool) -> Parse<()> {
        (self.token, self.start) = self.lexer.next(infix)?;
        Ok(())
    }
    /// The token, which is gone then: what follows is an [`advance`](Self::advance).
    fn take(&mut self) -> Token {
        std::mem::replace(&mut self.token, Token::End)
    }
    fn is(&self, op: &str) -> bool {
        matches!(&self.token, Token::Operator(it) if *it == op)
    }
    fn expect(&mut self, op: &'static str, infix: bool) -> Parse<()> {
        if self.is(op) {
            return self.advance(infix);
        }
        let code = if self.token == Token::End { "S0203" } else { "S0202" };
        Err(self.error(code).expecting(op))
    }
    /// A node whose token is the one character that opens it.
    fn node(kind: Kind, start: usize) -> Node {
        Node::new(kind, start, start + 1)
    }

    fn expression(&mut self, right: u8) -> Parse {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(self.error("U1001"));
        }
        if self.token == Token::End {
            return Err(self.error("S0207"));
        }
        let (token, start, end) = (self.take(), self.start, self.lexer.at);
        self.prefix_advance(&token)?;
        let mut left = grown(|| self.prefix(token, start, end))?;
        let mut chain = 0;
        while right < power(&self.token) {
            // A chain of operators makes a tree that leans to the left, as deep as it is long.
            chain += 1;
            if self.depth + chain > DEPTH_MAX {
                return Err(self.error("U1001"));
            }
            let (token, start, end) = (self.take(), self.start, self.lexer.at);
            self.advance(false)?;
            left = grown(|| self.infix(left, &token, start, end))?;
        }
        self.depth -= 1;
        Ok(left)
    }

    /// After an operand the next token is an operator.
    fn prefix_advance(&mut self, token: &Token) -> Parse<()> {
        let opens = matches!(token, Token::Operator("(" | "[" | "{" | "|" | "-"));
        self.advance(!opens)
    }

    fn prefix(&mut self, token: Token, start: usize, end: usize) -> Parse {
        let leaf = |kind| Ok(Node::new(kind, start, end));
        match token {
            Token::String(it) => leaf(Kind::Literal(it.into())),
            Token::Number(it, text) => leaf(Kind::Literal(match text.parse::<i64>() {
                Ok(int) => int.into(),
                Err(_) => number(it),
            })),
            Token::Name(it) => leaf(Kind::Name(it.into())),
            Token::Variable(it) => {
                let symbol = self.symbols.intern(&it);
                leaf(Kind::Variable(symbol))
            }
            Token::True => leaf(Kind::Literal(Value::Bool(true))),
            Token::False => leaf(Kind::Literal(Value::Bool(false))),
            Token::Null => leaf(Kind::Literal(Value::Null)),
            Token::Regex(it) => leaf(Kind::Regex(it)),
            Token::Operator(op) => self.prefix_operator(op, start, end),
            Token::End => Err(self.error("S0207")),
        }
    }

    fn prefix_operator(&mut self, op: &'static str, start: usize, end: usize) -> Parse {
        match op {
            "*" => Ok(Node::new(Kind::Wildcard, start, end)),
            "**" => Ok(Node::new(Kind::Descendant, start, end)),
            "%" => Ok(Node::new(Kind::Parent(0), start, end)),
            "and" | "or" | "in" => Ok(Node::new(Kind::Word(op.into()), start, end)),
            "-" => {
                let inner = self.expression(70)?;
                Ok(Self::node(Kind::Negate(Box::new(inner)), start))
            }
            "(" => {
                let mut parts = Vec::new();
                while !self.is(")") {
                    parts.push(self.expression(0)?);
                    if !self.is(";") {
                        break;
                    }
                    self.advance(false)?;
                }
                self.expect(")", true)?;
                Ok(Self::node(Kind::Block(parts), start))
            }
            "[" => self.array(start),
            "{" => {
                let pairs = self.pairs()?;
                Ok(Self::node(Kind::Object { pairs, fixed: false }, start))
            }
            "|" => {
                let pattern = self.expression(0)?;
                self.expect("|", false)?;
                let update = self.expression(0)?;
                let delete = if self.is(",") {
                    self.advance(false)?;
                    Some(self.expression(0)?)
                } else {
                    None
                };
                self.expect("|", true)?;
                Ok(Self::node(
                    Kind::Transform(Arc::new(Transform { pattern, update, delete })),
                    start,
                ))
            }
            _ => Err(ParseError::new("S0211", start, end, op)),
        }
    }

    fn array(&mut self, start: usize) -> Parse {
        let mut items = Vec::new();
        if !self.is("]") {
            loop {
                let mut item = self.expression(0)?;
                if self.is("..") {
                    let at = self.start;
                    self.advance(false)?;
                    let end = self.expression(0)?;
                    let range = Kind::Binary(Op::Range, Box::new(item), Box::new(end));
                    item = Node::new(range, at, at + 2);
                }
                items.push(item);
                if !self.is(",") {
                    break;
                }
                self.advance(false)?;
            }
        }
        self.expect("]", true)?;
        Ok(Self::node(Kind::Array(items), start))
    }

    fn pairs(&mut self) -> Parse<Vec<(Node, Node)>> {
        let mut pairs = Vec::new();
        if !self.is("}") {
            loop {
                let key = self.expression(0)?;
                self.expect(":", false)?;
                pairs.push((key, self.expression(0)?));
                if !self.is(",") {
                    break;
                }
                self.advance(false)?;
            }
        }
        self.expect("}", true)?;
        Ok(pairs)
    }

    fn infix(&mut self, left: Node, token: &Token, start: usize, end: usize) -> Parse {
        let Token::Operator(op) = token else { return Err(self.error("S0201")) };
        let kind = match *op {
            "[" => return self.filter(left, start),
            "(" => return self.call(left, start),
            "{" => Kind::GroupBy(Box::new(left), self.pairs()?),
            "^" => Kind::OrderBy(Box::new(left), self.sort_terms()?),
            "." => Kind::Dot(Box::new(left), Box::new(self.expression(75)?)),
            "@" => Kind::Focus(Box::new(left), self.variable("@")?),
            "#" => Kind::Position(Box::new(left), self.variable("#")?),
            "?" => {
                let then = self.expression(0)?;
                let other = if self.is(":") {
                    self.advance(false)?;
                    Some(Box::new(self.expression(0)?))
                } else {
                    None
                };
                Kind::Condition(Box::new(left), Box::new(then), other)
            }
            "?:" => Kind::Elvis(Box::new(left), Box::new(self.expression(0)?)),
            "??" => Kind::Coalesce(Box::new(left), Box::new(self.expression(0)?)),
            "~>" => Kind::Apply(Box::new(left), Box::new(self.expression(40)?)),
            ":=" => {
                let Kind::Variable(symbol) = left.kind else {
                    return Err(ParseError::new("S0212", left.start, left.end, &Self::text(&left)));
                };
                Kind::Bind(symbol, Box::new(self.expression(9)?))
            }
            _ => {
                let Some(binary) = binary(op) else { return Err(self.error("S0201")) };
                let right = self.expression(power(token))?;
                Kind::Binary(binary, Box::new(left), Box::new(right))
            }
        };
        Ok(Node::new(kind, start, end))
    }

    fn text(node: &Node) -> String {
        match &node.kind {
            Kind::Name(it) | Kind::Literal(Value::String(it)) => it.as_ref().to_owned(),
            Kind::Literal(it) => it.to_string(),
            _ => String::new(),
        }
    }

    fn variable(&mut self, op: &str) -> Parse<Symbol> {
        let node = self.expression(80)?;
        match node.kind {
            Kind::Variable(symbol) => Ok(symbol),
            _ => Err(ParseError::new("S0214", node.start, node.end, op)),
        }
    }

    fn sort_terms(&mut self) -> Parse<Vec<(bool, Node)>> {
        self.expect("(", false)?;
        let mut terms = Vec::new();
        loop {
            let descending = self.is(">");
            if descending || self.is("<") {
                self.advance(false)?;
            }
            terms.push((descending, self.expression(0)?));
            if !self.is(",") {
                break;
            }
            self.advance(false)?;
        }
        self.expect(")", true)?;
        Ok(terms)
    }

    fn filter(&mut self, mut left: Node, start: usize) -> Parse {
        if self.is("]") {
            let mut step = &mut left;
            while let Kind::Filter(..) = step.kind {
                let Kind::Filter(inner, _) = &mut step.kind else { break };
                step = inner;
            }
            step.keep_array = true;
            self.expect("]", true)?;
            return Ok(left);
        }
        let predicate = self.expression(0)?;
        self.expect("]", true)?;
        Ok(Self::node(Kind::Filter(Box::new(left), Box::new(predicate)), start))
    }

    fn call(&mut self, left: Node, start: usize) -> Parse {
        let (mut args, mut partial) = (Vec::new(), false);
        if !self.is(")") {
            loop {
                if self.is("?") {
                    partial = true;
                    args.push(Self::node(Kind::Placeholder, self.start));
                    self.advance(true)?;
                } else {
                    args.push(self.expression(0)?);
                }
                if !self.is(",") {
                    break;
                }
                self.advance(false)?;
            }
        }
        let is_function =
            matches!(&left.kind, Kind::Name(it) if matches!(it.as_ref(), "function" | "λ"));
        self.expect(")", !is_function)?;
        if is_function {
            return self.lambda(args, start);
        }
        Ok(Self::node(
            Kind::Call { procedure: Box::new(left), args, partial, question: None },
            start,
        ))
    }

    fn lambda(&mut self, args: Vec<Node>, start: usize) -> Parse {
        let mut parameters = Vec::new();
        for (index, arg) in args.iter().enumerate() {
            let Kind::Variable(symbol) = arg.kind else {
                return Err(
                    ParseError::new("S0208", arg.start, arg.end, &Self::text(arg)).value(index + 1)
                );
            };
            parameters.push(symbol);
        }
        let signature = if self.is("<") { Some(self.signature()?) } else { None };
        self.expect("{", false)?;
        let body = self.expression(0)?;
        self.expect("}", true)?;
        Ok(Self::node(Kind::Lambda(Arc::new(Lambda { parameters, signature, body })), start))
    }

    fn signature(&mut self) -> Parse<Signature> {
        let (mut depth, mut text, start) = (1, String::from("<"), self.start);
        while depth > 0 && !self.is("{") && self.token != Token::End {
            self.advance(false)?;
            match &self.token {
                Token::Operator(">") => depth -= 1,
                Token::Operator("<") => depth += 1,
                _ => {}
            }
            text.push_str(&self.token.text());
        }
        self.expect(">", false)?;
        Signature::parse(&text).map_err(|code| ParseError::new(code, start, self.start, &text))
    }
}

fn binary(op: &str) -> Option<Op> {
    Some(match op {
        "+" => Op::Add,
        "-" => Op::Sub,
        "*" => Op::Mul,
        "/" => Op::Div,
        "%" => Op::Mod,
        "=" => Op::Eq,
        "!=" => Op::Ne,
        "<" => Op::Lt,
        "<=" => Op::Le,
        ">" => Op::Gt,
        ">=" => Op::Ge,
        "and" => Op::And,
        "or" => Op::Or,
        "in" => Op::In,
        "&" => Op::Concat,
        _ => return None,
    })
}
