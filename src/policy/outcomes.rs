//! The outcomes of all checks in one word.
//!
//! They are made and asked in registers. An array of bytes would be written one by one and read as a whole, and a
//! processor waits between the two.

use crate::policy::check::Check;
use crate::policy::check::Outcome;

/// An outcome for each [`Check`], two bits each: not asked 00, pass 01, fail 10, unknown 11.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Outcomes(u64);

impl Outcomes {
    /// Nothing was asked.
    pub(crate) const NOT_ASKED: Self = Self(0);

    /// Notes what became of a check. Each is noted once.
    #[inline]
    pub(crate) const fn note(&mut self, check: Check, code: Code) {
        self.put(check.position(), code);
    }

    /// Notes a check anew.
    pub(crate) const fn set(&mut self, check: Check, outcome: Outcome) {
        let position = check.position();
        self.0 &= !shifted(0b11, position.wrapping_mul(2));
        let code = match outcome {
            Outcome::NotAsked => Code::NOT_ASKED,
            Outcome::Pass => Code::PASS,
            Outcome::Fail => Code::FAIL,
            Outcome::Unknown => Code::UNKNOWN,
        };
        self.put(position, code);
    }

    #[inline]
    pub(crate) const fn outcome(self, check: Check) -> Outcome {
        self.at(check.position())
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

/// What became of one check, as its two bits. Made by arithmetic, because which of them it is cannot be foreseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Code(u64);

impl Code {
    pub(crate) const NOT_ASKED: Self = Self(0b00);
    pub(crate) const PASS: Self = Self(0b01);
    pub(crate) const FAIL: Self = Self(0b10);
    pub(crate) const UNKNOWN: Self = Self(0b11);

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

const _: () = assert!(Check::ALL.len() <= 32, "a check needs two bits of its own");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_keeps_its_own_outcome() {
        let all = [Code::PASS, Code::FAIL, Code::UNKNOWN, Code::NOT_ASKED];
        let names = [Outcome::Pass, Outcome::Fail, Outcome::Unknown, Outcome::NotAsked];
        for check in Check::ALL {
            for (code, outcome) in all.into_iter().zip(names) {
                let mut outcomes = Outcomes::NOT_ASKED;
                for other in Check::ALL {
                    outcomes.note(other, if other == check { code } else { Code::PASS });
                }
                for other in Check::ALL {
                    let expected = if other == check { outcome } else { Outcome::Pass };
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
