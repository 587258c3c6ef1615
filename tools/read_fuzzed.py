#!/usr/bin/env python3
"""Reads damaged scans with h5py, for the fuzz test to compare with.

    read_fuzzed.py LIST OUT

Each line of LIST is a scan: image files separated by commas, image dataset, mask files separated by commas, mask
dataset, statistics group or "-", all separated by tabs. For each, OUT gets one line: H W D C, the image as hexadecimal
float32 in big endian and the masks as 0 and 1, both row-major (H, W, D and H, W, D, C); or "refused".
A damaged file may take Python with it, so each scan is read by a process of its own that is given a few seconds of the
processor: a busy machine changes nothing.
"""
import os
import signal
import sys

import h5py
import numpy as np


def dataset(file, names):
    for name in names.split("|"):
        if name in file:
            return file[name]
    raise KeyError(names)


def read(files, names):
    parts = []
    for name in files.split(","):
        with h5py.File(name, "r") as file:
            found = dataset(file, names)
            if found.size > 1 << 22:
                raise ValueError("too large to be right")
            parts.append(np.asarray(found[()]))
    return parts[0] if len(parts) == 1 else np.stack(parts, axis=2)


def scan(line):
    image_files, image_name, mask_files, mask_name, statistics = line.rstrip("\n").split("\t")
    image = read(image_files, image_name)
    masks = read(mask_files, mask_name) != 0
    if image.ndim != 3 or masks.ndim != 4 or masks.shape[:3] != image.shape:
        raise ValueError("shapes")
    if statistics != "-":
        with h5py.File(image_files, "r") as file:
            mean = np.float64(np.asarray(file[statistics + "/mean"][()]).ravel()[0])
            std = np.float64(np.asarray(file[statistics + "/std"][()]).ravel()[0])
        if image.dtype.kind == "f" and image.dtype.itemsize <= 4:
            image = (image.astype("f4") - np.float32(mean)) / np.float32(std)
        else:
            image = (image.astype("f8") - mean) / std
    shape = " ".join(map(str, masks.shape))
    return "%s %s %s" % (shape, image.astype(">f4").tobytes().hex(),
                         "".join(masks.astype("u1").ravel().astype(str)))


def child(line, out):
    signal.setitimer(signal.ITIMER_PROF, 10)
    try:
        text = scan(line)
    except Exception:  # whatever h5py says of a damaged file
        text = "refused"
    os.write(out, (text + "\n").encode("ascii"))


def main(listing, target):
    np.seterr(all="ignore")
    with open(listing, encoding="utf-8") as lines, open(target, "w", encoding="ascii") as results:
        for line in lines:
            source, sink = os.pipe()
            pid = os.fork()
            if pid == 0:
                os.close(source)
                os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
                child(line, sink)
                os._exit(0)
            os.close(sink)
            with os.fdopen(source, "rb") as reader:
                text = reader.read().decode("ascii")
            os.waitpid(pid, 0)
            results.write(text if text.endswith("\n") else "refused\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
