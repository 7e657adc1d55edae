//! Phone numbers in running text, by their form.

use core::ops::Range;

/// The phone number that begins at the digit or plus sign at `at` (an opening parenthesis before it belongs to it), not
/// reaching before `done`; or, if there is none, where to look on.
pub(super) fn from(text: &str, done: usize, at: usize) -> Result<Range<usize>, usize> {
    let rest = text.get(at..).unwrap_or_default();
    let Some(first) = rest.chars().next() else {
        return Err(text.len());
    };
    if digit(first).is_none() && !is_plus(first) {
        return Err(at.saturating_add(first.len_utf8()));
    }
    if let Some(run) = short_run(rest.as_bytes()) {
        return Err(at.saturating_add(run));
    }
    let candidate = Candidate::read(rest);
    let next = Err(at.saturating_add(candidate.first_run.max(1)));
    let before = text.get(done..at).unwrap_or_default();
    let opened = before.ends_with('(');
    let outside = before.strip_suffix('(').unwrap_or(before);
    if !candidate.is_free(outside, rest.get(candidate.end..).unwrap_or_default()) {
        return next;
    }
    if candidate.is_phone(opened, outside) {
        let start = if opened { at.saturating_sub(1) } else { at };
        Ok(start..at.saturating_add(candidate.end))
    } else {
        next
    }
}

/// The length of the first run of digits, if there are too few digits before something else comes. Most numbers in a
/// text are such, so this is decided before anything is decoded.
#[inline]
fn short_run(bytes: &[u8]) -> Option<usize> {
    let run = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut digits = run;
    for byte in bytes.get(run..)? {
        match byte {
            b'0'..=b'9' => digits = digits.saturating_add(1),
            b' ' | b'-' | b'.' | b'/' | b'(' | b')' if run != 0 => {}
            0x80.. | b'+' => return None,
            _ => break,
        }
        if digits >= FEWEST_NAMED {
            return None;
        }
    }
    (run != 0 && digits < FEWEST_NAMED).then_some(run)
}

/// Digits with what people write between them.
struct Candidate {
    /// The digits, as far as they are needed to judge.
    digits: [u8; KEPT],
    /// How many digits there are.
    count: usize,
    /// How many digits stand in each group.
    groups: [usize; GROUPS],
    /// How many groups there are.
    group_count: usize,
    /// Whether it begins with a plus sign.
    plus: bool,
    /// Whether dots alone stand between the groups.
    dots: bool,
    /// Where the last digit ends.
    end: usize,
    /// Where the first run of digits ends.
    first_run: usize,
}

impl Candidate {
    /// Reads groups of digits until something else comes.
    fn read(rest: &str) -> Self {
        let mut candidate = Self {
            digits: [0; KEPT],
            count: 0,
            groups: [0; GROUPS],
            group_count: 0,
            plus: rest.starts_with(is_plus),
            dots: true,
            end: 0,
            first_run: 0,
        };
        let mut separators = 0_usize;
        for (index, c) in rest.char_indices() {
            let end = index.saturating_add(c.len_utf8());
            if let Some(value) = digit(c) {
                let opens = separators != 0 || candidate.count == 0;
                if opens && candidate.count > MOST_DIGITS {
                    break;
                }
                candidate.push(value, opens);
                candidate.end = end;
                separators = 0;
                if candidate.group_count <= 1 {
                    candidate.first_run = end;
                }
            } else if index == 0 && candidate.plus {
                candidate.first_run = end;
            } else if is_separator(c) && separators < MOST_SEPARATORS {
                candidate.dots &= c == '.' || candidate.count == 0;
                separators = separators.saturating_add(1);
            } else {
                break;
            }
        }
        candidate
    }

    /// Adds a digit, to a new group or to the last.
    fn push(&mut self, value: u8, opens: bool) {
        if opens {
            self.group_count = self.group_count.saturating_add(1);
        }
        if let Some(group) = self.group_count.checked_sub(1).and_then(|last| self.groups.get_mut(last)) {
            *group = group.saturating_add(1);
        }
        if let Some(slot) = self.digits.get_mut(self.count) {
            *slot = value;
        }
        self.count = self.count.saturating_add(1);
    }

    /// True if what stands around does not make it a part of something else: a word, a decimal, a path, a time.
    fn is_free(&self, before: &str, after: &str) -> bool {
        let previous = before.chars().next_back();
        let bound_before = previous.is_some_and(|c| {
            if self.plus {
                c.is_ascii_alphanumeric()
            } else {
                c.is_alphanumeric() || BINDS_BEFORE.contains(c)
            }
        });
        let mut following = after.chars();
        let bound_after = match following.next() {
            None => false,
            Some('@') => true,
            Some('%') => after.starts_with("%40"),
            Some(c) if c.is_ascii_alphanumeric() => !self.plus && !begins_extension(after),
            Some('_') => true,
            Some(':' | '-' | '/' | ',') => following.next().is_some_and(|c| c.is_ascii_digit()) && !self.plus,
            Some(_) => false,
        };
        !bound_after && (!bound_before || self.after_sign(previous))
    }

    /// True if a plus sign stands behind a digit that is not its own, as in `…1820+4930…`.
    fn after_sign(&self, previous: Option<char>) -> bool {
        self.plus && previous.is_some_and(|c| digit(c).is_some())
    }

    /// True if the form is that of a phone number.
    fn is_phone(&self, opened: bool, before: &str) -> bool {
        let leading = self.digits.first().copied().unwrap_or(0);
        if self.plus {
            return self.count >= FEWEST_DIGITS && leading != 0;
        }
        if self.is_date() || self.is_address() || self.count > MOST_DIGITS {
            return false;
        }
        if follows_a_phone_word(before) {
            return self.count >= FEWEST_NAMED;
        }
        if self.count < FEWEST_DIGITS || follows_a_group_of_four(before) {
            return false;
        }
        opened && (8..=12).contains(&self.count) && self.group_count >= 2
            || self.is_north_american()
            || self.is_international_dial()
            || self.has_trunk_zero()
            || self.is_grouped_mobile()
    }

    /// The groups that there are.
    fn groups(&self) -> &[usize] {
        self.groups.get(..self.group_count).unwrap_or(&self.groups)
    }

    /// `650 555 1212`, `1-650-555-1212`, `6505551212`: area code and exchange begin with 2 to 9.
    fn is_north_american(&self) -> bool {
        let national = match (self.count, self.groups()) {
            (10, [3, 3, 4] | [3, 7] | [10]) => 0,
            (11, [1, 3, 3, 4] | [1, 10] | [11]) if self.digits.first() == Some(&1) => 1,
            _ => return false,
        };
        let begins = |index: usize| self.digits.get(index).is_some_and(|value| *value >= 2);
        begins(national) && begins(national.saturating_add(3))
    }

    /// `0049 30 901820`.
    fn is_international_dial(&self) -> bool {
        matches!(self.digits, [0, 0, 1..=9, ..]) && self.count >= 10
    }

    /// `030 901820`, `07123456789`, `01 23 45 67 89`.
    fn has_trunk_zero(&self) -> bool {
        let fits = if self.group_count == 1 { 10..=12 } else { 9..=13 };
        matches!(self.digits, [0, 1..=9, ..]) && fits.contains(&self.count)
    }

    /// `612 345 678`, `98765 43210`.
    fn is_grouped_mobile(&self) -> bool {
        matches!(self.digits, [6..=9, ..]) && matches!(self.groups(), [3, 3, 3] | [5, 5]) && !self.dots
    }

    /// `2026-11-21 …`, `21.11.2026 …`, `11/21/2026 …`.
    fn is_date(&self) -> bool {
        let number = |range: Range<usize>| {
            self.digits
                .get(range)
                .unwrap_or_default()
                .iter()
                .fold(0_u32, |sum, value| sum.saturating_mul(10).saturating_add(u32::from(*value)))
        };
        match self.groups() {
            [4, 2, 2, ..] => (1..=12).contains(&number(4..6)) && (1..=31).contains(&number(6..8)),
            [2, 2, 4, ..] => {
                let (first, second, year) = (number(0..2), number(2..4), number(4..8));
                (1..=31).contains(&first) && (1..=31).contains(&second) && (1900..=2100).contains(&year)
            }
            _ => false,
        }
    }

    /// `192.168.100.200`.
    fn is_address(&self) -> bool {
        self.dots && self.group_count == 4 && self.groups().iter().all(|length| *length <= 3)
    }
}

/// The value of a decimal digit of the scripts in which numbers are often written.
fn digit(c: char) -> Option<u8> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{966}'..='\u{96f}' => '\u{966}',
        '\u{9e6}'..='\u{9ef}' => '\u{9e6}',
        '\u{e50}'..='\u{e59}' => '\u{e50}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    u8::try_from(u32::from(c).checked_sub(u32::from(zero))?).ok()
}

const fn is_plus(c: char) -> bool {
    matches!(c, '+' | '\u{ff0b}')
}

const fn is_separator(c: char) -> bool {
    matches!(
        c,
        ' ' | '-' | '.' | '/' | '(' | ')' | '\u{a0}' | '\u{2010}'
            ..='\u{2013}' | '\u{202f}' | '\u{2009}' | '\u{ff0d}'
    )
}

/// True if what follows the number is an extension: `x12`, `ext. 12`.
fn begins_extension(after: &str) -> bool {
    let number = after.strip_prefix("ext").or_else(|| after.strip_prefix(['x', 'X']));
    number.is_some_and(|rest| rest.trim_start_matches(['.', ' ']).starts_with(|c: char| c.is_ascii_digit()))
}

/// True if the last word before the number says that one follows.
fn follows_a_phone_word(before: &str) -> bool {
    let from = before.len().saturating_sub(WORD_REACH);
    let near = (from..=before.len()).find_map(|index| before.get(index..)).unwrap_or_default();
    let word_end = near.trim_end_matches(|c: char| !c.is_alphabetic());
    let word = word_end.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    PHONE_WORDS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// True if four digits and a space stand before the number, as in an IBAN or a card number.
fn follows_a_group_of_four(before: &str) -> bool {
    let Some(group) = before.strip_suffix(' ') else {
        return false;
    };
    let digits = group.bytes().rev().take_while(u8::is_ascii_digit).take(5).count();
    digits == 4
}

/// What in front of a digit makes it a part of something else.
const BINDS_BEFORE: &str = "_.-/#$€£¥:+&";

/// Words before a number that name it one, in the languages in which they are the same in small ASCII letters.
const PHONE_WORDS: [&str; 20] = [
    "phone",
    "telephone",
    "tel",
    "mobile",
    "cell",
    "call",
    "sms",
    "fax",
    "whatsapp",
    "contact",
    "telefon",
    "handy",
    "mobil",
    "telefono",
    "celular",
    "movil",
    "portable",
    "telefoon",
    "telefone",
    "msisdn",
];

/// How many bytes before a number are looked at for such a word.
const WORD_REACH: usize = 24;

/// ITU-T E.164 § 6.
const MOST_DIGITS: usize = 15;

/// Country code and the shortest national numbers in use; without a country code, a local number.
const FEWEST_DIGITS: usize = 7;

/// After a word such as `tel` fewer are enough.
const FEWEST_NAMED: usize = 6;

/// Between two groups stand at most so many characters, as in ` (0) `.
const MOST_SEPARATORS: usize = 3;

/// How many digits are kept: enough for every form.
const KEPT: usize = 16;

/// How many groups are told apart.
const GROUPS: usize = 12;

#[cfg(test)]
mod tests {
    use crate::pii::redact::redact;

    #[test]
    fn numbers_in_running_text() {
        for text in [
            "+4915112345678",
            "+49 (0)30 901820",
            "+1 650-555-1212",
            "(650) 555-1212",
            "650-555-1212",
            "650.555.1212",
            "6505551212",
            "1-800-555-0100",
            "0049 30 901820",
            "030 901820",
            "07123 456 789",
            "01 23 45 67 89",
            "0151/23456789",
            "(11) 98765-4321",
            "612 345 678",
            "98765 43210",
            "+44\u{a0}20\u{a0}7946\u{a0}0958",
            "\u{ff0b}\u{ff14}\u{ff14} 20 7946 0958",
            "+٤٤٢٠٧٩٤٦٠٩٥٨",
        ] {
            for (before, after) in [
                ("", ""),
                ("call ", " now"),
                ("\"", "\","),
                ("=", "&"),
                ("<", ">"),
                ("é ", "é"),
                ("", "."),
                ("", ", 3"),
            ] {
                assert_eq!(
                    redact(&format!("{before}{text}{after}")),
                    format!("{before}[phone]{after}"),
                    "{before}{text}{after}"
                );
            }
        }
        for (text, expected) in [
            ("tel: 555-1234", "tel: [phone]"),
            ("Telefon 901 82 01", "Telefon [phone]"),
            ("+49 30 901820 and +49 30 901821", "[phone] and [phone]"),
            ("650-555-1212x12", "[phone]x12"),
            ("+49 30 901820 030 901821", "[phone]"),
        ] {
            assert_eq!(redact(text), expected);
        }
    }

    #[test]
    fn what_is_none_stays() {
        for text in [
            "2026-11-21 10:30:00.123456",
            "21.11.2026 10:30",
            "11/21/2026 10:30:00",
            "192.168.100.200",
            "1795219200",
            "1795219200123",
            "4111 1111 1111 1111",
            "5f3a2b18-9c4d-4e7f-b8e2-17d3a1e69b25",
            "12345678-1234-1234-1234-123456789012",
            "1,234,567.89",
            "$6505551212",
            "v1.2.3-20261121",
            "order #6505551212",
            "52.520008, 13.404954",
            "id_6505551212",
            "6505551212abc",
            "0x6505551212",
            "/v1/6505551212/x",
            "10 + 20",
            "+1",
            "C++11 2011",
            "123-45-6789",
            "978-3-16-148410-0",
            "20261121103000",
            "00000000000",
            "12:30:45 1234",
            "1 2 3 4 5 6 7 8",
        ] {
            assert_eq!(redact(text), text);
        }
    }

    #[test]
    fn no_part_of_a_long_chain_stays() {
        let chain = "+49 30 901820 0151 23456789 030 901821";
        assert!(!redact(chain).contains("901"), "{}", redact(chain));
    }
}
