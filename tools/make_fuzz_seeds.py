#!/usr/bin/env python3
"""Writes small scans of every kind of HDF5 file, for the fuzz test to damage.

    make_fuzz_seeds.py OUTDIR

The files of src/test/resources/io/medseg/spark/fuzz were made with it. Needs h5py and numpy.
"""
import os
import sys

import h5py
import numpy as np

RANDOM = np.random.default_rng(3)
SHAPE = (6, 5, 4)
CLASSES = 8


def image(dtype):
    values = RANDOM.standard_normal(SHAPE) * 100
    return values.astype(dtype)


def masks(shape=SHAPE):
    return (RANDOM.random(shape + (CLASSES,)) < 0.4).astype("u1")


def volume(folder, name, libver, dtype="<f4", **filters):
    grows = filters.pop("grows", False)
    chunked = dict(chunks=(3, 5, 2), **filters) if filters else {}
    masked = dict(chunks=(3, 5, 2, CLASSES), **filters) if filters else {}
    if grows:
        chunked["maxshape"] = (None,) + SHAPE[1:]
    bounds = ("v110", "v110") if libver == "v110" else libver
    with h5py.File(os.path.join(folder, name + ".h5"), "w", libver=bounds) as file:
        file.create_dataset("volume", data=image(dtype), **chunked)
        file.create_dataset("seg", data=masks(), **masked)


def main(folder):
    os.makedirs(folder, exist_ok=True)
    gzip = dict(compression="gzip", shuffle=True)
    for libver in ["earliest", "v110", "latest"]:
        volume(folder, "contiguous_" + libver, libver)
        volume(folder, "gzip_" + libver, libver, **gzip)
    volume(folder, "lzf", "earliest", compression="lzf", shuffle=True)
    volume(folder, "lzf_checked", "latest", compression="lzf", fletcher32=True)
    volume(folder, "checked", "earliest", dtype=">i2", fletcher32=True)
    volume(folder, "growing", "latest", dtype="<f8", grows=True, **gzip)
    with h5py.File(os.path.join(folder, "single.h5"), "w") as file:
        for name in ["0000001_V00", "0000002_V00", "0000003_V00"]:
            file.create_dataset(name + "/volume", data=image("<f4"), **gzip)
            file.create_dataset(name + "/seg", data=masks())
    with h5py.File(os.path.join(folder, "normalized.h5"), "w") as file:
        file.create_dataset("rms", data=image("<f4"))
        file.create_dataset("seg", data=masks())
        file.create_dataset("stats/rms/mean", data=3.0)
        file.create_dataset("stats/rms/std", data=20.0)
    for slice_id in range(1, SHAPE[2] + 1):
        with h5py.File(os.path.join(folder, "slice_%03d.im" % slice_id), "w") as file:
            file.create_dataset("data", data=image("<f4")[:, :, 0])
        with h5py.File(os.path.join(folder, "slice_%03d.seg" % slice_id), "w") as file:
            file.create_dataset("data", data=masks(SHAPE[:2]))


if __name__ == "__main__":
    main(sys.argv[1])
