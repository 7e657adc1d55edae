//! Which plan may choose which region.

use alloc::collections::BTreeMap;

use crate::place::Region;
use crate::place::RegionSet;
use crate::tenant::id::Plan;

/// The embedder's price list of regions: rows of a plan and the regions it may choose.
///
/// # Examples
///
/// ```
/// use domicile::Region;
/// use domicile::tenant::{Entitlements, Plan};
///
/// let (pro, enterprise) = (Plan::parse("pro")?, Plan::parse("enterprise")?);
/// let entitlements = Entitlements::new()
///     .with(pro, [Region::EuWest1, Region::UsEast1])
///     .with(enterprise, [Region::EuWest1, Region::UsEast1, Region::ApSouth1]);
///
/// assert!(entitlements.choose(Some(enterprise), Region::ApSouth1).is_ok());
/// let refusal = entitlements.choose(Some(pro), Region::ApSouth1).unwrap_err();
/// assert_eq!(refusal.to_string(), "expected a region this plan may choose (eu-west-1, us-east-1), not ap-south-1");
/// # Ok::<(), domicile::tenant::InvalidPlan>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Entitlements {
    plans: BTreeMap<Plan, RegionSet>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "RegionSet::is_empty"))]
    everyone: RegionSet,
    unlisted: Unlisted,
}

impl Entitlements {
    /// No rows: nobody may choose anything.
    #[must_use]
    pub const fn new() -> Self {
        Self { plans: BTreeMap::new(), everyone: RegionSet::new(), unlisted: Unlisted::Refuse }
    }

    /// Adds a row: `plan` may choose `regions`. Rows of one plan add up.
    #[must_use]
    pub fn with(mut self, plan: Plan, regions: impl IntoIterator<Item = Region>) -> Self {
        self.plans.entry(plan).or_default().extend(regions);
        self
    }

    /// Adds regions that every tenant may choose, whatever its plan is, and if it has none.
    #[must_use]
    pub fn with_everyone(mut self, regions: impl IntoIterator<Item = Region>) -> Self {
        self.everyone.extend(regions);
        self
    }

    /// The regions that every tenant may choose.
    #[must_use]
    pub const fn everyone(&self) -> &RegionSet {
        &self.everyone
    }

    /// Says what holds for a region that no row names.
    #[must_use]
    pub const fn with_unlisted(mut self, unlisted: Unlisted) -> Self {
        self.unlisted = unlisted;
        self
    }

    /// What holds for a region that no row names.
    #[must_use]
    pub const fn unlisted(&self) -> Unlisted {
        self.unlisted
    }

    /// The rows, by plan.
    pub fn iter(&self) -> impl Iterator<Item = (&Plan, &RegionSet)> {
        self.plans.iter()
    }

    /// The regions the rows allow to `plan`. An unknown plan and no plan are allowed what everyone is.
    #[must_use]
    pub fn allowed(&self, plan: Option<Plan>) -> RegionSet {
        let mut regions = self.everyone.clone();
        regions.extend(plan.and_then(|plan| self.plans.get(&plan)).into_iter().flat_map(RegionSet::iter));
        regions
    }

    /// Checks that `plan` may choose `region`.
    ///
    /// # Errors
    ///
    /// [`NotEntitled`] with the regions the plan may choose:
    /// - the region stands in rows of other plans only, or the plan is unknown or absent;
    /// - no row names the region, and [`Unlisted::Refuse`] holds.
    pub fn choose(&self, plan: Option<Plan>, region: Region) -> Result<(), NotEntitled> {
        if self.allows(plan, region) {
            return Ok(());
        }
        Err(NotEntitled { region, plan, allowed: self.allowed(plan) })
    }

    /// True if `plan` may choose `region`: [`Entitlements::choose`] without the list, for the road.
    #[must_use]
    pub fn allows(&self, plan: Option<Plan>, region: Region) -> bool {
        let row = plan.and_then(|plan| self.plans.get(&plan));
        self.everyone.contains(region)
            || row.is_some_and(|regions| regions.contains(region))
            || match self.unlisted {
                Unlisted::Refuse => false,
                Unlisted::Open => !self.plans.values().any(|regions| regions.contains(region)),
            }
    }
}

/// What holds for a region that no row names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[expect(clippy::exhaustive_enums, reason = "a switch has two positions")]
pub enum Unlisted {
    /// Nobody may choose it.
    #[default]
    Refuse,
    /// Everybody may choose it, also without a plan.
    Open,
}

impl Unlisted {
    /// `refuse` or `open`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Open => "open",
        }
    }
}

/// A plan may not choose a region.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a region this plan may choose ({allowed}), not {region}")]
#[non_exhaustive]
pub struct NotEntitled {
    /// The region that was to be chosen.
    pub region: Region,
    /// The plan, if there is one.
    pub plan: Option<Plan>,
    /// The regions the rows allow to this plan.
    pub allowed: RegionSet,
}

impl NotEntitled {
    /// The stable code, `not_entitled`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "not_entitled"
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Entitlements {
    /// Reads `{"plans": {"pro": ["eu-west-1"]}, "unlisted": "refuse"}`. A plan that stands there twice is an error:
    /// one of the two rows would silently not count.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Document {
            plans: Rows,
            #[serde(default)]
            everyone: RegionSet,
            #[serde(default)]
            unlisted: Unlisted,
        }
        let Document { plans: Rows(plans), everyone, unlisted } = Document::deserialize(deserializer)?;
        Ok(Self { plans, everyone, unlisted })
    }
}

#[cfg(feature = "serde")]
struct Rows(BTreeMap<Plan, RegionSet>);

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Rows {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Door;
        impl<'de> serde::de::Visitor<'de> for Door {
            type Value = Rows;
            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("a map of plans to lists of regions")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Rows, A::Error> {
                let mut plans = BTreeMap::new();
                while let Some((plan, regions)) = map.next_entry::<Plan, RegionSet>()? {
                    if plans.insert(plan, regions).is_some() {
                        return Err(serde::de::Error::custom("expected each plan once"));
                    }
                }
                Ok(Rows(plans))
            }
        }
        deserializer.deserialize_map(Door)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str) -> Plan {
        Plan::parse(text).unwrap()
    }

    #[test]
    fn every_combination_agrees_with_the_rule_in_words() {
        let rows = [("pro", vec![Region::EuWest1]), ("enterprise", vec![Region::EuWest1, Region::ApSouth1])];
        let everyone = [vec![], vec![Region::UsEast1], vec![Region::EuWest1]];
        for (unlisted, everyone) in
            everyone.iter().flat_map(|everyone| [(Unlisted::Refuse, everyone), (Unlisted::Open, everyone)])
        {
            let mut entitlements =
                Entitlements::new().with_unlisted(unlisted).with_everyone(everyone.iter().copied());
            for (name, regions) in &rows {
                entitlements = entitlements.with(plan(name), regions.iter().copied());
            }
            for name in [None, Some("pro"), Some("enterprise"), Some("free")] {
                for region in [Region::EuWest1, Region::ApSouth1, Region::UsEast1] {
                    let own =
                        rows.iter().any(|(row, regions)| Some(*row) == name && regions.contains(&region));
                    let listed = rows.iter().any(|(_, regions)| regions.contains(&region));
                    let expected =
                        own || everyone.contains(&region) || (!listed && unlisted == Unlisted::Open);
                    let verdict = entitlements.choose(name.map(plan), region);
                    assert_eq!(verdict.is_ok(), expected, "{unlisted:?} {name:?} {region}");
                    if let Err(refusal) = verdict {
                        assert_eq!(refusal.allowed, entitlements.allowed(name.map(plan)));
                        assert_eq!((refusal.plan, refusal.region), (name.map(plan), region));
                    }
                }
            }
        }
    }

    #[cfg(feature = "serde")]
    #[test]
    fn a_document_reads_back_and_a_repeated_plan_is_an_error() {
        let text = r#"{"plans":{"pro":["eu-west-1","us-east-1"]},"unlisted":"open"}"#;
        let entitlements: Entitlements = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&entitlements).unwrap(), text);
        for bad in [r#"{"plans":{"pro":[],"pro":["eu-west-1"]}}"#, "{}", r#"{"plans":{},"rest":1}"#] {
            assert!(serde_json::from_str::<Entitlements>(bad).is_err(), "{bad}");
        }
        let strict: Entitlements = serde_json::from_str(r#"{"plans":{}}"#).unwrap();
        assert_eq!(strict, Entitlements::new());
    }
}
