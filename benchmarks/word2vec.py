#!/usr/bin/env python3
# word vectors: speed and quality beside gensim and fastText, from the start of a process to its vectors on disk
# needs: python3-gensim fasttext
"""./run bench word2vec [TEXT] [--sizes 100,300] [--epochs 1] [--seeds 1] [--peers gensim,fasttext]
                        [--similarity PAIRS] [--analogies QUESTIONS]

Every program trains on TEXT (one document per line; without it, on a corpus made up here) with two threads, window 5,
five negatives, subsampling 1e-3, words seen five times or more, learning rate 0.025. PAIRS is a file of
word<TAB>word<TAB>score, QUESTIONS one of word2vec's question files; with them every result is scored."""
import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

GENSIM = """
import sys
from gensim.models import Word2Vec
text, out, d, epochs, seed = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
model = Word2Vec(corpus_file=text, vector_size=d, window=5, negative=5, sample=1e-3, min_count=5, alpha=0.025, sg=1,
                 workers=2, epochs=epochs, seed=seed)
model.wv.save_word2vec_format(out, binary=True)
"""
GENSIM_LINES = GENSIM.replace("Word2Vec\n", "Word2Vec\nfrom gensim.models.word2vec import LineSentence\n").replace(
    "corpus_file=text", "LineSentence(text)")


def made_up(path, words=3_000_000, vocabulary=40_000):
    """Text with Zipf's frequencies and topics, so that there is something to learn."""
    rng = random.Random(1)
    weights = [1 / (rank + 3) for rank in range(vocabulary)]
    with open(path, "w") as file:
        for _ in range(words // 200):
            topic = rng.randrange(50)
            ids = rng.choices(range(vocabulary), weights, k=200)
            print(" ".join(f"w{i if i % 3 else i - i % 50 + topic}" for i in ids), file=file)


def command(tool, a, text, out, d, seed):
    if tool == "rowgrad":
        train = os.path.join(os.environ.get("ROWGRAD_BIN", "build/release/bin"), "train")
        config = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "configs", "word2vec.json")
        return [train, "--config", config, "--set", f"data.train={text}", "--set", f"sizes.d={d}", "--set",
                f"train.epochs={a.epochs}", "--seed", str(seed), "--threads", str(a.threads), "--out", out,
                "--overwrite", "--quiet"] + a.set, os.path.join(out, "embeddings.bin")
    if tool == "fasttext":
        return ["fasttext", "skipgram", "-input", text, "-output", out, "-dim", str(d), "-epoch", str(a.epochs),
                "-ws", "5", "-neg", "5", "-t", "1e-3", "-minCount", "5", "-lr", "0.025", "-maxn", "0", "-thread",
                str(a.threads), "-verbose", "0"], out + ".vec"
    script = GENSIM_LINES if tool == "gensim-lines" else GENSIM
    return ["/usr/bin/python3", "-c", script, text, out + ".bin", str(d), str(a.epochs), str(seed)], out + ".bin"


def score(vectors, a):
    """Spearman's correlation with the pairs and accuracy on the questions, as gensim counts them."""
    if not (a.similarity or a.analogies):
        return {}
    program = """
import json, sys
from gensim.models import KeyedVectors
wv = KeyedVectors.load_word2vec_format(sys.argv[1], binary=not sys.argv[1].endswith("vec"))
result = {}
if sys.argv[2]: result["similarity"] = float(wv.evaluate_word_pairs(sys.argv[2])[1][0])
if sys.argv[3]: result["analogies"] = wv.evaluate_word_analogies(sys.argv[3])[0]
print(json.dumps(result))
"""
    return json.loads(subprocess.run(["/usr/bin/python3", "-c", program, vectors, a.similarity or "",
                                      a.analogies or ""], capture_output=True, text=True, check=True).stdout)


def run(tool, a, text, folder, d, seed):
    args, vectors = command(tool, a, text, os.path.join(folder, f"{tool}-{d}-{seed}"), d, seed)
    env = dict(os.environ)
    with open("/proc/cpuinfo") as file:  # Debian's OpenBLAS does not know recent processors; a peer is measured at its best
        if "avx512f" in file.read():
            env.setdefault("OPENBLAS_CORETYPE", "SkylakeX")
    start = time.time()
    process = subprocess.Popen(args, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    error = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.time() - start
    if status != 0:
        sys.exit(f"{tool} failed: {error.decode()[-500:]}")
    return {"seconds": seconds, "megabytes": usage.ru_maxrss / 1024, **score(vectors, a)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", nargs="?")
    parser.add_argument("--sizes", default="100,300")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1, help="runs of each, with seeds 1, 2, …")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--peers", default="gensim,fasttext", help="of gensim, gensim-lines, fasttext; empty: none")
    parser.add_argument("--set", action="append", default=[], help="passed on to train")
    parser.add_argument("--similarity")
    parser.add_argument("--analogies")
    a = parser.parse_args()
    for file in filter(None, (a.text, a.similarity, a.analogies)):
        if not os.path.isfile(file):
            parser.error(f"{file}: no such file")
    a.set = [word for value in a.set for word in ("--set", value)]
    with tempfile.TemporaryDirectory() as folder:
        text = a.text and os.path.abspath(a.text)
        if not text:
            made_up(text := os.path.join(folder, "text.txt"))
        for d in map(int, a.sizes.split(",")):
            tools = ["rowgrad"] + [peer for peer in a.peers.split(",") if peer]
            results = {tool: [] for tool in tools}
            for seed in range(1, a.seeds + 1):  # taking turns, so that a slow minute hits all of them
                for tool in tools:
                    results[tool].append(run(tool, a, text, folder, d, seed))
            ours = statistics.mean(r["seconds"] for r in results["rowgrad"])
            for tool, runs in results.items():
                mean = {key: statistics.mean(r[key] for r in runs) for key in runs[0]}
                quality = "  ".join(f"{key} {mean[key]:.4f}" for key in ("similarity", "analogies") if key in mean)
                print(f"d={d:<4} {tool:<13} {mean['seconds']:7.1f} s  {mean['megabytes']:6.0f} MB  "
                      f"{mean['seconds'] / ours:5.1f}x  {quality}", flush=True)


if __name__ == "__main__":
    main()
