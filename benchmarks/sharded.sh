#!/usr/bin/env bash
# A sharded table with AdamW: trained by four ranks of a third of the memory each, gone on with by two.
# needs: openmpi-bin libopenmpi-dev python3 time
#
#   ./run bench sharded [ROWS]
#
# 40 million rows of 64 unless said otherwise: 31 GB with AdamW's moments, which take 10 GB of memory and of disk, as rows
# that are never trained have none. Each rank's address space is limited. Up to a million rows, of which the program
# itself would be the larger part, are not limited but trained in one process too, and the models compared.
set -euo pipefail

rows=${1:-40000000}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
train=${ROWGRAD_BIN:-$root/build/release/bin}/train
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# Documents of 200 words, of which 85 % have an odd number in one class and an even one in the other.
python3 - <<'END'
import random
draw = random.Random(1)
for name, documents in (("train", 512), ("test", 64)):
    with open(f"{name}.tsv", "w") as out:
        for _ in range(documents):
            label = draw.randrange(2)
            words = (int(20000 * draw.random() ** 2) for _ in range(200))
            text = " ".join(f"w{w if w % 2 == label or draw.random() < 0.3 else w ^ 1}" for w in words)
            out.write(f"{text}\t{'yes' if label else 'no'}\n")
END
cat >config.json <<END
{ "seed": 1,
  "data": { "task": "classification", "train": "train.tsv", "test": "test.tsv", "ngrams": 2, "buckets": $rows },
  "model": [
    { "name": "embed", "layer": "Embedding", "input": "tokens", "dim": 64, "table": "sharded" },
    { "name": "document", "layer": "Mean", "input": "embed" },
    { "name": "logits", "layer": "Linear", "input": "document", "out": "classes" },
    { "name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "label"] } ],
  "optimizer": { "type": "AdamW", "lr": 0.01, "weight_decay": 0.01, "rows": "lazy" },
  "schedule": { "type": "constant" },
  "train": { "engine": "graph", "epochs": 1, "batch_size": 16, "accumulate": 4 } }
END

# on_ranks N KB TRAIN ARGS…: each rank within so much address space.
on_ranks() {
  local ranks=$1 kb=$2
  if ((rows <= 1000000)); then kb=unlimited; fi
  shift 2
  echo "$ranks ranks, kB for each: $kb"
  # shellcheck disable=SC2016  # a rank's shell expands it
  mpirun --bind-to none --oversubscribe -n "$ranks" bash -c 'ulimit -v "$0"; exec /usr/bin/time -f "a rank: %e s, at most %M kB" "$@"' \
    "$kb" "$train" "$@" --threads 1 --json 2>&1 | grep -E 'a rank|sent|sharded|"steps"|^error'
}

alone=$((rows * 64 * 4 * 3 / 1024)) # kB: weights and two moments
echo "one process would need $alone kB"
on_ranks 4 $((alone / 3)) --config config.json --out run
ls -lsh run/checkpoint/state.safetensors
on_ranks 2 $((alone * 2 / 3)) --resume --set train.epochs=2 --out run
if ((rows <= 1000000)); then
  "$train" --config config.json --set train.epochs=2 --threads 1 --quiet --out one >/dev/null
  cmp run/model.safetensors one/model.safetensors && echo "the same model as in one process"
fi
