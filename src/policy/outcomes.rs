//! The outcomes of all checks in one word.
//!
//! They are made and asked in registers. An array of bytes would be written one by one and read as a whole, and a
//! processor waits between the two.

use crate::policy::explanation::Check;
use crate::policy::explanation::Outcome;
use crate::policy::step::Step;

/// An outcome for each [`Step`] or each [`Check`], two bits each: not asked 00, pass 01, fail 10, unknown 11.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Outcomes(u64);

impl Outcomes {
    /// Nothing was asked.
    pub(crate) const NOT_ASKED: Self = Self(0);

    /// The outcomes of all checks, in their order.
    #[inline]
    pub(crate) fn of_checks(found: [Outcome; Check::ALL.len()]) -> Self {
        let mut outcomes = Self::NOT_ASKED;
        for (position, outcome) in found.into_iter().enumerate() {
            outcomes.put(position, Code::of(outcome));
        }
        outcomes
    }

    /// The checks with their outcomes, in their order.
    pub(crate) fn checks(self) -> impl Iterator<Item = (Check, Outcome)> {
        Check::ALL.into_iter().enumerate().map(move |(position, check)| (check, self.at(position)))
    }

    /// The first check that failed.
    #[inline]
    pub(crate) fn first_fail(self) -> Option<Check> {
        check_at(self.fails())
    }

    /// The first check that could not be made.
    #[inline]
    pub(crate) fn first_unknown(self) -> Option<Check> {
        check_at(self.unknowns())
    }

    /// Notes what became of a check. Each is noted once.
    #[inline]
    pub(crate) const fn note(&mut self, step: Step, code: Code) {
        self.put(step.position(), code);
    }

    #[inline]
    pub(crate) const fn outcome(self, step: Step) -> Outcome {
        self.at(step.position())
    }

    #[inline]
    pub(crate) const fn has_fail(self) -> bool {
        self.fails() != 0
    }

    #[inline]
    pub(crate) const fn has_unknown(self) -> bool {
        self.unknowns() != 0
    }

    #[inline]
    const fn put(&mut self, position: usize, code: Code) {
        self.0 |= shifted(code.0, position.wrapping_mul(2));
    }

    #[inline]
    const fn at(self, position: usize) -> Outcome {
        match (self.0.wrapping_shr(width(position.wrapping_mul(2)))) & 0b11 {
            0b00 => Outcome::NotAsked,
            0b01 => Outcome::Pass,
            0b11 => Outcome::Unknown,
            _ => Outcome::Fail,
        }
    }

    /// The low bit of each pair that says fail.
    #[inline]
    const fn fails(self) -> u64 {
        self.0.wrapping_shr(1) & !self.0 & LOW
    }

    /// The low bit of each pair that says unknown.
    #[inline]
    const fn unknowns(self) -> u64 {
        self.0.wrapping_shr(1) & self.0 & LOW
    }
}

/// The check of the first pair of which a bit is set.
#[inline]
fn check_at(bits: u64) -> Option<Check> {
    Check::ALL.get(usize::try_from(bits.trailing_zeros() / 2).ok()?).copied()
}

/// What became of one check, as its two bits. Made by arithmetic, because which of them it is cannot be foreseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Code(u64);

impl Code {
    pub(crate) const NOT_ASKED: Self = Self(0b00);
    pub(crate) const PASS: Self = Self(0b01);
    pub(crate) const FAIL: Self = Self(0b10);
    pub(crate) const UNKNOWN: Self = Self(0b11);

    #[inline]
    const fn of(outcome: Outcome) -> Self {
        match outcome {
            Outcome::NotAsked => Self::NOT_ASKED,
            Outcome::Pass => Self::PASS,
            Outcome::Fail => Self::FAIL,
            Outcome::Unknown => Self::UNKNOWN,
        }
    }

    /// Pass or fail.
    #[inline]
    pub(crate) fn holds(holds: bool) -> Self {
        Self(0b10_u64.wrapping_sub(u64::from(holds)))
    }

    /// Pass if it holds, else unknown where there is doubt, else fail.
    #[inline]
    pub(crate) fn holds_or(holds: bool, is_doubtful: bool) -> Self {
        Self(Self::holds(holds).0 | u64::from(is_doubtful & !holds))
    }

    /// The same where it is asked at all.
    #[inline]
    pub(crate) fn if_asked(self, is_asked: bool) -> Self {
        Self(self.0 & 0_u64.wrapping_sub(u64::from(is_asked)))
    }
}

/// The low bit of each pair.
const LOW: u64 = 0x5555_5555_5555_5555;

#[inline]
const fn shifted(bits: u64, shift: usize) -> u64 {
    bits.wrapping_shl(width(shift))
}

#[inline]
#[expect(clippy::as_conversions, reason = "below 64 by the assertion below")]
const fn width(shift: usize) -> u32 {
    shift as u32
}

const _: () = assert!(Step::ALL.len() <= 32, "a check needs two bits of its own");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_each_kind_is_found() {
        let all = [Outcome::Pass, Outcome::Fail, Outcome::Unknown, Outcome::NotAsked];
        for number in 0..4_usize.pow(6) {
            let mut rest = number;
            let found = [(); 6].map(|()| {
                let outcome = all[rest % 4];
                rest /= 4;
                outcome
            });
            let outcomes = Outcomes::of_checks(found);
            assert!(outcomes.checks().eq(Check::ALL.into_iter().zip(found)));
            let first = |outcome| {
                Check::ALL
                    .into_iter()
                    .zip(found)
                    .find_map(|(check, found)| (found == outcome).then_some(check))
            };
            assert_eq!(outcomes.first_fail(), first(Outcome::Fail));
            assert_eq!(outcomes.first_unknown(), first(Outcome::Unknown));
        }
    }

    #[test]
    fn every_check_keeps_its_own_outcome() {
        let all = [Code::PASS, Code::FAIL, Code::UNKNOWN, Code::NOT_ASKED];
        let names = [Outcome::Pass, Outcome::Fail, Outcome::Unknown, Outcome::NotAsked];
        for step in Step::ALL {
            for (code, outcome) in all.into_iter().zip(names) {
                let mut outcomes = Outcomes::NOT_ASKED;
                for other in Step::ALL {
                    outcomes.note(other, if other == step { code } else { Code::PASS });
                }
                for other in Step::ALL {
                    let expected = if other == step { outcome } else { Outcome::Pass };
                    assert_eq!(outcomes.outcome(other), expected);
                }
                assert_eq!(outcomes.has_fail(), outcome == Outcome::Fail);
                assert_eq!(outcomes.has_unknown(), outcome == Outcome::Unknown);
            }
        }
    }

    #[test]
    fn codes_say_what_they_are_made_of() {
        assert_eq!([true, false].map(Code::holds), [Code::PASS, Code::FAIL]);
        assert_eq!(Code::holds_or(false, true), Code::UNKNOWN);
        assert_eq!(Code::holds_or(false, false), Code::FAIL);
        assert_eq!([true, false].map(|doubt| Code::holds_or(true, doubt)), [Code::PASS; 2]);
        for code in [Code::PASS, Code::FAIL, Code::UNKNOWN] {
            assert_eq!((code.if_asked(true), code.if_asked(false)), (code, Code::NOT_ASKED));
        }
    }
}
