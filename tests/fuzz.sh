#!/usr/bin/env bash
# Looks for what the readers of anything typed or brought cannot take: bash tests/fuzz.sh --seconds 600 [TARGET ...], each target for as long. What is
# found lies in artifacts/fuzz/TARGET/default/crashes and hangs; --keep adds that, and inputs that go where no other does, to the corpus.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

keep=
[ "${1:-}" = --keep ] && { keep=yes; shift; }
[ "${1:-}" = --seconds ] && [ "${2:-0}" -gt 0 ] || { echo "usage: bash tests/fuzz.sh [--keep] --seconds N [TARGET ...]"; exit 1; }
seconds=$2
shift 2
. tests/need.sh
need afl-fuzz afl++
project=tests/PeaceTracker.Fuzz
corpus=$project/corpus
work=artifacts/fuzz
dotnet tool restore </dev/null >/dev/null
rm -rf "$work/program"
dotnet publish -c Release "$project" -o "$work/program" --nologo -v quiet </dev/null
dotnet sharpfuzz "$work/program/PeaceTracker.Domain.dll"
dotnet sharpfuzz "$work/program/PeaceTracker.Web.dll" PeaceTracker.Web.Writing.Importing

# TARGET SECONDS INPUTS: says how many inputs broke it or took longer than a second.
fuzz() {
  local out=$work/$1
  rm -rf "$out"
  AFL_SKIP_BIN_CHECK=1 AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 \
    afl-fuzz -i "$3" -o "$out" -t 1000 -m none -V "$2" dotnet "$work/program/PeaceTracker.Fuzz.dll" "$1" >"$work/$1.log" 2>&1 </dev/null || { tail -n 20 "$work/$1.log"; return 1; }
  found=$(find "$out/default/crashes" "$out/default/hangs" -name 'id*' | wc -l)
  runs=$(sed -n 's/^execs_done *: *//p' "$out/default/fuzzer_stats")
  kept=$(find "$out/default/queue" -maxdepth 1 -name 'id*' | wc -l)
  echo "$1: $runs runs, $kept inputs kept, $found found"
}

# A fault that is there has to be found, or all that follows shows nothing.
fuzz control 30 "$corpus/dates"
[ "$found" -gt 0 ] || { echo "The control found nothing: the harness does not work."; exit 1; }

bad=0
for target in ${*:-$(ls "$corpus")}; do
  fuzz "$target" "$seconds" "$corpus/$target"
  bad=$((bad + found))
  [ -z "$keep" ] || for one in "$work/$target"/default/queue/id*,+cov "$work/$target"/default/{crashes,hangs}/id*; do
    [ ! -e "$one" ] || cp "$one" "$corpus/$target/$(sha1sum "$one" | cut -c1-12)"
  done
done
echo "$bad found"
[ "$bad" -eq 0 ]
