#!/usr/bin/env python3
# Several ranks: what messages cost, how many rows a step moves, step times on 1 to 7 ranks beside a cost model, and what it predicts.
# needs: openmpi-bin libopenmpi-dev python3-numpy
#
#   ./run bench ranks [--dim 100] [--batch 128] [--most 7] [--latency-us 20] [--gbit 10] [--runs 3]
#
# First how much faster two ranks are than one process with the same config, which gives the same bits: a Transformer, and a
# bag-of-words classifier (AdamW, lazy rows) over 100,000 words that follow a Zipf law, its table replicated or sharded.
# Then the classifier with a batch for every rank, so that a step grows with the ranks, beside a model of what it costs.
# The model's parts are measured in one process and by the exchange's own measurement; --latency-us and --gbit are the
# network of the predictions.
import argparse
import json
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))
from sentiment import make_corpus  # noqa: E402

TRAIN = Path(os.environ.get("ROWGRAD_BIN", ROOT / "build/release/bin")) / "train"
os.environ.update(OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1")


def run_or_exit(command):
    """What the command said on its standard error; if it fails, that is what the benchmark ends with."""
    finished = subprocess.run(command, capture_output=True, text=True)
    if finished.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{finished.stderr}")
    return finished.stderr


def corpus_in(folder):
    """A file of 25,000 documents that follow a Zipf law, and how many words one has."""
    corpus = Path(folder) / "corpus.txt"
    make_corpus(corpus)
    return corpus, sum(len(line.split()) - 1 for line in corpus.open()) / 25000


class Bench:
    """Runs of configs; each returns figures of a step and what was said."""

    def __init__(self, folder, corpus, dim, starter=lambda ranks: ["mpirun", "--oversubscribe", "-n", str(ranks)]):
        self.folder, self.runs, self.starter = Path(folder), 0, starter
        self.bag = {"config": "sentiment_large", "data.train": corpus, "data.test": "", "sizes.d": dim,
                    "optimizer.type": "AdamW", "optimizer.rows": "lazy", "optimizer.lr": 0.001}

    def run(self, ranks, batch, accumulate, case=None):
        self.runs += 1
        out = self.folder / f"run{self.runs}"
        settings = {"train.engine": "graph", "train.epochs": 1, "train.batch_size": batch, "train.log_every": 1,
                    "train.accumulate": accumulate, "train.checkpoint_seconds": 1e6, **(case or self.bag)}
        command = [str(TRAIN), "--config", str(ROOT / f"configs/{settings.pop('config')}.json"), "--out", str(out),
                   "--threads", "1", "--quiet", "--overwrite"]
        for key, value in settings.items():
            command += ["--set", f"{key}={value}"]
        if ranks > 1:
            command = self.starter(ranks) + command
        said = run_or_exit(command)
        lines = [json.loads(line) for line in (out / "metrics.jsonl").read_text().splitlines()]
        steps = [line for line in lines if "rows_touched" in line][:-1]  # the last may be a smaller one
        seconds = np.diff([line["seconds"] for line in steps])
        return {"seconds": float(np.median(seconds)) if len(seconds) else math.nan,
                "rows": float(np.median([sum(table["rows_touched"] for table in line["tables"].values()) for line in steps])),
                "said": said}


def exchange_cost(said):
    found = re.search(r"ranks: (\d+) us for a message to all, ([\d.]+) GB/s", said)
    return float(found[1]) * 1e-6, float(found[2]) * 1e9


def fit_step(bench, tokens, batches):
    """Seconds per token and per row of the table's gradient, in one process."""
    measured = [(b, bench.run(1, b, 1)) for b in batches]
    a = np.array([[b * tokens, r["rows"]] for b, r in measured])
    t = np.array([r["seconds"] for _, r in measured])
    per_token, per_row = np.linalg.lstsq(a / t[:, None], np.ones(len(t)), rcond=None)[0]
    return measured, per_token, max(0.0, per_row)


# To all, in a step: counts, ids and rows of the table; counts and values of the classifier's weight and of its bias; the
# losses' row counts, the losses, and whether somebody wishes to stop.
MESSAGES = 3 + 2 * 2 + 3


class Model:
    def __init__(self, per_token, per_row, row_bytes, rows_of):
        self.per_token, self.per_row, self.row_bytes, self.rows_of = per_token, per_row, row_bytes, rows_of

    def step(self, ranks, batch, tokens, latency, bandwidth, share=1.0):
        """Seconds of a step; `share` of a core for each rank. Of the two ways to send rows the cheaper one."""
        each, union = self.rows_of(batch), self.rows_of(batch * ranks)
        others = (ranks - 1) / ranks
        gather = MESSAGES * latency + ranks * each * others * self.row_bytes / bandwidth
        reduce = (MESSAGES + 1) * latency + (each + union) * others * self.row_bytes / bandwidth
        sent = 0.0 if ranks == 1 else min(gather, reduce)
        added = 0.0 if ranks == 1 else 0.3 * self.per_row * min(ranks * each, each + union)
        return (self.per_token * batch * tokens + self.per_row * union + added) / share + sent


def main():
    parser = argparse.ArgumentParser()
    for flag, default in (("--dim", 100), ("--batch", 128), ("--most", 7), ("--runs", 3)):
        parser.add_argument(flag, type=int, default=default)
    parser.add_argument("--latency-us", type=float, default=20.0)
    parser.add_argument("--gbit", type=float, default=10.0)
    a = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus, tokens = corpus_in(folder)
        bench = Bench(folder, corpus, a.dim)
        compare_two(bench, a)
        report(bench, tokens, a)


def compare_two(bench, a):
    cases = [("Transformer, 32 names a batch", 32, {"config": "transformer", "data.train": ROOT / "data/names.txt"}),
             (f"bag of words, {a.batch} documents a batch", a.batch, bench.bag),
             ("the same, its table sharded", a.batch, {**bench.bag, "model.embed.table": "sharded"})]
    print("ms per step of two batches          one process   two ranks   times as fast")
    for name, batch, case in cases:
        taken = {1: [], 2: []}
        for _ in range(a.runs):
            for ranks, times in taken.items():
                times.append(bench.run(ranks, batch, 2, case)["seconds"])
        one, two = (1e3 * statistics.median(times) for times in taken.values())
        print(f"{name:36s} {one:10.2f} {two:11.2f} {one / two:15.2f}", flush=True)
    print()


def fit_model(bench, tokens, dim):
    """Measured in one process."""
    row_bytes = 4 * dim + 4
    print(f"table: 100,000 x {dim}, {4e5 * dim / 1e6:.0f} MB\n\nbatch     rows moved   kB of rows   ms, one process")
    measured, per_token, per_row = fit_step(bench, tokens, (8, 32, 128, 512, 2048, 8192))
    for batch, r in measured:
        print(f"{batch:6d} {r['rows']:12.0f} {r['rows'] * row_bytes / 1e3:12.0f} {1e3 * r['seconds']:17.2f}")
    print(f"\nfitted: {1e9 * per_token:.1f} ns per token, {1e9 * per_row:.0f} ns per row")
    batches, rows = [b for b, _ in measured], [r["rows"] for _, r in measured]

    def rows_of(batch):
        if batch <= batches[-1]:
            return float(np.exp(np.interp(math.log(batch), np.log(batches), np.log(rows))))
        slope = math.log(rows[-1] / rows[-2]) / math.log(batches[-1] / batches[-2])
        return min(1e5, rows[-1] * (batch / batches[-1]) ** slope)

    return Model(per_token, per_row, row_bytes, rows_of)


def report(bench, tokens, a):
    model = fit_model(bench, tokens, a.dim)
    cores = os.cpu_count()
    print(f"\nbatch {a.batch} per rank, one thread each, {cores} cores")
    print("ranks   us per message   GB/s   ms per step   of the model   documents/s")
    for ranks in range(1, a.most + 1):
        r = bench.run(ranks, a.batch, ranks)
        latency, bandwidth = exchange_cost(r["said"]) if ranks > 1 else (0.0, 1e12)
        predicted = model.step(ranks, a.batch, tokens, latency, bandwidth, min(1.0, cores / ranks))
        print(f"{ranks:5d} {1e6 * latency:16.0f} {1e-9 * bandwidth if ranks > 1 else 0:6.2f} {1e3 * r['seconds']:13.2f} "
              f"{r['seconds'] / predicted:14.2f} {ranks * a.batch / r['seconds']:13.0f}")
    print(f"\npredicted, one core a machine, {a.latency_us:.0f} us x log2(ranks) per message, {a.gbit:.0f} Gbit/s:")
    print("ranks   batch per rank   ms per step   of it sending   efficiency")
    for batch in (a.batch, 16 * a.batch):
        alone = model.step(1, batch, tokens, 0.0, 1e12)
        for ranks in (8, 64, 512):
            latency, bandwidth = a.latency_us * 1e-6 * math.log2(ranks), a.gbit * 1e9 / 8
            step, free = (model.step(ranks, batch, tokens, x, y) for x, y in ((latency, bandwidth), (0.0, 1e15)))
            print(f"{ranks:5d} {batch:16d} {1e3 * step:13.1f} {100 * (step - free) / step:13.0f} % {100 * alone / step:10.0f} %")


if __name__ == "__main__":
    main()
