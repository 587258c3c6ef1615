#!/usr/bin/env python3
"""Compare grids and blendings on the hippocampus scans and print a Markdown table.

usage: tools/compare_grids.py --data hippocampus/test/3d

The bundled model takes slices of 64 x 64, more than the scans have. Here its weights go into the same network for
images of any size, which must give the same on whole slices; then jobs/evaluate.sh runs it over windows smaller than a
slice, once for each grid and blending. Windows, Dice and seconds of the table are those of run.json and metrics.csv.

Windows that were normalised one by one would see different numbers for the same voxel. So slices are normalised once,
as in training, and written to files that all grids read; two rows show what the model gives for whole slices, and what
normalising each window does.

Seams come from a second calculation, with numpy alone: windows, blending and scores of every run are repeated here, and
the scores must agree. A border lies between two neighbours in a slice that are made of different windows. Jumps are
absolute differences of the probabilities of neighbours, means over both classes and all scans:

    seams = (jump across borders / jump elsewhere) / (the same of whole slices, across the same borders)

1 is no seam: what the model sees at these places makes it jump as far without any window.
"""

import argparse
import csv
import json
import math
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import make_grid_table
import train_hippocampus as training

HOME = Path(__file__).resolve().parent.parent
WINDOW, FACTOR = 32, 8  # the network halves its images three times
BLENDINGS = ("last", "average", "gaussian", "hann", "crop")
SIGMA, LEAST = 0.125, 1e-3
ROUNDING = 1e-5  # probabilities of two runs of the same network
EPS = sys.float_info.epsilon
NORMALISED = {"TEST_DATASET": "normalised", "IMG_PAD_MODE": "edge"}
RAW = {
    "TEST_DATASET": "raw", "IMG_PAD_MODE": "constant",
    "PREPROCESSING": ["ZeroMeanNormalization"], "PREPROCESSING_ARGS": [{}],
}


@dataclass(frozen=True)
class Case:
    """One row of the table: settings of the experiment, and as parameter the stride, step or overlap that they say."""

    title: str
    grid: str
    blending: str
    settings: tuple = ()
    parameter: float = 0
    window: int = WINDOW
    normalised: bool = True  # the slices were, not each window


def parse_args():
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the scans, *.h5 with volume and seg")
    parser.add_argument("--model", type=Path, default=HOME / "conf/models/hippocampus_unet2d", help="SavedModel")
    parser.add_argument("--work", type=Path, help="folder for scans, model and results (default: one that is removed)")
    parser.add_argument("--threads", type=int, default=2, help="threads of the calculation here (default %(default)s)")
    parser.add_argument("--repeats", type=int, default=1, help="runs of each row; the shortest seconds count (default %(default)s)")
    parser.set_defaults(seed=7)
    args = parser.parse_args()
    if args.threads < 1 or args.repeats < 1:
        parser.error("--threads and --repeats must be at least 1")
    return args


def cases(window=WINDOW):
    """What is compared."""
    yield Case("whole slice", "cover", "last", (("IMG_STRIDE", (64, 64, 1)),), 64, training.SIZE, False)
    half = window // 2
    grids = [
        (f"cover, stride {window}", "cover", (("IMG_STRIDE", (window, window, 1)),), window),
        (f"cover, stride {half}", "cover", (("IMG_STRIDE", (half, half, 1)),), half),
        ("nnunet, step 0.5", "nnunet", (("GRID_STEP", 0.5),), 0.5),
        ("monai, overlap 0.25", "monai", (("GRID_OVERLAP", 0.25),), 0.25),
    ]
    yield Case(f"medsegpy, stride {half}", "medsegpy", "last", (("IMG_STRIDE", (half, half, 1)),), half)
    for title, grid, settings, parameter in grids:
        for blending in BLENDINGS:
            yield Case(title, grid, blending, settings, parameter)
    title, grid, settings, parameter = grids[2]
    yield Case(title + ", windows normalised", grid, "gaussian", settings, parameter, normalised=False)


def load_network(path):
    """The network for images of any size with the weights of a SavedModel, which takes whole slices."""
    import numpy as np
    import tensorflow as tf

    saved = tf.saved_model.load(str(path))
    network = training.build_model((None, None, 1))
    if [tuple(v.shape) for v in saved.variables] != [tuple(v.shape) for v in network.variables]:
        sys.exit(f"error: {path} is not the network of tools/train_hippocampus.py")
    for ours, theirs in zip(network.variables, saved.variables):
        ours.assign(theirs.numpy())
    images = np.random.default_rng(1).normal(size=(64, training.SIZE, training.SIZE, 1)).astype(np.float32)
    wanted = next(iter(saved.signatures["serving_default"](tf.constant(images)).values())).numpy()
    worst = float(abs(predict(network, images) - wanted).max())
    print(f"The network for any size differs from the SavedModel by at most {worst:.1e}", file=sys.stderr)
    if not worst <= ROUNDING:
        sys.exit("error: weights were not copied rightly")
    return network


def predict(network, batch):
    """What the network gives for a batch N x H x W x 1."""
    import numpy as np

    return np.asarray(network(batch, training=False))


def normalise_scan(volume):
    """A scan whose slices are normalised as in training, when they are padded to 64 x 64."""
    import numpy as np

    (low_h, low_w), (rows, columns) = (training.margins(n)[0] for n in volume.shape[:2]), volume.shape[:2]
    slices = training.to_slices(volume)[:, low_h:low_h + rows, low_w:low_w + columns, 0]
    return np.ascontiguousarray(np.moveaxis(slices, 0, 2))


def write_scans(files, folder):
    """Copies of scans with normalised slices."""
    import h5py

    folder.mkdir(parents=True, exist_ok=True)
    for path in files:
        volume, seg = training.read_scan(path)
        with h5py.File(folder / path.name, "w") as file:
            file["volume"], file["seg"] = normalise_scan(volume), seg


def write_catalog(work, raw):
    """The catalog of both datasets."""
    lines = ["datasets:"]
    for name, root in (("raw", raw.resolve()), ("normalised", (work / "scans").resolve())):
        lines += [f"  - name: {name}", f"    root: {root}", "    layout: volumes", "    spacing: [1, 1, 1]", "    categories:"]
        lines += [f"      - {{id: {k}, name: {c}}}" for k, c in enumerate(training.CLASSES)]
    (work / "datasets.yaml").write_text("\n".join(lines) + "\n")


def literal(value):
    """A value as MedSegPy's files have it: numbers and names as they are, all else in Python's notation."""
    return value if isinstance(value, (str, int, float)) else repr(value)


def evaluate(case, work, number):
    """Run the job; returns its manifest and the Dice of each scan."""
    experiment, output = work / f"case{number}.yaml", work / f"results{number}"
    settings = {
        "TAG": "PatchDataLoader", "IMG_SIZE": (case.window, case.window, 1), "CATEGORIES": (0, 1), "LOSS": ("dice", "sigmoid"),
        "TEST_METRICS": ["DSC"], "TEST_BATCH_SIZE": 16 * training.SIZE ** 2 // case.window ** 2,
        "GRID": case.grid, "BLENDING": case.blending, **dict(case.settings),
        **(NORMALISED if case.normalised else RAW),
    }
    experiment.write_text("".join(f"{key}: {json.dumps(literal(value))}\n" for key, value in settings.items()))
    options = {"--config-file": experiment, "--datasets": work / "datasets.yaml", "--model": work / "model", "--output": output}
    command = [HOME / "jobs/evaluate.sh", *(part for option in options.items() for part in option)]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"error: {case.title}, {case.blending}: exit code {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    with open(output / "metrics.csv", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return json.loads((output / "run.json").read_text()), {row[0]: [float(v) for v in row[2:]] for row in rows if row[1] == "DSC"}


def shortest(case, work, number, repeats):
    """Run the job several times, which must not change the Dice; returns the manifest of the shortest and the Dice."""
    runs = [evaluate(case, work, number) for _ in range(repeats)]
    if any(dice != runs[0][1] for _, dice in runs):
        sys.exit(f"error: {case.title}, {case.blending}: Dice differs between runs")
    return min(runs, key=lambda run: run[0]["seconds"]["model"])


def cover(length, window, stride):
    """Windows a stride apart, the last one shifted back to the border."""
    return [min(stride * k, length - window) for k in range(math.ceil((length - window) / stride) + 1)]


def medsegpy(length, window, stride):
    """Windows a stride apart, as long as they fit."""
    return list(range(0, length - window + 1, stride))


def axis_starts(case, length):
    """First index of each window on an axis, negative where it is padded."""
    rules = {"cover": cover, "medsegpy": medsegpy, "nnunet": make_grid_table.nnunet, "monai": make_grid_table.monai}
    return make_grid_table.starts(rules[case.grid], length, case.window, case.parameter)


def axis_sources(case, length, starts):
    """For each index of an axis the windows that its value is made of."""
    sources = []
    for x in range(length):
        there = [k for k, start in enumerate(starts) if start <= x < start + case.window]
        if case.blending == "last":
            there = there[-1:]
        elif case.blending == "crop" and there:
            there = [max(there, key=lambda k: (margin(x, starts[k], case.window, length), k))]
        sources.append(frozenset(there))
    return sources


def margin(x, start, window, length):
    """How far the border of a window is; borders of the volume do not count."""
    low = math.inf if start <= 0 else x - start
    high = math.inf if start + window >= length else start + window - 1 - x
    return min(low, high)


def weights(case):
    """Weight of each place of a window."""
    import numpy as np

    i, n = np.arange(case.window), case.window
    if case.blending == "gaussian":
        line = np.exp(-(((i - (n - 1) / 2) / (SIGMA * n)) ** 2) / 2)
        return np.maximum(np.outer(line, line), LEAST)
    line = 0.5 - 0.5 * np.cos(2 * np.pi * (i + 1) / (n + 1)) if case.blending == "hann" else np.ones(n)
    return np.outer(line, line)


def cut(case, image, top, left):
    """One window of all slices, as the model takes it."""
    import numpy as np

    rows, columns = np.arange(top, top + case.window), np.arange(left, left + case.window)
    height, width = image.shape[:2]
    windows = image[np.clip(rows, 0, height - 1)[:, None], np.clip(columns, 0, width - 1)]
    if not case.normalised:
        inside = ((rows >= 0) & (rows < height))[:, None] & ((columns >= 0) & (columns < width))
        windows = windows * inside[..., None]
    slices = np.moveaxis(windows, 2, 0)
    return (slices if case.normalised else np.stack([training.normalise(s) for s in slices]))[..., None].astype(np.float32)


def gather(case, image, network):
    """Probabilities (H, W, D, C) of a scan and the sources of its rows and columns."""
    import numpy as np

    height, width, depth = image.shape
    tops, lefts = axis_starts(case, height), axis_starts(case, width)
    rows, columns = axis_sources(case, height, tops), axis_sources(case, width, lefts)
    sums, totals, weight = np.zeros((height, width, depth, 2)), np.zeros((height, width, 1, 1)), weights(case)
    for i, top in enumerate(tops):
        for j, left in enumerate(lefts):
            hs = np.array([h for h in range(height) if i in rows[h]], int)
            ws = np.array([w for w in range(width) if j in columns[w]], int)
            if not hs.size or not ws.size:
                continue
            window = np.moveaxis(predict(network, cut(case, image, top, left)), 0, 2)
            share = weight[np.ix_(hs - top, ws - left)][..., None, None]
            sums[np.ix_(hs, ws)] += share * window[np.ix_(hs - top, ws - left)]
            totals[np.ix_(hs, ws)] += share
    covered = totals[:, :, 0, 0] > 0
    return np.divide(sums, totals, out=np.zeros_like(sums), where=totals > 0), covered, rows, columns


def score(probabilities, covered, truth):
    """Dice of each class where there are windows, and how far rounding may move it."""
    import numpy as np

    labels, truth = (probabilities > 0.5) & covered[..., None, None], (truth > 0) & covered[..., None, None]
    axes = (0, 1, 2)
    total = labels.sum(axes) + truth.sum(axes)
    near = (np.abs(probabilities - 0.5) <= ROUNDING).sum(axes)
    return (2.0 * (labels & truth).sum(axes) + EPS) / (total + EPS), 2.0 * near / np.maximum(total, 1) + 1e-9


def jumps(probabilities, covered, sources, axis):
    """Sums and numbers of jumps along an axis: across borders, elsewhere."""
    import numpy as np

    jump = np.abs(np.diff(probabilities, axis=axis)).sum((2, 3))
    both = covered[1:] & covered[:-1] if axis == 0 else covered[:, 1:] & covered[:, :-1]
    border = np.array([a != b for a, b in zip(sources, sources[1:])])
    border = border[:, None] if axis == 0 else border[None, :]
    return np.array([[jump[both & side].sum(), (both & side).sum()] for side in (border, ~border)])


def contrast(found):
    """Mean jump across borders over the mean elsewhere."""
    (border, borders), (rest, others) = found
    return (border / borders) / (rest / others) if borders else math.nan


def repeat(case, scans, network, dice):
    """Calculate a run again; returns its seams. The scores must be those of the run."""
    found, whole = 0, 0
    for scan in scans:
        image = scan["normalised"] if case.normalised else scan["volume"]
        probabilities, covered, rows, columns = gather(case, image, network)
        ours, slack = score(probabilities, covered, scan["seg"])
        theirs = dice.pop(scan["id"], None)
        if theirs is None or (abs(ours - theirs) > slack).any():
            sys.exit(f"error: {case.title}, {case.blending}: Dice of {scan['id']} is {theirs}, here {ours.tolist()}")
        for axis, sources in enumerate((rows, columns)):
            found = found + jumps(probabilities, covered, sources, axis)
            whole = whole + jumps(scan["whole"], covered, sources, axis)
    if dice:
        sys.exit(f"error: {case.title}, {case.blending}: scans {sorted(dice)} are not in the folder")
    return contrast(found) / contrast(whole)


def read_scans(files, network):
    """Scans with what the model gives for their whole slices."""
    whole = next(cases())
    for path in files:
        volume, seg = training.read_scan(path)
        yield {"id": path.stem, "volume": volume, "seg": seg, "normalised": normalise_scan(volume), "whole": gather(whole, volume, network)[0]}


def row(case, manifest, dice, seams):
    """A line of the table."""
    seconds, counts = manifest["seconds"], manifest["counts"]
    rest = sum(seconds[phase] for phase in ("read", "batch", "gather", "score"))
    mean = [sum(d[k] for d in dice.values()) / len(dice) for k in range(len(training.CLASSES))]
    left_out = f"{100 * counts['voxels_in_no_window'] / counts['voxels']:.0f} %" if counts["voxels_in_no_window"] else "none"
    borders = not math.isnan(seams)
    cells = [case.title, case.blending if borders else "", counts["elements"], left_out, *(f"{m:.4f}" for m in mean)]
    cells += [f"{seams:.2f}" if borders else "", f"{seconds['model']:.1f}", f"{rest:.1f}"]
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def compare(args, work):
    """Run all cases and print the table."""
    files = training.find_scans(args.data)
    network = load_network(args.model)
    network.export(str(work / "model"), verbose=False)
    write_scans(files, work / "scans")
    write_catalog(work, args.data)
    scans = list(read_scans(files, network))
    heads = ["grid", "blending", "windows", "in no window", *(f"Dice {name}" for name in training.CLASSES), "seams", "model s", "rest s"]
    print("| " + " | ".join(heads) + " |\n|" + "---|" * 2 + "---:|" * (len(heads) - 2), flush=True)
    for number, case in enumerate(cases()):
        manifest, dice = shortest(case, work, number, args.repeats)
        seams = repeat(case, scans, network, dict(dice))
        print(row(case, manifest, dice, seams), flush=True)


def main():
    """Command line."""
    args = parse_args()
    training.set_up(args)
    if args.work:
        args.work.mkdir(parents=True, exist_ok=True)
        compare(args, args.work)
    else:
        with tempfile.TemporaryDirectory() as work:
            compare(args, Path(work))


if __name__ == "__main__":
    main()
