"""Draws docs/exact_drift.svg from docs/exact_drift.csv, which `bench_optimizers drift` prints."""
import csv
import math
import os

folder = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(folder, "exact_drift.csv")) as file:
    rows = [{key: float(value) for key, value in row.items()} for row in csv.DictReader(file)]

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 380, 60, 190, 20, 50
SERIES = [("moved by dense", "#888888", "dense, from its start"), ("lazy from dense", "#d62728", "lazy, from dense"),
          ("exact from dense", "#1f77b4", "exact, from dense")]
LOW, HIGH = -8, 1  # powers of ten


def x(index):
    return LEFT + 15 + index * (WIDTH - LEFT - RIGHT - 30) / (len(rows) - 1)


def y(value):
    return TOP + (HIGH - math.log10(max(value, 10.0**LOW))) * (HEIGHT - TOP - BOTTOM) / (HIGH - LOW)


parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
         'font-size="12">', f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>']
for power in range(LOW, HIGH + 1):
    at = y(10.0**power)
    parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}" stroke="#e5e5e5"/>')
    parts.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">1e{power}</text>')
for index, row in enumerate(rows):
    count = int(row["occurrences"])
    label = f"{count}" if count < 2 else f"{count}+"
    parts.append(f'<text x="{x(index):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle" font-size="10">{label}</text>')
parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">how often a word occurred '
             'in 5,000 steps</text>')
for key, colour, label in SERIES:
    points = " ".join(f"{x(i):.1f},{y(row[key]):.1f}" for i, row in enumerate(rows))
    parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
    for i, row in enumerate(rows):
        parts.append(f'<circle cx="{x(i):.1f}" cy="{y(row[key]):.1f}" r="3" fill="{colour}"/>')
    parts.append(f'<text x="{x(len(rows) - 1) + 10:.1f}" y="{y(rows[-1][key]) + 4:.1f}" fill="{colour}">{label}</text>')
parts.append("</svg>")
with open(os.path.join(folder, "exact_drift.svg"), "w") as file:
    file.write("\n".join(parts) + "\n")
