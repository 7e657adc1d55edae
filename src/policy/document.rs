//! The policy as a team writes it.

use alloc::string::String;
use alloc::vec::Vec;

/// Defines the structs of a document: every field optional to the reader, so that what is missing is an issue with a
/// path and not a parse error; every unknown field an error.
macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
        #[non_exhaustive]
        pub struct $name {
            $(
                $(#[$field_doc])*
                #[cfg_attr(feature = "serde", serde(skip_serializing_if = "crate::policy::document::Blank::is_blank"))]
                pub $field: $type,
            )*
        }

        impl Parts for $name {
            fn without_each(&self) -> Vec<(String, Self)> {
                let mut all = Vec::new();
                $(
                    for (path, less) in self.$field.without_each() {
                        let path = alloc::format!(".{}{path}", stringify!($field));
                        all.push((path, Self { $field: less, ..self.clone() }));
                    }
                )*
                all
            }
        }
    )*};
}

rows! {
    /// A residency policy as one document, TOML or JSON.
    ///
    /// Everything in it is text; [`PolicyDocument::validate`] reads it and reports all that is wrong at once, and
    /// [`PolicyDocument::compile`] makes the [`ResidencyPolicy`](crate::ResidencyPolicy) that decides. One rule
    /// runs through the format: taking something out never permits more. A row only ever adds. A field whose absence
    /// would permit more has to be written, if only as `"none"`. Lists that only restrict are counted in the closing
    /// `end`; where data belongs in a zone or in shared stores, the transfers that take it elsewhere name the same
    /// regions once more. So a document that is cut off, or lost an entry, is refused or stricter, and not laxer.
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
    ///     "version": 1, "name": "acme", "frameworks": ["none"],
    ///     "regions": [{"region": "eu-west-1", "zone": "eu", "status": "available"}],
    ///     "plans": [{"plan": "*", "regions": ["eu-west-1", "us-east-1"]}],
    ///     "categories": [{"category": "event.metadata", "placement": "follow-home", "frameworks": ["none"]}],
    ///     "roles": [{"role": "service", "acts": ["store", "process"]}],
    ///     "end": {"of": "acme"}
    /// }"#).unwrap();
    ///
    /// let refusal = document.compile(RegionCatalog::builtin(), LawEdition::builtin()).unwrap_err();
    /// let issue = &refusal.issues()[0];
    /// assert_eq!((issue.path(), issue.code()), ("plans[0].regions[1]", "unknown_region"));
    /// # }
    /// ```
    PolicyDocument {
        /// The version of the format: 1.
        version: Option<u32>,
        /// The policy's name.
        name: Option<String>,
        /// `full-partition` (nobody reads across regions; the default) or `best-effort` (those who may are recorded)
        /// (T12).
        enforcement: Option<String>,
        /// `drop` (the default) or `quarantine`.
        on_mismatch: Option<String>,
        /// The region a tenant gets that chose none; it has to be in use.
        default_region: Option<String>,
        /// The edition of the law the policy was written against, such as `law-1`. Another one does not compile it.
        law: Option<String>,
        /// Frameworks that every region must satisfy to be used at all (S10); `["none"]` for none.
        frameworks: Option<Vec<String>>,
        /// Platforms without a regional endpoint (T10).
        endpoint_fallback: Option<FallbackRow>,
        /// The regions in use. Wherever regions are listed below, only these count.
        regions: Vec<RegionRow>,
        /// Named sets of regions, written `group:name` wherever regions are listed.
        groups: Vec<GroupRow>,
        /// Which plan may have its home where (T1).
        plans: Vec<PlanRow>,
        /// What kinds of data there are and where each belongs (D2, D6). A category without a row is refused.
        categories: Vec<CategoryRow>,
        /// Who may do what (T23).
        roles: Vec<RoleRow>,
        /// Who may receive what leaves its region.
        recipients: Vec<RecipientRow>,
        /// What may leave its region, to where, to whom, why, and until when.
        transfers: Vec<TransferRow>,
        /// Emergencies: bounded in time, asked for and approved by two, recorded.
        break_glass: Vec<BreakGlassRow>,
        /// Sector rules (T17): where data of certain categories must be for tenants bound by them.
        sectors: Vec<SectorRow>,
        /// Narrower rules of organizations and their tenants.
        scopes: Vec<ScopeRow>,
        /// What was promised to customers, to be held against the rest.
        promises: Vec<PromiseRow>,
        /// The end of the document.
        end: Option<EndRow>,
    }

    /// What happens where a platform has a global endpoint only (T10).
    FallbackRow {
        /// `refuse` (the default) or `deliver-and-record`.
        mode: Option<String>,
        /// The home regions whose data may go to a global endpoint.
        regions: Vec<String>,
    }

    /// A region in use (S1).
    RegionRow {
        /// The region.
        region: Option<String>,
        /// Its zone, for placements in a fixed zone.
        zone: Option<String>,
        /// `available` or `planned`; has to be written.
        status: Option<String>,
        /// Its country, where the catalogue has none confirmed. A settled country cannot be changed.
        country: Option<String>,
        /// Its name for people.
        display: Option<String>,
        /// The frameworks it satisfies.
        frameworks: Vec<String>,
        /// Conditions of the law that hold for whoever processes data there, such as `c5-type2` or `hds-certified`: what
        /// a law demands even of data that stays (SGB V §393, HDS). They count for data that belongs there, not for
        /// transfers to it. One with an end is better supplied with each case.
        conditions: Vec<String>,
    }

    /// A named set of regions.
    GroupRow {
        /// The name.
        group: Option<String>,
        /// The edition the set was copied from; has to be written, because a group that grows silently permits more.
        edition: Option<String>,
        /// The regions.
        regions: Vec<String>,
    }

    /// Where a plan may have its home.
    PlanRow {
        /// The plan; `*` for every plan and for none.
        plan: Option<String>,
        /// The regions.
        regions: Vec<String>,
    }

    /// Where a kind of data belongs.
    CategoryRow {
        /// The category. It is matched whole; rows elsewhere may name a wider one.
        category: Option<String>,
        /// `follow-home`, `follow-organization`, `fixed-zone` or `shared`.
        placement: Option<String>,
        /// The zone of a `fixed-zone`.
        zone: Option<String>,
        /// The regions of a `shared` store.
        regions: Vec<String>,
        /// Frameworks its places must satisfy besides; `["none"]` for none.
        frameworks: Option<Vec<String>>,
        /// What the law may single out in it; left out, it could be anything, and every demand of the law on such data
        /// is asked.
        sensitivities: Option<Vec<String>>,
    }

    /// What a role may do.
    RoleRow {
        /// The role.
        role: Option<String>,
        /// Acts where the data belongs; has to be written where there are acts across, if only as `["none"]`.
        acts: Vec<String>,
        /// Acts on data elsewhere, as far as a transfer permits them.
        across: Vec<String>,
        /// `approve-migration`, `change-region`.
        duties: Vec<String>,
    }

    /// A recipient.
    RecipientRow {
        /// The name.
        recipient: Option<String>,
        /// The country of its legal entity.
        country: Option<String>,
    }

    /// A permission to move data.
    TransferRow {
        /// The name.
        transfer: Option<String>,
        /// Where the data belongs.
        from: Vec<String>,
        /// Where it goes.
        to: Vec<String>,
        /// What is done.
        acts: Vec<String>,
        /// Of which kinds; a wider category stands for all within it.
        categories: Vec<String>,
        /// By whom.
        roles: Vec<String>,
        /// To whom.
        recipient: Option<String>,
        /// Why it is lawful, such as `standard-clauses`.
        ground: Option<String>,
        /// Conditions of the law that the instrument fulfils, such as `scc-signed`.
        conditions: Vec<String>,
        /// The reference of the instrument.
        instrument: Option<String>,
        /// The reference of the transfer impact assessment.
        assessment: Option<String>,
        /// From when.
        since: Option<String>,
        /// Until when.
        until: Option<String>,
    }

    /// An emergency grant.
    BreakGlassRow {
        /// The name.
        grant: Option<String>,
        /// Where the data belongs.
        from: Vec<String>,
        /// Where it is read.
        to: Vec<String>,
        /// What is done.
        acts: Vec<String>,
        /// Of which kinds.
        categories: Vec<String>,
        /// By whom.
        role: Option<String>,
        /// To whom.
        recipient: Option<String>,
        /// Who asked.
        requested_by: Option<String>,
        /// Who, other than that, approved.
        approved_by: Option<String>,
        /// Why it is lawful.
        ground: Option<String>,
        /// Conditions of the law that are fulfilled.
        conditions: Vec<String>,
        /// From when.
        since: Option<String>,
        /// Until when, at most seven days later.
        until: Option<String>,
    }

    /// A sector rule.
    SectorRow {
        /// The name.
        sector: Option<String>,
        /// The categories it is about.
        categories: Vec<String>,
        /// Where their data may be.
        regions: Vec<String>,
    }

    /// Narrower rules.
    ScopeRow {
        /// The name.
        scope: Option<String>,
        /// `organization` or `tenant`.
        level: Option<String>,
        /// The organization a tenant belongs to.
        within: Option<String>,
        /// Where its data may be.
        regions: Vec<String>,
        /// As for the document, and not laxer.
        enforcement: Option<String>,
        /// As for the document, and not laxer.
        fallback: Option<String>,
        /// The sector rules that bind it; `["none"]` for none.
        sectors: Option<Vec<String>>,
        /// Frameworks its places must satisfy besides; `["none"]` for none.
        frameworks: Option<Vec<String>>,
    }

    /// A promise.
    PromiseRow {
        /// The words.
        promise: Option<String>,
        /// The categories it is about; a wider category stands for all within it.
        categories: Vec<String>,
        /// The zone they never leave; left out, they never leave where they belong.
        zone: Option<String>,
    }

    /// The last rows of a document.
    EndRow {
        /// The document's name once more.
        of: Option<String>,
        /// How many entries only restrict: those of all lists of frameworks, sensitivities and sectors, and the
        /// categories of the sectors, `"none"` not counted. Left out for none. A lost entry of such a list would permit
        /// more, and nothing else would show it.
        restrictions: Option<u32>,
    }
}

/// What something can be taken out of.
pub(crate) trait Parts: Sized {
    /// The same without each of its parts in turn, and the path to that part. What contains comes before what it
    /// contains.
    fn without_each(&self) -> Vec<(String, Self)>;
}

impl Parts for String {
    fn without_each(&self) -> Vec<(String, Self)> {
        Vec::new()
    }
}

impl Parts for u32 {
    fn without_each(&self) -> Vec<(String, Self)> {
        Vec::new()
    }
}

impl<T: Parts> Parts for Option<T> {
    fn without_each(&self) -> Vec<(String, Self)> {
        let Some(value) = self else { return Vec::new() };
        let parts = value.without_each().into_iter().map(|(path, less)| (path, Some(less)));
        core::iter::once((String::new(), None)).chain(parts).collect()
    }
}

impl<T: Parts + Clone> Parts for Vec<T> {
    fn without_each(&self) -> Vec<(String, Self)> {
        let mut all = Vec::new();
        for (at, value) in self.iter().enumerate() {
            let path = alloc::format!("[{at}]");
            let others = self.iter().enumerate().filter(|(other, _)| *other != at);
            all.push((path.clone(), others.map(|(_, value)| value.clone()).collect()));
            for (below, less) in value.without_each() {
                let mut changed = self.clone();
                if let Some(value) = changed.get_mut(at) {
                    *value = less;
                }
                all.push((alloc::format!("{path}{below}"), changed));
            }
        }
        all
    }
}

/// What is not written.
#[cfg(feature = "serde")]
pub(crate) trait Blank {
    fn is_blank(&self) -> bool;
}

#[cfg(feature = "serde")]
impl<T> Blank for Option<T> {
    fn is_blank(&self) -> bool {
        self.is_none()
    }
}

#[cfg(feature = "serde")]
impl<T> Blank for Vec<T> {
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}
