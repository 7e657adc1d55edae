//! A reference model of policies: plain, slow, and written from the documentation of the rows.
//!
//! It reads a document's texts anew for every question and asks the law directly. It shares no code with the compiled
//! form, nor with the reader of documents.

use domicile::data::{Categories, Sensitivities, Sensitivity};
use domicile::law::{
    Act, Condition, Ground, GroupId, LawEdition, LawOverlay, RecipientFacts, RuleId, SwitchOff, Transfer,
    UnconfirmedLaw,
};
use domicile::place::Jurisdiction;
use domicile::policy::{DecisionKind, EndpointKind, Request};
use domicile::tenant::Mode;
use domicile::{DataCategory, Region, RegionCatalog, UnixTime};
use serde_json::Value;

use crate::support::{always, condition, field, instant, rows};

/// A document, and the law as the document leaves it.
pub(crate) struct Model {
    document: Value,
    law: LawEdition,
}

/// No, not now, yes: of several that all have to hold, the least counts; of several of which one is enough, the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Says {
    No,
    NotNow,
    Yes,
}

impl Model {
    pub(crate) fn new(document: &Value) -> Self {
        let mut overlay = LawOverlay::default();
        for row in rows(document, "law_off") {
            let row = RuleId::parse(field(row, "row").unwrap()).unwrap();
            overlay.switch_off.push(SwitchOff::Permissions(row));
        }
        let mut law = LawEdition::builtin().clone().with_overlay(&overlay).unwrap();
        if document["unconfirmed_law"] == "warn" {
            law = law.on_unconfirmed(UnconfirmedLaw::Warn);
        }
        Self { document: document.clone(), law }
    }

    /// The answer to a request whose facts are all known or absent, and whose facts do not run out.
    ///
    /// In words: all must be known and listed, the tenant enforced, home and here available. The plan may have the home.
    /// Home and here are in the regions of the scope and of those above it. Who is given the data is listed, and somebody
    /// is where data is delivered or handed on. A delivery is to an endpoint in the region, or to a global one that a row
    /// accepts for the recipient and the home, and that no scope refuses. And for every category what [`Model::one`] says.
    pub(crate) fn answers(&self, request: &Request, now: UnixTime) -> DecisionKind {
        match self.says(request, now).unwrap_or(Says::No) {
            Says::Yes => DecisionKind::Permit,
            Says::NotNow => DecisionKind::Retry,
            Says::No => DecisionKind::Refuse,
        }
    }

    /// `None` is no.
    fn says(&self, request: &Request, now: UnixTime) -> Option<Says> {
        let (home, here) = (request.home.known()?, request.here.known()?);
        let operation = request.operation.known()?;
        hold(request.mode.known()? == Mode::Enforced)?;
        hold(self.is_available(home) && self.is_available(here))?;
        self.role(request)?;
        hold(self.may_have(request, home))?;
        let chain = self.chain(request.scope.known()?.as_str())?;
        let covers = |row: &&Value| self.within(home, &row["regions"]) && self.within(here, &row["regions"]);
        hold(chain.iter().filter(|row| !row["regions"].is_null()).all(covers))?;
        match request.recipient {
            Some(recipient) => drop(self.named("recipients", "recipient", recipient.known()?.as_str())?),
            None => hold(!matches!(operation, Act::Deliver | Act::OnwardTransfer))?,
        }
        if operation == Act::Deliver {
            self.endpoint(request, home, &chain)?;
        }
        let categories = request.categories.as_ref().known()?;
        categories.iter().map(|category| self.one(request, category, &chain, now).unwrap_or(Says::No)).min()
    }

    /// About one category: it lies in a row. The sectors of the scope and of those above it allow it here; here satisfies
    /// all frameworks. If it belongs here and nobody abroad is given it, the role may do this and the law of the country
    /// lets it stay. Else the role may do this across, nobody reads elsewhere under a full partition, and some transfer
    /// carries it.
    fn one(
        &self,
        request: &Request,
        category: DataCategory,
        chain: &[&Value],
        now: UnixTime,
    ) -> Option<Says> {
        let (here, operation) = (request.here.known()?, request.operation.known()?);
        let above = self.above(category);
        hold(!above.is_empty())?;
        for sector in chain.iter().flat_map(|row| words(&row["sectors"])) {
            let row = self.named("sectors", "sector", sector)?;
            hold(!covers(&row["categories"], category) || self.within(here, &row["regions"]))?;
        }
        let all = [&self.document].into_iter().chain(chain.iter().copied()).chain(above.iter().copied());
        let satisfied: Vec<&str> = words(&self.region(here)?["frameworks"]).collect();
        let mut asked = all.flat_map(|row| words(&row["frameworks"]));
        hold(asked.all(|framework| satisfied.contains(&framework)))?;
        let place = self.place(request, &above)?;
        let role = self.role(request)?;
        let may = |key: &str| role.is_null() || words(&role[key]).any(|one| one == operation.as_str());
        let is_in_place = place.contains(&here);
        if is_in_place && !self.is_abroad(request, &place) {
            hold(may("operations"))?;
            return Some(self.stays(request, here, category, now));
        }
        hold(may("across"))?;
        let levels = [&self.document].into_iter().chain(chain.iter().copied());
        let mut levels = levels.map(|row| row["enforcement"].as_str());
        // The document's default is the full partition; a scope's is what stands above it.
        let is_open = levels.next().flatten() == Some("best-effort")
            && levels.flatten().all(|level| level == "best-effort");
        hold(operation != Act::RemoteRead || is_in_place || is_open)?;
        let transfers = rows(&self.document, "transfers").iter().chain(rows(&self.document, "break_glass"));
        transfers.map(|row| self.carries(row, request, category, &place, now).unwrap_or(Says::No)).max()
    }

    /// Whether a transfer or grant carries it: its period runs, it is from everywhere the data belongs, to here, or, if it
    /// says no `to`, to somebody where the data belongs; it is about the operation, category and role, and to the very
    /// recipient, or to nobody. And the law permits, on its ground or a firmer one, to take the data from each country
    /// where it belongs to each where it would be.
    fn carries(
        &self,
        row: &Value,
        request: &Request,
        category: DataCategory,
        place: &[Region],
        now: UnixTime,
    ) -> Option<Says> {
        let (here, operation) = (request.here.known()?, request.operation.known()?);
        hold(instant(field(row, "since")?) <= now && now < instant(field(row, "until")?))?;
        hold(place.iter().all(|from| self.within(*from, &row["from"])))?;
        hold(if row["to"].is_null() { place.contains(&here) } else { self.within(here, &row["to"]) })?;
        hold(words(&row["operations"]).any(|one| one == operation.as_str()))?;
        hold(covers(&row["categories"], category))?;
        let role = request.role.known()?;
        let mut roles: Vec<&str> = words(&row["roles"]).chain(row["role"].as_str()).collect();
        if roles.is_empty() {
            roles.push("service");
        }
        hold(roles.contains(&role.as_str()))?;
        let recipient = request.recipient.and_then(|recipient| recipient.known());
        hold(row["recipient"].as_str() == recipient.as_ref().map(|name| name.as_str()))?;
        let ground = Ground::parse(field(row, "ground")?).unwrap();
        let stated = words(&row["conditions"]).map(condition);
        let facts = self.facts(request, stated.chain(self.recipient_states(request, now)), now);
        let to = [self.country(here)].into_iter().chain(self.countries(request));
        let pairs = to.flat_map(|to| place.iter().map(move |from| (*from, to)));
        let asked = |(from, to)| {
            let verdict = self.law_says(self.country(from), to, operation, category, &facts, now);
            match (verdict.is_permitted(), verdict.ground()) {
                (true, found) => {
                    hold(found.is_some_and(|found| found <= ground)).map_or(Says::No, |()| Says::Yes)
                }
                (false, _) if verdict.is_retry() => Says::NotNow,
                (false, _) => Says::No,
            }
        };
        pairs.map(asked).min()
    }

    /// What the country's law demands even of data that stays: of the service, given what the region's row says; and of
    /// whoever is given the data there, given what its own row says.
    fn stays(&self, request: &Request, here: Region, category: DataCategory, now: UnixTime) -> Says {
        let region = self.region(here).unwrap();
        let own = self.facts(request, words(&region["conditions"]).map(condition), now);
        let mut asked = vec![own];
        if request.recipient.is_some() {
            asked.push(self.facts(request, self.recipient_states(request, now), now));
        }
        let Some(country) = self.country(here) else {
            // HDS, SGB V, HIPAA and DORA are what the tables have of demands on data that stays.
            let what = self.sensitivities(category);
            let mut demanded = [Sensitivity::Health, Sensitivity::Credit, Sensitivity::Payment].into_iter();
            return if demanded.any(|one| what.contains(one)) { Says::No } else { Says::Yes };
        };
        let operation = request.operation.known().unwrap();
        let says = |facts: &RecipientFacts| {
            let verdict = self.law_says(Some(country), Some(country), operation, category, facts, now);
            if verdict.is_permitted() { Says::Yes } else { Says::No }
        };
        asked.iter().map(says).min().unwrap()
    }

    fn law_says(
        &self,
        from: Option<Jurisdiction>,
        to: Option<Jurisdiction>,
        operation: Act,
        category: DataCategory,
        facts: &RecipientFacts,
        now: UnixTime,
    ) -> domicile::law::Verdict {
        let what: Categories = [category].into_iter().collect();
        let transfer = Transfer::new(from, to, operation, &what)
            .with_sensitivities(self.sensitivities(category))
            .to_recipient(facts);
        self.law.judge(&transfer, now)
    }

    /// What holds now: what is stated, unless the caller knows that it ended; what the caller knows; and what the own
    /// organization states.
    fn facts(
        &self,
        request: &Request,
        stated: impl Iterator<Item = Condition>,
        now: UnixTime,
    ) -> RecipientFacts {
        let caller = &request.recipient_facts;
        let known = caller.iter().map(|(condition, _)| condition).filter(|known| caller.knows(*known, now));
        let own = rows(&self.document, "organization_facts").iter();
        let own = own.filter(|row| runs(row, "stated_on", "review_by", now));
        let own = own.map(|row| condition(field(row, "condition").unwrap()));
        let all = stated.chain(own).filter(|condition| !caller.has_ended(*condition, now)).chain(known);
        all.fold(RecipientFacts::new(), |facts, condition| facts.with(condition, always()))
    }

    /// What the document states of the recipient, now.
    fn recipient_states(&self, request: &Request, now: UnixTime) -> impl Iterator<Item = Condition> {
        let row = self.recipient(request);
        let facts = row.map_or(&[][..], |row| rows(row, "facts")).iter();
        let running = facts.filter(move |row| runs(row, "since", "until", now));
        running.map(|row| condition(field(row, "condition").unwrap()))
    }

    fn recipient(&self, request: &Request) -> Option<&Value> {
        self.named("recipients", "recipient", request.recipient?.known()?.as_str())
    }

    /// The countries of whoever is given the data: of the company, of its places (its own country if it says none), and
    /// of the global endpoint it is sent to (any country if the row says none).
    fn countries(&self, request: &Request) -> Vec<Option<Jurisdiction>> {
        let mut all = Vec::new();
        let country = |text: &str| Some(Jurisdiction::parse(text).unwrap());
        if let Some(row) = self.recipient(request) {
            all.push(country(field(row, "country").unwrap()));
            all.extend(words(&row["places"]).map(country));
        }
        if let (Some(Act::Deliver), Some(EndpointKind::Global(name))) =
            (request.operation.known(), request.endpoint.known())
        {
            let row = self.named("endpoints", "endpoint", name.as_str());
            match row.map(|row| &row["countries"]) {
                Some(Value::Array(list)) => {
                    all.extend(list.iter().map(|text| country(text.as_str().unwrap())))
                }
                _ => all.push(None),
            }
        }
        all
    }

    /// Whether one of them is under another law than some place where the data belongs, or may be.
    fn is_abroad(&self, request: &Request, place: &[Region]) -> bool {
        let own = place.iter().map(|region| self.country(*region));
        let to = self.countries(request);
        own.into_iter().any(|own| to.iter().any(|to| own.is_none() || *to != own))
    }

    /// A delivery's endpoint is one in the region, or a global one that is accepted for this recipient and home, and that
    /// no scope refuses.
    fn endpoint(&self, request: &Request, home: Region, chain: &[&Value]) -> Option<()> {
        let EndpointKind::Global(name) = request.endpoint.known()? else { return Some(()) };
        let row = self.named("endpoints", "endpoint", name.as_str())?;
        hold(field(row, "recipient")? == request.recipient?.known()?.as_str())?;
        hold(row["regions"].is_null() || self.within(home, &row["regions"]))?;
        hold(chain.iter().all(|scope| scope["global_endpoints"] != "refuse"))
    }

    /// The row of the role; nothing at all for the service without one.
    fn role(&self, request: &Request) -> Option<&Value> {
        let name = request.role.known()?;
        let row = self.named("roles", "role", name.as_str());
        row.or_else(|| (name.as_str() == "service").then_some(&Value::Null))
    }

    fn may_have(&self, request: &Request, home: Region) -> bool {
        let plan = request.plan.known();
        let is_own = |row: &&Value| {
            let name = field(row, "plan");
            name == Some("*") || name.is_some() && name == plan.as_ref().map(|plan| plan.as_str())
        };
        self.document["plans"].is_null()
            || rows(&self.document, "plans")
                .iter()
                .filter(is_own)
                .any(|row| self.within(home, &row["regions"]))
    }

    /// Where the data belongs, by the nearest row.
    fn place(&self, request: &Request, above: &[&Value]) -> Option<Vec<Region>> {
        let row = above.first().filter(|row| !row["placement"].is_null());
        let all = rows(&self.document, "regions").iter().filter_map(|row| field(row, "region")?.parse().ok());
        let mut all = all.filter(|region| self.is_available(*region));
        let Some(row) = row else { return Some(vec![request.home.known()?]) };
        match row["placement"].as_str()? {
            "follow-home" => Some(vec![request.home.known()?]),
            "follow-organization" => {
                let seat = request.organization_region.known()?;
                all.any(|region| region == seat).then(|| vec![seat])
            }
            "fixed-zone" => {
                Some(all.filter(|region| self.zone(*region).as_deref() == row["zone"].as_str()).collect())
            }
            "shared" => Some(all.filter(|region| self.within(*region, &row["regions"])).collect()),
            other => panic!("no such placement: {other}"),
        }
    }

    /// The rows that a category lies in, the nearest first; the row `*` if there are none.
    fn above(&self, category: DataCategory) -> Vec<&Value> {
        if self.document["categories"].is_null() {
            return vec![&Value::Null];
        }
        let mut wider = Some(category.as_str());
        let mut found = Vec::new();
        while let Some(name) = wider {
            found.extend(self.named("categories", "category", name));
            wider = name.rsplit_once('.').map(|(parent, _)| parent);
        }
        if found.is_empty() {
            found.extend(self.named("categories", "category", "*"));
        }
        found
    }

    /// The scope and those above it, the platform left out.
    fn chain(&self, scope: &str) -> Option<Vec<&Value>> {
        if scope == "platform" {
            return Some(Vec::new());
        }
        let row = self.named("scopes", "scope", scope)?;
        let above = row["within"].as_str().and_then(|name| self.named("scopes", "scope", name));
        Some([row].into_iter().chain(above).collect())
    }

    /// What no row says could be anything.
    fn sensitivities(&self, category: DataCategory) -> Sensitivities {
        let above = self.above(category);
        let mut lists =
            above.iter().map(|row| &row["sensitivities"]).chain([&self.document["sensitivities"]]);
        let list = lists.find(|list| list.is_array());
        list.map_or(Sensitivities::ALL, |list| {
            words(list).filter_map(|word| Sensitivity::parse(word).ok()).collect()
        })
    }

    fn named(&self, section: &str, key: &str, name: &str) -> Option<&Value> {
        rows(&self.document, section).iter().find(|row| field(row, key) == Some(name))
    }

    fn region(&self, region: Region) -> Option<&Value> {
        self.named("regions", "region", region.as_str())
    }

    fn is_available(&self, region: Region) -> bool {
        self.region(region).is_some_and(|row| row["status"].as_str().unwrap_or("available") == "available")
    }

    fn country(&self, region: Region) -> Option<Jurisdiction> {
        let written = self.region(region).and_then(|row| Jurisdiction::parse(row["country"].as_str()?).ok());
        written.or_else(|| RegionCatalog::builtin().jurisdiction(region))
    }

    fn zone(&self, region: Region) -> Option<String> {
        let written = self.region(region).and_then(|row| row["zone"].as_str().map(str::to_owned));
        written.or_else(|| RegionCatalog::builtin().zone(region).map(|zone| zone.to_string()))
    }

    /// Whether a list of regions and groups has a region.
    fn within(&self, region: Region, list: &Value) -> bool {
        words(list).any(|text| match text.strip_prefix("group:") {
            None => text == region.as_str(),
            Some(group) => self.named("groups", "group", group).is_some_and(|row| self.is_in(region, row)),
        })
    }

    fn is_in(&self, region: Region, group: &Value) -> bool {
        let is_listed = self.region(region).is_some();
        if let Some(zone) = group["zone"].as_str() {
            return is_listed && self.zone(region).as_deref() == Some(zone);
        }
        if let Some(countries) = group["in"].as_str() {
            // A member by a confirmed row, on the day the law's edition was released, with no end known.
            let countries = GroupId::parse(countries).unwrap();
            return is_listed
                && self.country(region).is_some_and(|country| {
                    let rows = self.law.members().iter();
                    let mut rows = rows.filter(|row| row.group == countries && row.member == country);
                    self.law.is_member(countries, country, self.law.edition().released())
                        && rows.any(|row| row.validity.until.is_none())
                });
        }
        words(&group["regions"]).any(|text| text == region.as_str())
    }
}

fn hold(condition: bool) -> Option<()> {
    condition.then_some(())
}

fn words(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

fn runs(row: &Value, since: &str, until: &str, now: UnixTime) -> bool {
    instant(field(row, since).unwrap()) <= now && now < instant(field(row, until).unwrap())
}

fn covers(list: &Value, category: DataCategory) -> bool {
    words(list).any(|wider| category.as_str() == wider || category.as_str().starts_with(&format!("{wider}.")))
}
