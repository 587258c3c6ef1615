#!/usr/bin/env python3
"""Compares inspection.json of jobs/inspect.sh with what h5py and numpy find in the same files (layouts volumes and slices).

    check_inspection.py INSPECTION_JSON

Every class of the datasets is taken to be one mask channel, in order. Number types, shapes and voxel counts must be equal, mean and sd agree
within 1e-12 of their size. Exit code 0: all agree; 1: they do not, the lines say where.
"""
import json
import sys
from pathlib import Path
from urllib.parse import urlparse

import h5py
import numpy as np

TOLERANCE = 1e-12


def read_volume(path):
    """Image (H, W, D) and masks (H, W, D, C) of a scan of the layout volumes."""
    with h5py.File(path, "r") as file:
        return file["volume"][:], file["seg"][:]


def read_slices(pattern):
    """The same of the layout slices; the pattern ends with _*.im."""
    images, masks = [], []
    for path in sorted(pattern.parent.glob(pattern.name)):
        with h5py.File(path, "r") as file:
            image = file["data"][:]
            images.append(image.reshape(image.shape[:2]))
        with h5py.File(path.with_suffix(".seg"), "r") as file:
            mask = file["data"][:]
            masks.append(mask.reshape(mask.shape[0], mask.shape[1], mask.shape[-1]))
    return np.stack(images, -1), np.stack(masks, 2)


def same(found, expected):
    """Whether two numbers, lists or texts agree."""
    if isinstance(expected, float):
        return abs(found - expected) <= TOLERANCE * max(1, abs(expected))
    return found == expected


def expected_of(image, masks):
    """What numpy finds in a scan, by the path of the value in its entry."""
    values = image.astype(np.float64)
    label = masks != 0
    return {
        "shape": list(image.shape),
        "mask_channels": masks.shape[-1],
        "image_type": str(image.dtype),
        "mask_type": str(masks.dtype),
        "image/min": float(values.min()),
        "image/max": float(values.max()),
        "image/mean": float(values.mean()),
        "image/sd": float(values.std()),
        "image/nan": int(np.isnan(values).sum()),
        "image/infinite": int(np.isinf(values).sum()),
        "masks/overlap": int((label.sum(-1) > 1).sum()),
        "masks/odd_values": int((masks > 1).sum()),
    }


def compare(name, found, expected, problems):
    """Adds a line for each value that differs."""
    for path, value in expected.items():
        entry = found
        for key in path.split("/"):
            entry = entry[key]
        if not same(entry, value):
            problems.append(f"{name}: {path} is {entry}, numpy finds {value}")


def check_dataset(dataset, problems):
    """Compares all scans of a dataset, and their sums."""
    voxels = counts = 0
    parts = []
    for scan in dataset["scans"]:
        location = Path(urlparse(scan["location"]).path)
        image, masks = (read_slices if dataset["layout"] == "slices" else read_volume)(location)
        compare(f"{dataset['name']} {scan['scan_id']}", scan, expected_of(image, masks), problems)
        count = (masks != 0).sum((0, 1, 2))
        if [one["voxels"] for one in scan["masks"]["classes"]] != count.tolist():
            problems.append(f"{scan['scan_id']}: {scan['masks']['classes']}, numpy finds {count}")
        voxels += image.size
        counts = counts + count
        parts.append(image.astype(np.float64).ravel())
    everything = np.concatenate(parts)
    expected = {"scan_count": len(parts), "scans_read": len(parts)}
    for name in ("min", "max", "mean", "std"):
        expected["intensity/" + name.replace("std", "sd")] = float(getattr(everything, name)())
    compare(dataset["name"], dataset, expected, problems)
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
