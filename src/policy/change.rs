//! What somebody could change so that an answer becomes a permit.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use crate::data::DataCategory;
use crate::law::Act;
use crate::law::Condition;
use crate::place::Region;
use crate::policy::name::RecipientName;
use crate::policy::name::RoleName;
use crate::policy::request::EndpointKind;
#[cfg(doc)]
use crate::policy::request::Request;
use crate::tenant::Plan;

/// One change of what a request rests on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Change {
    /// This is found out: nobody has said it.
    FindOut(FactName),
    /// This is asked for again: the answer was out of date or not clear, or there was none.
    AskAgain(FactName),
    /// This is found out to hold of the recipient or of the arrangement with it.
    Establish(Condition),
    /// It is done here.
    Here(Region),
    /// It is given to this recipient.
    Recipient(RecipientName),
    /// It is done in this capacity.
    Role(RoleName),
    /// This is done.
    Operation(Act),
    /// It is delivered to such an endpoint.
    Endpoint(EndpointKind),
    /// This row is written into the document. Only offered where nothing else stands in the way.
    Write(Box<TransferDraft>),
    /// The tenant's region is enforced.
    Enforce,
    /// The tenant has this plan.
    Plan(Plan),
    /// The tenant's home is this region. For a tenant whose home is locked that takes a migration.
    Home(Region),
    /// The organization's primary region is this one.
    OrganizationRegion(Region),
}

impl Change {
    /// What it takes: the later, the more.
    pub(crate) const fn rank(&self) -> u8 {
        match self {
            Self::FindOut(_) | Self::AskAgain(_) | Self::Establish(_) => 0,
            Self::Here(_) | Self::Recipient(_) | Self::Role(_) | Self::Operation(_) | Self::Endpoint(_) => 1,
            Self::Write(_) => 2,
            Self::Enforce | Self::Plan(_) => 3,
            Self::Home(_) | Self::OrganizationRegion(_) => 4,
        }
    }
}

impl fmt::Display for Change {
    /// `ask again for the tenant's home`, `here = eu-west-1`. Of a row to write only what it is for; the row itself is
    /// the [`TransferDraft`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FindOut(name) => write!(f, "find out {}", name.words()),
            Self::AskAgain(name) => write!(f, "ask again for {}", name.words()),
            Self::Establish(condition) => write!(f, "find out that {condition} holds"),
            Self::Here(region) => write!(f, "here = {region}"),
            Self::Recipient(recipient) => write!(f, "recipient = {recipient}"),
            Self::Role(role) => write!(f, "role = {role}"),
            Self::Operation(operation) => write!(f, "operation = {operation}"),
            Self::Endpoint(endpoint) => write!(f, "endpoint = {}", endpoint.as_str()),
            Self::Write(draft) => write!(f, "write a row of transfers: {}", Summary(draft)),
            Self::Enforce => f.write_str("mode = enforced"),
            Self::Plan(plan) => write!(f, "plan = {plan}"),
            Self::Home(region) => write!(f, "home = {region} (a migration)"),
            Self::OrganizationRegion(region) => write!(f, "organization_region = {region}"),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Change {
    /// The change as it is displayed.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A fact of a [`Request`] that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FactName {
    /// [`Request::mode`].
    Mode,
    /// [`Request::home`].
    Home,
    /// [`Request::here`].
    Here,
    /// [`Request::operation`].
    Operation,
    /// [`Request::categories`].
    Categories,
    /// [`Request::plan`].
    Plan,
    /// [`Request::role`].
    Role,
    /// [`Request::scope`].
    Scope,
    /// [`Request::organization_region`].
    OrganizationRegion,
    /// [`Request::recipient`].
    Recipient,
    /// [`Request::endpoint`].
    Endpoint,
}

impl FactName {
    /// The field of the request: `home`, `organization_region`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mode => "mode",
            Self::Home => "home",
            Self::Here => "here",
            Self::Operation => "operation",
            Self::Categories => "categories",
            Self::Plan => "plan",
            Self::Role => "role",
            Self::Scope => "scope",
            Self::OrganizationRegion => "organization_region",
            Self::Recipient => "recipient",
            Self::Endpoint => "endpoint",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Mode => "the tenant's mode",
            Self::Home => "the tenant's home",
            Self::Here => "the region of this place",
            Self::Operation => "what is done",
            Self::Categories => "the categories of the data",
            Self::Plan => "the tenant's plan",
            Self::Role => "the role",
            Self::Scope => "the scope",
            Self::OrganizationRegion => "the organization's primary region",
            Self::Recipient => "the recipient",
            Self::Endpoint => "the kind of endpoint",
        }
    }
}

/// A row of `transfers` that would permit what was asked, once somebody fills in what only people know.
///
/// The law permits such a transfer on some ground, perhaps on conditions. Name, ground, instrument, period and
/// conditions stand as `…`, and a document with such a row does not compile.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TransferDraft {
    pub(crate) from: Vec<Region>,
    /// None where it is handed to the recipient where it belongs.
    pub(crate) to: Option<Region>,
    pub(crate) operation: Act,
    pub(crate) categories: Vec<DataCategory>,
    pub(crate) role: RoleName,
    pub(crate) recipient: Option<RecipientName>,
    pub(crate) has_conditions: bool,
}

impl fmt::Display for TransferDraft {
    /// The row as TOML.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[[transfers]]\ntransfer = \"…\"\nfrom = [")?;
        list(f, &self.from, "\"", ", ")?;
        self.to.iter().try_for_each(|to| write!(f, "]\nto = [\"{to}\""))?;
        write!(f, "]\noperations = [\"{}\"]\ncategories = [", self.operation)?;
        list(f, &self.categories, "\"", ", ")?;
        writeln!(f, "]\nroles = [\"{}\"]", self.role)?;
        self.recipient.iter().try_for_each(|recipient| writeln!(f, "recipient = \"{recipient}\""))?;
        f.write_str("ground = \"…\"\n")?;
        if self.has_conditions {
            f.write_str("conditions = [\"…\"]\n")?;
        }
        f.write_str("instrument = \"…\"\nsince = \"…\"\nuntil = \"…\"\n")
    }
}

/// What a row is for, in one line.
struct Summary<'a>(&'a TransferDraft);

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TransferDraft { from, to, operation, categories, role, recipient, .. } = self.0;
        write!(f, "{operation} of ")?;
        list(f, categories, "", ", ")?;
        f.write_str(" from ")?;
        list(f, from, "", ", ")?;
        to.iter().try_for_each(|to| write!(f, " to {to}"))?;
        recipient.iter().try_for_each(|recipient| write!(f, ", given to {recipient}"))?;
        write!(f, ", by {role}")
    }
}

fn list<T: fmt::Display>(f: &mut fmt::Formatter<'_>, items: &[T], quote: &str, between: &str) -> fmt::Result {
    for (position, item) in items.iter().enumerate() {
        write!(f, "{}{quote}{item}{quote}", if position == 0 { "" } else { between })?;
    }
    Ok(())
}
