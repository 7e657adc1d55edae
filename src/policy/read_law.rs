//! Reading a document: rows of law switched off and vouched for, conditions, facts of the own organization.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::ToString as _;
use alloc::vec::Vec;

use crate::data::instant;
use crate::law::Condition;
use crate::law::ConditionOwner;
use crate::law::Effect;
use crate::law::InvalidOverlay;
use crate::law::LawOverlay;
use crate::law::RuleId;
use crate::law::SwitchOff;
use crate::law::UnconfirmedLaw;
use crate::law::Vouch;
use crate::law::Widened;
use crate::policy::document::LawOffRow;
use crate::policy::document::LawVouchRow;
use crate::policy::expected::Expected;
use crate::policy::field::Field;
use crate::policy::issue::Issue;
use crate::policy::issue::Severity;
use crate::policy::mask::Mask;
use crate::policy::path::Path;
use crate::policy::reader::Reader;
use crate::time::Period;
use crate::time::UnixTime;

impl<'d> Reader<'d> {
    /// Reads the rows about law, and takes the law as they leave it.
    pub(crate) fn law_rows(&mut self) {
        let document = self.document;
        let before = self.trouble();
        let mut overlay = LawOverlay::default();
        let mut places: BTreeMap<RuleId, (&'static str, usize)> = BTreeMap::new();
        for (at, row) in self.rows(&document.law_off, "law_off", None) {
            if let Some(off) = self.law_off(row, at) {
                if places.insert(off.row(), ("law_off", at)).is_some() {
                    self.duplicate(off.row().as_str(), &Path::Row("law_off", at));
                }
                overlay.switch_off.push(off);
            }
        }
        for (at, row) in self.rows(&document.law_vouch, "law_vouch", None) {
            if let Some(vouch) = self.law_vouch(row, at) {
                places.entry(vouch.row).or_insert(("law_vouch", at));
                overlay.vouch.push(vouch);
            }
        }
        let is_changed = overlay != LawOverlay::default();
        if is_changed && self.trouble() == before {
            match self.law.as_ref().clone().with_overlay(&overlay) {
                Ok(law) => self.law = Cow::Owned(law),
                Err(refusal) => self.overlay_refused(&refusal, &places),
            }
        }
        if self.unconfirmed_law == UnconfirmedLaw::Warn {
            self.law = Cow::Owned(self.law.as_ref().clone().on_unconfirmed(UnconfirmedLaw::Warn));
        }
    }

    fn law_off(&mut self, row: &'d LawOffRow, at: usize) -> Option<SwitchOff> {
        let place = Path::Row("law_off", at);
        let name = self.law_row(&row.row, &place);
        let is_permit = name.is_none_or(|name| self.is_permit(name));
        let is_bare = row.reason.is_absent()
            && row.source.is_absent()
            && row.source_date.is_absent()
            && row.review_by.is_absent();
        if is_permit && is_bare {
            return name.map(SwitchOff::Permissions);
        }
        let reason = self.text(&row.reason, &place.field("reason"), &Expected::LAW_OFF);
        let source = self.text(&row.source, &place.field("source"), &Expected::LAW_OFF);
        let source_date = self.explained(&row.source_date, &place.field("source_date"));
        let review_by = self.explained(&row.review_by, &place.field("review_by"));
        let (reason, source) = (reason?.to_string().into(), source?.to_string().into());
        let source_date = Cow::Owned(instant::written(*source_date?).to_string());
        let (row, review_by) = (name?, *review_by?);
        if is_permit {
            // With a reason or without: a permit goes for good.
            return Some(SwitchOff::Permissions(row));
        }
        let advice =
            "this switches off what a law asks for, until it has to be looked at again; answers name it";
        self.warn(&place, "law_switched_off", advice);
        Some(SwitchOff::Widening(Widened { row, reason, source, source_date, review_by }))
    }

    /// A day that has to be written where something but a permit is switched off.
    fn explained(&mut self, field: &'d Field<UnixTime>, path: &Path<'_>) -> Option<&'d UnixTime> {
        let expected = if field.is_absent() { Expected::LAW_OFF } else { Expected::INSTANT };
        self.required(field, path, &expected)
    }

    fn law_vouch(&mut self, row: &'d LawVouchRow, at: usize) -> Option<Vouch> {
        let place = Path::Row("law_vouch", at);
        let name = self.law_row(&row.row, &place);
        let source = self.text(&row.source, &place.field("source"), &Expected::SOURCE);
        let source_date = self.required(&row.source_date, &place.field("source_date"), &Expected::INSTANT);
        let source_date = Cow::Owned(instant::written(*source_date?).to_string());
        Some(Vouch { row: name?, source: source?.to_string().into(), source_date })
    }

    /// The name of a row of law, with something at or below it.
    fn law_row(&mut self, field: &'d Field<RuleId>, place: &Path<'_>) -> Option<RuleId> {
        let path = place.field("row");
        let name = match field {
            Field::Absent => {
                self.error(&path, "missing_field", Expected::LAW_ROW.advice);
                return None;
            }
            Field::Value(row) if self.law_names().any(|known| is_within(known.as_str(), row.as_str())) => {
                return Some(*row);
            }
            Field::Value(row) => row.as_str(),
            Field::Bad(text) => text,
        };
        let known: Vec<RuleId> = self.law_names().collect();
        let suggestion = self.near.nearest(name, known.iter().map(RuleId::as_str));
        self.unfit(name, &path, &Expected::LAW_ROW, suggestion);
        None
    }

    fn law_names(&self) -> impl Iterator<Item = RuleId> + '_ {
        let rules = self.law.rules().iter().map(|rule| rule.id);
        let regimes = self.law.regimes().iter().map(|regime| regime.id.into());
        rules.chain(regimes).chain(self.law.members().iter().map(|member| member.id))
    }

    /// True if all that lies at or below a name permits.
    fn is_permit(&self, name: RuleId) -> bool {
        let is_off = |row: &str| is_within(row, name.as_str());
        let mut rules = self.law.rules().iter().filter(|rule| is_off(rule.id.as_str()));
        let mut regimes = self.law.regimes().iter().map(|regime| regime.id);
        let mut members = self.law.members().iter().map(|member| member.id);
        rules.all(|rule| matches!(rule.effect, Effect::Permit(_)))
            && !regimes.any(|id| is_off(id.as_str()))
            && !members.any(|id| is_off(id.as_str()))
    }

    fn overlay_refused(
        &mut self,
        refusal: &InvalidOverlay,
        places: &BTreeMap<RuleId, (&'static str, usize)>,
    ) {
        let (row, advice) = match refusal {
            InvalidOverlay::AlreadyConfirmed { row } => {
                (*row, "this row is confirmed already; there is nothing to vouch for")
            }
            InvalidOverlay::UnknownRow { row } => {
                (*row, "this row is switched off; vouch for it or switch it off")
            }
            InvalidOverlay::KnownRow { row }
            | InvalidOverlay::UnknownRegime { row }
            | InvalidOverlay::UnexplainedWidening { row } => (*row, Expected::LAW_OFF.advice),
        };
        let place =
            places.get(&row).map_or(Path::Section("law_off"), |(section, at)| Path::Row(section, *at));
        self.error(&place, refusal.code(), advice);
    }

    /// The conditions of a list that are true of one of `owners`.
    pub(crate) fn conditions(
        &mut self,
        list: &'d Field<Vec<Field<Condition>>>,
        path: &Path<'_>,
        owners: &[ConditionOwner],
    ) -> Mask {
        let items = self.items(list, path);
        let mut known = Mask::NONE;
        for (at, item) in items.iter().enumerate() {
            let path = path.item(at);
            let Some(position) = self.condition(item, &path, owners) else { continue };
            if known.contains(position) {
                self.error(&path, "duplicate", "expected each entry once; take one out");
            }
            known = known.union(Mask::of(position));
        }
        known
    }

    /// The position of a condition that is true of one of `owners`.
    pub(crate) fn condition(
        &mut self,
        field: &'d Field<Condition>,
        path: &Path<'_>,
        owners: &[ConditionOwner],
    ) -> Option<usize> {
        let condition = *self.required(field, path, &Expected::CONDITION)?;
        if !condition.is_known() {
            self.unexpected(condition.as_str(), path, &Expected::CONDITION);
            return None;
        }
        if !owners.contains(&condition.owner()) {
            let (code, advice) = misowned(condition.owner());
            let issue = Issue::new(Severity::Error, path.to_string(), code, advice);
            self.report(issue.found_text(condition.as_str()));
            return None;
        }
        let position = self.book.law.condition(condition);
        if position.is_none() {
            let advice = "expected at most 128 different conditions; split the policy";
            self.error(path, "too_many_conditions", advice);
        }
        position
    }

    pub(crate) fn organization_facts(&mut self) {
        let document = self.document;
        for (at, row) in self.rows(&document.organization_facts, "organization_facts", None) {
            let place = Path::Row("organization_facts", at);
            let condition =
                self.condition(&row.condition, &place.field("condition"), &[ConditionOwner::Organization]);
            let names = ("stated_on", "review_by");
            let period = self.period(&row.stated_on, &row.review_by, &place, names);
            let Some(condition) = condition else { continue };
            if self.book.organization.iter().any(|(known, _)| *known == condition) {
                self.error(&place, "duplicate", "expected each fact once; take one out");
            } else if let Some(period) = period {
                self.book.organization.push((condition, period));
            }
        }
        self.book.organization.sort_by_key(|(condition, _)| *condition);
    }

    /// A period, from two fields that have to be written.
    pub(crate) fn period(
        &mut self,
        since: &'d Field<UnixTime>,
        until: &'d Field<UnixTime>,
        place: &Path<'_>,
        (since_name, until_name): (&str, &str),
    ) -> Option<Period> {
        let since = self.required(since, &place.field(since_name), &Expected::INSTANT);
        let until = self.required(until, &place.field(until_name), &Expected::INSTANT);
        let period = Period::new(*since?, Some(*until?));
        if period.is_none() {
            self.error(&place.field(until_name), "empty_period", "expected an end after the start");
        }
        period
    }
}

/// What to say about a condition that is true of somebody else.
const fn misowned(owner: ConditionOwner) -> (&'static str, &'static str) {
    match owner {
        ConditionOwner::Recipient => (
            "condition_of_recipient",
            "this is true of a recipient: write it under the recipient's facts, with its period",
        ),
        ConditionOwner::Organization => (
            "condition_of_organization",
            "this is true of the own organization: write it under organization_facts, with the day it was stated",
        ),
        ConditionOwner::Place => (
            "condition_of_place",
            "this is true of whoever processes at a place: write it under the region's conditions",
        ),
        ConditionOwner::Instrument => (
            "condition_of_instrument",
            "this is true of one transfer: write it under the transfer's conditions",
        ),
    }
}

/// True if a row of law is `wider` or lies below it.
fn is_within(row: &str, wider: &str) -> bool {
    row.strip_prefix(wider).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
