#!/usr/bin/env python3
"""Breaks the code behind each claim of docs/claims.md once, and tells which of the claim's tests notice.

    ./run test --breaks [CLAIM…]

The breaks stand in breaks.txt beside this file. Each is made in the sources, built, tried with the tests that the claim's
row names, and taken back. Exits 1 if a break goes unnoticed.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "release"


def read_breaks(path):
    """(claim, what is broken, file, old text, new text) for each entry."""
    breaks = []
    for entry in re.split(r"^## ", path.read_text(), flags=re.M)[1:]:
        title, file, *lines = entry.rstrip().splitlines()
        claim, what = title.split(" ", 1)
        old = "\n".join(line[2:] for line in lines if line.startswith("- "))
        new = "\n".join(line[2:] for line in lines if line.startswith("+ "))
        breaks.append((claim, what, file, old, new))
    return breaks


def tests_by_claim():
    rows = {}
    for line in (ROOT / "docs" / "claims.md").read_text().splitlines():
        if row := re.match(r"\| (\w+)", line):
            rows[row[1]] = re.findall(r'test "([^"]+)"', line)
    return rows


def build():
    done = subprocess.run(["cmake", "--build", BUILD, "--target", "rowgrad_tests"], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit("does not build:\n" + done.stdout[-3000:])


def fails(test):
    pattern = re.sub(r"([\\,\[*])", r"\\\1", test) + "*"  # "name - float", "name - double"
    try:
        done = subprocess.run([BUILD / "bin" / "rowgrad_tests", pattern], capture_output=True, text=True, timeout=300)
    except subprocess.TimeoutExpired:
        return True
    if "No test cases matched" in done.stdout + done.stderr:
        sys.exit(f'there is no test "{test}"')
    return done.returncode != 0


def noticed(file, old, new, tests):
    """The tests that fail while `old` is replaced by `new`."""
    path = ROOT / file
    text = path.read_text()
    if text.count(old) != 1:
        sys.exit(f"{file} has {text.count(old)} times:\n{old}")
    path.write_text(text.replace(old, new))
    try:
        build()
        return [test for test in tests if fails(test)]
    finally:
        path.write_text(text)


def main():
    wanted = sys.argv[1:]
    breaks = [b for b in read_breaks(pathlib.Path(__file__).with_name("breaks.txt")) if not wanted or b[0] in wanted]
    tests = tests_by_claim()
    build()
    for test in sorted({test for claim, *_ in breaks for test in tests[claim]}):
        if fails(test):
            sys.exit(f'fails before anything is broken: "{test}"')
    unnoticed = 0
    print("| claim | broken | noticed by |\n|---|---|---|")
    for claim, what, file, old, new in breaks:
        found = noticed(file, old, new, tests[claim])
        unnoticed += not found
        print(f"| {claim} | {what} | " + (", ".join(f'test "{t}"' for t in found) or "**nothing**") + " |", flush=True)
    build()
    sys.exit(1 if unnoticed else 0)


if __name__ == "__main__":
    main()
