"""`python -m samples OUT --seed N --claims 120` writes a sample intake with its truth."""

from __future__ import annotations

import argparse
from pathlib import Path

from samples.writer import SCENARIOS, SHIPPED, SampleSize, generate


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m samples", description=__doc__)
    parser.add_argument("out", type=Path, help="an empty or new folder")
    parser.add_argument("--seed", type=int, default=1)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--claims", type=int, default=60, help="about so many declarations (default 60)")
    choice.add_argument("--shipped", action="store_true", help="the small intake that ships with the project")
    parser.add_argument("--rough", action="store_true", help="only honest claims that are hard to read")
    choice.add_argument("--scenarios", nargs="+", choices=sorted(SCENARIOS), metavar="NAME", help="exactly these")
    given = parser.parse_args()
    names = SHIPPED if given.shipped else given.scenarios
    truth = generate(given.out, given.seed, SampleSize(given.claims, tuple(names) if names else None, given.rough))
    print(f"{given.out}: {len(truth.decisions)} declarations, {len(truth.documents)} documents")


if __name__ == "__main__":
    main()
