#!/usr/bin/env python3
"""Writes a small dataset like SKM-TEA, one of CT slices, and the batches that MedSegPy's loaders make of them.

    make_skm_tea.py OUTDIR

OUTDIR then holds annotations/test.json and files/MTR_00?.h5 (three scans of 24 x 24 x 10, each of another number type),
annotations/axial.json and files/MTR_101.h5 (512 x 512 x 160, all but a few rows 0), ct/*.im and *.seg (slices in Hounsfield
units), catalog.yaml, and expected.h5: what the loaders should give, computed here with numpy alone.
Needs h5py and numpy.
"""
import json
import os
import sys

import h5py
import numpy as np

RANDOM = np.random.default_rng(2021)
CHANNELS = 6
CLASSES = [(0,), (1,), (2, 3), (4, 5)]
SHAPE = (24, 24, 10)
PATCH = (8, 8, 4)
STRIDE = (8, 8, 3)
AXIAL_SHAPE = (512, 512, 160)
AXIAL_ROWS = (3, 300)
CT_SHAPE = (20, 28, 3)
# Soft tissue, bone and "custom" of MedSegPy: width and level.
CT_WINDOWS = [(400, 50), (1800, 400), (500, 50)]
CATALOG = """\
datasets:
  - name: skm_tea
    root: annotations/test.json
    layout: skm-tea
    files: files
    spacing: [1, 1, 1]
    categories:
      - {id: 0, name: patellar cartilage, abbreviation: pc}
      - {id: 1, name: femoral cartilage, abbreviation: fc}
      - {id: [2, 3], name: tibial cartilage, abbreviation: tc}
      - {id: [4, 5], name: meniscus, abbreviation: men}
  - {name: skm_tea_echo2, like: skm_tea, root: annotations/test.json, image: echo2}
  - {name: skm_tea_axial, like: skm_tea, root: annotations/axial.json}
  - name: ct
    root: ct
    layout: slices
"""


def masks(shape):
    """One-hot masks: no voxel is in two channels, so that a sum over channels is their union."""
    labels = RANDOM.integers(0, CHANNELS + 1, shape)
    return np.stack([labels == c + 1 for c in range(CHANNELS)], axis=-1).astype(np.uint8)


def collated(seg):
    return np.stack([seg[..., list(c)].sum(axis=-1) for c in CLASSES], axis=-1).astype(np.float32)


def normalized(image, stats):
    """(image - mean) / std as numpy 1 does it, which MedSegPy is made for: next to an array of float32 a scalar counts as
    float32, next to any other as float64. (numpy 2 would take a float64 scalar as it is.)"""
    kind = np.float32 if image.dtype == np.float32 else np.float64
    return ((image - kind(stats["mean"])) / kind(stats["std"])).astype(np.float32)


def write_scan(path, dtype, stats_dtype, **storage):
    images = {}
    with h5py.File(path, "w") as file:
        for key, scale in (("rms", 900), ("echo1", 700), ("echo2", 300)):
            image = (RANDOM.random(SHAPE) * scale).astype(dtype)
            file.create_dataset(key, data=image, **storage)
            # Not quite the image's own numbers: those of the file count.
            stats = {"mean": image.mean() + 1.25, "std": image.std() * 1.01, "min": image.min(), "max": image.max()}
            stats = {name: stats_dtype(value) for name, value in stats.items()}
            for name, value in stats.items():
                file["stats/%s/%s" % (key, name)] = value
            images[key] = normalized(image, stats)
        seg = masks(SHAPE)
        file.create_dataset("seg", data=seg, **storage)
    return images, collated(seg)


def slices(volume):
    """H x W x D (x C) as the images of a 2D model, N x H x W (x C)."""
    return np.moveaxis(volume, 2, 0)


def patches(volume):
    starts = [range(0, SHAPE[i] - PATCH[i] + 1, STRIDE[i]) for i in range(3)]
    return np.stack([volume[h:h + PATCH[0], w:w + PATCH[1], d:d + PATCH[2]]
                     for h in starts[0] for w in starts[1] for d in starts[2]])


def annotation(number, shape, spacing):
    return {"id": number, "file_name": "MTR_%03d.h5" % number, "scan_id": "MTR_%03d" % number, "subject_id": 7 * number,
            "voxel_spacing": spacing, "matrix_shape": list(shape)}


def write_annotations(path, images):
    with open(path, "w") as file:
        json.dump({"info": {"version": "made up"}, "categories": [], "images": images, "annotations": []}, file, indent=1)


def small(folder, expected):
    kinds = [(np.float32, np.float64, {}),
             (np.float64, np.float32, dict(chunks=True, compression="gzip")),
             (np.uint16, np.float64, dict(chunks=True, shuffle=True, compression="lzf"))]
    entries = []
    for number, (dtype, stats_dtype, storage) in enumerate(kinds, start=1):
        entries.append(annotation(number, SHAPE, [0.3125, 0.3125, 0.5 + number]))
        path = os.path.join(folder, "files", "MTR_%03d.h5" % number)
        images, seg = write_scan(path, dtype, stats_dtype, **storage)
        group = expected.create_group("MTR_%03d" % number)
        group["slices/x"] = slices(images["rms"])[..., np.newaxis]
        group["slices/y"] = slices(seg)
        group["echo2/x"] = slices(images["echo2"])[..., np.newaxis]
        group["patches/x"] = patches(images["rms"])[..., np.newaxis]
        group["patches/y"] = patches(seg)
    write_annotations(os.path.join(folder, "annotations", "test.json"), entries)


def axial(folder, expected):
    with h5py.File(os.path.join(folder, "files", "MTR_101.h5"), "w") as file:
        rows = {h: RANDOM.random(AXIAL_SHAPE[1:]).astype(np.float32) for h in AXIAL_ROWS}
        stats = {"mean": 0.25, "std": 0.125}
        for key in ("rms", "echo1", "echo2"):
            image = file.create_dataset(key, AXIAL_SHAPE, np.float32, chunks=(1, 512, 160))
            for h, row in rows.items():
                image[h] = row
            for name, value in stats.items():
                file["stats/%s/%s" % (key, name)] = value
        seg = file.create_dataset("seg", AXIAL_SHAPE + (CHANNELS,), np.uint8, chunks=(1, 512, 160, CHANNELS))
        truth = {h: masks(AXIAL_SHAPE[1:]) for h in AXIAL_ROWS}
        for h, row in truth.items():
            seg[h] = row
    expected["axial/rows"] = np.array(AXIAL_ROWS)
    expected["axial/x"] = np.stack([normalized(rows[h], stats) for h in AXIAL_ROWS])[..., np.newaxis]
    expected["axial/y"] = np.stack([collated(truth[h]) for h in AXIAL_ROWS])
    write_annotations(os.path.join(folder, "annotations", "axial.json"), [annotation(101, AXIAL_SHAPE, [0.3, 0.3, 0.8])])


def ct(folder, expected):
    volume = RANDOM.integers(-1000, 1500, CT_SHAPE).astype(np.int16)
    seg = masks(CT_SHAPE)
    x = []
    for d in range(CT_SHAPE[2]):
        stem = os.path.join(folder, "ct", "0000001_V00-Aug00_%03d" % (d + 1))
        with h5py.File(stem + ".im", "w") as file:
            file["data"] = volume[:, :, d]
        with h5py.File(stem + ".seg", "w") as file:
            file["data"] = seg[:, :, d]
        image = volume[:, :, d, np.newaxis].astype(np.float64)
        windows = np.concatenate([image.clip(level - span / 2, level + span / 2) for span, level in CT_WINDOWS], axis=-1)
        x.append((windows - windows.mean(axis=(0, 1), keepdims=True)) / windows.std(axis=(0, 1), keepdims=True))
    expected["ct/normalized"] = np.stack(x).astype(np.float32)
    # PREPROCESSING: AffineNormalization (scale 2, bias 0.5) before Windowing, which comes first all the same.
    expected["ct/x"] = ((np.stack(x) - 0.5) / 2).astype(np.float32)
    expected["ct/y"] = slices(collated(seg))
    expected["ct/raw"] = slices(volume)[..., np.newaxis].astype(np.float32)


def main():
    folder = sys.argv[1]
    for name in ("annotations", "files", "ct"):
        os.makedirs(os.path.join(folder, name), exist_ok=True)
    with open(os.path.join(folder, "catalog.yaml"), "w") as file:
        file.write(CATALOG)
    with h5py.File(os.path.join(folder, "expected.h5"), "w") as expected:
        small(folder, expected)
        axial(folder, expected)
        ct(folder, expected)


if __name__ == "__main__":
    main()
