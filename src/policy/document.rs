//! The policy as a team writes it.

use alloc::string::String;
use alloc::vec::Vec;

use crate::data::DataCategory;
use crate::data::EndpointName;
use crate::data::Sensitivity;
use crate::law::Act;
use crate::law::Condition;
use crate::law::Ground;
use crate::law::GroupId;
use crate::law::RuleId;
use crate::law::UnconfirmedLaw;
use crate::place::Jurisdiction;
use crate::place::Region;
use crate::place::Zone;
use crate::policy::field;
use crate::policy::field::Field;
use crate::policy::field::Value;
#[cfg(feature = "serde")]
use crate::policy::field::Written;
use crate::policy::field::put;
use crate::policy::issue::Issue;
use crate::policy::name::RecipientName;
use crate::policy::name::RoleName;
#[cfg(feature = "serde")]
use crate::policy::node::Node;
#[cfg(feature = "serde")]
use crate::policy::node::Reading;
#[cfg(feature = "serde")]
use crate::policy::path::Path;
use crate::policy::residency::OnMismatch;
use crate::policy::rulebook::EndpointOrder;
use crate::policy::rulebook::Enforcement;
use crate::policy::rulebook::GlobalEndpoints;
use crate::policy::rulebook::Power;
use crate::policy::words::AllOr;
use crate::policy::words::Availability;
use crate::policy::words::PlacementKind;
use crate::policy::words::RegionOrGroup;
use crate::policy::words::ScopeLevel;
use crate::tenant::Plan;
use crate::tenant::ScopeName;
use crate::time::UnixTime;

/// Defines the tables of a document. `[T]` is a list of `T`, braces are around a type of several words; `=` gives what is as good as not written; `as` gives a key that
/// is no name in Rust; `or text` names the field that a bare text stands for; `keeping` is what was noticed while reading.
macro_rules! tables {
    ($(
        $(#[$doc:meta])*
        $name:ident $(or text $short:ident)? $(keeping $notes:ident)? {
            $($(#[$field_doc:meta])* $field:ident $(as $key:literal)?: $type:tt $(= $default:expr)?,)*
        }
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$field_doc])* pub $field: tables!(@field $type),)*
            $(pub(crate) $notes: Vec<Issue>,)?
        }

        #[cfg(feature = "serde")]
        impl $name {
            const KEYS: &'static [&'static str] = &[$(tables!(@key $field $($key)?)),*];

            fn fill(&mut self, entries: Vec<(String, Node)>, path: &Path<'_>, reading: &mut Reading) {
                for (key, node) in entries {
                    $(
                        if key == tables!(@key $field $($key)?) {
                            if !self.$field.is_absent() {
                                reading.twice(&key, path);
                            }
                            self.$field = field::read(node, &path.field(&key), reading);
                            continue;
                        }
                    )*
                    reading.unknown(&key, path, Self::KEYS);
                }
            }

            fn written<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap as _;
                let mut map = serializer.serialize_map(None)?;
                $(
                    if !self.$field.is_absent() {
                        map.serialize_entry(tables!(@key $field $($key)?), &Written(&self.$field))?;
                    }
                )*
                map.end()
            }
        }

        impl Value for $name {
            #[cfg(feature = "serde")]
            fn read(node: Node, path: &Path<'_>, reading: &mut Reading) -> Result<Self, String> {
                match node {
                    Node::Table(entries) => {
                        let mut table = Self::default();
                        table.fill(entries, path, reading);
                        Ok(table)
                    }
                    $(Node::Text(_) => Ok(Self { $short: field::read(node, path, reading), ..Self::default() }),)?
                    other => Err(other.text()),
                }
            }

            fn frame(&self, out: &mut Vec<u8>) {
                $(
                    if let Some(value) = self.$field.value()
                        $(&& self.$field != Field::from($default))?
                    {
                        put(out, tables!(@key $field $($key)?).as_bytes());
                        value.frame(out);
                    }
                )*
            }

            #[cfg(feature = "serde")]
            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.written(serializer)
            }

            fn without_each(&self, each: &mut dyn FnMut(&str, Self)) {
                $(
                    field::without_each(&self.$field, &mut |below, less| {
                        let path = alloc::format!(".{}{below}", tables!(@key $field $($key)?));
                        each(&path, Self { $field: less, ..self.clone() });
                    });
                )*
            }
        }
    )*};
    (@field { $type:ty }) => { Field<$type> };
    (@field [$type:ty]) => { Field<Vec<Field<$type>>> };
    (@field $type:ty) => { Field<$type> };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
}

tables! {
    /// A residency policy as one document, TOML or JSON.
    ///
    /// Every field keeps what could not be read, so that [`PolicyDocument::validate`] reports all that is wrong at once;
    /// [`PolicyDocument::compile`] makes the [`ResidencyPolicy`](crate::ResidencyPolicy) that decides. What is absent is
    /// inherited from the wider level or is the strictest; a narrower level can only narrow. An empty list says that
    /// there is none. `docs/policy-document.md` lists every field with its default.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "serde")] {
    /// use domicile::RegionCatalog;
    /// use domicile::law::LawEdition;
    /// use domicile::policy::PolicyDocument;
    ///
    /// let document: PolicyDocument = serde_json::from_str(r#"{
    ///     "version": 2, "name": "shop", "sensitivities": [],
    ///     "regions": ["eu-west-1", "us-east-1"],
    ///     "categories": ["event", "identifier"],
    ///     "plans": [{"plan": "*", "regions": ["eu-wset-1"]}],
    ///     "end": {"of": "shop"}
    /// }"#).unwrap();
    ///
    /// let refusal = document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap_err();
    /// let issue = &refusal.issues()[0];
    /// assert_eq!((issue.path(), issue.code()), ("plans[0].regions[0]", "unknown_region"));
    /// assert_eq!((issue.found(), issue.suggestion()), (Some("eu-wset-1"), Some("eu-west-1")));
    /// # }
    /// ```
    ///
    /// In Rust:
    ///
    /// ```
    /// use domicile::policy::{EndTable, PolicyDocument};
    /// use domicile::{Region, RegionCatalog, law::LawEdition};
    ///
    /// let mut document = PolicyDocument::default();
    /// document.version = 2.into();
    /// document.name = "shop".into();
    /// document.regions.push(Region::EuWest1);
    /// let mut end = EndTable::default();
    /// end.of = "shop".into();
    /// document.end = end.into();
    /// assert!(document.compile(RegionCatalog::builtin(), LawEdition::builtin()).is_ok());
    /// ```
    PolicyDocument keeping notes {
        /// The version of the format: 2.
        version: u32,
        /// The policy's name: lower-case letters, digits and single inner hyphens, at most 31 bytes.
        name: String,
        /// `full-partition` (nobody reads across regions; the default) or `best-effort` (those who may are recorded).
        enforcement: Enforcement = Enforcement::FullPartition,
        /// What becomes of events that are refused at the consumer: `drop` (the default) or `quarantine`.
        on_mismatch: OnMismatch = OnMismatch::Drop,
        /// The region a tenant gets that chose none; it has to be available.
        default_region: Region,
        /// The edition of the law the policy was written against, such as `law-1`. Another one does not compile it.
        law: String,
        /// Whether rows of law that nobody has seen in a source `refuse` (the default) or `warn`.
        unconfirmed_law: UnconfirmedLaw = UnconfirmedLaw::Refuse,
        /// Whether endpoints are tried `as-given` (the default) or `regional-first`.
        endpoint_order: EndpointOrder = EndpointOrder::AsGiven,
        /// Frameworks that every region must satisfy to be used at all; absent for none.
        frameworks: [String] = [],
        /// What the law may single out in the data of categories that do not say it themselves; absent, it could be
        /// anything, and every demand of the law on such data is asked.
        sensitivities: [Sensitivity],
        /// The regions in use. Wherever regions are listed below, only these count.
        regions: [RegionRow],
        /// Named sets of regions, written `group:name` wherever regions are listed.
        groups: [GroupRow] = [],
        /// Which plan may have its home where; absent, plans are not asked.
        plans: [PlanRow],
        /// What kinds of data there are and where each belongs; absent, everything follows its home.
        categories: [CategoryRow],
        /// Who may do what. The role `service` exists without a row.
        roles: [RoleRow] = [],
        /// Who may be given data; absent, nobody.
        recipients: [RecipientRow] = [],
        /// Endpoints that a platform has for the whole world and that are accepted; absent, none.
        endpoints: [EndpointRow] = [],
        /// What may leave its region, or be handed to a company, why, and until when.
        transfers: [TransferRow] = [],
        /// Emergencies: bounded in time, asked for and approved by two, recorded.
        break_glass: [BreakGlassRow] = [],
        /// Facts of the own organization, such as that a law does not apply to it.
        organization_facts: [OrganizationFactRow] = [],
        /// Rows of law that no longer count.
        law_off: [LawOffRow] = [],
        /// Rows of law that nobody had seen in a source and somebody now has.
        law_vouch: [LawVouchRow] = [],
        /// Rules of a sector: where data of certain categories must be for tenants bound by them.
        sectors: [SectorRow] = [],
        /// Narrower rules of organizations and their tenants.
        scopes: [ScopeRow] = [],
        /// What was promised to customers, to be held against the rest.
        promises: [PromiseRow] = [],
        /// The end of the document.
        end: EndTable,
    }

    /// A region in use; a bare text stands for the region with the defaults.
    RegionRow or text region {
        /// The region.
        region: Region,
        /// Its zone; absent, the catalogue's.
        zone: Zone,
        /// `available` (the default) or `planned`.
        status: Availability = Availability::Available,
        /// Its country, where the catalogue has none confirmed. A settled country cannot be changed.
        country: Jurisdiction,
        /// Its name for people.
        display: String,
        /// The frameworks it satisfies.
        frameworks: [String] = [],
        /// Conditions of the law that are true of whoever processes data there, such as `c5-type2` or `hds-certified`.
        conditions: [Condition] = [],
    }

    /// A named set of regions: listed, those of a zone, or those in a group of countries.
    GroupRow {
        /// The name.
        group: String,
        /// The regions.
        regions: [Region],
        /// The edition a list was copied from: a group that grows silently permits more.
        edition: String,
        /// Instead of a list: the regions of this zone.
        zone: Zone,
        /// Instead of a list, written `in`: the regions whose country is a member of this group of countries, such as
        /// `eea`, by a confirmed row of the law's tables, on the day the edition was released and with no end known.
        countries as "in": GroupId,
    }

    /// Where a plan may have its home.
    PlanRow {
        /// The plan; `*` for every plan and for none.
        plan: { AllOr<Plan> },
        /// The regions.
        regions: [RegionOrGroup],
    }

    /// Where a kind of data belongs, with everything below it that has no row of its own; a bare text stands for the
    /// category with the defaults.
    CategoryRow or text category {
        /// The category; `*` for everything else.
        category: { AllOr<DataCategory> },
        /// `follow-home` (the default), `follow-organization`, `fixed-zone` or `shared`.
        placement: PlacementKind,
        /// The zone of a `fixed-zone`.
        zone: Zone,
        /// The regions of a `shared` store.
        regions: [RegionOrGroup],
        /// Frameworks its places must satisfy besides those of the wider rows.
        frameworks: [String] = [],
        /// What the law may single out in it; absent, as the next wider row or the document says.
        sensitivities: [Sensitivity],
    }

    /// What a role may do.
    RoleRow {
        /// The role.
        role: RoleName,
        /// Operations where the data belongs; absent, none.
        operations: [Act] = [],
        /// Operations on data elsewhere, as far as a transfer permits them; absent, none.
        across: [Act] = [],
        /// `approve-migration`, `change-region`; absent, neither.
        may: [Power] = [],
    }

    /// A company that may be given data.
    RecipientRow {
        /// The name.
        recipient: RecipientName,
        /// The country of its legal entity.
        country: Jurisdiction,
        /// The countries in which it processes, at most 32; absent, its own.
        places: [Jurisdiction],
        /// The recipients to which it hands data on, at most 8, in chains of at most 3 and 64 companies in all; absent,
        /// none.
        behind: [RecipientName] = [],
        /// What is true of it, and when.
        facts: [FactRow] = [],
    }

    /// A condition of the law that is true of a recipient.
    FactRow {
        /// The condition, such as `dpf-listed`.
        condition: Condition,
        /// From when.
        since: UnixTime,
        /// Until when.
        until: UnixTime,
    }

    /// The acceptance of an endpoint that a platform has for the whole world.
    EndpointRow {
        /// The name under which the caller knows it.
        endpoint: EndpointName,
        /// The recipient whose endpoint it is.
        recipient: RecipientName,
        /// The countries in which what is sent there may be processed; absent, any country.
        countries: [Jurisdiction],
        /// The home regions whose data may go to it; absent, all.
        regions: [RegionOrGroup],
    }

    /// A permission to move data, or to hand it to a company.
    TransferRow {
        /// The name.
        transfer: String,
        /// Where the data belongs.
        from: [RegionOrGroup],
        /// Where it goes; absent, it is handed to the recipient where it belongs.
        to: [RegionOrGroup],
        /// What is done.
        operations: [Act],
        /// With which kinds of data; a wider category stands for all within it.
        categories: [DataCategory],
        /// By whom; absent, by the service.
        roles: [RoleName] = [RoleName::SERVICE],
        /// To whom; absent, to nobody else, and `to` has to be written.
        recipient: RecipientName,
        /// Why it is lawful, such as `standard-clauses`.
        ground: Ground,
        /// Conditions of the law that the instrument fulfils, such as `scc-signed`.
        conditions: [Condition] = [],
        /// The reference of the instrument.
        instrument: String,
        /// The reference of the transfer impact assessment, which the appropriate safeguards of Art. 46 need.
        assessment: String,
        /// From when.
        since: UnixTime,
        /// Until when.
        until: UnixTime,
    }

    /// An emergency grant.
    BreakGlassRow {
        /// The name.
        grant: String,
        /// Where the data belongs.
        from: [RegionOrGroup],
        /// Where it is read; absent, it is handed to the recipient where it belongs.
        to: [RegionOrGroup],
        /// What is done.
        operations: [Act],
        /// With which kinds of data.
        categories: [DataCategory],
        /// By whom.
        role: RoleName,
        /// To whom; absent, to nobody else.
        recipient: RecipientName,
        /// Who asked.
        requested_by: String,
        /// Who, other than that, approved.
        approved_by: String,
        /// Why it is lawful.
        ground: Ground,
        /// Conditions of the law that are fulfilled.
        conditions: [Condition] = [],
        /// From when.
        since: UnixTime,
        /// Until when, at most seven days later.
        until: UnixTime,
    }

    /// A fact of the own organization.
    OrganizationFactRow {
        /// The condition, such as `not-financial-entity`.
        condition: Condition,
        /// When it was stated.
        stated_on: UnixTime,
        /// When it has to be looked at again; from then on it does not count.
        review_by: UnixTime,
    }

    /// A row of law that no longer counts, with everything whose name lies below it.
    ///
    /// Switching a permit off narrows, and its name is enough. Switching off anything else widens: it needs all of these
    /// fields, and warns.
    LawOffRow {
        /// The row, such as `gdpr.art45.us-dpf`.
        row: RuleId,
        /// Why.
        reason: String,
        /// Who says so.
        source: String,
        /// When they said it.
        source_date: UnixTime,
        /// When it has to be looked at again.
        review_by: UnixTime,
    }

    /// A row of law that somebody has seen in a source.
    LawVouchRow {
        /// The row.
        row: RuleId,
        /// Where it was seen.
        source: String,
        /// When.
        source_date: UnixTime,
    }

    /// A rule of a sector.
    SectorRow {
        /// The name.
        sector: String,
        /// The categories it is about.
        categories: [DataCategory],
        /// Where their data may be.
        regions: [RegionOrGroup],
    }

    /// Narrower rules of an organization or a tenant. What is absent is as the scope above says.
    ScopeRow {
        /// The name.
        scope: ScopeName,
        /// `organization` or `tenant`.
        level: ScopeLevel,
        /// The organization a tenant belongs to.
        within: ScopeName,
        /// Where its data may be.
        regions: [RegionOrGroup],
        /// As for the document, and not laxer.
        enforcement: Enforcement,
        /// Whether its data may go to accepted global endpoints: `accepted` or `refuse`.
        global_endpoints: GlobalEndpoints,
        /// The rules of sectors that bind it besides those of the scope above.
        sectors: [String] = [],
        /// Frameworks its places must satisfy besides those of the scope above.
        frameworks: [String] = [],
    }

    /// A promise.
    PromiseRow {
        /// The words.
        promise: String,
        /// The categories it is about; a wider category stands for all within it.
        categories: [DataCategory],
        /// The zone they never leave; absent, they never leave where they belong.
        zone: Zone,
    }

    /// The last lines of a document: a document without them may have been cut off.
    EndTable {
        /// The document's name once more.
        of: String,
    }
}

impl From<Region> for RegionRow {
    fn from(region: Region) -> Self {
        Self { region: region.into(), ..Self::default() }
    }
}

impl From<Region> for Field<RegionRow> {
    fn from(region: Region) -> Self {
        Self::Value(region.into())
    }
}

impl From<DataCategory> for Field<CategoryRow> {
    fn from(category: DataCategory) -> Self {
        Self::Value(CategoryRow { category: AllOr::One(category).into(), ..CategoryRow::default() })
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for PolicyDocument {
    /// Fails for a document with a field that could not be read.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.written(serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for PolicyDocument {
    /// Fails for a text that is no TOML or JSON at all, or no table; everything else is an issue.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        let mut reading = Reading::new();
        let read = Self::read(node, &Path::Document, &mut reading);
        let mut document = read.map_err(|_| serde::de::Error::custom("expected a table"))?;
        document.notes = reading.notes;
        Ok(document)
    }
}
