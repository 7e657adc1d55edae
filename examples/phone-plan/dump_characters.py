#!/usr/bin/env python3
"""Writes the two character sets that reading a phone number depends on.

    dump_characters.py > characters-14.0.0.txt

`digit` rows name the zero of ten consecutive decimal digits (category Nd).
`word` rows are ranges of letters and numbers (what `\\w` matches in Python,
without the underscore). The output is checked in, because it follows the
Unicode version of the interpreter that wrote it: a newer interpreter would
give another table, and a table that moves with the machine is not a source.
"""
import re
import sys
import unicodedata


def main():
    print("# Unicode", unicodedata.unidata_version)
    digit = re.compile(r"\d")
    word = re.compile(r"[^\W_]")
    expected = None
    for point in range(sys.maxunicode + 1):
        if digit.match(chr(point)):
            value = unicodedata.digit(chr(point))
            if value == 0:
                print("digit %x" % point)
                expected = point
            assert point == expected + value, hex(point)
    start = None
    for point in range(sys.maxunicode + 2):
        member = point <= sys.maxunicode and bool(word.match(chr(point)))
        if member and start is None:
            start = point
        elif not member and start is not None:
            print("word %x %x" % (start, point - 1))
            start = None


if __name__ == "__main__":
    main()
