#!/usr/bin/env python3
"""Writes texts that exercise the grammar of extensions, RFC 3966, letters and punctuation.

    text_vectors.py phone_text.jsonl.gz

The texts come from the generators of differential.py with a fixed seed, the
expectations from the reference (PyPI `phonenumbers`). Texts of a known gap are
left out. The columns are those of phone_corpus.jsonl.gz.
"""
import gzip
import json
import random
import sys

import differential as d

BUILT = 7000
# Every character that the grammar names, with its neighbours, and one of each kind it leaves out.
POINTS = sorted(
    {ord(c) + step for c in d.DASHES + "+\uff0b#_:;,=0a9zAZeEnNtTiIoOsSxX\t\n\u0130\u0131\u017f\u212a\uff03\u0301\u00f3\u00d3\u1c81\u1c82\u0434\u0414\u043e\u041e\u0431\u0411\uff45\uff25\uff58\uff38\uff54\uff34\uff4e\uff2e\uff49\uff29" for step in (-1, 0, 1)}
    | {0x0, 0x7F, 0x85, 0xB2, 0x661, 0x669, 0x66A, 0x66B, 0x966, 0xE50, 0x2460, 0x24B6, 0x3007, 0x4E00, 0xAC00, 0x1D7CE, 0x1D7FF, 0x10400, 0x1F600, 0x1FBF9, 0x10FFFF}
)
# Every form of label, at the edges of the limits of its digits.
EXTENSIONS = (";ext=", ";ext= ", ";EXT=", " ext", ";;ext.", "\text:,", "xt", ";extn-", ";anexo ", "x", ";x", ";int", "~", ";#", "-", " - ", "- ;", ",", ",,", ",,,", "\t,", "\t,,", ", ,",
              ", ,,", ",:", ",,:", ",,,:", "\t,,,: ", ", ,:", ";", ";:", "\t; ,", ";;", ",;", ";,,", ",,;", "-,", ",-", ":", "\t", "e", ";n")


def main():
    rng = random.Random(20261121)
    d.re_util.enable_pattern_cache()
    examples = [example for region in d.REGIONS for example in d.example_numbers(region)]
    rows = [(*d.text(rng, examples), "built") for _ in range(BUILT)]
    rows += [(form % chr(point), "US", "character") for form in d.FORMS for point in POINTS if rng.random() < 0.5]
    rows += [("+1650253" + " " * pad + "0000" + tail, None, "length") for pad in (238, 239, 240) for tail in ("", "x", "\u00e9", "\U0001f600")]
    rows += [("650 253 0000%s%s%s" % (label, ("12345678901234567890" * 2)[:count], end), "US", "extension")
             for label in EXTENSIONS for count in (1, 6, 7, 9, 10, 15, 16, 20, 21) for end in ("", "#")]
    seen = set()
    with open(sys.argv[1], "wb") as file, gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=9, mtime=0) as packed:
        for text, region, kind in rows:
            if (text, region) in seen or d.is_known_gap(text):
                continue
            seen.add((text, region))
            e164, valid, possible = d.reference(text, region)
            row = {"input": text, "region": region, "format_kind": kind, "expected_e164": e164, "expected_valid": valid, "expected_possible": possible}
            packed.write((json.dumps(row, separators=(",", ":")) + "\n").encode())
    print(len(seen), "rows", file=sys.stderr)


if __name__ == "__main__":
    main()
