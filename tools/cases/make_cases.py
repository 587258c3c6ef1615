#!/usr/bin/env python3
"""Writes one small HDF5 file for each situation that people's files were found in, and tells what h5py reads from it.

    make_cases.py FOLDER

Prints one line of JSON for each dataset that a reader is asked for:

    {"group": .., "case": .., "file": .., "dataset": .., "shape": [9, 8, 7], "crc32": .., "min": .., "max": .., "sum": ..}
    {"group": .., "case": .., "file": .., "dataset": .., "refused": "OSError: .."}

crc32 is that of the elements as little-endian float32 in row-major order. "refused" means that h5py opens no such
dataset of numbers. A situation that these libraries cannot write is an error: no case may vanish without a word.
Packages: tools/requirements-cases.txt.
"""
import os
import sys
import warnings

from collection import Cases
import contents
import killed
import libraries
import links
import neighbours
import versions

warnings.filterwarnings("ignore")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    cases = Cases(folder)
    for module in (versions, neighbours, contents, links, libraries, killed):
        module.write(cases)
    cases.tell()


if __name__ == "__main__":
    main()
