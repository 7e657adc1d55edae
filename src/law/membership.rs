//! Whether a country is in an area: surely, perhaps, or not.

use crate::law::area::Area;
use crate::law::area::Territory;
use crate::law::edition::LawEdition;
use crate::law::rows::Rows;
use crate::law::rule::Standing;
use crate::place::Jurisdiction;
use crate::time::UnixTime;

impl LawEdition {
    /// True if `country` is ever in `area`, now or at another time.
    pub(crate) fn ever_in(&self, area: &Area, country: Jurisdiction) -> bool {
        match area {
            Area::Anywhere => true,
            Area::Outside(territories) => !territories.contains(&Territory::Country(country)),
            Area::In(territories) => territories.iter().any(|territory| match territory {
                Territory::Country(named) => *named == country,
                Territory::Group(group) => {
                    self.members.iter().any(|row| row.member == country && row.group == *group)
                }
            }),
        }
    }
}

impl Rows<'_> {
    /// True if `country` is in `area` by confirmed rows. What permits must be sure.
    pub(crate) fn surely_in(self, area: &Area, country: Jurisdiction, now: UnixTime) -> bool {
        match area {
            Area::Anywhere => true,
            Area::In(territories) => self.any(territories, country, now, &[Standing::Confirmed]),
            Area::Outside(territories) => !self.any(territories, country, now, EITHER),
        }
    }

    /// True if `country` may be in `area`, by rows of any standing. What refuses need not be sure.
    pub(crate) fn maybe_in(self, area: &Area, country: Jurisdiction, now: UnixTime) -> bool {
        match area {
            Area::Anywhere => true,
            Area::In(territories) => self.any(territories, country, now, EITHER),
            Area::Outside(territories) => !self.any(territories, country, now, &[Standing::Confirmed]),
        }
    }

    fn any(
        self,
        territories: &[Territory],
        country: Jurisdiction,
        now: UnixTime,
        standings: &[Standing],
    ) -> bool {
        territories.iter().any(|territory| match territory {
            Territory::Country(named) => *named == country,
            Territory::Group(group) => self.members().any(|row| {
                row.member == country
                    && row.group == *group
                    && standings.contains(&row.authority.standing)
                    && row.validity.contains(now)
            }),
        })
    }
}

const EITHER: &[Standing] = &[Standing::Confirmed, Standing::Unconfirmed];
