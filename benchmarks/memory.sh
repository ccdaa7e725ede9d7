#!/usr/bin/env bash
# Memory of a long training: what a Transformer's process takes, noted each 30 s, and how much that grew.
#
#   ./run bench memory [SECONDS] [CONFIG]
#
# One hour of configs/transformer.json unless said otherwise, on one thread, with a checkpoint a minute. Growth counts
# from the fifth minute, or the first tenth of a shorter run.
set -euo pipefail

seconds=${1:-3600}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
bin=${ROWGRAD_BIN:-$root/build/release/bin}
config=${2:-$root/configs/transformer.json}
every=$((seconds >= 600 ? 30 : seconds >= 20 ? seconds / 20 : 1))
settled=$((seconds >= 3000 ? 300 : seconds / 10))

work=$(mktemp -d)
"$bin/train" --config "$config" --out "$work/run" --quiet --threads 1 --set train.epochs=1000000 \
  --set train.checkpoint_seconds=60 >"$work/out" 2>"$work/err" &
train=$!
trap 'kill "$train" 2>/dev/null || true; wait "$train" || true; rm -rf "$work"' EXIT

printf '%8s %10s\n' seconds KB
first='' last=''
for ((t = every; t <= seconds; t += every)); do
  sleep "$every"
  last=$(awk '/^VmRSS/ { print $2 }' "/proc/$train/status") || { cat "$work/err" >&2; exit 1; }
  if [[ -z $first ]] && ((t >= settled)); then first=$last; fi
  printf '%8d %10d\n' "$t" "$last"
done
awk "BEGIN { printf \"from %d s on: %d KB at first, %d KB at last, %+.2f %%\\n\", $settled, $first, $last, 100 * ($last - $first) / $first }"
