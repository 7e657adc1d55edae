//! Rulings for people.

use core::fmt;

use crate::law::Finding;
use crate::policy::evaluate::Answer;
use crate::policy::explanation::Outcome;
use crate::policy::fact::Fact;
use crate::policy::rulebook::Papers;
use crate::policy::rulebook::TransferRule;
use crate::policy::ruling::Recording;
use crate::policy::ruling::Ruling;

impl fmt::Display for Ruling<'_, '_> {
    /// `refused: remote-read of workspace from us-east-1, at home in eu-central-1, because …; it would be allowed if …;
    /// this answer holds until …`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let case = self.case;
        f.write_str(match self.answer() {
            Answer::Permit => "permitted: ",
            Answer::Refuse => "refused: ",
            Answer::Retry => "not decided: ",
        })?;
        write!(f, "{} of {}", Shown(&case.act), Shown(&case.category))?;
        write!(f, " at {}, home {}", Shown(&case.here), Shown(&case.home))?;
        let wanted = if self.answer() == Answer::Retry { Outcome::Unknown } else { Outcome::Fail };
        let reasons = self.checks().filter(|(_, outcome)| *outcome == wanted);
        for (position, (step, _)) in reasons.enumerate() {
            let (code, words) = self.reason(step);
            write!(f, "{}{words} ({code})", if position == 0 { ", because " } else { ", and " })?;
        }
        if self.answer() == Answer::Permit {
            match self.rule() {
                None => {
                    f.write_str(", because the data belongs here")?;
                    self.provisions(f)?;
                }
                Some(rule) => self.permission(f, rule)?,
            }
            if self.recording() == Recording::Required {
                f.write_str("; it has to be recorded")?;
            }
        } else {
            let remedies = self.remedies();
            if !remedies.is_empty() {
                write!(f, "; it would be allowed if {remedies}")?;
            }
        }
        match self.valid_until() {
            Some(until) => write!(f, "; this answer holds until {until}"),
            None => f.write_str("; this answer holds until the policy changes"),
        }
    }
}

impl Ruling<'_, '_> {
    fn permission(&self, f: &mut fmt::Formatter<'_>, rule: &TransferRule) -> fmt::Result {
        write!(f, ", by {} {}", rule.kind.as_str(), rule.name)?;
        if let Some(ground) = self.ground() {
            write!(f, " on the ground {ground}")?;
        }
        self.provisions(f)?;
        match &rule.papers {
            Papers::Instrument { instrument, assessment } => write!(f, ", {instrument}, {assessment}"),
            Papers::Approval { requested_by, approved_by } => {
                write!(f, ", asked for by {requested_by} and approved by {approved_by}")
            }
        }
    }
}

impl Ruling<'_, '_> {
    /// The provisions of the law that were asked.
    fn provisions(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let findings = self.verdict().map_or(&[][..], |verdict| verdict.findings());
        let mut citations = findings.iter().map(Finding::citation).filter(|citation| !citation.is_empty());
        citations.try_for_each(|citation| write!(f, " ({citation})"))
    }
}

/// A fact as text.
struct Shown<'a, T>(&'a Fact<T>);

impl<T: fmt::Display> fmt::Display for Shown<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Fact::Known(value) => value.fmt(f),
            Fact::Absent => f.write_str("(absent)"),
            Fact::Ambiguous => f.write_str("(ambiguous)"),
            Fact::Stale => f.write_str("(stale)"),
            Fact::Unavailable => f.write_str("(unavailable)"),
        }
    }
}
