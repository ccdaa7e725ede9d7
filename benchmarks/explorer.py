#!/usr/bin/env python3
# what a run pays for being watched in the explorer: training time with a page that asks as it does, over without
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
BIN = os.environ.get("ROWGRAD_BIN", os.path.join(ROOT, "build/release/bin"))
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 7
EPOCHS = int(sys.argv[2]) if len(sys.argv) > 2 else 40


def train(folder, name):
    """Seconds of training, as the summary has them."""
    out = os.path.join(folder, name)
    subprocess.run([f"{BIN}/train", "--config", f"{ROOT}/configs/transformer.json", "--out", out, "--overwrite", "--quiet",
                    "--set", f"train.epochs={EPOCHS}"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open(os.path.join(out, "summary.json")) as file:
        return json.load(file)["seconds"]["train"]


class Watched:
    """An explorer, and a thread that asks it every two seconds for what is new, and for the list of runs."""

    def __init__(self, folder):
        self.server = subprocess.Popen([f"{BIN}/rowgrad", "explore", folder, "--port", "0"], stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL, text=True)
        self.address = self.server.stdout.readline().strip()
        self.over = threading.Event()
        self.asks = 0
        self.thread = threading.Thread(target=self.poll)
        self.thread.start()

    def poll(self):
        start = 0
        while not self.over.wait(2.0):
            with urllib.request.urlopen(f"{self.address}api/runs") as answer:
                runs = json.load(answer)["runs"]
            for run in runs:
                url = f"{self.address}api/training?run={run['id']}" + (f"&from={start}" if start else "")
                with urllib.request.urlopen(url) as answer:
                    start = json.load(answer)["next"]
            self.asks += 1

    def end(self):
        self.over.set()
        self.thread.join()
        self.server.send_signal(signal.SIGTERM)
        self.server.wait()


def main():
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        train(folder, "run")  # so that there is one to serve
        for round_number in range(ROUNDS):
            alone = train(folder, "run")
            watched = Watched(folder)
            time.sleep(0.2)
            seen = train(folder, "run")
            watched.end()
            ratios.append(seen / alone)
            print(f"round {round_number + 1}: alone {alone:.2f} s, watched {seen:.2f} s, asked {watched.asks} times", flush=True)
    print(f"median watched / alone: {statistics.median(ratios):.3f}")


main()
