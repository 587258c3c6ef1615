#!/usr/bin/env python3
"""Compares inspection.json of jobs/inspect.sh with what h5py and numpy find in the same files (layouts volumes and slices).

    check_inspection.py INSPECTION_JSON

Every class of the datasets is taken to be one mask channel, in order. Number types, shapes and voxel counts must be equal, mean and sd (of the
voxels that are finite) agree within 1e-12 of their size. Scans that were not read are left out. Exit code 0: all agree; 1: they do not, the lines
say where.
"""
import json
import sys
from pathlib import Path

import h5py
import numpy as np

TOLERANCE = 1e-12


def read_volume(path):
    """Image (H, W, D) and masks (H, W, D, C; None without) of a scan of the layout volumes."""
    with h5py.File(path, "r") as file:
        return file["volume"][:], file["seg"][:] if "seg" in file else None


def read_slices(pattern):
    """The same of the layout slices; the pattern ends with _*.im."""
    images, masks = [], []
    while (path := pattern.with_name(pattern.name.replace("*", f"{len(images) + 1:03d}"))).exists():
        with h5py.File(path, "r") as file:
            image = file["data"][:]
            images.append(image.reshape(image.shape[:2]))
        if path.with_suffix(".seg").exists():
            with h5py.File(path.with_suffix(".seg"), "r") as file:
                mask = file["data"][:]
                masks.append(mask.reshape(mask.shape[0], mask.shape[1], mask.shape[-1]))
    return np.stack(images, -1), np.stack(masks, 2) if masks else None


def number_type(array):
    """As the inspection calls it: h5py's bool is an enumeration of int8."""
    return "int8" if array.dtype == bool else str(array.dtype)


def same(found, expected):
    """Whether two numbers, lists or texts agree."""
    if isinstance(expected, float):
        return abs(found - expected) <= TOLERANCE * max(1, abs(expected))
    return found == expected


def expected_of(image, masks):
    """What numpy finds in a scan, by the path of the value in its entry."""
    values = image.astype(np.float64)
    finite = values[np.isfinite(values)]
    expected = {
        "shape": list(image.shape),
        "mask_channels": 0 if masks is None else masks.shape[-1],
        "image_type": number_type(image),
        "mask_type": None if masks is None else number_type(masks),
        "image/nan": int(np.isnan(values).sum()),
        "image/infinite": int(np.isinf(values).sum()),
    }
    if finite.size:
        expected.update(numbers("image", finite))
    if masks is None:
        return expected
    return expected | {
        "masks/classes": [int(count) for count in (masks != 0).sum((0, 1, 2))],
        "masks/overlap": int(((masks != 0).sum(-1) > 1).sum()),
        "masks/odd_values": int(((masks != 0) & (masks != 1)).sum()),
    }


def numbers(key, finite):
    """Range, mean and spread, by the path of the value under a key."""
    return {
        f"{key}/min": float(finite.min()),
        f"{key}/max": float(finite.max()),
        f"{key}/mean": float(finite.mean()),
        f"{key}/sd": float(finite.std()),
    }


def compare(name, found, expected, problems):
    """Adds a line for each value that differs."""
    for path, value in expected.items():
        entry = found
        for key in path.split("/"):
            entry = entry[key]
        if path.endswith("/classes"):
            entry = [one["voxels"] for one in entry]
        if not same(entry, value):
            problems.append(f"{name}: {path} is {entry}, numpy finds {value}")


def check_dataset(dataset, problems):
    """Compares all scans of a dataset that were read, and their sums; gives how many there are."""
    voxels = counts = 0
    parts = []
    for scan in (one for one in dataset["scans"] if one["image"]):
        location = Path(scan["location"].removeprefix("file:"))
        image, masks = (read_slices if dataset["layout"] == "slices" else read_volume)(location)
        compare(f"{dataset['name']} {scan['scan_id']}", scan, expected_of(image, masks), problems)
        values = image.astype(np.float64)
        parts.append(values[np.isfinite(values)])
        if masks is not None:
            voxels += image.size
            counts = counts + (masks != 0).sum((0, 1, 2))
    if not parts:
        return 0
    expected = {"scans_read": len(parts)} | numbers("intensity", np.concatenate(parts))
    compare(dataset["name"], dataset, expected, problems)
    if voxels:
        for one, count in zip(dataset["classes"], counts, strict=True):
            if one["voxels"] != count or not same(one["fraction"], float(count / voxels)):
                problems.append(f"{dataset['name']}: {one}, numpy finds {count} of {voxels}")
    return len(parts)


def main():
    """Checks the file that is named."""
    datasets = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["datasets"]
    problems = []
    scans = sum(check_dataset(dataset, problems) for dataset in datasets)
    print(*problems, f"{scans} scans, {len(problems)} differences", sep="\n")
    return 1 if problems or not scans else 0


if __name__ == "__main__":
    sys.exit(main())
