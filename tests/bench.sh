#!/usr/bin/env bash
# Builds what is released and measures it, beside limits measured in the same run, with the generator of load on the same machine. Without an
# argument everything, which takes about an hour and stores of 2 GB in artifacts/benchmarks; else one of --ratios, --hot, --search, --export,
# --import, --verify, --guessing, or --smoke, which only proves that all of it works. The exit code says whether the bars hold.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

missing=()
command -v wrk >/dev/null || missing+=(wrk)
command -v sqlite3 >/dev/null || missing+=(sqlite3)
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
if [ ${#missing[@]} -gt 0 ]; then
  echo "installing ${missing[*]}"
  apt-get update -q </dev/null >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}" </dev/null >/dev/null
fi

dotnet build -c Release --nologo -v quiet tests/PeaceTracker.Benchmarks </dev/null

parts=("$@")
[ ${#parts[@]} -gt 0 ] || parts=(--ratios --hot --search --export --import --verify --guessing)
held=0
for part in "${parts[@]}"; do
  dotnet run -c Release --project tests/PeaceTracker.Benchmarks --no-build -- "$part" </dev/null || held=1
done
exit $held
