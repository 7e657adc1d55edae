//! Reading a document: transfers and emergency grants.

use alloc::borrow::ToOwned as _;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::data::instant;
use crate::law::Act;
use crate::law::Acts;
use crate::law::Condition;
use crate::law::Ground;
use crate::policy::document::BreakGlassRow;
use crate::policy::document::TransferRow;
use crate::policy::mask::Mask;
use crate::policy::name::RecipientName;
use crate::policy::name::RoleName;
use crate::policy::reader::Reader;
use crate::policy::reader::is_name;
use crate::policy::rulebook::Enforcement;
use crate::policy::rulebook::Papers;
use crate::policy::rulebook::Placement;
use crate::policy::rulebook::TransferKind;
use crate::policy::rulebook::TransferRule;
use crate::time::Period;

/// What transfers and emergency grants have in common.
struct Common<'d> {
    path: String,
    name: Option<&'d String>,
    kind: TransferKind,
    from: &'d [String],
    to: &'d [String],
    acts: &'d [String],
    categories: &'d [String],
    recipient: Option<&'d String>,
    ground: Option<&'d String>,
    conditions: &'d [String],
    since: Option<&'d String>,
    until: Option<&'d String>,
}

impl<'d> Reader<'d> {
    pub(crate) fn transfers(&mut self) {
        for (at, row) in self.document.transfers.iter().enumerate() {
            self.transfer(row, format!("transfers[{at}]"));
        }
    }

    fn transfer(&mut self, row: &'d TransferRow, path: String) {
        let advice = "expected a role listed under roles";
        let roles = self.role_set(&row.roles, &format!("{path}.roles"), advice);
        let reference = "expected a reference, so that the paper can be found";
        let instrument = self.required(row.instrument.as_ref(), &format!("{path}.instrument"), reference);
        let assessment = self.required(row.assessment.as_ref(), &format!("{path}.assessment"), reference);
        let papers = Papers::Instrument {
            instrument: instrument.unwrap_or_default().to_owned(),
            assessment: assessment.unwrap_or_default().to_owned(),
        };
        let common = Common {
            path,
            name: row.transfer.as_ref(),
            kind: TransferKind::Transfer,
            from: &row.from,
            to: &row.to,
            acts: &row.acts,
            categories: &row.categories,
            recipient: row.recipient.as_ref(),
            ground: row.ground.as_ref(),
            conditions: &row.conditions,
            since: row.since.as_ref(),
            until: row.until.as_ref(),
        };
        self.rule(&common, roles, papers);
    }

    pub(crate) fn break_glass(&mut self) {
        for (at, row) in self.document.break_glass.iter().enumerate() {
            self.grant(row, format!("break_glass[{at}]"));
        }
        self.book.transfers.sort_by(|a, b| (a.kind, &a.name).cmp(&(b.kind, &b.name)));
        let regions = 0..self.book.regions.len();
        let rules = &self.book.transfers;
        let leading = |to: usize| {
            rules.iter().enumerate().filter(move |(_, rule)| rule.to.contains(to)).map(|(at, _)| at)
        };
        self.book.inbound = regions.map(|to| leading(to).collect()).collect();
    }

    fn grant(&mut self, row: &'d BreakGlassRow, path: String) {
        let advice = "expected a role listed under roles";
        let role = row.role.as_slice();
        let roles = self.role_set(role, &format!("{path}.role"), advice);
        let who = "expected who asked for it and who approved it, two different names";
        let name = |text: &str| is_name(text).then(|| text.to_owned());
        let asked = self.parsed(
            row.requested_by.as_ref(),
            &format!("{path}.requested_by"),
            name,
            "invalid_name",
            who,
        );
        let approved =
            self.parsed(row.approved_by.as_ref(), &format!("{path}.approved_by"), name, "invalid_name", who);
        if asked.is_some() && asked == approved {
            self.error(format!("{path}.approved_by"), "one_name_only", who);
        }
        if row.until.is_some() && span(row).is_some_and(|seconds| seconds > LONGEST_GRANT) {
            self.error(
                format!("{path}.until"),
                "grant_too_long",
                "expected an end at most seven days after the start",
            );
        }
        let papers = Papers::Approval {
            requested_by: asked.unwrap_or_default(),
            approved_by: approved.unwrap_or_default(),
        };
        let common = Common {
            path,
            name: row.grant.as_ref(),
            kind: TransferKind::BreakGlass,
            from: &row.from,
            to: &row.to,
            acts: &row.acts,
            categories: &row.categories,
            recipient: row.recipient.as_ref(),
            ground: row.ground.as_ref(),
            conditions: &row.conditions,
            since: row.since.as_ref(),
            until: row.until.as_ref(),
        };
        self.rule(&common, roles, papers);
    }

    /// Reads what is common and adds the rule, if all of it could be read.
    fn rule(&mut self, common: &Common<'d>, roles: Mask, papers: Papers) {
        let path = |field: &str| format!("{}.{field}", common.path);
        let before = self.issues.len();
        let name = self.rule_name(common);
        let from = self.region_set(common.from, &path("from"));
        let to = self.region_set(common.to, &path("to"));
        if common.acts.is_empty() {
            self.error(path("acts"), "empty_set", "expected at least one act");
        }
        let acts = self.acts(common.acts, &path("acts"));
        let categories = self.category_set(common.categories, &path("categories"));
        let recipient = self.recipient(common.recipient, &path("recipient"));
        let ground = self.parsed(
            common.ground,
            &path("ground"),
            |text| Ground::parse(text).ok(),
            "unknown_ground",
            "expected a ground of the law: adequacy, standard-clauses, binding-corporate-rules, …",
        );
        let conditions = self.conditions(common.conditions, &path("conditions"));
        let period = self.period(common.since, common.until, &common.path);
        let (Some(name), Some(recipient), Some(ground), Some(period)) = (name, recipient, ground, period)
        else {
            return;
        };
        let rule = TransferRule {
            name,
            kind: common.kind,
            from,
            to,
            acts,
            categories,
            roles,
            recipient,
            ground,
            conditions,
            period,
            papers,
        };
        if self.issues.len() == before {
            self.can_match(&rule, &common.path);
        }
        self.book.transfers.push(rule);
    }

    /// The name, which has to be new.
    fn rule_name(&mut self, common: &Common<'d>) -> Option<String> {
        let path = |field: &str| format!("{}.{field}", common.path);
        let name_field = path(if common.kind == TransferKind::Transfer { "transfer" } else { "grant" });
        let name = self.parsed(
            common.name,
            &name_field,
            |text| is_name(text).then(|| text.to_owned()),
            "invalid_name",
            "expected a name: lower-case letters, digits and single inner hyphens",
        );
        let is_new = self
            .book
            .transfers
            .iter()
            .all(|rule| Some(&rule.name) != name.as_ref() || rule.kind != common.kind);
        if !is_new {
            self.error(common.path.as_str(), "duplicate", "expected each name once; rename one");
        }
        name
    }

    /// Reports a rule that no question can reach.
    fn can_match(&mut self, rule: &TransferRule, path: &str) {
        const NEVER: &str = "rule_never_matches";
        let rows = self.book.roles.iter().enumerate().filter(|(at, _)| rule.roles.contains(*at));
        let across: Acts = rows.flat_map(|(_, role)| role.across.iter()).collect();
        let is_partition = self.enforcement == Enforcement::FullPartition;
        let open = |act: &Act| across.contains(*act) && !(is_partition && *act == Act::RemoteRead);
        if is_partition && rule.kind == TransferKind::BreakGlass {
            self.error(
                path,
                NEVER,
                "a full partition has no emergency grants; take the row out, or write best-effort",
            );
        } else if !rule.acts.iter().any(|act| open(&act)) {
            self.error(
                format!("{path}.acts"),
                NEVER,
                "none of the roles may do any of these across regions, or the partition is full; correct one of them",
            );
        } else if rule.to.intersection(self.book.available).is_empty() {
            self.error(format!("{path}.to"), NEVER, "none of these regions is available");
        } else if !self.covers_places(rule) {
            self.error(
                format!("{path}.from"),
                "from_incomplete",
                "some of this data belongs in a zone or in shared stores; list all of their regions, or split the row",
            );
        } else if !self.within_places(rule) {
            self.error(
                format!("{path}.from"),
                "from_beyond_place",
                "some of this data belongs in a zone or in shared stores, and not in all of these; list exactly their regions, or split the row",
            );
        } else if !self.leads_somewhere(rule) {
            self.error(path, NEVER, "the data belongs there anyway, or does not belong in all of `from`; correct from, to or categories");
        }
    }

    /// True if `from` has every region of the zones and shared stores that the categories belong in: taking one out
    /// of use must not let the rest of them through.
    fn covers_places(&self, rule: &TransferRule) -> bool {
        let rows = self.book.categories.iter().enumerate().filter(|(at, _)| rule.categories.contains(*at));
        rows.into_iter().all(|(_, category)| match category.placement {
            Placement::Within(mask) => mask.is_subset(rule.from),
            Placement::Home | Placement::Organization => true,
        })
    }

    /// True if `from` has no region in use that the zones and shared stores of the categories have not: a region that a
    /// zone or a list has lost must not turn what was in place into a transfer, nor spare it the law of that region.
    fn within_places(&self, rule: &TransferRule) -> bool {
        let from = rule.from.intersection(self.book.available);
        let rows = self.book.categories.iter().enumerate().filter(|(at, _)| rule.categories.contains(*at));
        rows.into_iter().all(|(_, category)| match category.placement {
            Placement::Within(mask) => from.is_subset(mask),
            Placement::Home | Placement::Organization => true,
        })
    }

    /// True if for some category and home the data does not belong at `to` and `from` covers where it does.
    fn leads_somewhere(&self, rule: &TransferRule) -> bool {
        let rows = self.book.categories.iter().enumerate().filter(|(at, _)| rule.categories.contains(*at));
        let to = rule.to.intersection(self.book.available);
        let from = rule.from.intersection(self.book.available);
        rows.into_iter().any(|(_, category)| match category.placement {
            Placement::Within(mask) => {
                mask.is_subset(rule.from) && !to.without(mask).intersection(category.fit).is_empty()
            }
            Placement::Home | Placement::Organization => {
                from.iter().any(|home| !to.without(Mask::of(home)).intersection(category.fit).is_empty())
            }
        })
    }

    fn role_set(&mut self, list: &'d [String], path: &str, advice: &'static str) -> Mask {
        let names: Vec<RoleName> = self.book.roles.iter().map(|rule| rule.name).collect();
        let position = |text: &str| {
            let name = RoleName::parse(text).ok()?;
            names.iter().position(|other| *other == name)
        };
        self.some_words(list, path, position, "unknown_role", advice).into_iter().collect()
    }

    fn recipient(&mut self, field: Option<&'d String>, path: &str) -> Option<usize> {
        let names: Vec<RecipientName> = self.book.recipients.iter().map(|rule| rule.name).collect();
        let position = |text: &str| {
            let name = RecipientName::parse(text).ok()?;
            names.iter().position(|other| *other == name)
        };
        self.parsed(
            field,
            path,
            position,
            "unknown_recipient",
            "expected a recipient listed under recipients",
        )
    }

    pub(crate) fn conditions(&mut self, list: &'d [String], path: &str) -> Mask {
        let known = |text: &str| Condition::parse(text).ok().filter(Condition::is_known);
        let advice = "expected conditions that the law's tables ask for, such as scc-signed or dpf-listed";
        let conditions = self.words(list, path, known, "unknown_condition", advice);
        conditions.into_iter().filter_map(|condition| self.book.law.condition(condition)).collect()
    }

    fn period(&mut self, since: Option<&'d String>, until: Option<&'d String>, path: &str) -> Option<Period> {
        let advice = "expected an instant in UTC: 2026-11-21 or 2026-11-21T12:00:00Z";
        let since = self.parsed(since, &format!("{path}.since"), instant::parse, "invalid_instant", advice);
        let until = self.parsed(until, &format!("{path}.until"), instant::parse, "invalid_instant", advice);
        let period = Period::new(since?, Some(until?));
        if period.is_none() {
            self.error(format!("{path}.until"), "empty_period", "expected an end after the start");
        }
        period
    }
}

fn span(row: &BreakGlassRow) -> Option<u64> {
    let since = instant::parse(row.since.as_ref()?)?;
    Some(instant::parse(row.until.as_ref()?)?.secs_since(since))
}

/// Seven days, in seconds.
const LONGEST_GRANT: u64 = 604_800;
