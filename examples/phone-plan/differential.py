#!/usr/bin/env python3
"""Compares the engine with the reference on fresh inputs.

    differential.py FILTER [--seed N] [--random N] [--digits N] [--characters]

FILTER is the built example `phone_filter` of the library. The reference is the
PyPI package `phonenumbers` of the plan's edition. Any difference is printed and
ends the run with status 1, except the classes of tests/data/phone_known_gaps.txt.

--random      texts built from the parts that the reference's grammar knows
--digits      digit strings near each country's prefixes and numbers
--near        N variants of every number of the transition cover, which ends differ
--characters  every code point in every position that treats characters apart
"""
import argparse
import gzip
import json
import random
import subprocess
import sys
import threading

import phonenumbers as pn
from phonenumbers import PhoneMetadata, re_util

EDITION = "9.0.43"
REGIONS = sorted(pn.SUPPORTED_REGIONS)
CODES = sorted(pn.COUNTRY_CODE_TO_REGION_CODE)
KEYS = {d: l for d, l in zip("23456789", ("ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ"))}
ZEROS = [0x660, 0x6F0, 0x966, 0xFF10, 0x1D7CE, 0x104A0, 0x1FBF0]
DASHES = "- .()/[]~*xX\u00a0\u00ad\u200b\u2010\u2011\u2012\u2013\u2014\u2015\u2060\u2212\u3000\u30fc\uff08\uff09\uff0d\uff0e\uff0f\uff3b\uff3d\uff5e\u2053\u223c"
LABELS = ["x", "X", "ext", "ext.", "Ext", "EXT:", "extn", "xt", "xtn", "extension", "extensi\u00f3n", "extensio\u0301n", "EXTENSI\u00d3", "ex\u0442",
          "\uff45\uff58\uff54", "\uff58\uff54\uff4e", "\uff38", "\u0434\u043e\u0431", "\u0414\u041e\u0411.", "anexo", "ANEXO", "int", "INT", "\u0131nt",
          "\uff49\uff4e\uff54", "#", "\uff03", "~", "\uff5e", ",,", ",", ";", ";ext=", ";EXT=", ",,,", ", ,", ":", " - ", "-", " ", "exten", "e", "n", "#x", "x#", ";x", ",x", "\t"]
TAILS = ["", "", "", "#", "##", ".", "_", "!", "\n", " or 5", "/x302", "/ 5", "\\ x5", ";isub=1", ";isub=", "\u0301", "\u24b6", " UK", "e", "\u00b2", "\u2460", "\u9752", "\u200f"]
HEADS = ["", "", "", "", "+", "++", "\uff0b", "(+", " +", "tel:", "tel:+", "T:", "(", "abc ", "#", "\u202a", "+ ", "x", "\\", "-"]
CONTEXTS = ["+1", "+44", "+", "+1-650", "+(39)", "example.com", "a.", "a-", "1.a", "1", "-", "+\u0661", "a..b", "", "+4a", "a1", "+44;ext=5", "+1;tel:2", "+442070313000", "+44 20"]

# Where the grammar treats characters differently.
FORMS = (
    "%s+16502530000", "%s6502530000", "650%s2530000", "65%s", "6502530000%s", "6502530000 e%st 5", "6502530000 %snt 5", "6502530000 e%st. 5", "6502530000 ex%s 5",
    "6502530000 exte%ssion 5", "6502530000 exten%sion 5", "6502530000 extens%son 5", "6502530000 extensi%sn 5", "6502530000 extensio%s 5", "6502530000 an%sxo 5", "6502530000 anex%s 5",
    "6502530000;%s5", "6502530000\t%s5", "6502530000 %s 5#", "6502530000 \u0434%s\u0431 5", "6502530000 %s\u043e\u0431 5", "6502530000 \u0434\u043e%s 5", "6502530000\t\uff45%s\uff54 5",
    "6502530000\t\uff45\uff58%s 5", "6502530000\t%s\uff58\uff54 5", "6502530000\t%s\uff4e\uff54 5", "6502530000\t\uff49%s\uff54 5", "6502530000\t\uff49\uff4e%s 5", "6502530000\t\uff58\uff54%s 5",
    "6502530000 ext%s5", "6502530000 ext:%s5", "6502530000\t5%s", "6502530000;ext%s5", "650abc%s1234", "650ab%s1234", "tel:6502530000;phone-context=+1%s", "tel:6502530000;phone-context=a%sb",
    "tel:6502530000;phone-context=%sb", "650253%s x5", "650253/%sx5", "%s650253/x5", "tel%s6502530000;phone-context=+1", "2530000%s;phone-context=+1650",
)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("filter")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--random", type=int, default=0)
    options.add_argument("--digits", type=int, default=0)
    options.add_argument("--near", type=int, default=0)
    options.add_argument("--cover", default="tests/data/phone_transitions.txt.gz")
    options.add_argument("--characters", action="store_true")
    options = options.parse_args()
    if pn.__version__ != EDITION:
        sys.exit("expected phonenumbers %s, found %s" % (EDITION, pn.__version__))
    re_util.enable_pattern_cache()
    rng = random.Random(options.seed)
    examples = [example for region in REGIONS for example in example_numbers(region)]
    differences = 0
    for name, inputs in (
        ("characters", characters() if options.characters else ()),
        ("near", near(rng, options.cover, options.near)),
        ("digits", (digits(rng, examples) for _ in range(options.digits))),
        ("random", (text(rng, examples) for _ in range(options.random))),
    ):
        differences += compare(options.filter, name, inputs)
    sys.exit(1 if differences else 0)


def compare(program, name, inputs):
    """Asks both about every input; returns how many answers differ."""
    process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    rows = []

    def feed():
        with process.stdin as pipe:
            for row in inputs:
                rows.append(row)
                pipe.write(json.dumps({"input": row[0], "region": row[1]}) + "\n")

    feeder = threading.Thread(target=feed)
    feeder.start()
    total = parsed = valid = known = differences = 0
    for line in process.stdout:
        row, rows[total] = rows[total], None
        total += 1
        answer = json.loads(line)
        found = (answer["e164"], answer["valid"], answer["possible"])
        expected = reference(*row)
        parsed += expected[0] is not None
        valid += expected[1]
        if found != expected:
            if is_known_gap(row[0]) and found == (None, False, False):
                known += 1
                continue
            differences += 1
            if differences <= 40:
                print("DIFFERENT", ascii(row[0]), row[1], "expected", expected, "found", found, answer.get("error"))
    feeder.join()
    if process.wait() != 0:
        sys.exit("the filter failed")
    print("%s: %d inputs, %d parsed, %d valid, %d known gaps, %d differences" % (name, total, parsed, valid, known, differences))
    return differences


def reference(text, region):
    try:
        number = pn.parse(text, region)
    except pn.NumberParseException:
        return None, False, False
    return pn.format_number(number, pn.PhoneNumberFormat.E164), pn.is_valid_number(number), pn.is_possible_number(number)


def is_known_gap(text):
    """The first `tel:` after the phone-context: refused here, an unchecked exception in Google's Java."""
    return -1 < text.find(";phone-context=") < text.find("tel:")


def example_numbers(region):
    found = []
    for kind in (pn.PhoneNumberType.MOBILE, pn.PhoneNumberType.FIXED_LINE, pn.PhoneNumberType.TOLL_FREE):
        number = pn.example_number_for_type(region, kind)
        if number is not None:
            meta = PhoneMetadata.metadata_for_region(region)
            found.append((region, number.country_code, pn.national_significant_number(number), meta.national_prefix or ""))
    return found


def near(rng, path, variants):
    """Numbers that leave the ranges' automaton close to where the cover leaves it."""
    if variants == 0:
        return
    with gzip.open(path, "rt") as rows:
        for row in rows:
            kind, key, digits, _ = row.split()
            if kind != "V":
                continue
            for _ in range(variants):
                cut = rng.randrange(1, len(digits) + 1)
                length = len(digits) + rng.choice((0, 0, 0, -1, 1))
                tail = "".join(rng.choice("0123456789") for _ in range(length - cut))
                yield "+" + key + digits[:cut] + tail, None


def digits(rng, examples):
    """A digit string that may carry a prefix, a calling code, and a few changed digits."""
    region, code, national, trunk = rng.choice(examples)
    national = list(national)
    for _ in range(rng.choice((0, 1, 1, 2, 4))):
        national[rng.randrange(len(national))] = rng.choice("0123456789")
    cut = rng.choice((0, 0, 0, 0, -1, -2, 1, 2))
    national = "".join(national)
    national = national[:cut] if cut < 0 else national + "".join(rng.choice("0123456789") for _ in range(cut))
    carrier = rng.choice(("", "", "", "15", "21", "031", "1", "0", "81", "17911", "1001", "9", "90", "180020", "003768", "8", "%d" % rng.randrange(1000)))
    head = rng.choice(("", "", "", "", "", "+", "+", "+", "00", "00", "011", "0011", "810", "009", "+011", "+00", "0", "00%d" % rng.randrange(100), "1" + "%d" % rng.randrange(10000)))
    parts = [head, str(code) if head and rng.random() < 0.9 else rng.choice(("", "", "", str(code), str(rng.choice(CODES)))), rng.choice(("", "", trunk, trunk, "0", trunk + carrier)), national]
    if rng.random() < 0.1:
        parts = ["+" * rng.randint(0, 1), "".join(rng.choice("0123456789") for _ in range(rng.randint(1, 22)))]
    if rng.random() < 0.05:
        region = rng.choice(REGIONS)
    return "".join(parts), rng.choice((region, region, region, None, rng.choice(REGIONS)))


def text(rng, examples):
    """A text made of the parts that the grammar tells apart, well formed or not."""
    region, code, national, trunk = rng.choice(examples)
    body = rng.choice((national, trunk + national, "%d%s" % (code, national), "".join(rng.choice("0123456789") for _ in range(rng.randint(0, 20)))))
    pool = rng.choice(("", "- ", DASHES, DASHES))
    made = []
    script = rng.choice((0, 0, 0, rng.choice(ZEROS)))
    letters = rng.choice((0, 0, 0, 0, 0.05, 0.3))
    for digit in body:
        if digit in KEYS and rng.random() < letters:
            digit = rng.choice(KEYS[digit] + KEYS[digit].lower() + ("\u017f" if digit == "7" else "\u0131" if digit == "4" else ""))
        elif script and rng.random() < 0.9:
            digit = chr(script + int(digit))
        made.append(digit)
        if pool and rng.random() < 0.2:
            made.append(rng.choice(pool) * rng.choice((1, 1, 2)))
    body = rng.choice(HEADS) + rng.choice(("", "", "%d" % code, "%d " % code, "00%d" % code, "%d(0)" % code)) + "".join(made)
    if rng.random() < 0.4:
        for _ in range(rng.choice((1, 1, 2))):
            gap = lambda: "".join(rng.choice(" ,\t-\u00a0:.\uff0e;") for _ in range(rng.choice((0, 0, 1, 1, 2, 3))))
            body += gap() + rng.choice(LABELS) + gap() + "".join(rng.choice("0123456789\u0665") for _ in range(rng.choice((0, 1, 2, 3, 5, 6, 7, 9, 10, 15, 16, 20, 21))))
    body += rng.choice(TAILS)
    if rng.random() < 0.15:
        context = ";phone-context=" + rng.choice(CONTEXTS)
        body = rng.choice((body + context, context + body, body + context + rng.choice((";ext=3", ";isub=2", "x5"))))
    if rng.random() < 0.15 and body:
        at = rng.randrange(len(body))
        noise = chr(rng.choice((rng.randrange(0x20, 0x7F), rng.randrange(0x80, 0x600), rng.randrange(0x2000, 0x2100), rng.randrange(0xFF00, 0xFFF0), rng.randrange(0x10000, 0x1FC00))))
        body = body[:at] + noise + body[at + rng.randint(0, 1):]
    if rng.random() < 0.01:
        body += " " * rng.randint(200, 260)
    return body, rng.choice((region, region, region, None, rng.choice(REGIONS)))


def characters():
    """Every code point where the grammar treats characters differently."""
    few = ("%s+16502530000", "65%s2530000", "6502530000%s", "650abc%s1234")
    for point in range(sys.maxunicode + 1):
        if 0xD800 <= point < 0xE000:
            continue
        for form in FORMS if point < 0x3100 or 0xFE00 <= point < 0x10000 else few:
            yield form % chr(point), "US"


if __name__ == "__main__":
    main()
