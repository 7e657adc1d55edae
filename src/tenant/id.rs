//! Identifiers: of tenants, of organizations, of plans.

use crate::code::Text;
use crate::code::is_code;

/// The identifier of a tenant: what has a home region. Merchants, workspaces, projects and accounts are all tenants.
///
/// 1 to 63 visible ASCII bytes, compared byte by byte: identifiers are taken as they are, never folded, because two
/// spellings of one tenant would be two homes.
///
/// # Examples
///
/// ```
/// use domicile::TenantId;
///
/// let id = TenantId::parse("m_4711")?;
/// assert_eq!(id.as_str(), "m_4711");
/// assert!(TenantId::parse("two words").is_err());
/// # Ok::<(), domicile::tenant::InvalidTenantId>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[doc(alias = "merchant")]
#[doc(alias = "workspace")]
#[doc(alias = "project")]
#[doc(alias = "account")]
pub struct TenantId(Text<63>);

impl TenantId {
    /// Reads an identifier.
    ///
    /// # Errors
    ///
    /// [`InvalidTenantId`] for the empty text, a text of more than 63 bytes, and any byte that is not a visible
    /// ASCII character: a space, a control character, `"münchen"`.
    #[inline]
    pub const fn parse(text: &str) -> Result<Self, InvalidTenantId> {
        match graphic(text) {
            Some(text) => Ok(Self(text)),
            None => Err(InvalidTenantId),
        }
    }

    /// The identifier as it was given.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// `==` in eight-byte words, without a call: an optimizer can see through it, and an identifier that was written
    /// a moment ago is not waited for because it is read in larger pieces than it was written in.
    #[inline]
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let (words, rest) = self.padded().as_chunks::<8>();
        let (other_words, other_rest) = other.padded().as_chunks::<8>();
        let words = words
            .iter()
            .zip(other_words)
            .map(|(word, other)| u64::from_le_bytes(*word) ^ u64::from_le_bytes(*other));
        let rest = rest.iter().zip(other_rest).map(|(byte, other)| u64::from(byte ^ other));
        words.chain(rest).fold(0, |differences, difference| differences | difference) == 0
    }

    /// The identifier's bytes.
    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// The identifier's bytes, and zeros behind them.
    #[inline]
    pub(crate) const fn padded(&self) -> &[u8; 63] {
        self.0.padded()
    }
}

/// A text is not a tenant identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a tenant id of 1 to 63 visible ASCII characters")]
#[non_exhaustive]
pub struct InvalidTenantId;

impl InvalidTenantId {
    /// The stable code, `invalid_tenant_id`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_tenant_id"
    }
}

crate::code::text_doors!(TenantId, InvalidTenantId, "a tenant id of 1 to 63 visible ASCII characters");

/// The identifier of an organization: the owner of tenants.
///
/// Written like a [`TenantId`], and a type of its own, so that an owner never stands where a tenant is meant.
///
/// # Examples
///
/// ```
/// use domicile::tenant::OrgId;
///
/// assert_eq!(OrgId::parse("org_7")?.to_string(), "org_7");
/// # Ok::<(), domicile::tenant::InvalidOrgId>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[doc(alias = "organization")]
pub struct OrgId(Text<63>);

impl OrgId {
    /// Reads an identifier.
    ///
    /// # Errors
    ///
    /// [`InvalidOrgId`] for the empty text, a text of more than 63 bytes, and any byte that is not a visible ASCII
    /// character.
    pub const fn parse(text: &str) -> Result<Self, InvalidOrgId> {
        match graphic(text) {
            Some(text) => Ok(Self(text)),
            None => Err(InvalidOrgId),
        }
    }

    /// The identifier as it was given.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The identifier as an inline text.
    #[inline]
    pub(crate) const fn text(&self) -> &Text<63> {
        &self.0
    }
}

/// A text is not an organization identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an organization id of 1 to 63 visible ASCII characters")]
#[non_exhaustive]
pub struct InvalidOrgId;

impl InvalidOrgId {
    /// The stable code, `invalid_org_id`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_org_id"
    }
}

crate::code::text_doors!(OrgId, InvalidOrgId, "an organization id of 1 to 63 visible ASCII characters");

/// The code of a plan: `pro`, `enterprise`, … What a plan may choose is said by
/// [`Entitlements`](crate::tenant::Entitlements).
///
/// # Examples
///
/// ```
/// use domicile::tenant::Plan;
///
/// assert_eq!(Plan::parse("enterprise")?.as_str(), "enterprise");
/// assert!(Plan::parse("Pro+").is_err());
/// # Ok::<(), domicile::tenant::InvalidPlan>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Plan(Text<31>);

impl Plan {
    /// Reads a code: lower-case letters, digits and single inner hyphens, at most 31 bytes.
    ///
    /// # Errors
    ///
    /// [`InvalidPlan`] for anything else: `""`, `"Pro"`, `"pro_plus"`, a text of 32 bytes.
    pub const fn parse(text: &str) -> Result<Self, InvalidPlan> {
        if !is_code(text.as_bytes()) {
            return Err(InvalidPlan);
        }
        match Text::new(text.as_bytes()) {
            Some(text) => Ok(Self(text)),
            None => Err(InvalidPlan),
        }
    }

    /// The code.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// A text is not the code of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a plan: at most 31 lower-case letters, digits and single inner hyphens")]
#[non_exhaustive]
pub struct InvalidPlan;

impl InvalidPlan {
    /// The stable code, `invalid_plan`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_plan"
    }
}

crate::code::text_doors!(Plan, InvalidPlan, "a plan: lower-case letters, digits and single inner hyphens");

/// The text, if it is not empty, fits and is visible ASCII throughout.
#[inline]
const fn graphic(text: &str) -> Option<Text<63>> {
    if text.is_empty() { None } else { Text::graphic(text.as_bytes()) }
}

/// Whose rules apply to a tenant: the platform's, or the narrower ones of an organization or of the tenant itself, by the
/// name that the policy gives them. Lower-case letters, digits and single inner hyphens, at most 31 bytes.
///
/// # Examples
///
/// ```
/// use domicile::tenant::ScopeName;
///
/// assert_eq!(ScopeName::PLATFORM.as_str(), "platform");
/// assert!(ScopeName::parse("Clinics").is_err());
/// # Ok::<(), domicile::tenant::InvalidScopeName>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScopeName(Text<31>);

impl ScopeName {
    /// The platform itself: the rules that hold for every tenant without narrower ones.
    pub const PLATFORM: Self = match Self::parse("platform") {
        Ok(name) => name,
        Err(InvalidScopeName) => Self(Text::EMPTY),
    };

    /// Reads a name.
    ///
    /// # Errors
    ///
    /// [`InvalidScopeName`] for anything else: `""`, `"Clinics"`, `"clinics_eu"`, a text of 32 bytes.
    pub const fn parse(text: &str) -> Result<Self, InvalidScopeName> {
        if !is_code(text.as_bytes()) {
            return Err(InvalidScopeName);
        }
        match Text::new(text.as_bytes()) {
            Some(text) => Ok(Self(text)),
            None => Err(InvalidScopeName),
        }
    }

    /// The name.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// A text is not the name of a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected the name of a scope: at most 31 lower-case letters, digits and single inner hyphens")]
#[non_exhaustive]
pub struct InvalidScopeName;

impl InvalidScopeName {
    /// The stable code, `invalid_scope_name`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid_scope_name"
    }
}

crate::code::text_doors!(ScopeName, InvalidScopeName, "the name of a scope");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_visible_ascii_of_bounded_length() {
        for byte in 0..=0x7f_u8 {
            let text = char::from(byte).to_string();
            assert_eq!(TenantId::parse(&text).is_ok(), (0x21..=0x7e).contains(&byte), "{byte:#x}");
            assert_eq!(OrgId::parse(&text).is_ok(), (0x21..=0x7e).contains(&byte), "{byte:#x}");
        }
        assert!(TenantId::parse("").is_err());
        assert!(TenantId::parse("é").is_err());
        assert!(TenantId::parse(&"a".repeat(63)).is_ok());
        assert!(TenantId::parse(&"a".repeat(64)).is_err());
    }

    #[test]
    fn ids_are_the_same_if_they_are_equal() {
        let ids: Vec<TenantId> = (0..63)
            .flat_map(|at| [63, at + 1].map(|length| (at, length)))
            .map(|(at, length)| {
                let mut text = "x".repeat(length);
                text.replace_range(at..=at, "y");
                TenantId::parse(&text).unwrap()
            })
            .collect();
        for one in &ids {
            for other in &ids {
                assert_eq!(one.is_same(other), one == other, "{one} {other}");
            }
        }
    }

    #[test]
    fn a_plan_is_a_short_code() {
        for good in ["pro", "pro-plus", "2026", &"a".repeat(31)] {
            assert_eq!(Plan::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "Pro", "pro+", "pro ", "-pro", "pro--plus", &"a".repeat(32)] {
            assert!(Plan::parse(bad).is_err(), "{bad}");
        }
    }
}
