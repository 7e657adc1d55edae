//! What the two judges answered to all cells of the example documents, from files: `tests/data/answers_1/README.md` says
//! what stands in them.
#![cfg(feature = "serde")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use domicile::data::Categories;
use domicile::flow::{Delivery, NotAdmitted, Site, Stamp};
use domicile::law::{Act, LawEdition};
use domicile::policy::{Case, Endpoint, Fact, PolicyDocument, Question, RecipientName, RoleName, ScopeName};
use domicile::tenant::{Claims, Directory, Epoch, Mode, Plan, Residency, Resolved, Tenant, resolve};
use domicile::{DataCategory, Here, PolicyAt, Region, RegionCatalog, ResidencyPolicy, TenantId, UnixTime};

use crate::table::{Axis, Table};

const DOCUMENTS: [&str; 4] = ["tracklayer", "driftstack", "ontrackio", "sankofa"];

/// 2026-11-21.
const NOW: UnixTime = UnixTime::from_secs(1_795_219_200);

#[test]
fn the_full_judge_answers_as_it_did() {
    for name in DOCUMENTS {
        let tables = table::read(name, "decide");
        assert_eq!(names(&tables), ["cells", "doubts"], "{name}");
        agree(name, &tables);
    }
}

#[test]
fn the_short_judge_answers_as_it_did() {
    for name in DOCUMENTS {
        let tables = table::read(name, "permit");
        assert_eq!(names(&tables), ["permit", "road"], "{name}");
        agree(name, &tables);
    }
}

/// Writes the files anew: `BLESS=1 cargo test --test answers -- --ignored`, and nothing without `BLESS`, for the long run
/// takes ignored tests along. Not to be done once the judges have changed.
#[test]
#[ignore = "writes the files that the other tests read"]
fn write_the_files() {
    if std::env::var_os("BLESS").is_none() {
        return;
    }
    for name in DOCUMENTS {
        let service = Service::new(name);
        let cells = service.answered("cells", cells_axes(&service.document), 4);
        let doubts = service.answered("doubts", doubts_axes(&service, &cells), 2);
        table::write(name, "decide", &[cells, doubts]);
        let permit = service.answered("permit", permit_axes(&service.document), 4);
        let road = service.answered("road", road_axes(&service.document), 5);
        table::write(name, "permit", &[permit, road]);
    }
}

/// Holds tables against the judges of today: same axes as the document has now, same answer in every cell.
fn agree(name: &'static str, tables: &[Table]) {
    let service = Service::new(name);
    for table in tables {
        let expected = match table.header.table.as_str() {
            "cells" => cells_axes(&service.document),
            "doubts" => doubts_axes(&service, &tables[0]),
            "permit" => permit_axes(&service.document),
            "road" => road_axes(&service.document),
            other => panic!("no such table: {other}"),
        };
        assert_eq!(table.header.axes, expected, "{name}: the axes");
        assert_eq!(table.header.policy, service.policy.fingerprint().to_string(), "{name}: the document");
        let differences =
            service.with_judge(&table.header.table, &table.header.axes, |judge| differences(table, judge));
        assert!(differences.is_empty(), "{name}, {}: {differences:#?}", table.header.table);
    }
}

/// Each kind of difference, `answer in the file -> answer now`, with how many cells differ so and the first of them.
fn differences(table: &Table, mut judge: impl FnMut(&[usize]) -> Said) -> BTreeMap<String, (u64, String)> {
    let mut found: BTreeMap<String, (u64, String)> = BTreeMap::new();
    table.for_each(|at, answer| {
        let now = judge(at);
        if !now.is(answer) {
            let kind = format!("{answer} -> {now}");
            found.entry(kind).or_insert_with(|| (0, table.describe(at))).0 += 1;
        }
    });
    found
}

fn names(tables: &[Table]) -> Vec<&str> {
    tables.iter().map(|table| table.header.table.as_str()).collect()
}

/// `permit`, `refuse` or `retry`, and the stable code.
#[derive(Clone, Copy)]
struct Said(&'static str, &'static str);

impl Said {
    fn is(self, text: &str) -> bool {
        text.split_once('/') == Some((self.0, self.1))
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.0, self.1)
    }
}

// What is asked: the axes of each table.

fn cells_axes(document: &PolicyDocument) -> Vec<Axis> {
    let listed = Listed::of(document);
    let organizations = if listed.follows_organization { with(&listed.regions, [None]) } else { vec![None] };
    vec![
        axis("at", listed.instants),
        axis("home", listed.regions.clone()),
        axis("here", listed.regions),
        axis("act", Act::ALL.iter().map(|act| some(act.as_str())).collect()),
        axis("category", listed.categories),
        axis("plan", with(&listed.plans, [None])),
        axis("role", listed.roles),
        axis("scope", listed.scopes),
        axis("organization", organizations),
        axis("recipient", with(&listed.recipients, [None])),
        axis("endpoint", vec![some("regional"), some("global")]),
    ]
}

/// A few cells as bases, and two facts of each replaced, one after the other.
fn doubts_axes(service: &Service, cells: &Table) -> Vec<Axis> {
    let mut changes = vec![None];
    let states = ["-", "?ambiguous", "?stale", "?unavailable"];
    changes.extend(["informational"].iter().chain(&states).map(|state| Some(format!("mode={state}"))));
    for name in CASE {
        changes.extend(states.iter().map(|state| Some(format!("{name}={state}"))));
    }
    changes.extend([some("facts_until=+0"), some("facts_until=+1")]);
    vec![
        axis("at", Listed::of(&service.document).instants),
        axis("base", service.bases(cells)),
        axis("first", changes.clone()),
        axis("second", changes),
    ]
}

fn permit_axes(document: &PolicyDocument) -> Vec<Axis> {
    let listed = Listed::of(document);
    let doubts = [None, some("?ambiguous"), some("?stale"), some("?unavailable")];
    let modes = [some("enforced"), some("informational")];
    vec![
        axis("at", listed.instants),
        axis("facts_until", vec![None, some("+0"), some("+1")]),
        axis("home", with(&listed.regions, doubts.clone())),
        axis("here", with(&listed.regions, doubts.clone())),
        axis("mode", with(&modes, doubts.clone())),
        axis("plan", with(&listed.plans, doubts)),
        axis("scope", with(&listed.scopes, [None])),
    ]
}

fn road_axes(document: &PolicyDocument) -> Vec<Axis> {
    let listed = Listed::of(document);
    let mut sets = vec![some("")];
    sets.extend(listed.categories.iter().cloned());
    let known: Vec<&str> = listed.categories.iter().flatten().map(String::as_str).collect();
    sets.push(Some(known[..known.len() - 1].join(" ")));
    sets.push(Some(known.join(" ")));
    vec![
        axis("step", ["route", "admit", "admit_resolved", "deliver"].map(some).to_vec()),
        axis("at", listed.instants),
        axis("lease", ["holds", "ends"].map(some).to_vec()),
        axis("home", listed.regions.clone()),
        axis("here", listed.regions),
        axis("mode", ["enforced", "informational"].map(some).to_vec()),
        axis("plan", with(&listed.plans, [None])),
        axis("scope", with(&listed.scopes, [None])),
        axis("declared", sets),
    ]
}

/// The facts of a case that the axes and the bases name, in this order.
const CASE: [&str; 10] =
    ["home", "here", "act", "category", "plan", "role", "scope", "organization", "recipient", "endpoint"];

/// What a document lists, in its order, and after it one value of each kind that it does not list.
struct Listed {
    instants: Vec<Option<String>>,
    regions: Vec<Option<String>>,
    categories: Vec<Option<String>>,
    plans: Vec<Option<String>>,
    roles: Vec<Option<String>>,
    scopes: Vec<Option<String>>,
    recipients: Vec<Option<String>>,
    follows_organization: bool,
}

impl Listed {
    fn of(document: &PolicyDocument) -> Self {
        let plans = document.plans.iter().map(|row| row.plan.clone());
        let scopes = document.scopes.iter().map(|row| row.scope.clone());
        let follows =
            |row: &domicile::policy::CategoryRow| row.placement.as_deref() == Some("follow-organization");
        Self {
            instants: instants(document),
            regions: listed(document.regions.iter().map(|row| row.region.clone()), "mx-central-1"),
            categories: listed(document.categories.iter().map(|row| row.category.clone()), "unheard.of"),
            plans: listed(plans.filter(|plan| plan.as_deref() != Some("*")), "stranger"),
            roles: listed(document.roles.iter().map(|row| row.role.clone()), "stranger"),
            scopes: listed(std::iter::once(some("platform")).chain(scopes), "stranger"),
            recipients: listed(document.recipients.iter().map(|row| row.recipient.clone()), "stranger"),
            follows_organization: document.categories.iter().any(follows),
        }
    }
}

/// The asked instant, the last and the first second on either side of the law's review, and of each period's ends.
fn instants(document: &PolicyDocument) -> Vec<Option<String>> {
    let papers = document.transfers.iter().map(|row| (&row.since, &row.until));
    let grants = document.break_glass.iter().map(|row| (&row.since, &row.until));
    let ends = papers.chain(grants).flat_map(|(since, until)| [since.as_deref(), until.as_deref()]);
    let ends = ends.flatten().map(instant).chain([LawEdition::builtin().edition().review_by()]);
    let mut all: Vec<UnixTime> = ends.flat_map(|end| [before(end), end]).chain([NOW]).collect();
    all.sort_unstable();
    all.dedup();
    all.iter().map(|at| Some(at.to_string())).collect()
}

fn listed(names: impl Iterator<Item = Option<String>>, stranger: &str) -> Vec<Option<String>> {
    names.chain([some(stranger)]).collect()
}

fn with<const N: usize>(values: &[Option<String>], more: [Option<String>; N]) -> Vec<Option<String>> {
    values.iter().cloned().chain(more).collect()
}

fn axis(name: &str, values: Vec<Option<String>>) -> Axis {
    Axis { name: name.to_owned(), values }
}

#[expect(clippy::unnecessary_wraps, reason = "a value of an axis")]
fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

// Who is asked: today's judges.

struct Service {
    name: &'static str,
    document: PolicyDocument,
    policy: ResidencyPolicy,
}

impl Service {
    fn new(name: &'static str) -> Self {
        let path = format!("{}/examples/data/{name}.policy.toml", env!("CARGO_MANIFEST_DIR"));
        let document: PolicyDocument = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let policy = document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap();
        Self { name, document, policy }
    }

    fn answered(&self, table: &str, axes: Vec<Axis>, line: usize) -> Table {
        let names = [self.name, table, &self.policy.fingerprint().to_string()];
        let asked = axes.clone();
        self.with_judge(table, &asked, |judge| Table::answered(names, axes, line, judge))
    }

    fn with_judge<T>(
        &self,
        table: &str,
        axes: &[Axis],
        then: impl FnOnce(&mut dyn FnMut(&[usize]) -> Said) -> T,
    ) -> T {
        match table {
            "cells" => then(&mut self.cells(axes)),
            "doubts" => then(&mut self.doubts(axes)),
            "permit" => then(&mut self.permit(axes)),
            "road" => then(&mut self.road(axes)),
            other => panic!("no such table: {other}"),
        }
    }

    fn decided(&self, case: &Case<'_>, at: UnixTime) -> Said {
        let ruling = self.policy.at(at);
        let ruling = ruling.decide(case).unwrap();
        Said(ruling.answer().as_str(), ruling.code())
    }

    fn cells<'a>(&'a self, axes: &[Axis]) -> impl FnMut(&[usize]) -> Said + use<'a> {
        let instants = known(&axes[0], instant);
        let (homes, heres, acts) = (facts(&axes[1]), facts(&axes[2]), facts(&axes[3]));
        let (categories, plans, roles) = (facts(&axes[4]), facts(&axes[5]), facts(&axes[6]));
        let (scopes, organizations, recipients) = (facts(&axes[7]), facts(&axes[8]), facts(&axes[9]));
        let endpoints = facts(&axes[10]);
        move |at| {
            let mut case = Case::unknown();
            case.mode = Fact::Known(Mode::Enforced);
            (case.home, case.here, case.act) = (homes[at[1]], heres[at[2]], acts[at[3]]);
            (case.category, case.plan, case.role) = (categories[at[4]], plans[at[5]], roles[at[6]]);
            (case.scope, case.organization) = (scopes[at[7]], organizations[at[8]]);
            (case.recipient, case.endpoint) = (recipients[at[9]], endpoints[at[10]]);
            self.decided(&case, instants[at[0]])
        }
    }

    fn doubts<'a>(&'a self, axes: &[Axis]) -> impl FnMut(&[usize]) -> Said + use<'a> {
        let instants = known(&axes[0], instant);
        let bases: Vec<Case<'_>> = known(&axes[1], based);
        let changes = axes[2].values.clone();
        move |at| {
            let mut case = bases[at[1]];
            for change in [&changes[at[2]], &changes[at[3]]].into_iter().flatten() {
                let (name, value) = change.split_once('=').unwrap();
                set(&mut case, name, value, instants[at[0]]);
            }
            self.decided(&case, instants[at[0]])
        }
    }

    /// Of every answer at [`NOW`], at home and elsewhere, the first cell; and the first permitted cell of every act and
    /// every category, for each transfer that carries it and for none.
    fn bases(&self, cells: &Table) -> Vec<Option<String>> {
        let mut seen = BTreeSet::new();
        let mut bases = Vec::new();
        let now = cells.header.axes[0].values.iter().position(|at| *at == Some(NOW.to_string())).unwrap();
        cells.for_each(|at, answer| {
            if at[0] != now {
                return;
            }
            let text: Vec<&str> = cells.values(at).skip(1).map(|(_, value)| value.unwrap_or("-")).collect();
            let kind = |what: &str| {
                let way = if text[0] == text[1] { "at home" } else { "elsewhere" };
                format!("{answer} {way} {what}")
            };
            let kinds = if answer == "permit/permitted" {
                let way = self.transfer(&based(&text.join(" "))).unwrap_or("in place");
                vec![kind(&format!("{way} {}", text[2])), kind(&format!("{way} {}", text[3]))]
            } else {
                vec![kind("")]
            };
            if kinds.iter().any(|kind| !seen.contains(kind)) {
                seen.extend(kinds);
                bases.push(Some(text.join(" ")));
            }
        });
        bases
    }

    /// The name of the transfer on which the answer to a case rests.
    fn transfer(&self, case: &Case<'_>) -> Option<&str> {
        self.policy.at(NOW).decide(case)?.transfer().map(|(_, name)| name)
    }

    fn permit<'a>(&'a self, axes: &[Axis]) -> impl FnMut(&[usize]) -> Said + use<'a> {
        let instants = known(&axes[0], instant);
        let ends = axes[1].values.clone();
        let (homes, heres, modes) = (facts(&axes[2]), facts(&axes[3]), facts(&axes[4]));
        let (plans, scopes) = (facts(&axes[5]), facts::<ScopeName>(&axes[6]));
        move |at| {
            let now = instants[at[0]];
            let mut question = Question::unknown();
            question.facts_until = ends[at[1]].as_deref().map(|end| later(now, end));
            (question.home, question.here) = (homes[at[2]], heres[at[3]]);
            (question.mode, question.plan) = (modes[at[4]], plans[at[5]]);
            let decision = self.asked(now, scopes[at[6]]).permit(&question);
            Said(decision.as_str(), decision.code())
        }
    }

    fn asked(&self, at: UnixTime, scope: Fact<ScopeName>) -> PolicyAt<'_> {
        let policy = self.policy.at(at);
        scope.known().map_or(policy, |scope| policy.in_scope(scope))
    }

    fn road<'a>(&'a self, axes: &[Axis]) -> impl FnMut(&[usize]) -> Said + use<'a> {
        let steps = axes[0].values.clone();
        let instants = known(&axes[1], instant);
        let ends: Vec<bool> = known(&axes[2], |lease| lease == "ends");
        let (homes, heres) = (facts(&axes[3]), facts(&axes[4]));
        let (modes, plans) = (facts(&axes[5]), facts(&axes[6]));
        let scopes = facts::<ScopeName>(&axes[7]);
        let sets = known(&axes[8], declared);
        let tenants: Vec<Tenant> = (0..homes.len())
            .flat_map(|home| (0..modes.len()).map(move |mode| (home, mode)))
            .flat_map(|(home, mode)| (0..plans.len()).map(move |plan| [home, mode, plan]))
            .map(|at| tenant(at, homes[at[0]], modes[at[1]], plans[at[2]]))
            .collect();
        let directory = |until: UnixTime| {
            let mut builder = Directory::builder();
            builder.extend(tenants.iter().copied());
            builder.build(Epoch::new(1), until).unwrap()
        };
        let directories: Vec<[Directory; 2]> =
            instants.iter().map(|now| [directory(now.plus_secs(60)), directory(*now)]).collect();
        move |at| {
            let now = instants[at[1]];
            let (home, here) = (homes[at[3]].known().unwrap(), heres[at[4]].known().unwrap());
            let directory = &directories[at[1]][usize::from(ends[at[2]])];
            let tenant = tenant_id([at[3], at[5], at[6]]);
            let earlier = resolve(&Claims::tenant(&tenant), directory, before(now)).unwrap();
            let road = Road { home, here, set: &sets[at[8]], resolved: &earlier, directory };
            let (judge, judge_before) =
                (self.asked(now, scopes[at[7]]), self.asked(before(now), scopes[at[7]]));
            match steps[at[0]].as_deref() {
                Some("route") => road.route(judge),
                Some("admit") => road.admit(judge),
                Some("admit_resolved") => road.admit_resolved(judge),
                Some("deliver") => road.deliver(judge_before, judge),
                other => panic!("no such step: {other:?}"),
            }
        }
    }
}

/// One event of one tenant.
struct Road<'a> {
    home: Region,
    here: Region,
    set: &'a Categories,
    /// The tenant as it was resolved one second before.
    resolved: &'a Resolved,
    directory: &'a Directory,
}

impl Road<'_> {
    fn route(&self, judge: PolicyAt<'_>) -> Said {
        use domicile::flow::RouteError;
        match judge.route(self.resolved, self.set, &[site(self.here)]) {
            Ok(routed) => {
                assert_eq!(routed.site().region(), self.here);
                PERMITTED
            }
            Err(RouteError::Refused(refused)) => Said("refuse", refused.code()),
            Err(RouteError::Retry(deferral)) => Said("retry", deferral.code()),
        }
    }

    fn admit(&self, judge: PolicyAt<'_>) -> Said {
        match judge.admit(&self.stamp(self.here, judge), self.directory, Here(self.here)) {
            Ok(_) => PERMITTED,
            Err(error) => not_admitted(&error),
        }
    }

    fn admit_resolved(&self, judge: PolicyAt<'_>) -> Said {
        let stamp = self.stamp(self.here, judge);
        match judge.admit_resolved::<()>(&stamp, self.resolved, Here(self.here)) {
            Ok(_) => PERMITTED,
            Err(error) => not_admitted(&error),
        }
    }

    /// Admitted at home a second before, delivered from here.
    fn deliver(&self, judge_before: PolicyAt<'_>, judge: PolicyAt<'_>) -> Said {
        let stamp = self.stamp(self.home, judge);
        let Ok(admitted) = judge_before.admit(&stamp, self.directory, Here(self.home)) else {
            return Said("none", "not_admitted");
        };
        match judge.deliver(admitted, &[site(self.here)]) {
            Delivery::Deliver(deliver) => {
                assert_eq!(deliver.endpoint().region(), self.here);
                PERMITTED
            }
            Delivery::Drop(rejection) => Said("refuse", rejection.code()),
            Delivery::Retry(deferral) => Said("retry", deferral.code()),
        }
    }

    /// The stamp of an event that is bound to its home and lies on the queue where it is admitted.
    fn stamp(&self, queue: Region, judge: PolicyAt<'_>) -> Stamp {
        let stamp = serde_json::json!({
            "version": 1, "event_id": "e", "tenant": self.resolved.id(), "bound": self.home, "queue": queue,
            "categories": self.set, "policy": judge.policy().fingerprint(),
        });
        serde_json::from_value(stamp).unwrap()
    }
}

const PERMITTED: Said = Said("permit", "permitted");

fn not_admitted<E>(error: &NotAdmitted<E>) -> Said {
    match error {
        NotAdmitted::Refused(rejection) => Said("refuse", rejection.code()),
        NotAdmitted::Retry(pending) => Said("retry", pending.code()),
    }
}

fn site(region: Region) -> Site {
    Site::new("site", region).unwrap()
}

/// The tenant at a position on the axes home, mode and plan.
fn tenant(at: [usize; 3], home: Fact<Region>, mode: Fact<Mode>, plan: Fact<Plan>) -> Tenant {
    let home = home.known().unwrap();
    let residency = match mode.known().unwrap() {
        Mode::Enforced => Residency::enforced(home),
        Mode::Informational => Residency::informational(home),
    };
    let tenant = Tenant::new(tenant_id(at), residency);
    plan.known().map_or(tenant, |plan| tenant.on_plan(plan))
}

fn tenant_id([home, mode, plan]: [usize; 3]) -> TenantId {
    TenantId::parse(&format!("t-{home}-{mode}-{plan}")).unwrap()
}

// What the texts of the axes mean.

/// A value that an axis names.
trait Named: Sized {
    fn named(text: &str) -> Self;
}

macro_rules! named {
    ($($type:ty: $parse:expr;)*) => {$(
        impl Named for $type {
            fn named(text: &str) -> Self {
                $parse(text).unwrap()
            }
        }
    )*};
}

named! {
    Region: str::parse::<Region>;
    Act: Act::parse;
    DataCategory: DataCategory::parse;
    Plan: Plan::parse;
    RoleName: RoleName::parse;
    ScopeName: ScopeName::parse;
    RecipientName: RecipientName::parse;
    Endpoint: |text| [Endpoint::Regional, Endpoint::Global].into_iter().find(|one| one.as_str() == text);
    Mode: |text| [Mode::Enforced, Mode::Informational].into_iter().find(|one| one.as_str() == text);
}

fn facts<T: Named>(axis: &Axis) -> Vec<Fact<T>> {
    axis.values.iter().map(|value| fact(value.as_deref().unwrap_or("-"))).collect()
}

/// `-` is absent, a question mark begins a doubt.
fn fact<T: Named>(text: &str) -> Fact<T> {
    match text {
        "-" => Fact::Absent,
        "?ambiguous" => Fact::Ambiguous,
        "?stale" => Fact::Stale,
        "?unavailable" => Fact::Unavailable,
        _ => Fact::Known(T::named(text)),
    }
}

fn known<T>(axis: &Axis, read: impl Fn(&str) -> T) -> Vec<T> {
    axis.values.iter().map(|value| read(value.as_deref().unwrap())).collect()
}

fn declared(text: &str) -> Categories {
    text.split_whitespace().map(DataCategory::named).collect()
}

fn based(text: &str) -> Case<'static> {
    let mut case = Case::unknown();
    case.mode = Fact::Known(Mode::Enforced);
    let values: Vec<&str> = text.split(' ').collect();
    assert_eq!(values.len(), CASE.len(), "{text}");
    for (name, value) in CASE.iter().zip(values) {
        set(&mut case, name, value, NOW);
    }
    case
}

fn set(case: &mut Case<'_>, name: &str, value: &str, now: UnixTime) {
    match name {
        "home" => case.home = fact(value),
        "here" => case.here = fact(value),
        "mode" => case.mode = fact(value),
        "act" => case.act = fact(value),
        "category" => case.category = fact(value),
        "plan" => case.plan = fact(value),
        "role" => case.role = fact(value),
        "scope" => case.scope = fact(value),
        "organization" => case.organization = fact(value),
        "recipient" => case.recipient = fact(value),
        "endpoint" => case.endpoint = fact(value),
        "facts_until" => case.facts_until = Some(later(now, value)),
        other => panic!("no such fact: {other}"),
    }
}

/// `+1` is one second after `now`.
fn later(now: UnixTime, text: &str) -> UnixTime {
    now.plus_secs(text.strip_prefix('+').unwrap().parse().unwrap())
}

fn before(at: UnixTime) -> UnixTime {
    UnixTime::from_secs(at.as_secs() - 1)
}

/// `2026-11-21` or `2026-11-21T12:00:00Z`.
fn instant(text: &str) -> UnixTime {
    let number = |range: std::ops::Range<usize>| text[range].parse::<u64>().unwrap();
    let day = UnixTime::from_date(number(0..4) as u16, number(5..7) as u8, number(8..10) as u8).unwrap();
    if text.len() == 10 {
        return day;
    }
    day.plus_secs(number(11..13) * 3600 + number(14..16) * 60 + number(17..19))
}

/// The files: tables of answers over the product of their axes. Knows nothing of judges.
mod table {
    use std::fmt::Write as _;
    use std::io::{Read as _, Write as _};

    use flate2::Compression;
    use flate2::read::GzDecoder;
    use flate2::write::GzEncoder;
    use serde::{Deserialize, Serialize};

    /// One table: its header, and its lines as they stand in the file.
    pub(crate) struct Table {
        pub(crate) header: Header,
        lines: Vec<String>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(crate) struct Header {
        format: u32,
        document: String,
        pub(crate) table: String,
        /// The fingerprint of the policy that was asked.
        pub(crate) policy: String,
        pub(crate) axes: Vec<Axis>,
        /// How many axes, from the left, tell the lines apart.
        line_axes: usize,
        lines: usize,
        cells: u64,
        /// `decision/code`; the first is `A` in the lines.
        answers: Vec<String>,
    }

    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(crate) struct Axis {
        pub(crate) name: String,
        pub(crate) values: Vec<Option<String>>,
    }

    const LETTERS: &[u8; 52] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    impl Table {
        /// Asks every cell.
        pub(crate) fn answered<A: std::fmt::Display>(
            [document, table, policy]: [&str; 3],
            axes: Vec<Axis>,
            line_axes: usize,
            mut judge: impl FnMut(&[usize]) -> A,
        ) -> Self {
            let mut answers: Vec<String> = Vec::new();
            let mut lines = Vec::new();
            let mut runs: Vec<(usize, u64)> = Vec::new();
            let width: usize = axes[line_axes..].iter().map(|axis| axis.values.len()).product();
            let (mut cells, mut left) = (0, width);
            product(&axes, |at| {
                let answer = judge(at).to_string();
                let letter = answers.iter().position(|one| *one == answer).unwrap_or_else(|| {
                    answers.push(answer);
                    answers.len() - 1
                });
                match runs.last_mut() {
                    Some((last, count)) if *last == letter => *count += 1,
                    _ => runs.push((letter, 1)),
                }
                cells += 1;
                left -= 1;
                if left == 0 {
                    lines.push(line(&std::mem::take(&mut runs)));
                    left = width;
                }
            });
            let [document, table, policy] = [document, table, policy].map(str::to_owned);
            let header = Header {
                format: 1,
                document,
                table,
                policy,
                axes,
                line_axes,
                lines: lines.len(),
                cells,
                answers,
            };
            Self { header, lines }
        }

        /// Every cell in order: its position on each axis, and its answer. Panics unless there is exactly one answer to
        /// each.
        pub(crate) fn for_each(&self, mut see: impl FnMut(&[usize], &str)) {
            let runs = self.lines.iter().flat_map(|line| read_line(line));
            let mut answers = runs.flat_map(|(letter, count)| (0..count).map(move |_| letter));
            let mut cells = 0;
            product(&self.header.axes, |at| {
                cells += 1;
                let letter = answers.next().expect("an answer to every cell");
                see(at, &self.header.answers[letter]);
            });
            assert_eq!((cells, answers.next()), (self.header.cells, None), "one answer to each cell");
        }

        /// The name and the value of each axis at a cell.
        pub(crate) fn values<'a>(
            &'a self,
            at: &'a [usize],
        ) -> impl Iterator<Item = (&'a str, Option<&'a str>)> {
            let axes = self.header.axes.iter().zip(at);
            axes.map(|(axis, at)| (axis.name.as_str(), axis.values[*at].as_deref()))
        }

        pub(crate) fn describe(&self, at: &[usize]) -> String {
            let values = self.values(at).map(|(name, value)| format!("{name}={}", value.unwrap_or("-")));
            values.collect::<Vec<_>>().join(", ")
        }
    }

    /// The tables about a document, of one judge.
    pub(crate) fn read(document: &str, judge: &str) -> Vec<Table> {
        let file = std::fs::File::open(path(document, judge)).unwrap();
        let mut text = String::new();
        GzDecoder::new(file).read_to_string(&mut text).unwrap();
        let mut tables = Vec::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let header: Header = serde_json::from_str(line).unwrap();
            assert_eq!((header.format, header.document.as_str()), (1, document));
            let lines: Vec<String> = lines.by_ref().take(header.lines).map(str::to_owned).collect();
            assert_eq!(lines.len(), header.lines, "{document} {}: cut off", header.table);
            tables.push(Table { header, lines });
        }
        tables
    }

    pub(crate) fn write(document: &str, judge: &str, tables: &[Table]) {
        let mut text = String::new();
        for table in tables {
            writeln!(text, "{}", serde_json::to_string(&table.header).unwrap()).unwrap();
            for line in &table.lines {
                writeln!(text, "{line}").unwrap();
            }
        }
        // No name and no time stand in the header of a file written so: same text, same bytes.
        let file = std::fs::File::create(path(document, judge)).unwrap();
        let mut encoder = GzEncoder::new(file, Compression::best());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap();
    }

    fn path(document: &str, judge: &str) -> String {
        format!("{}/tests/data/answers_1/{document}.{judge}.txt.gz", env!("CARGO_MANIFEST_DIR"))
    }

    /// Every position in the product of the axes; the last axis runs fastest.
    fn product(axes: &[Axis], mut see: impl FnMut(&[usize])) {
        assert!(axes.iter().all(|axis| !axis.values.is_empty()));
        let mut at = vec![0; axes.len()];
        loop {
            see(&at);
            let Some(next) = (0..axes.len()).rev().find(|axis| at[*axis] + 1 < axes[*axis].values.len())
            else {
                return;
            };
            at[next] += 1;
            at[next + 1..].fill(0);
        }
    }

    fn line(runs: &[(usize, u64)]) -> String {
        let mut text = String::new();
        for (letter, count) in runs {
            text.push(char::from(LETTERS[*letter]));
            if *count > 1 {
                write!(text, "{count}").unwrap();
            }
        }
        text
    }

    fn read_line(line: &str) -> Vec<(usize, u64)> {
        let mut runs = Vec::new();
        for byte in line.bytes() {
            match (LETTERS.iter().position(|letter| *letter == byte), runs.last_mut()) {
                (Some(letter), _) => runs.push((letter, 0)),
                (None, Some((_, count))) if byte.is_ascii_digit() => {
                    *count = *count * 10 + u64::from(byte - b'0')
                }
                (None, _) => panic!("expected letters and counts, not {line}"),
            }
        }
        runs.iter_mut().filter(|(_, count)| *count == 0).for_each(|(_, count)| *count = 1);
        runs
    }
}
