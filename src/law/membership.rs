//! Whether a jurisdiction is in an area: surely, perhaps, or not.

use crate::law::area::Area;
use crate::law::area::Territory;
use crate::law::edition::LawEdition;
use crate::law::name::GroupId;
use crate::law::rows::Rows;
use crate::law::rule::Membership;
use crate::law::rule::Standing;
use crate::place::Jurisdiction;
use crate::time::UnixTime;

impl LawEdition {
    /// True if a confirmed row makes `place`, or the country it is a part of, a member of `group` `now`. A row about a
    /// part counts more than one about its country; see [`Area`].
    #[must_use]
    pub fn is_member(&self, group: GroupId, place: Jurisdiction, now: UnixTime) -> bool {
        Rows::all(self).surely_member(group, place, now)
    }

    /// True if `place` may ever be in `area`, now or at another time.
    pub(crate) fn ever_in(&self, area: &Area, place: Jurisdiction) -> bool {
        match area {
            Area::Anywhere => true,
            Area::Outside(territories) => !territories.iter().any(|territory| match territory {
                Territory::Country(named) => place.is_within(*named),
                Territory::Group(_) => false,
            }),
            Area::In(territories) => territories.iter().any(|territory| match territory {
                Territory::Country(named) => place.overlaps(*named),
                Territory::Group(group) => {
                    self.members.iter().any(|row| row.group == *group && row.member.overlaps(place))
                }
            }),
        }
    }
}

impl Rows<'_> {
    /// True if `place` is in `area` by confirmed rows. What permits must be sure.
    ///
    /// An organization is only where it is named.
    pub(crate) fn surely_in(self, area: &Area, place: Jurisdiction, now: UnixTime) -> bool {
        match area {
            Area::Anywhere => !place.is_organization(),
            Area::In(territories) => self.surely_any(territories, place, now),
            Area::Outside(territories) => {
                !place.is_organization() && !self.maybe_any(territories, place, now)
            }
        }
    }

    /// True if `place` may be in `area`, by rows of any standing. What refuses need not be sure.
    pub(crate) fn maybe_in(self, area: &Area, place: Jurisdiction, now: UnixTime) -> bool {
        match area {
            Area::Anywhere => true,
            Area::In(territories) => self.maybe_any(territories, place, now),
            Area::Outside(territories) => !self.surely_any(territories, place, now),
        }
    }

    /// True if one place is surely in a part of a country that `area` tells from the rest, and the other may not be.
    ///
    /// The places are of one country.
    pub(crate) fn divides(self, area: &Area, from: Jurisdiction, to: Jurisdiction) -> bool {
        let between = |part: Jurisdiction| {
            let both_in = from.is_within(part) && to.is_within(part);
            let both_out = !from.overlaps(part) && !to.overlaps(part);
            part.is_part() && !both_in && !both_out
        };
        area.territories().iter().any(|territory| match territory {
            Territory::Country(named) => between(*named),
            Territory::Group(group) => self.of_group(*group).any(|row| between(row.member)),
        })
    }

    /// True if `place` is a member of `group` by confirmed rows, wherever in it the data is.
    pub(crate) fn surely_member(self, group: GroupId, place: Jurisdiction, now: UnixTime) -> bool {
        let confirmed =
            |row: &&Membership| row.authority.standing == Standing::Confirmed && row.validity.contains(now);
        let is_settled = |part| self.of_group(group).filter(confirmed).any(|row| row.member == part);
        // What a row says of a part counts more than what another says of the country.
        let mut parts =
            self.of_group(group).filter(|row| row.member.is_part() && row.member.is_within(place));
        self.of_group(group).filter(confirmed).any(|row| place.is_within(row.member))
            && parts.all(|row| row.validity.contains(now) || is_settled(row.member))
    }

    /// True if `place`, or a part of it, may be a member of `group`.
    fn maybe_member(self, group: GroupId, place: Jurisdiction, now: UnixTime) -> bool {
        let confirmed = |row: &Membership| row.authority.standing == Standing::Confirmed;
        let is_told_apart =
            place.is_part() && self.of_group(group).any(|row| row.member == place && confirmed(row));
        let mut in_force = self.of_group(group).filter(|row| row.validity.contains(now));
        in_force.any(|row| row.member.is_within(place) || (place.is_within(row.member) && !is_told_apart))
    }

    fn surely_any(self, territories: &[Territory], place: Jurisdiction, now: UnixTime) -> bool {
        territories.iter().any(|territory| match territory {
            Territory::Country(named) => place.is_within(*named),
            Territory::Group(group) => self.surely_member(*group, place, now),
        })
    }

    fn maybe_any(self, territories: &[Territory], place: Jurisdiction, now: UnixTime) -> bool {
        territories.iter().any(|territory| match territory {
            Territory::Country(named) => place.overlaps(*named),
            Territory::Group(group) => self.maybe_member(*group, place, now),
        })
    }

    fn of_group<'r>(self, group: GroupId) -> impl Iterator<Item = &'r Membership>
    where
        Self: 'r,
    {
        self.members().filter(move |row| row.group == group)
    }
}
