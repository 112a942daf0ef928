#!/usr/bin/env bash
# Builds once and runs every test project. The last line is "N passed, N failed"; a skipped test or a project without tests counts as failed.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# Tests run too short for what is measured to make code faster to pay: without it a quarter less work.
export DOTNET_TieredPGO=0

. tests/need.sh
need "${CHROMIUM:-/usr/bin/chromium}" chromium sqlite3 sqlite3 node nodejs npm npm pg_ctlcluster postgresql redis-server redis-server nginx nginx-light cc "gcc libc6-dev" openssl openssl

# What is released: compiled well, so that all of it takes less time, and not built a second time for the benchmarks.
dotnet build PeaceTracker.sln -c Release --nologo -v quiet </dev/null

passed=0
failed=0
# NAME PROJECT [ARGUMENT ...]
run() {
  local name=$1 project=$2 began=$SECONDS report code good bad skipped
  shift 2
  report=$(mktemp)
  # The exit code is judged below, with what the run says about itself.
  code=0
  dotnet run -c Release --project "$project" --no-build -- --no-ansi --no-progress "$@" </dev/null 2>&1 | tee "$report" | sed -n '/^failed \|^skipped /,$p' || code=$?
  count() { sed -n "s/^ *$1: *\([0-9][0-9]*\).*/\1/p" "$report" | tail -n 1; }
  good=$(count succeeded); bad=$(count failed); skipped=$(count skipped)
  good=${good:-0}; bad=$((${bad:-0} + ${skipped:-0}))
  # No test run, or a run that broke off, is a failure of its own.
  if [ "$bad" -eq 0 ] && { [ "$good" -eq 0 ] || [ "$code" -ne 0 ]; }; then
    cat "$report"
    bad=1
  fi
  rm -f "$report"
  echo "$name: $good passed, $bad failed, $((SECONDS - began)) s"
  passed=$((passed + good))
  failed=$((failed + bad))
}

for project in tests/*Tests; do
  run "$(basename "$project")" "$project"
done

# The store on the other provider: all of it, and the pages that are marked (decision 0045).
export PEACETRACKER_TEST_STORE=PostgreSQL
run "PeaceTracker.Data.Tests on PostgreSQL" tests/PeaceTracker.Data.Tests --filter-not-trait Only=SQLite
run "PeaceTracker.Web.Tests on PostgreSQL" tests/PeaceTracker.Web.Tests --filter-trait Also=PostgreSQL

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
