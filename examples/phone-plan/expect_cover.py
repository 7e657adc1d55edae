#!/usr/bin/env python3
"""Adds the reference's answers to the rows of `phone-plan cover`.

    phone-plan cover plan.dump.json | expect_cover.py phone_transitions.txt.gz

Nothing of the tables is used: validity comes from the port's is_valid_number on a
number object, the rest from Python's `re` on the metadata's own patterns.
"""
import gzip
import re
import sys

import phonenumbers as pn
from phonenumbers import PhoneMetadata, re_util

EDITION = "9.0.43"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if pn.__version__ != EDITION:
        sys.exit("expected phonenumbers %s, found %s" % (EDITION, pn.__version__))
    re_util.enable_pattern_cache()
    rows = [line.split() for line in sys.stdin]
    text = "".join("%s %s %s %s\n" % (kind, key, digits, expected(kind, key, digits)) for kind, key, digits in rows)
    with open(sys.argv[1], "wb") as file:
        with gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=9, mtime=0) as packed:
            packed.write(text.encode())
    print(len(rows), "rows", file=sys.stderr)


def expected(kind, key, digits):
    if kind == "V":
        return "1" if is_valid(int(key), digits) else "0"
    if kind == "G":
        return "1" if re_util.fullmatch(re.compile(metadata(key).general_desc.national_number_pattern), digits) else "0"
    meta = metadata(key)
    pattern = meta.national_prefix_for_parsing if kind == "T" else meta.international_prefix
    match = re.match(pattern, digits) if pattern else None
    if match is None or match.end() == 0:
        return "-"
    transform = meta.national_prefix_transform_rule if kind == "T" else None
    if transform and match.groups()[-1] is not None:
        return re.sub(pattern, transform, digits, count=1)
    return digits[match.end():] or "."


def is_valid(code, digits):
    zeros = min(len(digits) - len(digits.lstrip("0")), len(digits) - 1)
    number = pn.PhoneNumber(country_code=code, national_number=int(digits), italian_leading_zero=zeros > 0 or None, number_of_leading_zeros=zeros or None)
    assert pn.national_significant_number(number) == digits
    return pn.is_valid_number(number)


def metadata(key):
    if key.isdigit():
        return PhoneMetadata.metadata_for_nongeo_region(int(key), None)
    return PhoneMetadata.metadata_for_region(key, None)


if __name__ == "__main__":
    main()
