//! Answers for people.

use core::fmt;

use crate::law::Finding;
use crate::law::Verdict;
use crate::policy::check::Outcome;
use crate::policy::decision::Decision;
use crate::policy::decision::Deferral;
use crate::policy::decision::Explanation;
use crate::policy::decision::Recording;
use crate::policy::decision::Refusal;
use crate::policy::evaluate::DecisionKind;
use crate::policy::request::Fact;
use crate::policy::rulebook::Papers;
use crate::policy::rulebook::TransferRule;

impl fmt::Display for Decision<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.explanation().fmt(f)
    }
}

impl fmt::Display for Refusal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.explanation().fmt(f)
    }
}

impl fmt::Display for Deferral<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.explanation().fmt(f)
    }
}

impl fmt::Display for Explanation<'_> {
    /// `refused: remote-read of workspace at us-east-1, home eu-central-1, because …; this answer holds until …`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let request = self.request();
        let kind = self.kind();
        f.write_str(match kind {
            DecisionKind::Permit => "permitted: ",
            DecisionKind::Refuse => "refused: ",
            DecisionKind::Retry => "not decided: ",
        })?;
        write!(f, "{} of ", Shown(&request.operation))?;
        match &request.categories {
            Fact::Known(categories) if !categories.is_empty() => {
                for (position, category) in categories.iter().enumerate() {
                    write!(f, "{}{category}", if position == 0 { "" } else { ", " })?;
                }
            }
            Fact::Known(_) | Fact::Absent => f.write_str("(absent)")?,
            other @ (Fact::Ambiguous | Fact::Stale | Fact::Unavailable) => write!(f, "({})", other.state())?,
        }
        write!(f, " at {}, home {}", Shown(&request.here), Shown(&request.home))?;
        if let Some(recipient) = &request.recipient {
            write!(f, ", to {}", Shown(recipient))?;
        }
        let wanted = if kind == DecisionKind::Retry { Outcome::Unknown } else { Outcome::Fail };
        let reasons = self.checks().filter(|(_, outcome)| *outcome == wanted);
        for (position, (check, _)) in reasons.enumerate() {
            let (code, words) = self.reason(check);
            write!(f, "{}{words} ({code})", if position == 0 { ", because " } else { ", and " })?;
        }
        if kind == DecisionKind::Permit {
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
        }
        for row in self.verdict().into_iter().flat_map(Verdict::widened_by) {
            write!(f, "; {row} is switched off")?;
        }
        match self.valid_until() {
            Some(until) => write!(f, "; this answer holds until {until}"),
            None => f.write_str("; this answer holds until the policy changes"),
        }
    }
}

impl Explanation<'_> {
    fn permission(&self, f: &mut fmt::Formatter<'_>, rule: &TransferRule) -> fmt::Result {
        write!(f, ", by {} {}", rule.kind.as_str(), rule.name)?;
        if let Some(ground) = self.ground() {
            write!(f, " on the ground {ground}")?;
        }
        self.provisions(f)?;
        match &rule.papers {
            Papers::Instrument { instrument, assessment } => {
                write!(f, ", {instrument}")?;
                assessment.iter().try_for_each(|assessment| write!(f, ", {assessment}"))
            }
            Papers::Approval { requested_by, approved_by } => {
                write!(f, ", asked for by {requested_by} and approved by {approved_by}")
            }
        }
    }

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
