#!/usr/bin/env bash
# Several instances as one site: starts PostgreSQL with a standby, Redis, two instances and nginx on loopback, runs the tests of the cluster, and
# stops what it started. Arguments go to the tests, such as --filter-class "*FailoverTests".
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

. tests/need.sh
need pg_ctlcluster postgresql redis-server redis-server nginx nginx-light

dotnet build PeaceTracker.sln --nologo -v quiet </dev/null
dotnet run --project tests/PeaceTracker.Cluster.Tests --no-build -- --no-ansi --no-progress "$@" </dev/null
