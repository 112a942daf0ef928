#!/usr/bin/env bash
# Has the faults of docs/operations.md happen many times: bash tests/faults.sh --rounds 500
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

[ "${1:-}" = --rounds ] && [ "${2:-0}" -gt 0 ] || { echo "usage: bash tests/faults.sh --rounds N"; exit 1; }
. tests/need.sh
need cc "gcc libc6-dev"
dotnet build -c Release tests/PeaceTracker.FaultTests --nologo -v quiet </dev/null
PEACETRACKER_FAULT_ROUNDS=$2 dotnet run -c Release --project tests/PeaceTracker.FaultTests --no-build -- --no-ansi
