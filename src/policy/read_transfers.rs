//! Reading a document: transfers and emergency grants.

use alloc::borrow::ToOwned as _;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use crate::data::DataCategory;
use crate::law::Act;
use crate::law::Acts;
use crate::law::Condition;
use crate::law::ConditionOwner;
use crate::law::Ground;
use crate::policy::broken::Kind;
use crate::policy::document::BreakGlassRow;
use crate::policy::document::TransferRow;
use crate::policy::expected::Expected;
use crate::policy::field::Field;
use crate::policy::name::RecipientName;
use crate::policy::name::RoleName;
use crate::policy::path::Path;
use crate::policy::reader::Reader;
use crate::policy::rulebook::Enforcement;
use crate::policy::rulebook::Papers;
use crate::policy::rulebook::Placement;
use crate::policy::rulebook::TransferKind;
use crate::policy::rulebook::TransferRule;
use crate::policy::set::Set;
use crate::policy::words::RegionOrGroup;
use crate::time::UnixTime;

/// What transfers and emergency grants have in common.
struct Common<'d> {
    place: Path<'d>,
    name: Option<&'d str>,
    kind: TransferKind,
    from: &'d Field<Vec<Field<RegionOrGroup>>>,
    to: &'d Field<Vec<Field<RegionOrGroup>>>,
    operations: &'d Field<Vec<Field<Act>>>,
    categories: &'d Field<Vec<Field<DataCategory>>>,
    recipient: &'d Field<RecipientName>,
    ground: Option<Ground>,
    conditions: &'d Field<Vec<Field<Condition>>>,
    since: &'d Field<UnixTime>,
    until: &'d Field<UnixTime>,
}

impl<'d> Reader<'d> {
    /// Reads transfers and emergency grants into one table, sorted by kind and name.
    pub(crate) fn transfers(&mut self) {
        let document = self.document;
        let mut rules: BTreeMap<(TransferKind, String), TransferRule> = BTreeMap::new();
        for (at, row) in self.rows(&document.transfers, "transfers", None) {
            let rule = self.transfer(row, Path::Row("transfers", at));
            self.keep(&mut rules, rule, at);
        }
        for (at, row) in self.rows(&document.break_glass, "break_glass", None) {
            let rule = self.grant(row, Path::Row("break_glass", at));
            self.keep(&mut rules, rule, at);
        }
        self.book.transfers = rules.into_values().collect();
        let mut inbound = alloc::vec![Vec::new(); self.book.regions.len()];
        for (position, rule) in self.book.transfers.iter().enumerate() {
            // What is handed to somebody where it belongs leads there.
            let to = if rule.to.is_empty() { &rule.from } else { &rule.to };
            for region in to.iter() {
                if let Some(leading) = inbound.get_mut(region) {
                    leading.push(position);
                }
            }
        }
        self.book.inbound = inbound;
    }

    fn keep(
        &mut self,
        rules: &mut BTreeMap<(TransferKind, String), TransferRule>,
        rule: Option<TransferRule>,
        at: usize,
    ) {
        let Some(rule) = rule else { return };
        let key = (rule.kind, rule.name.clone());
        let place = Path::Row(section(rule.kind), at);
        if self.add(rules, (key.clone(), rule), &key.1, &place) {
            self.transfer_rows.insert(key, at);
        }
    }

    fn transfer(&mut self, row: &'d TransferRow, place: Path<'d>) -> Option<TransferRule> {
        let before = self.trouble();
        let name = self.name(&row.transfer, &place.field("transfer"), &Expected::NAME);
        let roles = if row.roles.is_absent() {
            self.book.role_at(RoleName::SERVICE).map(Set::of).unwrap_or_default()
        } else {
            let path = place.field("roles");
            let items = self.filled_items(&row.roles, &path);
            let mut roles = Set::new();
            for (at, item) in items.iter().enumerate() {
                self.role(item, &path.item(at), &mut roles);
            }
            roles
        };
        let ground = self.required(&row.ground, &place.field("ground"), &Expected::GROUND).copied();
        let instrument = self.text(&row.instrument, &place.field("instrument"), &Expected::REFERENCE);
        let path = place.field("assessment");
        let assessment = if ground.is_some_and(Ground::is_safeguard) || !row.assessment.is_absent() {
            self.text(&row.assessment, &path, &Expected::ASSESSMENT)
        } else {
            None
        };
        let papers = Papers::Instrument {
            instrument: instrument.unwrap_or_default().to_owned(),
            assessment: assessment.map(str::to_owned),
        };
        let common = Common {
            place,
            name,
            kind: TransferKind::Transfer,
            from: &row.from,
            to: &row.to,
            operations: &row.operations,
            categories: &row.categories,
            recipient: &row.recipient,
            ground,
            conditions: &row.conditions,
            since: &row.since,
            until: &row.until,
        };
        self.rule(&common, roles, papers, before)
    }

    fn grant(&mut self, row: &'d BreakGlassRow, place: Path<'d>) -> Option<TransferRule> {
        let before = self.trouble();
        let name = self.name(&row.grant, &place.field("grant"), &Expected::NAME);
        let mut roles = Set::new();
        let path = place.field("role");
        if row.role.is_absent() {
            self.error(&path, "missing_field", Expected::LISTED_ROLE.advice);
        }
        self.role(&row.role, &path, &mut roles);
        let asked = self.name(&row.requested_by, &place.field("requested_by"), &Expected::PERSON);
        let path = place.field("approved_by");
        let approved = self.name(&row.approved_by, &path, &Expected::PERSON);
        if asked.is_some() && asked == approved {
            self.error(&path, "one_name_only", Expected::PERSON.advice);
        }
        if let (Some(since), Some(until)) = (row.since.value(), row.until.value())
            && until.secs_since(*since) > LONGEST_GRANT
        {
            let advice = "expected an end at most seven days after the start";
            self.error(&place.field("until"), "grant_too_long", advice);
        }
        let ground = self.required(&row.ground, &place.field("ground"), &Expected::GROUND).copied();
        let papers = Papers::Approval {
            requested_by: asked.unwrap_or_default().to_owned(),
            approved_by: approved.unwrap_or_default().to_owned(),
        };
        let common = Common {
            place,
            name,
            kind: TransferKind::BreakGlass,
            from: &row.from,
            to: &row.to,
            operations: &row.operations,
            categories: &row.categories,
            recipient: &row.recipient,
            ground,
            conditions: &row.conditions,
            since: &row.since,
            until: &row.until,
        };
        self.rule(&common, roles, papers, before)
    }

    /// Reads what is common, and makes the rule if its name and period could be read.
    fn rule(
        &mut self,
        common: &Common<'d>,
        roles: Set,
        papers: Papers,
        before: usize,
    ) -> Option<TransferRule> {
        let place = &common.place;
        let from = self.regions_of(common.from, &place.field("from"));
        let to = self.written_regions(common.to, &place.field("to"));
        let path = place.field("operations");
        if common.operations.is_absent() || common.operations.value().is_some_and(Vec::is_empty) {
            self.error(&path, "empty_set", "expected at least one operation");
        }
        let acts = self.operations(common.operations, &path);
        let categories = self.category_set(common.categories, &place.field("categories"));
        let recipient = self.recipient(common.recipient, &place.field("recipient"));
        if common.to.is_absent() && common.recipient.is_absent() {
            self.error(&place.field("to"), "missing_field", Expected::TO_OR_RECIPIENT.advice);
        }
        let owners = [ConditionOwner::Instrument];
        let conditions = self.conditions(common.conditions, &place.field("conditions"), &owners);
        let period = self.period(common.since, common.until, place, ("since", "until"));
        let rule = TransferRule {
            name: common.name?.to_owned(),
            kind: common.kind,
            from,
            to,
            acts,
            categories,
            roles,
            recipient,
            ground: common.ground?,
            conditions,
            period: period?,
            papers,
        };
        if self.trouble() == before {
            self.can_match(&rule, place);
        }
        Some(rule)
    }

    fn role(&mut self, field: &'d Field<RoleName>, path: &Path<'_>, roles: &mut Set) {
        let text: &str = match field {
            Field::Value(name) => match self.book.role_at(*name) {
                Some(at) => {
                    if roles.contains(at) {
                        self.error(path, "duplicate", "expected each entry once; take one out");
                    }
                    return roles.insert(at);
                }
                None => name.as_str(),
            },
            Field::Bad(text) => text,
            Field::Absent => return,
        };
        let names = self.book.roles.iter().filter_map(|rule| rule.name.as_ref().map(RoleName::as_str));
        let suggestion = self.near.nearest(text, names);
        self.unlisted(Kind::Roles, text, path, &Expected::LISTED_ROLE, suggestion);
    }

    /// Reports a rule that no request can reach.
    fn can_match(&mut self, rule: &TransferRule, place: &Path<'_>) {
        const NEVER: &str = "rule_never_matches";
        let rows = self.book.roles.iter().enumerate().filter(|(at, _)| rule.roles.contains(*at));
        let across = rows.fold(Acts::NONE, |all, (_, role)| all.union(role.across));
        let is_partition = self.enforcement == Enforcement::FullPartition;
        let is_reading = |act: Act| act == Act::RemoteRead && !rule.to.is_empty();
        let hands_on = |act: Act| matches!(act, Act::Deliver | Act::OnwardTransfer);
        let open = |act: Act| across.contains(act) && !(is_partition && is_reading(act));
        let is_whole = self.is_whole(Kind::Regions);
        if is_partition && rule.kind == TransferKind::BreakGlass {
            let advice = "a full partition has no emergency grants; take the row out, or write best-effort";
            self.error(place, NEVER, advice);
        } else if self.is_whole(Kind::Roles) && !rule.acts.iter().any(open) {
            let advice = "none of the roles may do any of these across regions, or the partition is full; correct one of them";
            self.error(&place.field("operations"), NEVER, advice);
        } else if rule.recipient.is_none() && rule.acts.iter().all(hands_on) {
            let advice = "delivering and handing on is to somebody; name the recipient";
            self.error(&place.field("recipient"), NEVER, advice);
        } else if is_whole && !rule.to.is_empty() && !rule.to.meets(&self.book.available) {
            self.error(&place.field("to"), NEVER, "none of these regions is available");
        } else if is_whole && self.is_whole(Kind::Categories) && !self.covers_places(rule) {
            let advice = "some of this data belongs in a zone or in shared stores; list all of their regions, or split the row";
            self.error(&place.field("from"), "from_incomplete", advice);
        } else if is_whole && self.is_whole(Kind::Categories) && !self.leads_somewhere(rule) {
            let advice = "the data belongs there anyway, or does not belong in all of `from`; correct from, to or categories";
            self.error(place, NEVER, advice);
        }
    }

    /// True if `from` has every region of the zones and shared stores that the categories belong in: the rule would
    /// not speak of the others.
    fn covers_places(&self, rule: &TransferRule) -> bool {
        let mut placements = self.placements(rule);
        placements.all(|(placement, _)| match placement {
            Placement::Within(regions) => regions.is_subset(&rule.from),
            Placement::Home | Placement::Organization => true,
        })
    }

    /// True if for some category and home the data does not belong at `to`, or is handed to somebody.
    fn leads_somewhere(&self, rule: &TransferRule) -> bool {
        let from = rule.from.intersection(&self.book.available);
        if rule.to.is_empty() {
            return !from.is_empty();
        }
        let to = rule.to.intersection(&self.book.available);
        self.placements(rule).any(|(placement, fit)| match placement {
            Placement::Within(regions) => {
                rule.recipient.is_some() && to.meets(regions) || to.without(regions).meets(fit)
            }
            Placement::Home | Placement::Organization => {
                let leads = |home: usize| to.without(&Set::of(home)).meets(fit);
                from.iter().take(2).any(leads) || rule.recipient.is_some() && to.meets(&from)
            }
        })
    }

    fn placements(&self, rule: &TransferRule) -> impl Iterator<Item = (&Placement, &Set)> {
        let rules = rule.categories.iter().filter_map(|at| self.book.categories.get(at));
        rules.map(|rule| (&rule.placement, &rule.fit))
    }
}

/// The section in which rows of a kind stand.
pub(crate) const fn section(kind: TransferKind) -> &'static str {
    match kind {
        TransferKind::Transfer => "transfers",
        TransferKind::BreakGlass => "break_glass",
    }
}

/// Seven days, in seconds.
const LONGEST_GRANT: u64 = 604_800;
