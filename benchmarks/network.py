#!/usr/bin/env python3
# Two ranks on a network of a chosen bandwidth, and step times beside the cost model of ranks.py; as root.
# needs: openmpi-bin libopenmpi-dev python3-numpy iproute2
#
#   ./run bench network [--gbit 10 1] [--dim 100] [--batches 32 128 512] [--text TEXT]
#
# Each rank runs in a network namespace of its own, on a core of its own; what leaves a namespace is held to the
# bandwidth by the kernel (tc-tbf), so that ranks have nothing but TCP between them. With --text, word vectors of that
# text are trained by one process and by two ranks too.
import argparse
import contextlib
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from ranks import ROOT, TRAIN, Bench, corpus_in, exchange_cost, fit_model, run_or_exit


class Network:
    """Two namespaces and a cable between them, while it lives; a starter of ranks in them."""

    def __init__(self, folder, gbit):
        self.gbit = gbit
        self.names, self.addresses = [f"rowgrad{os.getpid()}-{i}" for i in (1, 2)], ["10.77.0.1", "10.77.0.2"]
        self.agent = Path(folder) / "agent.sh"
        cases = "".join(f"{address}) name={name} core={core} ;; " for core, (name, address) in enumerate(zip(self.names, self.addresses)))
        # mpirun calls it as it would ssh: options, host, command. Daemons on one machine must not share a folder.
        self.agent.write_text('#!/bin/bash\nwhile [[ $1 == -* ]]; do shift; done\n'
                              f'case $1 in {cases}esac\nshift\nexport TMPDIR={folder}/$name\nmkdir -p "$TMPDIR"\n'
                              'exec ip netns exec "$name" unshare --uts taskset -c "$core" bash -c "hostname $name; $*"\n')
        self.agent.chmod(0o755)

    def __enter__(self):
        with contextlib.ExitStack() as undo:
            ip("link", "add", "rowgrad0", "type", "bridge")
            undo.callback(ip, "link", "del", "rowgrad0")
            ip("addr", "add", "10.77.0.254/24", "dev", "rowgrad0")  # where mpirun is
            ip("link", "set", "rowgrad0", "up")
            for i, (name, address) in enumerate(zip(self.names, self.addresses)):
                ip("netns", "add", name)
                undo.callback(ip, "netns", "del", name)
                ip("link", "add", f"rowgrad{i + 1}", "type", "veth", "peer", "name", "eth0", "netns", name)
                undo.callback(ip, "link", "del", f"rowgrad{i + 1}")
                ip("link", "set", f"rowgrad{i + 1}", "master", "rowgrad0", "up")
                ip("-n", name, "addr", "add", f"{address}/24", "dev", "eth0")
                ip("-n", name, "link", "set", "eth0", "up")
                ip("-n", name, "link", "set", "lo", "up")
                ip("netns", "exec", name, "tc", "qdisc", "add", "dev", "eth0", "root", "tbf",
                   "rate", f"{1000 * self.gbit:.0f}mbit", "burst", "256kb", "latency", "50ms")
            self.undo = undo.pop_all()
        return self

    def __exit__(self, *_):
        self.undo.close()

    def starter(self, ranks):
        only = ["--bind-to", "none", "--mca", "btl", "tcp,self"]
        for part in ("btl_tcp", "oob_tcp"):
            only += ["--mca", f"{part}_if_include", "10.77.0.0/24"]
        return ["mpirun", "--mca", "plm_rsh_agent", str(self.agent), *only, "--host", ",".join(self.addresses), "-n", str(ranks)]


def ip(*words):
    subprocess.run(["ip", *words], check=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--gbit", type=float, nargs="+", default=[10.0, 1.0])
    parser.add_argument("--batches", type=int, nargs="+", default=[32, 128, 512])
    parser.add_argument("--dim", type=int, default=100)
    parser.add_argument("--text", type=Path)
    a = parser.parse_args()
    if os.geteuid() != 0 or shutil.which("ip") is None:
        sys.exit("network: namespaces take root, and ip and tc of iproute2")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that namespaces are taken down
    with tempfile.TemporaryDirectory() as folder:
        corpus, tokens = corpus_in(folder)
        model = fit_model(Bench(folder, corpus, a.dim), tokens, a.dim)
        print("\nGbit/s   batch per rank   us per message   GB/s   ms per step   of the model")
        for gbit in a.gbit:
            with Network(folder, gbit) as network:
                bench = Bench(folder, corpus, a.dim, network.starter)
                for batch in a.batches:
                    report(bench, model, tokens, gbit, batch)
        if a.text:
            compare_word_vectors(folder, a)


def report(bench, model, tokens, gbit, batch):
    r = bench.run(2, batch, 2)
    latency, bandwidth = exchange_cost(r["said"])
    predicted = model.step(2, batch, tokens, latency, bandwidth)
    print(f"{gbit:6g} {batch:16d} {1e6 * latency:16.0f} {1e-9 * bandwidth:6.3f} {1e3 * r['seconds']:13.2f} "
          f"{r['seconds'] / predicted:14.2f}", flush=True)


def compare_word_vectors(folder, a):
    print("\nword vectors   seconds, one process   two ranks   times as fast")
    for gbit in a.gbit:
        taken = {1: [], 2: []}
        with Network(folder, gbit) as network:
            for _ in range(3):
                for ranks, seconds in taken.items():
                    seconds.append(train_word_vectors(folder, a, network.starter(2) if ranks == 2 else []))
        one, two = (statistics.median(seconds) for seconds in taken.values())
        print(f"{gbit:6g} Gbit/s {one:22.2f} {two:11.2f} {one / two:15.2f}", flush=True)


def train_word_vectors(folder, a, starter):
    out = Path(folder) / "words"
    run_or_exit([*starter, str(TRAIN), "--config", str(ROOT / "configs/word2vec.json"), "--data", str(a.text.resolve()),
                 "--threads", "1", "--quiet", "--overwrite", "--out", str(out)])
    return json.loads((out / "summary.json").read_text())["seconds"]["train"]


if __name__ == "__main__":
    main()
