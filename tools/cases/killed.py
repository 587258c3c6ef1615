"""Files of HDF5 2.0 whose writer did not come to its end, files whose copy did not, and files that are no HDF5 at all."""
import gzip
import os
import subprocess
import sys

import h5py

from collection import IMAGE, MASKS, opening

WRITER = """
import h5py, numpy as np, os, sys
path, mode = sys.argv[1:]
file = h5py.File(path, "w", libver="latest")
volume = file.create_dataset("volume", shape=(9, 8, 7), dtype="f4", chunks=(9, 8, 1))
file.create_dataset("seg", data=np.zeros((9, 8, 7, 2), "u1"), chunks=(9, 8, 7, 2))
if mode == "swmr":
    file.swmr_mode = True
for d in range(3):
    volume[:, :, d] = d + 1
    file.flush()
os._exit(0)
"""


def write(cases):
    for mode in ("plain", "swmr"):
        path = cases.path("killed writers", f"after 3 of 7 slices, {mode}")
        subprocess.run([sys.executable, "-c", WRITER, path, mode], check=True)
    lengths(cases)
    others(cases)


def good(path, libver="default"):
    with h5py.File(path, "w", **opening(libver)) as file:
        file["volume"] = IMAGE
        file["seg"] = MASKS


def content(path):
    with open(path, "rb") as file:
        return file.read()


def put(path, data):
    with open(path, "wb") as file:
        file.write(data)


def lengths(cases):
    for libver in ("earliest", "v110", "latest"):
        path = cases.path("cut files", f"last 100 bytes missing, libver {libver}")
        good(path, libver)
        put(path, content(path)[:-100])
        path = cases.path("cut files", f"5000 zeros at the end, libver {libver}")
        good(path, libver)
        put(path, content(path) + bytes(5000))


def others(cases):
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"4d" * 32 + b"\nsize 12345\n"
    texts = {
        "empty": b"",
        "Git LFS pointer": pointer,
        "page of a log-in": b"<!DOCTYPE html><html><body>Please log in</body></html>\n",
        "NIfTI": (348).to_bytes(4, "little") + bytes(1000),
        "HDF4": b"\x0e\x03\x13\x01" + bytes(1000),
    }
    for name, data in texts.items():
        put(cases.path("other formats", name), data)
    path = cases.path("other formats", "gzip of an HDF5 file")
    plain = os.path.join(cases.folder, "plain.part")
    good(plain)
    put(path, gzip.compress(content(plain)))
