//! The outcomes of all checks in one word.

use crate::policy::explanation::Outcome;
use crate::policy::step::Step;

/// An outcome for each [`Step`], two bits each: not asked 00, pass 01, fail 10, unknown 11.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Outcomes(u64);

impl Outcomes {
    /// Nothing was asked.
    pub(crate) const NOT_ASKED: Self = Self(0);

    #[inline]
    pub(crate) const fn set(&mut self, step: Step, outcome: Outcome) {
        let bits: u64 = match outcome {
            Outcome::NotAsked => 0b00,
            Outcome::Pass => 0b01,
            Outcome::Fail => 0b10,
            Outcome::Unknown => 0b11,
        };
        let shift = step.position().wrapping_mul(2);
        self.0 = (self.0 & !shifted(0b11, shift)) | shifted(bits, shift);
    }

    #[inline]
    pub(crate) const fn outcome(self, step: Step) -> Outcome {
        match (self.0.wrapping_shr(width(step.position().wrapping_mul(2)))) & 0b11 {
            0b00 => Outcome::NotAsked,
            0b01 => Outcome::Pass,
            0b11 => Outcome::Unknown,
            _ => Outcome::Fail,
        }
    }

    #[inline]
    pub(crate) const fn has_fail(self) -> bool {
        self.0.wrapping_shr(1) & !self.0 & LOW != 0
    }

    #[inline]
    pub(crate) const fn has_unknown(self) -> bool {
        self.0.wrapping_shr(1) & self.0 & LOW != 0
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
    fn every_check_keeps_its_own_outcome() {
        let all = [Outcome::Pass, Outcome::Fail, Outcome::Unknown, Outcome::NotAsked];
        for step in Step::ALL {
            for outcome in all {
                let mut outcomes = Outcomes::NOT_ASKED;
                for other in Step::ALL {
                    outcomes.set(other, Outcome::Pass);
                }
                outcomes.set(step, outcome);
                for other in Step::ALL {
                    let expected = if other == step { outcome } else { Outcome::Pass };
                    assert_eq!(outcomes.outcome(other), expected);
                }
                assert_eq!(outcomes.has_fail(), outcome == Outcome::Fail);
                assert_eq!(outcomes.has_unknown(), outcome == Outcome::Unknown);
            }
        }
    }
}
