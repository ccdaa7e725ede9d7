#!/usr/bin/env python3
# Steps per second of the bigram, the MLP and the Transformer beside PyTorch eager: same shapes, same optimizer
# needs: python3-torch
#
# Both sides run in turns, two threads each, on the same list of names; the best of the rounds counts for both.
# Usage: ./run bench lm [NAMES.txt] [--rounds N] [--only MODEL]
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

# Debian's OpenBLAS does not know recent Intel processors and takes its slowest kernels; a peer is measured at its best.
if "avx512f" in pathlib.Path("/proc/cpuinfo").read_text():
    os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")
import torch
from torch import nn
from torch.nn import functional as F

ROOT = pathlib.Path(__file__).resolve().parent.parent
BOUNDARY = 0


def read(path):
    names = pathlib.Path(path).read_text().split()
    letters = sorted(set("".join(names)))
    ids = {letter: i + 1 for i, letter in enumerate(letters)}
    return [[ids[letter] for letter in name] for name in names], len(letters) + 1


def windows(names, context):
    x, y = [], []
    for name in names:
        window = [BOUNDARY] * context
        for symbol in name + [BOUNDARY]:
            x.append(window)
            y.append(symbol)
            window = window[1:] + [symbol]
    return torch.tensor(x), torch.tensor(y)


class Mlp(nn.Module):
    """Bengio et al. 2003; with no hidden layer, the bigram: Embedding + Linear."""

    def __init__(self, vocab, context, dim, hidden):
        super().__init__()
        self.embed = nn.Embedding(vocab, dim)
        layers = [nn.Linear(context * dim, hidden), nn.Tanh(), nn.Linear(hidden, vocab)] if hidden else [
            nn.Linear(context * dim, vocab)]
        self.layers = nn.Sequential(*layers)

    def loss(self, x, y):
        return F.cross_entropy(self.layers(self.embed(x).flatten(1)), y)


class Block(nn.Module):
    def __init__(self, d, heads, length):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(d), nn.LayerNorm(d)
        self.qkv, self.projection = nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.mlp = nn.Sequential(nn.Linear(d, 4 * d), nn.GELU(approximate="tanh"), nn.Linear(4 * d, d))
        self.drop = nn.Dropout(0.1)
        self.register_buffer("mask", torch.tril(torch.ones(length, length)) == 0)

    def forward(self, x):
        b, t, d = x.shape
        q, k, v = self.qkv(self.norm1(x)).split(d, dim=2)
        q, k, v = (m.view(b, t, self.heads, d // self.heads).transpose(1, 2) for m in (q, k, v))
        weights = (q @ k.transpose(-2, -1)) * (d // self.heads) ** -0.5
        weights = F.softmax(weights.masked_fill(self.mask[:t, :t], float("-inf")), dim=-1)
        x = x + self.drop(self.projection((weights @ v).transpose(1, 2).reshape(b, t, d)))
        return x + self.drop(self.mlp(self.norm2(x)))


class Transformer(nn.Module):
    """makemore's default: 4 layers, 4 heads, 64 channels, names padded to 16."""

    def __init__(self, vocab, d=64, heads=4, layers=4, length=16):
        super().__init__()
        self.embed, self.position = nn.Embedding(vocab, d), nn.Embedding(length, d)
        self.blocks = nn.Sequential(*[Block(d, heads, length) for _ in range(layers)])
        self.norm, self.logits = nn.LayerNorm(d), nn.Linear(d, vocab, bias=False)

    def loss(self, x, y):
        h = self.embed(x) + self.position(torch.arange(x.shape[1]))
        return F.cross_entropy(self.logits(self.norm(self.blocks(h))).flatten(0, 1), y.flatten(), ignore_index=-1)


def padded(names, length=16):
    x = torch.zeros(len(names), length, dtype=torch.long)
    y = torch.full((len(names), length), -1)
    for i, name in enumerate(names):
        x[i, 1:len(name) + 1] = torch.tensor(name)
        y[i, :len(name) + 1] = torch.tensor(name + [BOUNDARY])
    return x, y


def torch_steps_per_second(model, x, y, seconds, batch=32):
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.001, weight_decay=0.01)

    def step():
        chosen = torch.randint(0, len(x), (batch,))
        loss = model.loss(x[chosen], y[chosen])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()

    for _ in range(10):
        step()
    start, steps = time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        step()
        steps += 1
    return steps / (time.perf_counter() - start)


def our_steps_per_second(config, names, epochs):
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([pathlib.Path(os.environ.get("ROWGRAD_BIN", ROOT / "build/release/bin")) / "train", "--config",
                        ROOT / "configs" / config, "--out", out, "--overwrite", "--quiet", "--threads", "2",
                        "--set", f"data.train={names}", "--set", "data.split=[]", "--set", "train.batch_size=32",
                        "--set", f"train.epochs={epochs}"], check=True, capture_output=True)
        summary = json.loads((pathlib.Path(out) / "summary.json").read_text())
        return summary["steps"] / summary["seconds"]["train"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="?", default=str(ROOT / "data/names.txt"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only")
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    path = str(pathlib.Path(arguments.names).resolve())
    names, vocab = read(path)
    names = [name for name in names if len(name) < 16]
    positions = sum(len(name) + 1 for name in names)
    one, three, whole = windows(names, 1), windows(names, 3), padded(names)
    epochs = max(1, round(1_500_000 / positions))
    cases = {
        "bigram": ("bigram_mlp.json", lambda: Mlp(vocab, 1, 64, 0), one, 20, 3 * epochs),
        "mlp": ("mlp.json", lambda: Mlp(vocab, 3, 10, 200), three, 5, epochs),
        "transformer": ("transformer.json", lambda: Transformer(vocab), whole, 3, max(1, epochs // 10)),
    }
    if arguments.only and arguments.only not in cases:
        sys.exit(f"lm.py: --only takes one of {', '.join(cases)}")
    print(f"{'model':<12} {'PyTorch/s':>10} {'rowgrad/s':>10} {'times':>7} {'goal':>5}")
    for name, (config, model, (x, y), goal, ours_epochs) in cases.items():
        if arguments.only not in (None, name):
            continue
        theirs = ours = 0.0
        for _ in range(arguments.rounds):
            theirs = max(theirs, torch_steps_per_second(model(), x, y, 3.0))
            ours = max(ours, our_steps_per_second(config, path, ours_epochs))
        print(f"{name:<12} {theirs:>10.0f} {ours:>10.0f} {ours / theirs:>6.1f}x {goal:>4}x")


if __name__ == "__main__":
    main()
