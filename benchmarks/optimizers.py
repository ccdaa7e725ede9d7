# AdamW on one embedding table: dense, lazy and exact rows beside PyTorch's dense AdamW and SparseAdam.
# needs: python3-torch
"""A step is a lookup of 1,024 random ids, backward from a given random gradient, and the update.

usage: ./run bench optimizers [--rounds N] [--only V]

Both sides are measured in turns, so that a change of the machine's mood meets both. Times are medians over a run's
steps, then the least over the rounds.
"""
import argparse
import os
import subprocess
import sys
import time

CASES = [(50257, 768), (10**4, 64), (10**5, 64), (10**6, 64), (10**7, 64)]
PYTHON = "/usr/bin/python3"  # Debian's, for which python3-torch is


def ours(vocabulary, d):
    program = os.path.join(os.environ["ROWGRAD_BIN"], "bench_optimizers")
    # Three tables and three times their state would not fit where one mode at a time does.
    modes = ["lazy", "exact"] if vocabulary > 10**6 else ["dense", "lazy", "exact"]
    times, memory = {}, None
    for mode in modes:
        line = subprocess.run([program, "speed", str(vocabulary), str(d), mode], check=True, capture_output=True,
                              text=True).stdout.split()
        times[mode] = float(line[1])
        if mode == "lazy":
            memory = (float(line[3]), float(line[4]))
    return times, memory


def torch_here(vocabulary, d):
    import torch
    torch.set_num_threads(os.cpu_count())
    modes = {"SparseAdam": 300}
    if vocabulary <= 10**6:
        modes["AdamW"] = 10
    for mode, steps in modes.items():
        table = torch.nn.Embedding(vocabulary, d, sparse=mode == "SparseAdam")
        torch.nn.init.constant_(table.weight, 0.01)
        optimizer = getattr(torch.optim, mode)(table.parameters(), lr=0.001)
        gradient = torch.randn(1024, d)
        took = []
        for _ in range(steps + 5):
            ids = torch.randint(0, vocabulary, (1024,))
            start = time.perf_counter()
            optimizer.zero_grad()
            table(ids).backward(gradient)
            optimizer.step()
            took.append(1000 * (time.perf_counter() - start))
        took = sorted(took[5:])
        print(mode, took[len(took) // 2], flush=True)
        del table, optimizer


def theirs(vocabulary, d):
    run = subprocess.run([PYTHON, __file__, "--torch", str(vocabulary), str(d)], capture_output=True, text=True)
    if run.returncode != 0:
        print("PyTorch was not measured: " + (run.stderr.strip().splitlines() or ["no output"])[-1], file=sys.stderr)
        return {}
    return {line.split()[0]: float(line.split()[1]) for line in run.stdout.splitlines()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2, help="how often each side is measured")
    parser.add_argument("--only", type=int, help="only the table of this many rows")
    parser.add_argument("--torch", type=int, nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.torch:
        return torch_here(*arguments.torch)

    columns = ["dense", "lazy", "exact", "AdamW", "SparseAdam"]
    print("milliseconds per step      rowgrad AdamW                 PyTorch")
    print(f"{'V':>9} {'d':>4} " + "".join(f"{name:>11}" for name in columns) + "   exact/lazy")
    memories = []
    for vocabulary, d in CASES:
        if arguments.only not in (None, vocabulary):
            continue
        best = {}
        for _ in range(arguments.rounds if vocabulary < 10**6 else 1):
            times, memory = ours(vocabulary, d)
            times.update(theirs(vocabulary, d))
            for name, value in times.items():
                best[name] = min(value, best.get(name, value))
        cells = "".join(f"{best[name]:11.3f}" if name in best else f"{'-':>11}" for name in columns)
        print(f"{vocabulary:9} {d:4} {cells}   {best['exact'] / best['lazy']:8.2f}x", flush=True)
        memories.append((vocabulary, d, *memory))
    print("\nlazy rows, gigabytes:        weights and two moments      peak of the process")
    for vocabulary, d, tables, peak in memories:
        print(f"{vocabulary:9} {d:4} {tables:27.3f} {peak:24.3f}")
    if arguments.only is None:
        print()
        subprocess.run([os.path.join(os.environ["ROWGRAD_BIN"], "bench_optimizers"), "accuracy"], check=True)


if __name__ == "__main__":
    main()
