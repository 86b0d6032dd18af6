"""Measures Kłos over an intake whose truth is known, and writes the tables of docs/benchmarks.md.

    python -m benchmarks INTAKE --name "own generator, seed 7" [--write docs/benchmarks.md]

INTAKE is an intake folder with truth.jsonl (what stands on each document) and decisions.jsonl (what should become of
each claim) beside its tables, as `python -m samples` makes them.
"""
