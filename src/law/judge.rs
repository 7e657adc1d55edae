//! Judging a transfer: every body of law that applies, the strictest wins.

use alloc::vec::Vec;

use crate::law::area::Territory;
use crate::law::case::Case;
use crate::law::edition::HeldRow;
use crate::law::edition::LawEdition;
use crate::law::rows::Near;
use crate::law::rows::Rows;
use crate::law::transfer::Transfer;
use crate::law::verdict::LawCode;
use crate::law::verdict::Verdict;
use crate::place::Jurisdiction;
use crate::time::UnixTime;

impl LawEdition {
    /// Says whether the law permits a transfer, under which rule of which body of law, and until when.
    ///
    /// # Examples
    ///
    /// ```
    /// use domicile::data::{Categories, Sensitivities};
    /// use domicile::law::{Act, Condition, Ground, LawEdition, RecipientFacts, Transfer};
    /// use domicile::place::Jurisdiction;
    /// use domicile::time::Period;
    /// use domicile::{DataCategory, UnixTime};
    ///
    /// let day = |y, m, d| UnixTime::from_date(y, m, d).unwrap();
    /// let year = Period::new(day(2026, 5, 1), Some(day(2027, 5, 1))).unwrap();
    /// let certified = RecipientFacts::new().with(Condition::parse("dpf-listed")?, year);
    ///
    /// let what: Categories = [DataCategory::EventMetadata].into_iter().collect();
    /// let transfer = Transfer::new(Jurisdiction::parse("IE").ok(), Jurisdiction::parse("US").ok(), Act::Store, &what)
    ///     .with_sensitivities(Sensitivities::NONE)
    ///     .to_recipient(&certified);
    ///
    /// let verdict = LawEdition::builtin().judge(&transfer, day(2026, 11, 21));
    /// assert_eq!(verdict.ground(), Some(Ground::Adequacy));
    /// assert_eq!(verdict.valid_until(), Some(day(2027, 5, 1)));
    /// # Ok::<(), domicile::law::InvalidCondition>(())
    /// ```
    pub fn judge(&self, transfer: &Transfer<'_>, now: UnixTime) -> Verdict {
        let near = self.near(transfer);
        let rows = Rows::near(self, &near);
        let mut verdict = verdict(rows, transfer, now);
        let mut later = dates(rows, transfer).into_iter().filter(|date| *date > now);
        verdict.valid_until = later.find(|date| !self::verdict(rows, transfer, *date).agrees(&verdict));
        verdict
    }

    /// Says whether the law permits a transfer, as [`LawEdition::judge`] does, without a reason and without
    /// allocating.
    #[must_use]
    pub fn permits(&self, transfer: &Transfer<'_>, now: UnixTime) -> bool {
        Case::new(Rows::all(self), transfer, now).is_ok_and(|case| case.is_permitted())
    }

    /// Every answer there ever is to a question, each with the instant from which it holds; the first from the
    /// beginning of time.
    #[must_use]
    pub fn timeline(&self, transfer: &Transfer<'_>) -> Vec<(UnixTime, Verdict)> {
        let near = self.near(transfer);
        let rows = Rows::near(self, &near);
        let start = UnixTime::from_secs(0);
        let mut answers: Vec<(UnixTime, Verdict)> = Vec::new();
        for date in core::iter::once(start).chain(dates(rows, transfer)) {
            let verdict = verdict(rows, transfer, date);
            match answers.last_mut() {
                Some((_, last)) if last.agrees(&verdict) => {}
                Some((_, last)) => {
                    last.valid_until = Some(date);
                    answers.push((date, verdict));
                }
                None => answers.push((date, verdict)),
            }
        }
        answers
    }

    /// True if some rule ever demands something, a duty or a record included, or may, of such data where it stays in one country. Of a country
    /// that is not known it is true if it is of any.
    pub(crate) fn ever_demands(&self, transfer: &Transfer<'_>) -> bool {
        match transfer.from.filter(|from| !from.is_organization()) {
            Some(country) => self.demands_in(country, transfer),
            None => {
                self.members.iter().any(|row| self.demands_in(row.member, transfer)) || {
                    let areas = self.rules.iter().flat_map(|rule| rule.from.territories());
                    areas.into_iter().any(|territory| match territory {
                        Territory::Country(country) => self.demands_in(*country, transfer),
                        Territory::Group(_) => false,
                    })
                }
            }
        }
    }

    fn demands_in(&self, country: Jurisdiction, transfer: &Transfer<'_>) -> bool {
        let near = Near::new(self, country, country);
        let rows = Rows::near(self, &near);
        let stays = Transfer { from: Some(country), to: Some(country), ..*transfer };
        let case = Case::new(rows, &stays, UnixTime::from_secs(0));
        case.is_ok_and(|case| rows.rules().any(|rule| case.may_demand(rule)))
    }

    /// The rows that can ever be about a transfer.
    fn near(&self, transfer: &Transfer<'_>) -> Near<'_> {
        match (transfer.from, transfer.to) {
            (Some(from), Some(to)) => Near::new(self, from, to),
            _ => Near::default(),
        }
    }
}

/// Every instant after the beginning at which an answer could change, in order.
fn dates(rows: Rows<'_>, transfer: &Transfer<'_>) -> Vec<UnixTime> {
    let regimes = rows.regimes().map(|row| row.validity);
    let rules = rows.rules().map(|row| row.validity);
    let members = rows.members().map(|row| row.validity);
    let held = rows.law().held.iter().map(HeldRow::validity);
    let all = regimes.chain(rules).chain(members).chain(held);
    let mut dates: Vec<UnixTime> = all.flat_map(|row| [Some(row.since), row.until]).flatten().collect();
    dates.extend(transfer.recipient.dates());
    let stated = transfer.organization.iter();
    dates.extend(stated.flat_map(|(_, period)| [Some(period.since()), period.until()]).flatten());
    dates.push(rows.law().edition().review_by());
    dates.sort_unstable();
    dates.dedup();
    dates
}

fn verdict(rows: Rows<'_>, transfer: &Transfer<'_>, now: UnixTime) -> Verdict {
    let mut verdict = Verdict {
        code: LawCode::Permitted,
        ground: None,
        findings: Vec::new(),
        missing: Vec::new(),
        duties: Vec::new(),
        warnings: Vec::new(),
        widened_by: Vec::new(),
        at: now,
        valid_until: None,
        edition: rows.law().edition(),
    };
    match Case::new(rows, transfer, now) {
        Ok(case) => case.fill(&mut verdict),
        Err(code) => verdict.code = code,
    }
    verdict
}
