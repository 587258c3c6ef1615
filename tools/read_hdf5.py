#!/usr/bin/env python3
"""Says what h5py reads from HDF5 files, for tests to compare with.

    read_hdf5.py LIST OUT

Each line of LIST is a file and a dataset, separated by a tab. For each, OUT gets one line of JSON:
names (of the root group, null if it cannot be listed or has more than 1,000) and either shape and sha256 (of the elements as
float32 in big endian, row-major, every NaN as 7fc00000; null for more than 4 million elements), or
refused (why). h5py may crash or hang over a damaged file: it works in a process of its own, which is
started anew when that happens. Needs h5py and numpy.
"""
import hashlib
import json
import os
import select
import subprocess
import sys
import warnings

import h5py
import numpy as np

MOST_ELEMENTS = 1 << 22
MOST_NAMES = 1000
SECONDS = 20


def names(path):
    try:
        with h5py.File(path, "r") as file:
            if len(file) > MOST_NAMES:
                return None
            return [name.decode("utf-8", "replace") for name in h5py.h5g.open(file.id, b"/")]
    except Exception:  # whatever h5py says of a damaged file
        return None


def values(path, dataset):
    with h5py.File(path, "r") as file:
        found = file[dataset]
        shape = list(found.shape)
        if found.size > MOST_ELEMENTS:
            return dict(shape=shape, sha256=None)
        floats = np.atleast_1d(np.asarray(found[()]).astype(">f4"))
    bits = np.where(np.isnan(floats), np.uint32(0x7FC00000), floats.view(">u4")).astype(">u4")
    return dict(shape=shape, sha256=hashlib.sha256(bits.tobytes()).hexdigest())


def reading(line):
    path, dataset = line.split("\t")
    try:
        found = values(path, dataset)
    except Exception as e:
        found = dict(refused=f"{type(e).__name__}: {e}")
    return dict(names=names(path), **found)


def work():
    """The process of its own: answers line by line."""
    warnings.filterwarnings("ignore")
    np.seterr(all="ignore")
    for line in sys.stdin:
        print(json.dumps(reading(line.rstrip("\n"))), flush=True)


class Reader:
    """Asks the worker, which it starts anew when it has to."""

    def __init__(self):
        self.worker = None

    def read(self, path, dataset):
        if self.worker is None:
            self.worker = subprocess.Popen(
                [sys.executable, os.path.abspath(__file__), "--work"], text=True, bufsize=1,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.worker.stdin.write(f"{path}\t{dataset}\n")
        ready, _, _ = select.select([self.worker.stdout], [], [], SECONDS)
        answer = self.worker.stdout.readline() if ready else ""
        if answer.endswith("\n"):
            return json.loads(answer)
        self.close()
        return dict(names=None, refused="h5py crashed" if ready else "h5py hangs")

    def close(self):
        if self.worker is not None:
            self.worker.kill()
            self.worker.wait()
            self.worker = None


def read_all(lines):
    reader = Reader()
    try:
        return [reader.read(*line) for line in lines]
    finally:
        reader.close()


def main(listing, target):
    with open(listing, encoding="utf-8") as lines:
        found = read_all([line.rstrip("\n").split("\t") for line in lines])
    with open(target, "w", encoding="utf-8") as out:
        for reading_ in found:
            out.write(json.dumps(reading_) + "\n")


if __name__ == "__main__":
    work() if sys.argv[1] == "--work" else main(*sys.argv[1:])
