"""Writes tests/data/audit_v1.jsonl: chains computed from the chapter text of the room `audit` by another
implementation (CPython's hashlib). Run: python3 tests/data/audit_v1.py > tests/data/audit_v1.jsonl"""
import hashlib, json, struct

KINDS = ["routed", "admitted", "delivered", "dropped", "quarantined", "deferred", "observed", "key_refused",
         "value_refused", "policy_adopted"]

def genesis(region, label):
    framed = b"".join(struct.pack("<Q", len(field)) + field for field in
                      (b"domicile.audit.genesis.v1", region.encode(), label.encode()))
    return hashlib.sha256(framed).digest()

def field(value):
    return bytes([len(value)]) + value

def canonical(previous, seq, time, event):
    out = b"domaud01" + previous + struct.pack(">QQ", seq, time) + bytes([KINDS.index(event["kind"]) + 1])
    for name in ("event_id", "tenant", "tenant_region", "region", "code"):
        out += field(event.get(name, "").encode())
    return out + field(bytes.fromhex(event.get("policy", "")))

def chain(region, label, events):
    previous, entries = genesis(region, label), []
    for seq, (time, event) in enumerate(events):
        data = canonical(previous, seq, time, event)
        digest = hashlib.sha256(data).digest()
        entries.append({"seq": seq, "time": time, **event, "previous": previous.hex(), "digest": digest.hex()})
        previous = digest
    return {"region": region, "label": label, "genesis": genesis(region, label).hex(), "entries": entries}

policy = hashlib.sha256(b"a policy").hexdigest()
long = "x" * 63
kinds = [(1795262400 + n, {"kind": kind}) for n, kind in enumerate(KINDS)]
whole = [(1795262400, {"kind": "policy_adopted", "policy": policy}),
         (1795262401, {"kind": "routed", "event_id": "evt-1", "tenant": "shop-1", "tenant_region": "eu-west-1",
                       "region": "eu-west-1", "policy": policy}),
         (1795262402, {"kind": "dropped", "event_id": "evt-2", "tenant": "shop-1", "tenant_region": "eu-west-1",
                       "region": "gcp:northamerica-northeast1", "code": "region_mismatch", "policy": policy}),
         (0, {"kind": "quarantined", "event_id": long, "tenant": long, "tenant_region": "oracle-oc3:us-gov-phoenix-1",
              "region": "oracle-oc3:us-gov-phoenix-1", "code": "c" * 31, "policy": "ff" * 32}),
         (2**64 - 1, {"kind": "delivered", "event_id": "!~\"\\", "tenant": "t"})]
# Lengths around the block borders of SHA-256: 55, 56, 64 … bytes of message in steps of one.
borders = [(7, {"kind": "admitted", "event_id": "e" * n, "tenant": "t" * n}) for n in range(1, 64)]
for region, label, events in (("eu-west-1", "kinds", kinds), ("us-east-1", "whole", whole),
                              ("hetzner:fsn1", "borders", borders)):
    print(json.dumps(chain(region, label, events)))
