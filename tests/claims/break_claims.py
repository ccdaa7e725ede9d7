#!/usr/bin/env python3
"""Breaks the code behind each claim of docs/claims.md once, and tells which of the claim's tests notice.

    ./run test --breaks [CLAIM…]

The breaks stand in breaks.txt beside this file. Each is made in the sources, built, tried with the tests that the claim's
row names, and taken back, also when this is interrupted. Exits 1 if a break goes unnoticed, 2 if a claim is not
known.
"""
import os
import pathlib
import re
import signal
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


def run(command, seconds=None):
    """The exit code of `command` and what it printed. Throws subprocess.TimeoutExpired.

    What ends the wait early ends all that the command started: ninja under cmake, which would disturb the next build.
    """
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    try:
        printed, _ = process.communicate(timeout=seconds)
    except BaseException:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        raise
    return process.returncode, printed


def build():
    code, printed = run(["cmake", "--build", BUILD, "--target", "rowgrad_tests"])
    if code != 0:
        sys.exit("does not build:\n" + printed[-3000:])


def fails(test):
    """Throws subprocess.TimeoutExpired."""
    pattern = re.sub(r"([\\,\[*])", r"\\\1", test) + "*"  # "name - float", "name - double"
    code, printed = run([BUILD / "bin" / "rowgrad_tests", pattern], seconds=300)
    if "No test cases matched" in printed:
        sys.exit(f'there is no test "{test}"')
    return code != 0


def tried(file, old, new, tests):
    """The tests that fail while `old` is replaced by `new`, and those that do not end in time."""
    path = ROOT / file
    text = path.read_text()
    if text.count(old) != 1:
        sys.exit(f"{file} has {text.count(old)} times:\n{old}")
    failed, timed_out = [], []
    try:
        path.write_text(text.replace(old, new))
        build()
        for test in tests:
            try:
                if fails(test):
                    failed.append(test)
            except subprocess.TimeoutExpired:
                timed_out.append(test)
    finally:
        path.write_text(text)
    return failed, timed_out


def refuse(message):
    print(f"error: {message}", file=sys.stderr)
    sys.exit(2)


def chosen_breaks(wanted, tests):
    """The breaks of the claims that are wanted; all of them if none is named."""
    breaks = read_breaks(pathlib.Path(__file__).with_name("breaks.txt"))
    for claim, what, *_ in breaks:
        if not tests.get(claim):
            refuse(f'breaks.txt: "{claim} {what}": docs/claims.md names no test for that claim')
    known = [claim for claim, *_ in breaks]
    for claim in wanted:
        if claim not in known:
            refuse(f"{claim}: expected a claim of breaks.txt: {', '.join(dict.fromkeys(known))}")
    return [b for b in breaks if not wanted or b[0] in wanted]


def try_all(breaks, tests):
    """How many breaks no test noticed. One that does not end in time has not noticed, but may be slow."""
    unnoticed = 0
    print("| claim | broken | noticed by |\n|---|---|---|")
    for claim, what, file, old, new in breaks:
        failed, timed_out = tried(file, old, new, tests[claim])
        unnoticed += not failed
        told = [f'test "{t}"' for t in failed] + [f'timed out: test "{t}"' for t in timed_out]
        print(f"| {claim} | {what} | " + (", ".join(told) or "**nothing**") + " |", flush=True)
    return unnoticed


def stop(number, _):
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.SIG_IGN)  # the sources are put back and built in peace
    sys.exit(128 + number)


def main():
    tests = tests_by_claim()
    breaks = chosen_breaks(sys.argv[1:], tests)
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, stop)
    build()
    for test in sorted({test for claim, *_ in breaks for test in tests[claim]}):
        try:
            if fails(test):
                sys.exit(f'fails before anything is broken: "{test}"')
        except subprocess.TimeoutExpired:
            sys.exit(f'timed out before anything is broken: "{test}"')
    try:
        unnoticed = try_all(breaks, tests)
    finally:
        build()
    sys.exit(1 if unnoticed else 0)


if __name__ == "__main__":
    main()
