"""The files of the cases, and what h5py reads from each."""
import json
import os
import zlib

import h5py
import numpy as np

# One image of H x W x D and two masks of it.
IMAGE = np.random.default_rng(3).normal(100, 30, (9, 8, 7)).astype("f4")
MASKS = np.zeros((9, 8, 7, 2), "u1")
MASKS[2:6, 1:5, 2:5, 0] = 1
MASKS[6:8, 5:7, 1:6, 1] = 1

GZIP = dict(chunks=(4, 4, 3), compression="gzip", shuffle=True)
MASK_GZIP = dict(chunks=(4, 4, 3, 2), compression="gzip")

# What h5py writes with, from the oldest to the newest format.
LIBRARY_VERSIONS = ("earliest", "default", "latest")


def opening(libver):
    """Arguments of h5py.File for a version of the format; "default" is h5py's own choice."""
    return {} if libver == "default" else {"libver": libver}


class Cases:
    """Collects cases; a case is one file and the datasets that are asked for."""

    def __init__(self, folder):
        self.folder = folder
        self._asked = []

    def path(self, group, case, datasets=("volume", "seg")):
        """A new file's path, for a writer of the case's own."""
        name = f"{len(self._asked) + 1:07d}_V00.h5"
        self._asked.append((group, case, name, datasets))
        return os.path.join(self.folder, name)

    def add(self, group, case, write=None, *, libver="default", image=IMAGE, masks=MASKS,
            image_options=None, mask_options=None, datasets=("volume", "seg"), **file_options):
        """A file by h5py with an image and masks (None: left out), then whatever `write(file)` adds."""
        path = self.path(group, case, datasets)
        with h5py.File(path, "w", **opening(libver), **file_options) as file:
            if image is not None:
                file.create_dataset("volume", data=image, **(image_options or {}))
            if masks is not None:
                file.create_dataset("seg", data=masks, **(mask_options or {}))
            if write is not None:
                write(file)

    def tell(self):
        for group, case, name, datasets in self._asked:
            for dataset in datasets:
                line = {"group": group, "case": case, "file": name, "dataset": dataset}
                line.update(answer(os.path.join(self.folder, name), dataset))
                print(json.dumps(line))


def answer(path, dataset):
    """What h5py reads, or why it does not."""
    try:
        with h5py.File(path, "r") as file:
            found = file[dataset]
            if not isinstance(found, h5py.Dataset):
                return {"refused": "it is no dataset"}
            if found.shape is None:
                return {"refused": "it is a null dataset"}
            if found.dtype.kind not in "iufb":
                return {"refused": f"its elements are {found.dtype}"}
            return numbers(found[()])
    except (OSError, KeyError) as error:
        return {"refused": f"{type(error).__name__}: {error}"}


def numbers(values):
    floats = np.asarray(values).astype("<f4")
    floats = np.where(np.isnan(floats), np.float32(np.nan), floats)
    told = {"shape": list(floats.shape), "crc32": zlib.crc32(np.ascontiguousarray(floats).tobytes())}
    known = floats[~np.isnan(floats)].astype("f8")
    if known.size:
        told.update(min=float(known.min()), max=float(known.max()), sum=float(known.sum()))
    return told
