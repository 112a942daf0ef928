#!/usr/bin/env bash
# Builds what is released and measures it, beside limits measured in the same run, with the generator of load on the same machine. Without an
# argument everything, with stores of several GB in artifacts/benchmarks; else one of --ratios, --hot, --open, --load, --search, --search-on-postgresql, --export,
# --import, --write, --peers, --cluster, --verify, --guessing, or --smoke, which only proves that all of it works. The exit code says whether the bars hold.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

. tests/need.sh
need wrk wrk sqlite3 sqlite3 node nodejs npm npm pg_ctlcluster postgresql redis-server redis-server nginx nginx-light gunicorn gunicorn django-admin python3-django

dotnet build -c Release --nologo -v quiet tests/PeaceTracker.Benchmarks </dev/null

parts=("$@")
[ ${#parts[@]} -gt 0 ] || parts=(--ratios --hot --open --load --search --search-on-postgresql --export --import --write --peers --cluster --verify --guessing)
held=0
for part in "${parts[@]}"; do
  dotnet run -c Release --project tests/PeaceTracker.Benchmarks --no-build -- "$part" </dev/null || held=1
done
exit $held
