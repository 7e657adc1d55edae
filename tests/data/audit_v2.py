"""Writes tests/data/audit_v2.jsonl: chains computed from the chapter text of the room `audit` by another
implementation (CPython's hashlib). Each entry stands beside its canonical bytes.
Run: python3 tests/data/audit_v2.py > tests/data/audit_v2.jsonl"""
import hashlib, json, struct

KINDS = {1: "routed", 2: "admitted", 3: "delivered", 4: "dropped", 5: "quarantined", 6: "deferred", 7: "observed",
         8: "key_refused", 9: "value_refused", 10: "policy_adopted", 11: "parked", 12: "received", 13: "settled"}
FIELDS = {1: "event_id", 2: "tenant", 3: "tenant_region", 4: "region", 5: "code", 6: "policy", 7: "operation",
          8: "rule", 9: "ground", 10: "recipient", 11: "endpoint", 12: "law_edition", 13: "duties",
          14: "organization", 15: "key_id"}
DUTIES = ["record", "fallback", "break-glass", "review", "duty_4", "duty_5", "duty_6", "duty_7"]

def genesis(region, label):
    framed = b"".join(struct.pack("<Q", len(field)) + field for field in
                      (b"domicile.audit.genesis.v1", region.encode(), label.encode()))
    return hashlib.sha256(framed).digest()

def value(number, content):
    """The bytes of a field: a text's, a digest's from its digits, a set's as bits, an unnamed field's as they are."""
    if isinstance(content, bytes):
        return content
    if number == 6:
        return bytes.fromhex(content)
    if number == 13:
        return bytes([sum(1 << DUTIES.index(name) for name in content)])
    return content.encode()

def canonical(version, previous, seq, time, kind, fields):
    front = b"domaud0%d" % version + previous + struct.pack(">QQ", seq, time) + bytes([kind])
    values = {number: value(number, content) for number, content in fields.items()}
    if version == 1:
        assert kind <= 10 and max(values, default=1) <= 6
        return front + b"".join(bytes([len(values.get(n, b""))]) + values.get(n, b"") for n in range(1, 7))
    assert all(1 <= n <= 255 and 1 <= len(v) <= 255 for n, v in values.items())
    return front + b"".join(bytes([n, len(values[n])]) + values[n] for n in sorted(values))

def shown(version, seq, time, kind, fields, previous, digest):
    line = {"version": 2} if version == 2 else {}
    line |= {"seq": seq, "time": time, "kind": KINDS.get(kind, f"kind_{kind}")}
    for number in sorted(fields):
        content = fields[number]
        line[FIELDS.get(number, f"field_{number}")] = content.hex() if isinstance(content, bytes) else content
    return line | {"previous": previous.hex(), "digest": digest.hex()}

def chain(region, label, events):
    previous, entries, data = genesis(region, label), [], []
    for seq, (version, time, kind, fields) in enumerate(events):
        data.append(canonical(version, previous, seq, time, kind, fields))
        digest = hashlib.sha256(data[-1]).digest()
        entries.append(shown(version, seq, time, kind, fields, previous, digest))
        previous = digest
    return {"region": region, "label": label, "genesis": genesis(region, label).hex(), "entries": entries,
            "bytes": [one.hex() for one in data]}

T = 1795262400
policy = hashlib.sha256(b"a policy").hexdigest()
plain = {1: "evt-1", 2: "shop-1", 3: "eu-west-1", 4: "eu-west-1", 6: policy}
crossing = plain | {4: "us-east-1", 7: "onward-transfer", 8: "meta-ads", 9: "standard-clauses", 10: "meta",
                    11: "capi-us", 12: "law-1", 13: ["record", "fallback"], 14: "org-7", 15: "2026-11"}
long = "x" * 63
site = "oracle-oc3:us-gov-phoenix-1"
most = {1: long, 2: long, 3: site, 4: site, 5: "c" * 31, 6: "ff" * 32, 7: "o" * 31, 8: "r" * 31, 9: "g" * 31,
        10: "p" * 31, 11: "@" * 63, 12: "l" * 31, 13: DUTIES, 14: long, 15: "~" * 31}

kinds = [(2, T + n, kind, {}) for n, kind in enumerate(KINDS)]
whole = [(2, T, 10, {6: policy}), (2, T + 1, 1, plain), (2, T + 2, 3, crossing), (2, 0, 5, most),
         (2, 2**64 - 1, 3, {1: "!~\"\\", 2: "t"})]
# Each field alone, so that none can be taken for another.
alone = [(2, T, 3, {number: most[number]}) for number in FIELDS]
alone += [(2, T, 3, {13: [name]}) for name in DUTIES]
# Lengths around the block borders of SHA-256, below and above what the plain buffer holds.
borders = [(2, 7, 2, {1: "e" * n, 2: "t" * n}) for n in range(1, 64)]
borders += [(2, 7, 2, most | {11: "e" * n, 14: "t" * n}) for n in range(1, 64)]
# Kinds and fields that have no name yet, first, last, long, and together longer than any known event.
later = [(2, T, 27, {40: b"\x00\xff@"}), (2, T, 255, plain | {16: b"\x01", 255: b"z" * 255}),
         (2, T, 20, crossing | {number: bytes([number]) * 255 for number in range(16, 40)}),
         (2, T, 3, {200: b"later"})]
# One chain that changes its version, and back: a build that is rolled back goes on.
mixed = [(1, T, 10, {6: policy}), (1, T + 1, 1, plain), (2, T + 2, 2, plain), (1, T + 2, 2, plain),
         (2, T + 3, 3, crossing), (1, T + 4, 4, {5: "region_mismatch"}), (2, T + 5, 27, {40: b"\x00"})]
for region, label, events in (("eu-west-1", "kinds", kinds), ("us-east-1", "whole", whole), ("eu-west-1", "alone", alone),
                              ("hetzner:fsn1", "borders", borders), ("eu-west-1", "later", later),
                              ("eu-west-1", "mixed", mixed)):
    print(json.dumps(chain(region, label, events)))
