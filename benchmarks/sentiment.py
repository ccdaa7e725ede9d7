#!/usr/bin/env python3
# Training a bag-of-words classifier: rowgrad and fastText on the same documents, whole process, seconds.
# needs: fasttext
#
#   ./run bench sentiment [FILE] [--config FILE] [--dim 100] [--epochs 5] [--ngrams 1] [--threads 2] [--runs 3]
#
# FILE is labelled text in fastText's form. Without one, a corpus of 25,000 documents of about 270 words is made: words
# follow a Zipf law, and each class prefers half of them a little. The two programs take turns; medians count.
import argparse
import itertools
import json
import os
import random
import statistics
import string
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TRAIN = Path(os.environ.get("ROWGRAD_BIN", ROOT / "build/release/bin")) / "train"


def make_corpus(file, documents=25000, length=270, vocabulary=100000):
    rng = random.Random(1)
    words = set()
    while len(words) < vocabulary:
        words.add("".join(rng.choices(string.ascii_lowercase, k=rng.randint(3, 9))))
    words = sorted(words, key=lambda w: (len(w), w))
    taste = [rng.gauss(0, 0.25) for _ in words]
    cumulative = {label: list(itertools.accumulate((1 + sign * max(-0.9, min(0.9, t))) / (rank + 2.7) ** 1.07
                                                   for rank, t in enumerate(taste)))
                  for label, sign in (("pos", 1), ("neg", -1))}
    with open(file, "w") as out:
        for i in range(documents):
            label = "pos" if i % 2 else "neg"
            n = max(20, int(rng.gammavariate(2.5, length / 2.5)))
            picks = rng.choices(words, cum_weights=cumulative[label], k=n)
            out.write(f"__label__{label} {' '.join(picks)}\n")


def seconds(command):
    start = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?")
    parser.add_argument("--config", default=ROOT / "configs/sentiment_large.json")
    parser.add_argument("--dim", type=int, default=100)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--ngrams", type=int, default=1)
    parser.add_argument("--buckets", type=int, default=200000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=3)
    a = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(a.file) if a.file else Path(folder) / "corpus.txt"
        if not a.file:
            make_corpus(corpus)
        ours = [TRAIN, "--config", a.config, "--out", f"{folder}/run", "--overwrite", "--quiet",
                "--threads", str(a.threads)]
        for key, value in {"data.train": corpus, "data.test": "", "data.tokenizer": "whitespace", "data.min_count": 1,
                           "data.ngrams": a.ngrams, "data.buckets": a.buckets, "sizes.d": a.dim,
                           "train.epochs": a.epochs}.items():
            ours += ["--set", f"{key}={value}"]
        theirs = ["fasttext", "supervised", "-input", corpus, "-output", f"{folder}/fasttext", "-dim", str(a.dim),
                  "-epoch", str(a.epochs), "-wordNgrams", str(a.ngrams), "-bucket", str(a.buckets),
                  "-minCount", "1", "-thread", str(a.threads)]
        took = {"rowgrad": [], "fasttext": []}
        for run in range(a.runs):
            took["rowgrad"].append(seconds(ours))
            took["fasttext"].append(seconds(theirs))
            print(f"run {run + 1}: rowgrad {took['rowgrad'][-1]:.2f} s, fasttext {took['fasttext'][-1]:.2f} s", flush=True)
        medians = {name: statistics.median(times) for name, times in took.items()}
        print(f"median: rowgrad {medians['rowgrad']:.2f} s, fasttext {medians['fasttext']:.2f} s: "
              f"{medians['fasttext'] / medians['rowgrad']:.1f} times as fast")
        summary = json.loads(Path(folder, "run", "summary.json").read_text())
        print("rowgrad's seconds:", summary["seconds"], "training accuracy:", round(summary["train"]["accuracy"], 4))


if __name__ == "__main__":
    main()
