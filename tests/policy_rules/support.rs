//! A reference model of policy documents: plain, slow, and written from the documentation of the rows.
//!
//! It reads the document's texts anew for every question and asks the law directly. It shares no code with the
//! compiled form.

use domicile::data::{Categories, Sensitivities, Sensitivity};
use domicile::law::{Act, Condition, Ground, LawEdition, RecipientFacts, Transfer};
use domicile::place::Jurisdiction;
use domicile::policy::{Case, Endpoint, Fact, PolicyDocument, RecipientName, RoleName, ScopeName, ScopeRow};
use domicile::tenant::{Mode, Plan};
use domicile::time::Period;
use domicile::{DataCategory, Region, RegionCatalog, UnixTime};

pub(crate) const EXAMPLES: [&str; 4] = ["tracklayer", "driftstack", "ontrackio", "sankofa"];

/// 2026-11-21.
pub(crate) const NOW: UnixTime = UnixTime::from_secs(1_795_219_200);

pub(crate) fn text(name: &str) -> String {
    let path = format!("{}/examples/data/{name}.policy.toml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

pub(crate) fn document(name: &str) -> PolicyDocument {
    toml::from_str(&text(name)).unwrap()
}

/// What is asked, as a person would write it down; `None` is absent.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) home: Option<Region>,
    pub(crate) here: Option<Region>,
    pub(crate) act: Option<Act>,
    pub(crate) category: Option<DataCategory>,
    pub(crate) plan: Option<Plan>,
    pub(crate) role: Option<RoleName>,
    pub(crate) scope: Option<ScopeName>,
    pub(crate) organization: Option<Region>,
    pub(crate) recipient: Option<RecipientName>,
    pub(crate) endpoint: Option<Endpoint>,
}

impl Asked {
    pub(crate) fn case<'f>(&self, facts: &'f RecipientFacts) -> Case<'f> {
        let mut case = Case::unknown();
        case.home = Fact::from(self.home);
        case.here = Fact::from(self.here);
        case.mode = Fact::Known(Mode::Enforced);
        case.act = Fact::from(self.act);
        case.category = Fact::from(self.category);
        case.plan = Fact::from(self.plan);
        case.role = Fact::from(self.role);
        case.scope = Fact::from(self.scope);
        case.organization = Fact::from(self.organization);
        case.recipient = Fact::from(self.recipient);
        case.endpoint = Fact::from(self.endpoint);
        let mut whole: Case<'f> = case;
        whole.recipient_facts = facts;
        whole
    }
}

/// Every question about a document: all that it lists, and for each fact one value that it does not list.
pub(crate) fn questions(document: &PolicyDocument, mut ask: impl FnMut(&Asked)) {
    let outside = Region::MxCentral1;
    let mut regions: Vec<Region> =
        document.regions.iter().filter_map(|row| row.region.as_ref()?.parse().ok()).collect();
    regions.push(outside);
    let mut categories: Vec<DataCategory> = document
        .categories
        .iter()
        .filter_map(|row| DataCategory::parse(row.category.as_ref()?).ok())
        .collect();
    categories.push(DataCategory::parse("unheard.of").unwrap());
    let mut plans: Vec<Option<Plan>> =
        document.plans.iter().filter_map(|row| Plan::parse(row.plan.as_ref()?).ok()).map(Some).collect();
    plans.push(None);
    let mut roles: Vec<RoleName> =
        document.roles.iter().filter_map(|row| RoleName::parse(row.role.as_ref()?).ok()).collect();
    roles.push(RoleName::parse("nobody").unwrap());
    let mut scopes: Vec<ScopeName> =
        document.scopes.iter().filter_map(|row| ScopeName::parse(row.scope.as_ref()?).ok()).collect();
    scopes.push(ScopeName::PLATFORM);
    let mut recipients: Vec<Option<RecipientName>> =
        document.recipients.iter().map(|row| RecipientName::parse(row.recipient.as_ref()?).ok()).collect();
    recipients.push(None);
    let follows =
        document.categories.iter().any(|row| row.placement.as_deref() == Some("follow-organization"));
    for home in &regions {
        for here in &regions {
            for category in &categories {
                for plan in &plans {
                    for role in &roles {
                        for scope in &scopes {
                            let seats = if follows { regions.clone() } else { vec![*home] };
                            for organization in &seats {
                                for recipient in &recipients {
                                    for act in Act::ALL {
                                        let endpoints: &[Endpoint] = match act {
                                            Act::Deliver => &[Endpoint::Regional, Endpoint::Global],
                                            _ => &[Endpoint::Regional],
                                        };
                                        for endpoint in endpoints {
                                            ask(&Asked {
                                                home: Some(*home),
                                                here: Some(*here),
                                                act: Some(*act),
                                                category: Some(*category),
                                                plan: *plan,
                                                role: Some(*role),
                                                scope: Some(*scope),
                                                organization: Some(*organization),
                                                recipient: *recipient,
                                                endpoint: Some(*endpoint),
                                            });
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The reference model.
pub(crate) struct Model<'a> {
    pub(crate) document: &'a PolicyDocument,
    pub(crate) law: &'a LawEdition,
}

impl Model<'_> {
    /// Whether a question whose facts are all known, or absent, is permitted. In words:
    ///
    /// Everything asked must be known and listed. Home and here must be available. The plan may have the home, or
    /// every plan may. Home and here are in the scope's regions; the scope's sectors allow the category here; here
    /// satisfies all frameworks. Either the data belongs here, the role may do it, and the law of
    /// the country, asked about a transfer from it to itself, permits it, given what the region's row says; or a transfer of a running
    /// period covers everywhere the data belongs, here, the act, the category, the role and the recipient, the role
    /// may do it across, nobody reads across a full partition, and the law permits it on that ground or a firmer
    /// one. A delivery to a global endpoint needs the scope's fallback for the home.
    pub(crate) fn permits(&self, asked: &Asked, facts: &RecipientFacts, now: UnixTime) -> bool {
        self.all(asked, facts, now).is_some()
    }

    fn all(&self, asked: &Asked, facts: &RecipientFacts, now: UnixTime) -> Option<()> {
        let (home, here, act) = (asked.home?, asked.here?, asked.act?);
        let category = self
            .document
            .categories
            .iter()
            .find(|row| is(&row.category, asked.category.unwrap().as_str()))?;
        let role = self.document.roles.iter().find(|row| is(&row.role, asked.role.unwrap().as_str()))?;
        let chain = self.chain(asked.scope?.as_str())?;
        hold(self.is_available(home) && self.is_available(here))?;
        let may_have = |row: &&domicile::policy::PlanRow| {
            let plan = asked.plan.map(|plan| plan.to_string());
            is(&row.plan, "*") || (plan.is_some() && row.plan == plan)
        };
        hold(self.document.plans.iter().filter(may_have).any(|row| self.within(home, &row.regions)))?;
        hold(chain.iter().all(|row| self.within(home, &row.regions) && self.within(here, &row.regions)))?;
        for sector in chain.iter().flat_map(|row| stated(&row.sectors)) {
            let row = self.document.sectors.iter().find(|row| is(&row.sector, sector))?;
            hold(!covers(&row.categories, asked.category?) || self.within(here, &row.regions))?;
        }
        let frameworks = chain.iter().flat_map(|row| stated(&row.frameworks));
        let frameworks =
            frameworks.chain(stated(&self.document.frameworks)).chain(stated(&category.frameworks));
        let row = self.region(here)?;
        hold(frameworks.into_iter().all(|framework| row.frameworks.iter().any(|one| one == framework)))?;
        if act == Act::Deliver {
            match asked.endpoint? {
                Endpoint::Regional => {}
                Endpoint::Global => hold(self.may_fall_back(home, &chain))?,
            }
        }
        let place = self.place(category, home, asked)?;
        if place.contains(&here) {
            hold(role.acts.iter().any(|one| one == act.as_str()))?;
            return hold(self.may_stay(here, act, asked.category?, facts, now));
        }
        hold(role.across.iter().any(|one| one == act.as_str()))?;
        let levels = chain.iter().map(|row| &row.enforcement).chain([&self.document.enforcement]);
        let is_open = levels.into_iter().all(|level| is(level, "best-effort"));
        hold(act != Act::RemoteRead || is_open)?;
        hold(self.transfers().iter().any(|row| self.carries(row, asked, &place, facts, now)))
    }

    fn may_stay(
        &self,
        here: Region,
        act: Act,
        category: DataCategory,
        facts: &RecipientFacts,
        now: UnixTime,
    ) -> bool {
        let mut known = facts.clone();
        let always = Period::new(UnixTime::from_secs(0), None).unwrap();
        for condition in &self.region(here).unwrap().conditions {
            known = known.with(Condition::parse(condition).unwrap(), always);
        }
        let (set, what): (Categories, _) = ([category].into_iter().collect(), self.sensitivities(category));
        let country = self.country(here);
        if country.is_none() {
            // HDS, SGB V, HIPAA and DORA are what the tables have of demands on data that stays.
            return ![Sensitivity::Health, Sensitivity::Credit, Sensitivity::Payment]
                .into_iter()
                .any(|one| what.contains(one));
        }
        let transfer =
            Transfer::new(country, country, act, &set).with_sensitivities(what).to_recipient(&known);
        self.law.judge(&transfer, now).is_permitted()
    }

    fn carries(
        &self,
        row: &Row<'_>,
        asked: &Asked,
        place: &[Region],
        facts: &RecipientFacts,
        now: UnixTime,
    ) -> bool {
        let (Some(here), Some(act), Some(category)) = (asked.here, asked.act, asked.category) else {
            return false;
        };
        let is_running = instant(row.since) <= now && now < instant(row.until);
        let speaks = is_running
            && place.iter().all(|from| self.within(*from, row.from))
            && self.within(here, row.to)
            && row.acts.iter().any(|one| one == act.as_str())
            && covers(row.categories, category)
            && row.roles.iter().any(|role| **role == *asked.role.unwrap().as_str())
            && asked.recipient.is_some_and(|recipient| *row.recipient == *recipient.as_str());
        let mut known = facts.clone();
        let always = Period::new(UnixTime::from_secs(0), None).unwrap();
        for condition in row.conditions {
            known = known.with(Condition::parse(condition).unwrap(), always);
        }
        let set: Categories = [category].into_iter().collect();
        speaks
            && place.iter().all(|from| {
                let transfer = Transfer::new(self.country(*from), self.country(here), act, &set)
                    .with_sensitivities(self.sensitivities(category))
                    .to_recipient(&known);
                let verdict = self.law.judge(&transfer, now);
                let ground = Ground::parse(row.ground).unwrap();
                verdict.is_permitted() && verdict.ground().is_some_and(|found| found <= ground)
            })
    }

    fn place(&self, row: &domicile::policy::CategoryRow, home: Region, asked: &Asked) -> Option<Vec<Region>> {
        let available =
            |regions: Vec<Region>| regions.into_iter().filter(|region| self.is_available(*region)).collect();
        match row.placement.as_deref()? {
            "follow-home" => Some(vec![home]),
            "follow-organization" => {
                let seat = asked.organization?;
                self.is_available(seat).then(|| vec![seat])
            }
            "fixed-zone" => {
                let in_zone = self.document.regions.iter().filter(|other| other.zone == row.zone);
                Some(available(in_zone.filter_map(|other| other.region.as_ref()?.parse().ok()).collect()))
            }
            "shared" => {
                let all =
                    self.document.regions.iter().filter_map(|other| other.region.as_ref()?.parse().ok());
                Some(available(all.filter(|region| self.within(*region, &row.regions)).collect()))
            }
            _ => None,
        }
    }

    fn may_fall_back(&self, home: Region, chain: &[&ScopeRow]) -> bool {
        let Some(row) = &self.document.endpoint_fallback else { return false };
        is(&row.mode, "deliver-and-record")
            && self.within(home, &row.regions)
            && chain.iter().all(|scope| is(&scope.fallback, "deliver-and-record"))
    }

    /// The scope and those above it, the platform left out.
    fn chain(&self, scope: &str) -> Option<Vec<&ScopeRow>> {
        if scope == "platform" {
            return Some(Vec::new());
        }
        let row = self.document.scopes.iter().find(|row| is(&row.scope, scope))?;
        let above = row
            .within
            .as_ref()
            .map(|name| self.document.scopes.iter().find(|row| row.scope.as_ref() == Some(name)));
        Some(std::iter::once(row).chain(above.flatten()).collect())
    }

    fn transfers(&self) -> Vec<Row<'_>> {
        let papers = self.document.transfers.iter().map(|row| Row {
            from: &row.from,
            to: &row.to,
            acts: &row.acts,
            categories: &row.categories,
            roles: row.roles.iter().collect(),
            recipient: row.recipient.as_ref().unwrap(),
            ground: row.ground.as_ref().unwrap(),
            conditions: &row.conditions,
            since: row.since.as_ref().unwrap(),
            until: row.until.as_ref().unwrap(),
        });
        let grants = self.document.break_glass.iter().map(|row| Row {
            from: &row.from,
            to: &row.to,
            acts: &row.acts,
            categories: &row.categories,
            roles: row.role.iter().collect(),
            recipient: row.recipient.as_ref().unwrap(),
            ground: row.ground.as_ref().unwrap(),
            conditions: &row.conditions,
            since: row.since.as_ref().unwrap(),
            until: row.until.as_ref().unwrap(),
        });
        papers.chain(grants).collect()
    }

    /// What is not written could be anything.
    fn sensitivities(&self, category: DataCategory) -> Sensitivities {
        let row = self.document.categories.iter().find(|row| is(&row.category, category.as_str())).unwrap();
        match &row.sensitivities {
            None => Sensitivities::ALL,
            Some(list) => list.iter().filter_map(|word| Sensitivity::parse(word).ok()).collect(),
        }
    }

    fn region(&self, region: Region) -> Option<&domicile::policy::RegionRow> {
        self.document.regions.iter().find(|row| is(&row.region, region.as_str()))
    }

    fn is_available(&self, region: Region) -> bool {
        self.region(region).is_some_and(|row| is(&row.status, "available"))
    }

    fn country(&self, region: Region) -> Option<Jurisdiction> {
        let written = self.region(region).and_then(|row| Jurisdiction::parse(row.country.as_ref()?).ok());
        written.or_else(|| RegionCatalog::builtin().jurisdiction(region))
    }

    fn within(&self, region: Region, list: &[String]) -> bool {
        list.iter().any(|text| match text.strip_prefix("group:") {
            None => text == region.as_str(),
            Some(group) => {
                let row = self.document.groups.iter().find(|row| is(&row.group, group));
                row.is_some_and(|row| row.regions.iter().any(|text| text == region.as_str()))
            }
        })
    }
}

struct Row<'a> {
    from: &'a [String],
    to: &'a [String],
    acts: &'a [String],
    categories: &'a [String],
    roles: Vec<&'a String>,
    recipient: &'a str,
    ground: &'a str,
    conditions: &'a [String],
    since: &'a str,
    until: &'a str,
}

fn is(field: &Option<String>, text: &str) -> bool {
    field.as_deref() == Some(text)
}

fn hold(condition: bool) -> Option<()> {
    condition.then_some(())
}

fn stated(list: &Option<Vec<String>>) -> impl Iterator<Item = &str> {
    list.iter().flatten().map(String::as_str).filter(|word| *word != "none")
}

fn covers(list: &[String], category: DataCategory) -> bool {
    list.iter().any(|wider| category.as_str() == wider || category.as_str().starts_with(&format!("{wider}.")))
}

/// `2026-11-21` or `2026-11-21T12:00:00Z`.
pub(crate) fn instant(text: &str) -> UnixTime {
    let number = |range: std::ops::Range<usize>| text[range].parse::<u64>().unwrap();
    let day = UnixTime::from_date(number(0..4) as u16, number(5..7) as u8, number(8..10) as u8).unwrap();
    if text.len() == 10 {
        return day;
    }
    day.plus_secs(number(11..13) * 3600 + number(14..16) * 60 + number(17..19))
}

/// Everything that the law's tables ask for, known for ever.
pub(crate) fn everything() -> RecipientFacts {
    let always = Period::new(UnixTime::from_secs(0), None).unwrap();
    Condition::catalogue().fold(RecipientFacts::new(), |facts, (condition, _)| facts.with(condition, always))
}
