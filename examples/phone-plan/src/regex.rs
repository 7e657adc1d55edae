//! The small regular-expression language of the metadata.
//!
//! Digits, `\d`, classes, groups (capturing and not), alternation, `?`, `{n}`, `{n,m}` and a final `$`.
//! Anything else stops the generator: a pattern that is not understood must not become a table.

/// A set of decimal digits; bit `n` stands for the digit `n`.
pub type DigitSet = u16;

/// One parsed expression.
#[derive(Clone, Debug)]
pub enum Expression {
    Digits(DigitSet),
    Sequence(Vec<Expression>),
    /// Alternatives in order of preference.
    Either(Vec<Expression>),
    Repeat(Box<Expression>, usize, usize),
    /// A capturing group and its number, counted from 1.
    Group(Box<Expression>, usize),
    End,
}

/// Parses a pattern and counts its capturing groups.
pub fn parse(pattern: &str) -> (Expression, usize) {
    let mut parser = Parser { rest: pattern.as_bytes(), pattern, groups: 0 };
    let expression = parser.either();
    assert!(parser.rest.is_empty(), "unread rest in {pattern}");
    (expression, parser.groups)
}

struct Parser<'a> {
    rest: &'a [u8],
    pattern: &'a str,
    groups: usize,
}

impl Parser<'_> {
    fn either(&mut self) -> Expression {
        let mut branches = vec![self.sequence()];
        while self.eat(b"|") {
            branches.push(self.sequence());
        }
        if branches.len() == 1 { branches.remove(0) } else { Expression::Either(branches) }
    }

    fn sequence(&mut self) -> Expression {
        let mut items = Vec::new();
        while let Some(&byte) = self.rest.first() {
            if byte == b'|' || byte == b')' {
                break;
            }
            let atom = self.atom();
            items.push(self.repeated(atom));
        }
        Expression::Sequence(items)
    }

    fn atom(&mut self) -> Expression {
        if self.eat(b"(?:") {
            let inner = self.either();
            assert!(self.eat(b")"), "open group in {}", self.pattern);
            return inner;
        }
        if self.eat(b"\\d") {
            return Expression::Digits(0x3ff);
        }
        match self.next() {
            byte @ b'0'..=b'9' => Expression::Digits(1 << (byte - b'0')),
            b'[' => self.class(),
            b'$' => Expression::End,
            b'(' => {
                self.groups += 1;
                let number = self.groups;
                let inner = self.either();
                assert!(self.eat(b")"), "open group in {}", self.pattern);
                Expression::Group(Box::new(inner), number)
            }
            other => panic!("unexpected {:?} in {}", char::from(other), self.pattern),
        }
    }

    fn class(&mut self) -> Expression {
        let mut set = 0;
        loop {
            match self.next() {
                b']' => return Expression::Digits(set),
                low @ b'0'..=b'9' => {
                    let high = if self.eat(b"-") { self.next() } else { low };
                    assert!(high.is_ascii_digit() && low <= high, "bad range in {}", self.pattern);
                    for digit in low..=high {
                        set |= 1 << (digit - b'0');
                    }
                }
                other => panic!("unexpected {:?} in a class of {}", char::from(other), self.pattern),
            }
        }
    }

    fn repeated(&mut self, atom: Expression) -> Expression {
        let (low, high) = if self.eat(b"?") {
            (0, 1)
        } else if self.eat(b"{") {
            let low = self.count();
            let high = if self.eat(b",") { self.count() } else { low };
            assert!(self.eat(b"}") && low <= high, "bad count in {}", self.pattern);
            (low, high)
        } else {
            return atom;
        };
        assert!(
            !matches!(self.rest.first(), Some(b'?' | b'+' | b'*' | b'{')),
            "stacked counts in {}",
            self.pattern
        );
        Expression::Repeat(Box::new(atom), low, high)
    }

    fn count(&mut self) -> usize {
        let mut value = 0;
        let mut any = false;
        while let Some(byte @ b'0'..=b'9') = self.rest.first().copied() {
            value = value * 10 + usize::from(byte - b'0');
            self.rest = &self.rest[1..];
            any = true;
        }
        assert!(any, "missing count in {}", self.pattern);
        value
    }

    fn eat(&mut self, token: &[u8]) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn next(&mut self) -> u8 {
        let (&byte, rest) = self.rest.split_first().unwrap_or_else(|| panic!("cut off: {}", self.pattern));
        self.rest = rest;
        byte
    }
}
