//! What was done to a value, said without the value.

use alloc::vec::Vec;
use core::fmt;

use crate::edition::Edition;
use crate::pii::buffer::Buffer;
use crate::pii::characters;
use crate::pii::error::PiiError;
use crate::pii::field::Field;
use crate::pii::hints::Hints;
use crate::pii::parsed;
use crate::pii::platform::Platform;
use crate::pii::profile::Profile;
use crate::pii::raw::Pii;
use crate::pii::rule::{EmailStep, Output, Row, Rule, Standing, TextStep};
use crate::pii::unicode;

/// How a platform's rule treated one value: the steps and whether they changed anything, lengths and kinds of
/// characters before and after, and the outcome. Nothing of the value itself, so it may be logged.
///
/// # Examples
///
/// ```
/// use domicile::pii::{Field, GOOGLE, Hints, Pii};
///
/// let explanation = GOOGLE.explain(Field::Email, Pii::new(" Jane.Doe@gmail.com"), &Hints::new());
/// assert_eq!(
///     explanation.to_string(),
///     "google em by pii-1 (confirmed): trim, compose (unchanged), lower-case, remove space (unchanged), \
///      cut tag (unchanged), remove dots; 19 characters (3 signs, 1 space) become 17 (2 signs); SHA-256",
/// );
/// # let _ = explanation;
/// ```
#[derive(Clone, Debug)]
pub struct Explanation {
    platform: &'static str,
    field: Field,
    edition: Edition,
    rule: Option<&'static Row>,
    steps: Vec<(&'static str, Effect)>,
    before: Census,
    outcome: Result<Census, PiiError>,
}

/// What a step did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effect {
    /// The text is another.
    Changed,
    /// The text is the same.
    Unchanged,
    /// The value was refused here.
    Refused,
}

impl Explanation {
    /// The rule, if the platform takes the field.
    #[must_use]
    pub const fn rule(&self) -> Option<&'static Row> {
        self.rule
    }

    /// The steps in order, up to the one that refused, and what each did.
    #[must_use]
    pub fn steps(&self) -> &[(&'static str, Effect)] {
        &self.steps
    }

    /// The characters of the raw value, by kind.
    #[must_use]
    pub const fn before(&self) -> Census {
        self.before
    }

    /// The characters of the normalized value, by kind.
    ///
    /// # Errors
    ///
    /// Why the value was refused.
    pub const fn outcome(&self) -> Result<Census, PiiError> {
        self.outcome
    }
}

/// How many characters of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Census {
    /// All characters.
    pub characters: usize,
    /// Letters outside ASCII.
    pub wide_letters: usize,
    /// Decimal digits of any script.
    pub digits: usize,
    /// Punctuation.
    pub signs: usize,
    /// White space.
    pub spaces: usize,
    /// Characters that show nothing.
    pub invisible: usize,
}

impl Census {
    fn of(text: &str) -> Self {
        let mut census = Self::default();
        for c in text.chars() {
            let kind = match c {
                _ if characters::fold_digit(c).is_ascii_digit() => Some(&mut census.digits),
                _ if c.is_whitespace() => Some(&mut census.spaces),
                _ if characters::is_punctuation(c) => Some(&mut census.signs),
                _ if unicode::is_invisible(c) || c.is_control() => Some(&mut census.invisible),
                _ if c.is_alphabetic() && !c.is_ascii() => Some(&mut census.wide_letters),
                _ => None,
            };
            if let Some(count) = kind {
                *count = count.saturating_add(1);
            }
            census.characters = census.characters.saturating_add(1);
        }
        census
    }
}

impl<P: Platform> Profile<P> {
    /// Explains what [`Profile::normalize_with`] does with a value.
    #[must_use]
    pub fn explain(&self, field: Field, raw: Pii<&str>, hints: &Hints) -> Explanation {
        let raw = *raw.expose();
        let rule = self.rule(field);
        let mut steps = Steps::begin(raw, field);
        let outcome = match rule {
            None => Err(PiiError::FieldNotTaken),
            Some(row) => steps.run(row, field, raw, hints),
        };
        Explanation {
            platform: self.name(),
            field,
            edition: self.edition(),
            rule,
            steps: steps.done,
            before: Census::of(raw),
            outcome: outcome.map(|text| Census::of(text.as_str())),
        }
    }
}

/// The steps that were done.
struct Steps {
    done: Vec<(&'static str, Effect)>,
    current: Buffer,
}

impl Steps {
    /// What is done to every value.
    fn begin(raw: &str, field: Field) -> Self {
        let mut steps = Self { done: Vec::new(), current: Buffer::new() };
        steps.current.push_str(raw);
        let mut trimmed = Buffer::new();
        trimmed.push_str(unicode::trim(raw));
        let composed = unicode::compose(trimmed.as_str());
        let lowered = unicode::lowercase(trimmed.as_str());
        steps.note("trim", Ok(trimmed));
        steps.note("compose", Ok(composed));
        if field == Field::Email {
            steps.note("lower-case", Ok(lowered));
        }
        steps
    }

    /// Runs a rule with one step more each time. The last text is that of the whole rule.
    fn run(&mut self, row: &Row, field: Field, raw: &str, hints: &Hints) -> Result<Buffer, PiiError> {
        match row.rule() {
            Rule::Email(steps) => {
                for (step, so_far) in prefixes(steps) {
                    self.note(email_step(step), rendered(field, raw, &Rule::Email(so_far), hints));
                }
            }
            Rule::Text(steps) => {
                for (step, so_far) in prefixes(steps) {
                    self.note(text_step(step), rendered(field, raw, &Rule::Text(so_far), hints));
                }
            }
            Rule::Phone(_)
            | Rule::State(_)
            | Rule::PostalCode(_)
            | Rule::Country(_)
            | Rule::BirthDate(_)
            | Rule::Gender(_)
            | Rule::Device(_)
            | Rule::IpAddress
            | Rule::Verbatim
            | Rule::InDoubt => self.note(rule_name(row.rule()), rendered(field, raw, &row.rule(), hints)),
        }
        let result = rendered(field, raw, &row.rule(), hints);
        if result.is_err() && self.done.last().is_none_or(|(_, effect)| *effect != Effect::Refused) {
            self.done.push(("check", Effect::Refused));
        }
        result
    }

    /// Notes a step, unless one before it refused.
    fn note(&mut self, name: &'static str, result: Result<Buffer, PiiError>) {
        if self.done.last().is_some_and(|(_, effect)| *effect == Effect::Refused) {
            return;
        }
        let effect = match result {
            Err(_) => Effect::Refused,
            Ok(text) if text.as_bytes() == self.current.as_bytes() => Effect::Unchanged,
            Ok(text) => {
                self.current = text;
                Effect::Changed
            }
        };
        self.done.push((name, effect));
    }
}

/// The value as a rule wants it.
fn rendered(field: Field, raw: &str, rule: &Rule, hints: &Hints) -> Result<Buffer, PiiError> {
    let mut out = Buffer::new();
    parsed::render(field, raw, rule, hints, &mut out).map(|()| out)
}

/// Each step with all steps up to it.
fn prefixes<T>(steps: &'static [T]) -> impl Iterator<Item = (&'static T, &'static [T])> {
    steps.iter().enumerate().map(|(index, step)| (step, steps.get(..=index).unwrap_or_default()))
}

const fn email_step(step: &EmailStep) -> &'static str {
    match step {
        EmailStep::RefuseInnerSpace => "refuse inner space",
        EmailStep::RemoveSpace => "remove space",
        EmailStep::AsciiCaseOnly => "refuse capitals outside ASCII",
        EmailStep::CutTag(_) => "cut tag",
        EmailStep::RemoveDots(_) => "remove dots",
        EmailStep::RemoveSymbols => "remove symbols",
        EmailStep::KeepAsciiAnd(_) => "keep ASCII",
    }
}

const fn text_step(step: &TextStep) -> &'static str {
    match step {
        TextStep::Lowercase => "lower-case",
        TextStep::RemovePunctuation => "remove punctuation",
        TextStep::RemoveSpace => "remove space",
        TextStep::CollapseSpace => "collapse space",
        TextStep::RefuseInnerSpace => "refuse inner space",
        TextStep::DropTitles => "drop titles",
        TextStep::DropSuffixes => "drop suffixes",
        TextStep::KeepAsciiAlphanumeric => "keep ASCII letters and digits",
        TextStep::FirstLetter => "first letter",
    }
}

const fn rule_name(rule: Rule) -> &'static str {
    match rule {
        Rule::Email(_) => "read as an e-mail address",
        Rule::Text(_) => "read as a text",
        Rule::Phone(_) => "read as a phone number",
        Rule::State(_) => "read as a state",
        Rule::PostalCode(_) => "read as a postal code",
        Rule::Country(_) => "read as a country",
        Rule::BirthDate(_) => "read as a date of birth",
        Rule::Gender(_) => "read as a gender",
        Rule::Device(_) => "read as a device identifier",
        Rule::IpAddress => "read as an IP address",
        Rule::Verbatim => "keep as written",
        Rule::InDoubt => "refuse in doubt",
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} by {}", self.platform, self.field, self.edition)?;
        if let Some(row) = self.rule {
            write!(f, " ({})", standing(row.standing()))?;
        }
        for (index, (name, effect)) in self.steps.iter().enumerate() {
            f.write_str(if index == 0 { ": " } else { ", " })?;
            f.write_str(name)?;
            f.write_str(match effect {
                Effect::Changed => "",
                Effect::Unchanged => " (unchanged)",
                Effect::Refused => " (refused)",
            })?;
        }
        write!(f, "; {} characters{}", self.before.characters, Kinds(self.before))?;
        match self.outcome {
            Ok(after) => write!(f, " become {}{}", after.characters, Kinds(after))?,
            Err(error) => return write!(f, "; {}", error.code()),
        }
        f.write_str(match self.rule.map(|row| row.output()) {
            Some(Output::Sha256(_)) => "; SHA-256",
            Some(Output::Sha1) => "; SHA-1",
            Some(Output::Clear) => "; in clear",
            None => "",
        })
    }
}

const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Confirmed => "confirmed",
        Standing::ThirdParty => "by a third party",
        Standing::Unconfirmed => "unconfirmed",
    }
}

/// ` (2 signs, 1 space)`, or nothing.
struct Kinds(Census);

impl fmt::Display for Kinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds = [
            (self.0.wide_letters, "letter outside ASCII", "letters outside ASCII"),
            (self.0.digits, "digit", "digits"),
            (self.0.signs, "sign", "signs"),
            (self.0.spaces, "space", "spaces"),
            (self.0.invisible, "invisible", "invisible"),
        ];
        let mut opened = "";
        for (count, one, many) in kinds.into_iter().filter(|(count, _, _)| *count != 0) {
            write!(
                f,
                "{}{count} {}",
                if opened.is_empty() { " (" } else { ", " },
                if count == 1 { one } else { many }
            )?;
            opened = ")";
        }
        f.write_str(opened)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pii::{META, UID2};

    #[test]
    fn says_where_a_value_was_refused() {
        let explanation = UID2.explain(Field::Email, Pii::new("jane doe@gmail.com"), &Hints::new());
        assert_eq!(explanation.steps().last(), Some(&("refuse inner space", Effect::Refused)));
        assert_eq!(explanation.outcome(), Err(PiiError::InnerSpace));
        let explanation = META.explain(Field::City, Pii::new("–"), &Hints::new());
        assert_eq!(
            explanation.to_string(),
            "meta ct by pii-1 (confirmed): trim (unchanged), compose (unchanged), lower-case (refused); \
             1 characters (1 sign); empty"
        );
        let explanation = UID2.explain(Field::City, Pii::new("Rome"), &Hints::new());
        assert_eq!(explanation.outcome(), Err(PiiError::FieldNotTaken));
    }

    #[test]
    fn every_outcome_is_that_of_normalizing() {
        let hints = Hints::new();
        for profile in Profile::all() {
            for field in Field::ALL {
                for raw in
                    ["", "Jane Doe", " J\u{301}ane@Example.com", "+49 30 901820", "1/2/1990", "94035-1234"]
                {
                    let outcome = profile.explain(*field, Pii::new(raw), &hints).outcome();
                    let normalized = profile.normalize_with(*field, Pii::new(raw), &hints);
                    assert_eq!(outcome, normalized.map(|text| Census::of(text.expose())));
                }
            }
        }
    }
}
