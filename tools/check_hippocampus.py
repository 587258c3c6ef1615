#!/usr/bin/env python3
"""Evaluates the hippocampus scans with h5py, TensorFlow, numpy and scipy alone and compares with what the Java job found.

Nothing of the project is used: files are read by h5py, the model is run by TensorFlow in Python, labels are decided and scored here. The scores
of the run (metrics.csv) must agree within 1e-9 where the labels are the same. With --predictions, a folder of <scan_id>.h5 (datasets probs
H x W x D x C float32, labels H x W x D x C uint8) written from Java, probabilities must agree within 1e-5, and labels may differ only in voxels
whose probability is within 1e-5 of the threshold.

Exit code 0: all agree; 1: they do not, the lines say where.
"""
import argparse
import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

import h5py
import numpy as np
import tensorflow as tf
from scipy.ndimage import binary_erosion, distance_transform_edt, generate_binary_structure

EPS = np.finfo(float).eps
WINDOW = 64
METRICS = ("DSC", "VOE", "CV", "ASSD", "ASSD_POOLED", "Precision", "Recall")


def read_volumes(folder):
    """Scans of the layout volumes: id -> image (H, W, D), masks (H, W, D, C)."""
    for path in sorted(Path(folder).glob("*_V*.h5")):
        with h5py.File(path, "r") as file:
            yield path.stem, file["volume"][:].astype(np.float32), file["seg"][:] != 0


def read_slices(folder):
    """Scans of the layout slices, put together along the last axis."""
    names = defaultdict(list)
    for path in Path(folder).glob("*.im"):
        stem, number = re.fullmatch(r"(\d+_V\d+)-Aug00_(\d+)", path.stem).groups()
        names[stem].append((int(number), path))
    for scan_id in sorted(names):
        images, masks = [], []
        for _, path in sorted(names[scan_id]):
            with h5py.File(path, "r") as file:
                image = file["data"][:]
                images.append(image.reshape(image.shape[:2]))
            with h5py.File(path.with_suffix(".seg"), "r") as file:
                mask = file["data"][:]
                masks.append(mask.reshape(mask.shape[0], mask.shape[1], mask.shape[-1]))
        yield scan_id, np.stack(images, -1).astype(np.float32), np.stack(masks, 2) != 0


def pad(length):
    """How much of the window lies before and after the image: evenly, the odd voxel at the end."""
    difference = WINDOW - length
    return difference // 2, difference - difference // 2


def predict(model, image):
    """Probabilities (H, W, D, C) of an image, slice by slice in windows of 64 x 64 padded with zeros."""
    rows, columns = pad(image.shape[0]), pad(image.shape[1])
    padded = np.pad(image, (rows, columns, (0, 0)))
    batch = np.moveaxis(padded, 2, 0)[..., None].astype(np.float64)
    mean = batch.mean(axis=(1, 2, 3), keepdims=True)
    deviation = batch.std(axis=(1, 2, 3), keepdims=True)
    batch = np.divide(batch - mean, deviation, out=np.zeros_like(batch), where=deviation > 0).astype(np.float32)
    output = next(iter(model(tf.constant(batch)).values())).numpy()
    inner = output[:, rows[0]:WINDOW - rows[1], columns[0]:WINDOW - columns[1]]
    return np.moveaxis(inner, 0, 2)


def surface_distances(a, b):
    """Distances in mm (spacing 1) from the surface of a to the surface of b, as medpy defines them."""
    cross = generate_binary_structure(a.ndim, 1)
    surface_a, surface_b = a ^ binary_erosion(a, cross), b ^ binary_erosion(b, cross)
    return distance_transform_edt(~surface_b)[surface_a]


def scores(prediction, truth):
    """The metrics of one class, by the formulas of MedSegPy and medpy."""
    p, t, both = np.count_nonzero(prediction), np.count_nonzero(truth), np.count_nonzero(prediction & truth)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = {
            "DSC": (2.0 * both + EPS) / (p + t + EPS),
            "VOE": 1 - np.float64(both) / (p + t - both),
            "CV": np.std([p, t]) / np.mean([p, t]),
            "Precision": np.float64(both) / p,
            "Recall": np.float64(both) / t,
            "ASSD": np.nan,
            "ASSD_POOLED": np.nan,
        }
    if p and t:
        there, back = surface_distances(prediction, truth), surface_distances(truth, prediction)
        values["ASSD"] = np.mean([there.mean(), back.mean()])
        values["ASSD_POOLED"] = np.concatenate([there, back]).mean()
    return values


def read_run(run):
    """metrics.csv of a run: (scan id, metric) -> values of the classes."""
    with open(Path(run) / "metrics.csv", newline="") as file:
        rows = list(csv.reader(file))
    return {(row[0], row[1]): [float(v) if v else np.nan for v in row[2:]] for row in rows[1:]}


def compare_predictions(folder, scan_id, ours, problems):
    """Probabilities and labels of the Java side; returns its labels, or ours where there are none."""
    labels = ours > 0.5
    if folder is None:
        return labels
    with h5py.File(Path(folder) / f"{scan_id}.h5", "r") as file:
        probs, theirs = file["probs"][:], file["labels"][:] != 0
    worst = float(np.abs(probs - ours).max())
    if worst > 1e-5:
        problems.append(f"{scan_id}: probabilities differ by up to {worst:.3g}")
    wrong = (theirs != labels) & (np.abs(ours - 0.5) > 1e-5)
    if wrong.any():
        problems.append(f"{scan_id}: {np.count_nonzero(wrong)} labels differ away from the threshold")
    return theirs


def compare_scores(run, scan_id, prediction, truth, exact, problems):
    """Scores of metrics.csv against those computed here; returns the Dice of the classes."""
    by_class = [scores(prediction[..., c], truth[..., c]) for c in range(truth.shape[-1])]
    for metric in METRICS:
        if (scan_id, metric) not in run:
            continue
        ours = np.array([values[metric] for values in by_class])
        if exact and not np.allclose(run[scan_id, metric], ours, rtol=0, atol=1e-9, equal_nan=True):
            problems.append(f"{scan_id}: {metric} is {run[scan_id, metric]}, expected {ours.tolist()}")
    return [values["DSC"] for values in by_class]


def main():
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, help="folder of the scans, as in hippocampus/test/3d")
    parser.add_argument("--layout", choices=("volumes", "slices"), default="volumes")
    parser.add_argument("--model", required=True, help="SavedModel folder")
    parser.add_argument("--run", required=True, help="output folder of jobs/evaluate.sh")
    parser.add_argument("--predictions", help="folder of <scan_id>.h5 with probs and labels written from Java")
    args = parser.parse_args()

    model = tf.saved_model.load(args.model).signatures["serving_default"]
    run, problems, dice = read_run(args.run), [], []
    for scan_id, image, truth in (read_volumes if args.layout == "volumes" else read_slices)(args.data):
        ours = predict(model, image)
        theirs = compare_predictions(args.predictions, scan_id, ours, problems)
        # Without the Java side's labels, a voxel so near the threshold that rounding decides makes scores incomparable.
        exact = args.predictions is not None or not (np.abs(ours - 0.5) <= 1e-5).any()
        if (scan_id, "DSC") not in run:
            problems.append(f"{scan_id}: not in metrics.csv")
        dice.append(compare_scores(run, scan_id, theirs, truth, exact, problems))
    extra = {scan for scan, _ in run} - {scan for scan, *_ in (read_volumes if args.layout == "volumes" else read_slices)(args.data)}
    problems += [f"{scan}: in metrics.csv but not in {args.data}" for scan in sorted(extra)]
    if not dice:
        problems.append(f"no scans in {args.data}")
    else:
        print(f"{len(dice)} scans, mean Dice per class {np.round(np.mean(dice, axis=0), 6).tolist()}")
    print("\n".join(problems) if problems else "The run agrees with Python.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
