#!/bin/sh
# Check all types of pages by machine: run.sh PYTHON PORT [nu axe vocabulary crawl weight lighthouse], or
# the newsroom's: run.sh PYTHON PORT newsroom [ROLE or PAGE…], or picture pages: … looks. The site runs as in production, on a scratch paper in
# var/checks: the demo paper and what it lacks or, with SAMPLE=1000, a made-up one of that size,
# which is only crawled. Nu, axe and Lighthouse are npm's, and are put there too.
set -eu
python=$1
port=$2
shift 2
[ -z "${SAMPLE:-}" ] || set -- crawl

here=$(cd "$(dirname "$0")" && pwd)
work=$(pwd)/var/checks
mkdir -p "$work"
case "${1:-all}" in
looks | crawl) ;;
*)
    command -v java npm >/dev/null || {
        echo "Java and npm are needed: apt-get install default-jre-headless npm" >&2
        exit 1
    }
    [ -d "$work/node_modules/lighthouse" ] ||
        npm install --prefix "$work" --no-save --no-fund --no-audit --silent \
            vnu-jar@26.9.27 axe-core@4.14.1 lighthouse@12.2.3 schema-dts@1.1.5
    ;;
esac

: >"$work/no.env"
export ENV_FILE="$work/no.env" CACHE_URL=locmem:// STAMP_FILE="$work/stamp"
export DATABASE_URL="sqlite:///$work/db.sqlite3" MEDIA_ROOT="$work/media"
export DEBUG=false SITE_URL="http://localhost:$port" LOG_LEVEL=ERROR
SECRET_KEY=$("$python" -c 'import secrets; print(secrets.token_urlsafe(50))')
export SECRET_KEY
rm -rf "$work/db.sqlite3"* "$work/media"
manage() { "$python" manage.py "$@" >/dev/null; }
manage migrate --verbosity 0
# Before the paper: its checklist looks for the icons that pages name.
manage collectstatic --no-input --verbosity 0
if [ -n "${SAMPLE:-}" ]; then
    manage make_sample --articles "$SAMPLE" --verbosity 0
else
    manage load_demo
    if [ "${1:-}" = newsroom ]; then
        NEWSROOM_PASSWORD=$("$python" -c 'import secrets; print(secrets.token_urlsafe(12))')
        export NEWSROOM_PASSWORD
        "$python" "$here/newsroom_paper.py"
    else
        "$python" "$here/paper.py"
    fi
fi
manage rebuild_recommendations --verbosity 0
manage rebuild_search

"$python" -m gunicorn --pythonpath "$here" --bind "127.0.0.1:$port" --threads 4 \
    served:application 2>"$work/server.log" &
server=$!
trap 'kill $server' EXIT
"$python" "$here/answering.py" "http://localhost:$port"
if [ "${1:-}" = looks ]; then
    "$python" "$here/looks.py" "http://localhost:$port" var/looks
elif [ "${1:-}" = newsroom ]; then
    shift
    "$python" "$here/newsroom.py" "http://localhost:$port" "$work" "$@"
else
    "$python" "$here/pages.py" "http://localhost:$port" "$work" "$@"
fi
