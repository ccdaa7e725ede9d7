#!/usr/bin/env bash
# What checks cost: instructions per epoch of training, this build beside another, counted by valgrind.
# needs: valgrind
#
#   ./run bench instructions [CHECKOUT]
#
# Times differ by more from run to run than a check costs; the number of instructions hardly does. An epoch is what a run
# of two epochs takes more than one of one epoch: reading, starting and saving are left out. CHECKOUT is the folder of
# another commit, built (./run build), with its own configs; without it only this build is counted. The slow
# models get 300 names, since valgrind takes fifty times as long; it offers AVX2 at most.
set -euo pipefail
shopt -s inherit_errexit

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
other=${1:-}
bin=${ROWGRAD_BIN:-$root/build/release/bin}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
head -300 "$root/data/names.txt" >"$work/names.txt"

# instructions TRAIN CONFIG EPOCHS [ARGS…]
instructions() {
  local train=$1 config=$2 epochs=$3
  shift 3
  valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null "$train" --config "$config" --out "$work/run" \
    --overwrite --quiet --threads 1 --set "train.epochs=$epochs" "$@" >"$work/out" 2>"$work/err" ||
    { tail -3 "$work/err" >&2; return 1; }
  sed -n 's/.*I *refs: *//p' "$work/err" | tr -d ,
}

# epoch CHECKOUT TRAIN CONFIG [ARGS…]
epoch() {
  local config=$1/configs/$3.json train=$2 one two
  shift 3
  one=$(instructions "$train" "$config" 1 "$@")
  two=$(instructions "$train" "$config" 2 "$@")
  echo $((two - one))
}

printf '%-12s %16s %16s %8s\n' config "this build" "the other" ratio
while read -r config settings; do
  args=()
  for setting in $settings; do args+=(--set "${setting/NAMES/"$work/names.txt"}"); done
  this=$(epoch "$root" "$bin/train" "$config" "${args[@]}")
  if [[ -z $other ]]; then
    printf '%-12s %16d\n' "$config" "$this"
    continue
  fi
  that=$(epoch "$other" "$other/build/release/bin/train" "$config" "${args[@]}")
  printf '%-12s %16d %16d %8s\n' "$config" "$this" "$that" "$(awk "BEGIN { printf \"%.4f\", $this / $that }")"
done <<'RUNS'
sentiment
sentiment_large
bigram
sgns
word2vec data.min_count=1
transformer data.train=NAMES sizes.d=16 sizes.wide=64
mlp data.train=NAMES
gru data.train=NAMES
RUNS
