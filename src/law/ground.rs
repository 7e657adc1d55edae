//! Why a transfer is allowed.

use crate::data::Mechanism;
use crate::data::word::words;

words! {
    /// The ground a transfer rests on, after GDPR Art. 45 to 49; other laws' grounds carry the name of their cousin.
    ///
    /// Ordered from the firmest to the weakest.
    Ground, "a ground", {
        /// No transfer in the law's sense: within the EEA, say.
        NotATransfer = "not-a-transfer",
        /// Within one country.
        Domestic = "domestic",
        /// The law restricts no transfer of this kind.
        Unrestricted = "unrestricted",
        /// An authority found the destination's protection adequate (Art. 45).
        Adequacy = "adequacy",
        /// A binding instrument between public bodies (Art. 46(2)(a)).
        PublicInstrument = "public-instrument",
        /// Approved rules of a group of companies (Art. 46(2)(b), Art. 47).
        BindingCorporateRules = "binding-corporate-rules",
        /// Standard clauses in the lawmaker's own wording (Art. 46(2)(c)).
        StandardClauses = "standard-clauses",
        /// Standard clauses of a supervisory authority (Art. 46(2)(d)).
        AuthorityClauses = "authority-clauses",
        /// An approved code of conduct with binding commitments (Art. 46(2)(e)).
        CodeOfConduct = "code-of-conduct",
        /// An approved certification with binding commitments (Art. 46(2)(f)).
        Certification = "certification",
        /// Clauses of one's own, authorised (Art. 46(3)(a)).
        AdHocClauses = "ad-hoc-clauses",
        /// Provisions between public bodies, authorised (Art. 46(3)(b)).
        AdministrativeArrangement = "administrative-arrangement",
        /// An authority allowed this very transfer.
        Authorisation = "authorisation",
        /// A contract that obliges the recipient, in no prescribed wording.
        Contract = "contract",
        /// Consent of the person concerned, where the law takes it as a ground of its own.
        Consent = "consent",
        /// A treaty, for a foreign court's or authority's demand (Art. 48).
        InternationalAgreement = "international-agreement",
        /// A derogation for specific situations (Art. 49(1)).
        Derogation = "derogation",
        /// Compelling legitimate interests (Art. 49(1), second subparagraph).
        CompellingInterests = "compelling-interests",
    }
}

impl Ground {
    /// The article of the GDPR the ground is named after, if any.
    #[must_use]
    pub const fn article(self) -> Option<&'static str> {
        match self {
            Self::Adequacy => Some("GDPR Art. 45"),
            Self::PublicInstrument => Some("GDPR Art. 46(2)(a)"),
            Self::BindingCorporateRules => Some("GDPR Art. 46(2)(b), Art. 47"),
            Self::StandardClauses => Some("GDPR Art. 46(2)(c)"),
            Self::AuthorityClauses => Some("GDPR Art. 46(2)(d)"),
            Self::CodeOfConduct => Some("GDPR Art. 46(2)(e)"),
            Self::Certification => Some("GDPR Art. 46(2)(f)"),
            Self::AdHocClauses => Some("GDPR Art. 46(3)(a)"),
            Self::AdministrativeArrangement => Some("GDPR Art. 46(3)(b)"),
            Self::InternationalAgreement => Some("GDPR Art. 48"),
            Self::Derogation => Some("GDPR Art. 49(1)"),
            Self::CompellingInterests => Some("GDPR Art. 49(1), second subparagraph"),
            Self::NotATransfer
            | Self::Domestic
            | Self::Unrestricted
            | Self::Authorisation
            | Self::Contract
            | Self::Consent => None,
        }
    }

    /// The ground a subprocessor's stated mechanism names, if it names one.
    #[must_use]
    pub fn of(mechanism: &Mechanism) -> Option<Self> {
        Self::parse(mechanism.as_str()).ok()
    }

    /// True for the appropriate safeguards of Art. 46 and their cousins.
    #[must_use]
    pub fn is_safeguard(self) -> bool {
        (Self::PublicInstrument..=Self::Contract).contains(&self)
    }
}
