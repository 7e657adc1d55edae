//! What laws single out among personal data.

use crate::data::word::word_sets;
use crate::data::word::words;

words! {
    /// A property of data that some law ties a rule to. All data counts as personal; these come on top.
    Sensitivity, "a sensitivity", {
        /// Special categories: origin, opinion, belief, union membership, genetic, biometric, sexual life (GDPR Art. 9).
        Special = "special",
        /// Health data.
        Health = "health",
        /// Convictions and offences.
        Criminal = "criminal",
        /// Data of children.
        Children = "children",
        /// Credit information.
        Credit = "credit",
        /// Payment system data.
        Payment = "payment",
        /// Data of employees.
        Employment = "employment",
        /// National identification numbers.
        NationalId = "national-id",
        /// Data related to a government, its staff or its sites.
        Government = "government",
        /// Data for immigration control.
        Immigration = "immigration",
    }
}

word_sets! {
    /// Which [`Sensitivity`] data may have.
    ///
    /// [`Sensitivities::NONE`] is a statement: nothing of the kind is in it. Where nobody stated anything the set is
    /// [`Sensitivities::ALL`], and every sector's law may apply.
    ///
    /// # Examples
    ///
    /// ```
    /// use domicile::data::{Sensitivities, Sensitivity};
    ///
    /// let patient: Sensitivities = [Sensitivity::Special, Sensitivity::Health].into_iter().collect();
    /// assert!(patient.contains(Sensitivity::Health));
    /// assert!(patient.is_subset(Sensitivities::ALL));
    /// ```
    Sensitivities of Sensitivity
}
