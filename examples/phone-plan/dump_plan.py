#!/usr/bin/env python3
"""Writes the parsing and validation half of libphonenumber's metadata as JSON.

    dump_plan.py > plan.dump.json

The source is the PyPI package `phonenumbers`, a port of Google's libphonenumber
that carries Google's metadata. Only what decides a parse, a length verdict or
validity is written: formatting rules, example numbers and names are left out.
"""
import json
import sys

import phonenumbers
from phonenumbers import PhoneMetadata
from phonenumbers.phonenumberutil import COUNTRY_CODE_TO_REGION_CODE

EDITION = "9.0.43"
WORLD = "001"

# A number is valid when it matches the general description and at least one of these.
TYPES = (
    "premium_rate", "toll_free", "shared_cost", "voip", "personal_number",
    "pager", "uan", "voicemail", "fixed_line", "mobile",
)


def description(desc):
    """One number description; None when the plan has no such type."""
    if desc is None or not desc.national_number_pattern:
        return None
    return {
        "pattern": desc.national_number_pattern,
        "lengths": list(desc.possible_length),
        "local": list(desc.possible_length_local_only),
    }


def territory(region, code):
    """The record of one region, or of a code that belongs to no country."""
    if region == WORLD:
        meta = PhoneMetadata.metadata_for_nongeo_region(code, None)
    else:
        meta = PhoneMetadata.metadata_for_region(region, None)
    assert meta.country_code == code
    types = [description(getattr(meta, name)) for name in TYPES]
    if meta.same_mobile_and_fixed_line_pattern:
        types[-1] = None  # the reference does not look at the mobile description then
    return {
        "region": region,
        "leading_digits": meta.leading_digits,
        "trunk": meta.national_prefix_for_parsing or None,
        "transform": meta.national_prefix_transform_rule or None,
        "international": meta.international_prefix or None,
        "general": description(meta.general_desc),
        "types": [t for t in types if t is not None],
    }


def main():
    if phonenumbers.__version__ != EDITION:
        sys.exit("expected phonenumbers %s, found %s" % (EDITION, phonenumbers.__version__))
    codes = [
        {"code": code, "territories": [territory(region, code) for region in regions]}
        for code, regions in sorted(COUNTRY_CODE_TO_REGION_CODE.items())
    ]
    json.dump({"edition": EDITION, "codes": codes}, sys.stdout, separators=(",", ":"))
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
