#!/bin/sh
# Measure search on made-up papers: searching.sh PYTHON SIZE... ; those in SQLite are the papers of
# recommending.sh, in var/bench. Where BENCH_POSTGRES names a scratch database, the last size is
# measured there too.
set -eu
python=$1
shift

fill() {
    "$python" manage.py migrate --verbosity 0
    [ -f "var/bench/$2.made" ] || "$python" manage.py make_sample --articles "$1" --verbosity 0
    touch "var/bench/$2.made"
    [ -f "var/bench/$2.indexed" ] || "$python" manage.py rebuild_search
    touch "var/bench/$2.indexed"
}

mkdir -p var/bench
for size in "$@"; do
    export DATABASE_URL="sqlite:///var/bench/$size.sqlite3"
    fill "$size" "$size"
    "$python" docs/bench/searching.py
done
if [ -n "${BENCH_POSTGRES:-}" ]; then
    export DATABASE_URL="$BENCH_POSTGRES"
    fill "$size" "$size-postgres"
    "$python" docs/bench/searching.py
fi
