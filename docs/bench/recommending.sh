#!/bin/sh
# Measure the links on made-up papers: recommending.sh PYTHON SIZE... ; databases lie in var/bench.
set -eu
python=$1
shift
mkdir -p var/bench
export DJANGO_SETTINGS_MODULE=docs.bench.with_taggit
for size in "$@"; do
    export DATABASE_URL="sqlite:///var/bench/$size.sqlite3"
    "$python" manage.py migrate --verbosity 0
    [ -f "var/bench/$size.made" ] ||
        "$python" manage.py make_sample --articles "$size" && touch "var/bench/$size.made"
    "$python" manage.py rebuild_recommendations
    "$python" manage.py recommend --bench
done
