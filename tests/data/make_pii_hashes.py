#!/usr/bin/env python3
"""Writes pii_hashes.jsonl: normalized texts and their SHA-256 (and, for LiveRamp, SHA-1) by Python's hashlib.

Every text is already in the form that the platform wants, so normalizing must leave it alone and the digest must be that
of its UTF-8 bytes. The texts are made up from a fixed seed.
"""

import base64
import hashlib
import json
import random

random.seed(20261121)

HEX = ["meta", "google", "tiktok", "snap", "pinterest", "linkedin", "reddit", "x", "microsoft", "amazon", "amazon-amc",
       "liveramp", "criteo", "epsilon", "mntn", "yahoo", "taboola", "generic"]
BASE64 = ["uid2", "euid", "ttd"]
PLUS = ["google", "tiktok", "reddit", "x", "microsoft", "uid2", "euid", "ttd", "epsilon", "yahoo", "e164"]
DIGITS = ["meta", "snap", "pinterest", "amazon", "amazon-amc", "mntn", "generic"]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
WIDE = "äöüßéèñçåøłőžþðαβγдежзиあいう中文한국"


def word(low, high, letters=LETTERS):
    return "".join(random.choice(letters) for _ in range(random.randint(low, high)))


def rows():
    for platform in HEX + BASE64:
        for length in [*range(1, 65, 6), 64, 64]:
            domain = ".".join(word(1, 30) for _ in range(random.randint(1, 6))) + ".example"
            yield platform, "em", f"{word(length, length)}@{domain}"
    for platform in HEX + BASE64:
        if platform not in ("amazon", "amazon-amc"):
            for _ in range(6):
                yield platform, "em", f"{word(1, 20, WIDE)}@{word(1, 20, WIDE)}.example"
    for _ in range(12):
        national = f"{random.randint(200, 989)}{random.randint(200, 999)}{random.randint(0, 9999):04}"
        for platform in PLUS:
            yield platform, "ph", f"+1{national}"
        for platform in DIGITS:
            yield platform, "ph", f"1{national}"
        yield "liveramp", "ph", national
    for _ in range(100):
        yield "meta", random.choice(["fn", "ln", "ct"]), word(1, 80, LETTERS + WIDE)
        yield "google", random.choice(["fn", "ln"]), word(1, 40, LETTERS + WIDE) + " " + word(7, 40, LETTERS + WIDE)


with open("pii_hashes.jsonl", "w", encoding="utf-8") as out:
    for platform, field, text in rows():
        bytes_ = text.encode("utf-8")
        sha1 = platform == "liveramp" and field == "ph"
        digest = (hashlib.sha1 if sha1 else hashlib.sha256)(bytes_).digest()
        wire = base64.b64encode(digest).decode() if platform in BASE64 else digest.hex()
        # A number is given with its +, because digits alone are not enough to read it.
        given = text if field != "ph" or text.startswith("+") else ("+" + text if platform != "liveramp" else "+1" + text)
        row = {"platform": platform, "field": field, "input": given, "normalized": text, "wire": wire}
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
