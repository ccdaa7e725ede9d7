#!/usr/bin/env python3
# Tied and untied output tables of the language models: parameters, losses, and what the bias learns
# needs: python3-numpy
#
# "bias" is the correlation of the logits' bias with the log frequency of the symbols it stands for; "mean logit" that
# of the logits at the average hidden state without the bias: what the directions of the rows hold of the frequencies.
# Usage: ./run bench tying [NAMES.txt] [--epochs N]
import argparse
import json
import os
import pathlib
import struct
import subprocess
import tempfile

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent
UNTIED = ["model.logits.weight=", "model.logits.out=vocab"]
TIED = ["model.logits.weight=embed.weight"]
CASES = [
    ("bigram", "untied", "bigram_tied.json", UNTIED),
    ("bigram", "tied", "bigram_tied.json", []),
    ("bigram", "tied, no bias", "bigram_tied.json", ["model.logits.bias=false"]),
    ("mlp", "untied", "mlp_tied.json", UNTIED),
    ("mlp", "tied", "mlp_tied.json", []),
    ("mlp", "tied, no bias", "mlp_tied.json", ["model.logits.bias=false"]),
    ("transformer", "untied", "transformer.json", ["model.logits.bias=true"]),
    ("transformer", "tied", "transformer.json", TIED + ["model.logits.bias=true"]),
    ("transformer", "tied, no bias", "transformer.json", TIED),
]


def tensors(path):
    raw = pathlib.Path(path).read_bytes()
    size = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8:8 + size])
    return {
        name: np.frombuffer(raw[8 + size:][slice(*entry["data_offsets"])], np.float32).reshape(entry["shape"])
        for name, entry in header.items() if name != "__metadata__"
    }


def correlation(values, run):
    counts = [int(line.rsplit("\t", 1)[1]) for line in (run / "vocab.txt").read_text().splitlines()]
    return np.corrcoef(values.ravel(), np.log(counts))[0, 1]


def mean_logit(model, run):
    """The average over hidden states needs a pass over the data; the bigram's are its table's rows."""
    if "h.weight" not in model or "sum.weight" in model:
        return None
    counts = np.array([int(line.rsplit("\t", 1)[1]) for line in (run / "vocab.txt").read_text().splitlines()])
    hidden = model["embed.weight"] @ model["h.weight"].T + model["h.bias"]
    output = model.get("logits.weight", model["embed.weight"])
    return correlation(output @ (counts @ hidden / counts.sum()), run)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="?", default=str(ROOT / "data/names.txt"))
    parser.add_argument("--epochs", type=int)
    arguments = parser.parse_args()
    train = pathlib.Path(os.environ.get("ROWGRAD_BIN", ROOT / "build/release/bin")) / "train"
    print("| model | output | parameters | train | dev | bias | mean logit |\n|---|---|---|---|---|---|---|")
    for name, output, config, overrides in CASES:
        with tempfile.TemporaryDirectory() as folder:
            run = pathlib.Path(folder)
            sets = overrides + [f"data.train={pathlib.Path(arguments.names).resolve()}", "data.split=[0.8,0.1,0.1]"]
            if arguments.epochs:
                sets.append(f"train.epochs={arguments.epochs}")
            command = [train, "--config", ROOT / "configs" / config, "--out", run, "--overwrite", "--quiet"]
            subprocess.run(command + [part for s in sets for part in ("--set", s)], check=True, capture_output=True)
            summary = json.loads((run / "summary.json").read_text())
            model = tensors(run / "model.safetensors")
            bias = f"{correlation(model['logits.bias'], run):.3f}" if "logits.bias" in model else "–"
            mean = mean_logit(model, run)
            print(f"| {name} | {output} | {summary['parameters']:,} | {summary['train']['loss']:.4f} | "
                  f"{summary['dev']['loss']:.4f} | {bias} | {'–' if mean is None else f'{mean:.3f}'} |", flush=True)


if __name__ == "__main__":
    main()
