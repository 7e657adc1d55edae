//! What an inventory says against itself.

use alloc::string::String;
use core::fmt;

use crate::data::category::DataCategory;
use crate::data::name::StoreName;
use crate::data::word::words;

words! {
    /// How grave a finding is.
    FindingSeverity, "a severity", {
        /// The inventory contradicts itself or a rule it states.
        Error = "error",
        /// Lawful perhaps, but somebody should have meant it.
        Warning = "warning",
    }
}

words! {
    /// What was found.
    FindingKind, "a kind of finding", {
        /// A backup lies in a region that what it copies does not lie in.
        BackupElsewhere = "backup_elsewhere",
        /// A backup copies a store that is not in the inventory.
        BackupOfUnknown = "backup_of_unknown",
        /// Backups copy each other in a circle.
        BackupCircle = "backup_circle",
        /// A backup holds a category that what it copies does not hold.
        BackupHoldsMore = "backup_holds_more",
        /// A store's copies are kept in another region: a transfer.
        GeoReplicated = "geo_replicated",
        /// A store replicates across no region at all.
        ReplicationNowhere = "replication_nowhere",
        /// No protection at rest is stated, or none is there.
        RestUnprotected = "rest_unprotected",
        /// No protection in transit is stated, or none is there.
        TransitUnprotected = "transit_unprotected",
        /// A shared store holds a category that is not on the list of shared ones.
        SharedNotListed = "shared_not_listed",
        /// A store lies nowhere.
        NoRegion = "no_region",
        /// A store holds nothing.
        HoldsNothing = "holds_nothing",
        /// Two stores have one name.
        DuplicateStore = "duplicate_store",
        /// A store lists a category twice.
        DuplicateCategory = "duplicate_category",
        /// Two subprocessors have one name.
        DuplicateSubprocessor = "duplicate_subprocessor",
        /// A store is run by a subprocessor that is not on the list.
        UnknownSubprocessor = "unknown_subprocessor",
        /// A subprocessor processes in no country.
        ProcessesNowhere = "processes_nowhere",
        /// Nothing is stated about how long a category is kept.
        RetentionMissing = "retention_missing",
    }
}

impl FindingKind {
    /// How grave a finding of this kind is.
    #[must_use]
    pub const fn severity(self) -> FindingSeverity {
        match self {
            Self::GeoReplicated | Self::RetentionMissing | Self::HoldsNothing => FindingSeverity::Warning,
            Self::BackupElsewhere
            | Self::BackupOfUnknown
            | Self::BackupCircle
            | Self::BackupHoldsMore
            | Self::ReplicationNowhere
            | Self::RestUnprotected
            | Self::TransitUnprotected
            | Self::SharedNotListed
            | Self::NoRegion
            | Self::DuplicateStore
            | Self::DuplicateCategory
            | Self::DuplicateSubprocessor
            | Self::UnknownSubprocessor
            | Self::ProcessesNowhere => FindingSeverity::Error,
        }
    }

    const fn sentence(self) -> &'static str {
        match self {
            Self::BackupElsewhere => "the backup lies in a region that what it copies does not lie in",
            Self::BackupOfUnknown => "the backup copies a store that is not in the inventory",
            Self::BackupCircle => "the backup is, over others, a backup of itself",
            Self::BackupHoldsMore => "the backup holds a category that what it copies does not hold",
            Self::GeoReplicated => "copies in another region are a transfer",
            Self::ReplicationNowhere => "the store replicates across no region",
            Self::RestUnprotected => "expected a protection at rest",
            Self::TransitUnprotected => "expected a protection in transit",
            Self::SharedNotListed => "the category may not be in a shared store",
            Self::NoRegion => "expected at least one region",
            Self::HoldsNothing => "the store holds nothing",
            Self::DuplicateStore => "another store has the same name",
            Self::DuplicateCategory => "the store lists the category twice",
            Self::DuplicateSubprocessor => "another subprocessor has the same name",
            Self::UnknownSubprocessor => "the operator is not on the list of subprocessors",
            Self::ProcessesNowhere => "expected at least one country of processing",
            Self::RetentionMissing => "expected how long the category is kept",
        }
    }
}

/// One thing an inventory says against itself, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InventoryFinding {
    pub(crate) kind: FindingKind,
    pub(crate) path: String,
    pub(crate) store: Option<StoreName>,
    pub(crate) category: Option<DataCategory>,
}

impl InventoryFinding {
    /// What was found.
    #[must_use]
    pub const fn kind(&self) -> FindingKind {
        self.kind
    }

    /// The stable code, such as `backup_elsewhere`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.kind.as_str()
    }

    /// How grave it is.
    #[must_use]
    pub const fn severity(&self) -> FindingSeverity {
        self.kind.severity()
    }

    /// Where in the document, such as `stores[2].replication`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The store concerned.
    #[must_use]
    pub const fn store(&self) -> Option<StoreName> {
        self.store
    }

    /// The category concerned.
    #[must_use]
    pub const fn category(&self) -> Option<DataCategory> {
        self.category
    }
}

impl fmt::Display for InventoryFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.path, self.kind.sentence(), self.kind)?;
        match (self.store, self.category) {
            (Some(store), Some(category)) => write!(f, ": {category} in {store}"),
            (Some(store), None) => write!(f, ": {store}"),
            (None, Some(category)) => write!(f, ": {category}"),
            (None, None) => Ok(()),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for InventoryFinding {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut record = serializer.serialize_struct("InventoryFinding", 5)?;
        record.serialize_field("code", &self.kind)?;
        record.serialize_field("severity", &self.severity())?;
        record.serialize_field("path", &self.path)?;
        record.serialize_field("store", &self.store)?;
        record.serialize_field("category", &self.category)?;
        record.end()
    }
}
