#!/bin/sh
# Makes the tables and vectors of the phone room again and compares them with what is checked in.
#
#   examples/phone-plan/regenerate.sh            status 1 if anything differs
#   examples/phone-plan/regenerate.sh --write    overwrites what differs
#
# Needs Rust, Python 3 and, for one package, PyPI. Nothing is written outside the work folder (first of $PHONE_PLAN_WORK,
# target/phone-plan) unless --write is given. A new edition: change EDITION here and in the four Python files, run with
# --write, and read the diff of codes.rs and countries.rs.
set -eu

EDITION=9.0.43
UNICODE=14.0.0

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${PHONE_PLAN_WORK:-$root/target/phone-plan}
plan=src/pii/phone/plan
data=tests/data

mkdir -p "$work/$plan" "$work/$data"
if [ ! -x "$work/venv/bin/python" ]; then
    python3 -m venv "$work/venv"
fi
python=$work/venv/bin/python
"$python" -m pip install --quiet --disable-pip-version-check "phonenumbers==$EDITION"

# The character table is checked in, for it follows the interpreter; where that has the same Unicode, it is checked too.
if [ "$("$python" -c 'import unicodedata; print(unicodedata.unidata_version)')" = "$UNICODE" ]; then
    "$python" "$here/dump_characters.py" > "$work/characters.txt"
    cmp "$work/characters.txt" "$here/characters-$UNICODE.txt"
else
    echo "characters: not checked, this Python has another Unicode than $UNICODE" >&2
fi

"$python" "$here/dump_plan.py" > "$work/plan.dump.json"
cargo build --quiet --release --locked --manifest-path "$here/Cargo.toml" --target-dir "$work/target"
generator=$work/target/release/phone-plan
"$generator" tables "$work/plan.dump.json" "$here/characters-$UNICODE.txt" "$work/$plan"
rustfmt --edition 2024 "$work/$plan/shape.rs" "$work/$plan/codes.rs" "$work/$plan/countries.rs" "$work/$plan/characters.rs"
"$generator" cover "$work/plan.dump.json" | "$python" "$here/expect_cover.py" "$work/$data/phone_transitions.txt.gz"
"$python" "$here/text_vectors.py" "$work/$data/phone_text.jsonl.gz"

# Packed files are compared unpacked: two versions of zlib may pack the same text differently.
status=0
for file in "$plan/numbers.bin" "$plan/prefixes.bin" "$plan/shape.rs" "$plan/codes.rs" "$plan/countries.rs" \
    "$plan/characters.rs" "$data/phone_transitions.txt.gz" "$data/phone_text.jsonl.gz"; do
    case $file in
    *.gz) gzip -dc "$work/$file" > "$work/new" && { gzip -dc "$root/$file" > "$work/old" || : > "$work/old"; } ;;
    *) cp "$work/$file" "$work/new" && { cp "$root/$file" "$work/old" || : > "$work/old"; } ;;
    esac
    if cmp -s "$work/new" "$work/old"; then
        continue
    elif [ "${1:-}" = --write ]; then
        cp "$work/$file" "$root/$file"
        echo "written: $file"
    else
        echo "differs: $file" >&2
        status=1
    fi
done
[ $status -eq 0 ] && echo "tables and vectors are those of $EDITION"
exit $status
