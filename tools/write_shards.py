#!/usr/bin/env python3
"""Write training shards as jobs/preprocess.sh does, with h5py, numpy and tf.io.TFRecordWriter alone, in one process.

It is what jobs/bench.sh preprocess compares with, and what writes small shards for tests. Elements are the slices of the last axis of scans
(files with `volume` H x W x D and, where there are masks, `seg` H x W x D x C), padded with zeros to the window (evenly, odd voxel at the end),
then (x - mean) / std of each slice, shuffled in memory. The last line printed is JSON: seconds and CPU seconds, bytes read and written.
"""

import argparse
import hashlib
import json
import os
import re
import sys
import time
from pathlib import Path

import h5py
import numpy as np

PERCENTILES = (0.5, 1, 5, 25, 50, 75, 95, 99, 99.5)
UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}


def size(text):
    """Bytes of a size such as 100m."""
    found = re.fullmatch(r"(\d+)([kmg]?)", text.lower())
    if not found or int(found[1]) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a size such as 100m")
    return int(found[1]) * UNITS[found[2]]


def parse_args(arguments=None):
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of scans, *.h5")
    parser.add_argument("--output", type=Path, required=True, help="folder to write")
    parser.add_argument("--window", type=int, nargs=2, default=(64, 64), metavar=("H", "W"), help="0 0 for whole slices (default 64 64)")
    parser.add_argument("--batch", type=int, default=0, help="elements of a record; 0: records are single elements (the default)")
    parser.add_argument("--shard-size", type=size, default="100m", help="about how large a shard shall be (default %(default)s)")
    parser.add_argument("--compression", choices=("none", "gzip"), default="none")
    parser.add_argument("--seed", type=int, default=0, help="seed of all orders (default %(default)s)")
    parser.add_argument("--epochs", type=int, default=0, help="orders to write (default %(default)s)")
    parser.add_argument("--split", default="", help="parts of train and validation by scan, such as 0.8,0.2; default: one split, all")
    parser.add_argument("--statistics", action="store_true", help="class frequencies and intensities, too")
    return parser.parse_args(arguments)


def read_scan(path):
    """Volume (H, W, D) as float32 and masks (H, W, D, C) as uint8, or None."""
    with h5py.File(path, "r") as file:
        return file["volume"][:].astype(np.float32, copy=False), file["seg"][:].astype(np.uint8, copy=False) if "seg" in file else None


def pad(slices, window):
    """Slices (D, H, W, C) in the window."""
    margins = [(0, 0)]
    for length, wanted in zip(slices.shape[1:3], window):
        low = (wanted - length) // 2 if wanted else 0
        margins.append((low, wanted - length - low if wanted else 0))
    return np.pad(slices, [*margins, (0, 0)])


def normalise(images):
    """(x - mean) / std of each image, population std, zeros where all voxels are equal."""
    mean = images.mean(axis=(1, 2, 3), keepdims=True, dtype=np.float64).astype(np.float32)
    std = images.std(axis=(1, 2, 3), keepdims=True, dtype=np.float64).astype(np.float32)
    std[std == 0] = 1
    return (images - mean) / std


def elements(paths, window, counts):
    """The elements of some scans: scan id, number within the scan, x, y or None."""
    found = []
    for path in paths:
        volume, masks = read_scan(path)
        counts["file_bytes"] += path.stat().st_size
        counts["volume_bytes"] += volume.nbytes
        counts["mask_bytes"] += 0 if masks is None else masks.nbytes
        images = normalise(pad(np.moveaxis(volume, 2, 0)[..., None], window))
        labels = [None] * len(images) if masks is None else pad(np.moveaxis(masks, 2, 0), window)
        found += zip([path.stem] * len(images), range(len(images)), images, labels)
    return found


def floats(array):
    """A feature of floats; protocol buffers take a list of Python's floats far faster than an array."""
    return tf.train.Feature(float_list=tf.train.FloatList(value=array.ravel().tolist()))


def integers(values):
    """A feature of integers."""
    return tf.train.Feature(int64_list=tf.train.Int64List(value=values))


def octets(values):
    """A feature of bytes."""
    return tf.train.Feature(bytes_list=tf.train.BytesList(value=values))


def example(scans, numbers, x, y):
    """A serialised record."""
    features = {
        "x": floats(x), "x_shape": integers(x.shape), "scan": octets([scan.encode() for scan in scans]), "index": integers(numbers),
    }
    if y is not None:
        features |= {"y": octets([y.tobytes()]), "y_shape": integers(y.shape)}
    return tf.train.Example(features=tf.train.Features(feature=features)).SerializeToString()


def records(chosen, batch):
    """The serialised records of some elements."""
    if not batch:
        for scan, number, x, y in chosen:
            yield example([scan], [number], x, y)
    for start in range(0, len(chosen) if batch else 0, batch or 1):
        scans, numbers, x, y = zip(*chosen[start:start + batch])
        if len({image.shape for image in x}) > 1:
            sys.exit("error: --batch needs slices of one shape: give a --window")
        yield example(scans, numbers, np.stack(x), None if y[0] is None else np.stack(y))


def write_shard(path, chosen, args, name):
    """One file, and what the index says of it."""
    written = 0
    with tf.io.TFRecordWriter(str(path), tf.io.TFRecordOptions("GZIP" if args.compression == "gzip" else "")) as writer:
        for record in records(chosen, args.batch):
            writer.write(record)
            written += 1
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"file": name, "bytes": path.stat().st_size, "records": written, "elements": len(chosen), "sha256": digest}


def write_split(name, paths, args, counts):
    """The shards and orders of a split, and what the index says of it."""
    folder, rng = args.output / name, np.random.default_rng(args.seed)
    folder.mkdir(parents=True, exist_ok=True)
    found = elements(paths, args.window, counts)
    if not found:
        sys.exit(f"error: split {name} has no slices")
    shuffled = [found[i] for i in rng.permutation(len(found))]
    total = sum(x.nbytes + (0 if y is None else y.nbytes) for *_, x, y in found)
    step = args.batch or 1
    per_shard = -(-len(found) // max(1, round(total / args.shard_size)))
    starts = range(0, len(found), -(-per_shard // step) * step)
    shards = []
    for k, start in enumerate(starts):
        file = f"{name}/shard-{k:05d}-of-{len(starts):05d}.tfrecord" + (".gz" if args.compression == "gzip" else "")
        shards.append(write_shard(args.output / file, shuffled[start:start + starts.step], args, file))
    count = sum(shard["records"] for shard in shards)
    counts["elements"] += len(found)
    counts["written_bytes"] += sum(shard["bytes"] for shard in shards)
    entry = {
        "subjects": len({path.stem.split("_")[0] for path in paths}), "scans": [path.stem for path in paths], "elements": len(found),
        "records": count, "epochs": write_orders(folder, count, args.epochs, rng), "shards": shards,
    }
    return entry | (statistics(found) if args.statistics else {}), element_shapes(found)


def element_shapes(found):
    """The shapes of x and y of all elements, None on axes where they differ; y is None without masks."""
    shapes = []
    for arrays in list(zip(*found))[2:]:
        lengths = None if arrays[0] is None else zip(*(array.shape for array in arrays))
        shapes.append(lengths and [axis[0] if len(set(axis)) == 1 else None for axis in lengths])
    return shapes


def write_orders(folder, count, epochs, rng):
    """The orders of the epochs; the first is the stored one."""
    names = []
    for epoch in range(epochs):
        names.append(f"{folder.name}/epoch-{epoch:04d}.npy")
        np.save(folder / f"epoch-{epoch:04d}.npy", rng.permutation(count) if epoch else np.arange(count))
    return names


def statistics(found):
    """Frequencies of the classes and intensities of the channels."""
    images, masks = [x for *_, x, _ in found], [y for *_, y in found]
    channels = [intensities(c, np.concatenate([x[..., c].ravel() for x in images])) for c in range(images[0].shape[-1])]
    if masks[0] is None:
        return {"intensities": channels}
    total = sum(y[..., 0].size for y in masks)
    voxels = np.array([np.count_nonzero(y, axis=(0, 1)) for y in masks])
    classes = [
        {"name": f"class {c}", "voxels": int(of_class.sum()), "fraction": of_class.sum() / total, "elements": int((of_class > 0).sum())}
        for c, of_class in enumerate(voxels.T)
    ]
    return {"intensities": channels, "class_frequencies": classes}


def intensities(channel, values):
    """What the index says of the intensities of a channel."""
    return {
        "channel": channel, "count": values.size, "mean": values.mean(dtype=np.float64), "sd": values.std(dtype=np.float64),
        "min": float(values.min()), "max": float(values.max()),
        "percentiles": {f"{p:g}": float(v) for p, v in zip(PERCENTILES, np.percentile(values.astype(np.float64), PERCENTILES))},
    }


def scans_of_splits(paths, split):
    """The scans of each split, by their names."""
    if not split:
        return {"all": paths}
    bounds = np.cumsum([round(float(part) * len(paths)) for part in split.split(",")])[:-1]
    return {name: list(part) for name, part in zip(("train", "validation", "test"), np.split(np.array(paths, dtype=object), bounds))}


def write(args):
    """All splits and the index; returns what was counted."""
    paths = sorted(args.data.glob("*.h5"))
    if not paths:
        sys.exit(f"error: no .h5 file in {args.data}")
    counts = dict.fromkeys(("file_bytes", "volume_bytes", "mask_bytes", "written_bytes", "elements"), 0)
    splits = {name: write_split(name, chosen, args, counts) for name, chosen in scans_of_splits(paths, args.split).items()}
    _, (x, y) = next(iter(splits.values()))
    index = {
        "format": "tfrecord", "version": 1, "compression": args.compression, "records": "batches" if args.batch else "elements", "form": "training",
        "order": "shuffled", "seed": args.seed, "failed_scans": 0, "x": {"dtype": "float32", "shape": x},
        "y": None if y is None else {"dtype": "uint8", "shape": y},
        "classes": [{"name": f"class {c}", "channels": [c]} for c in range(y[-1] if y else 0)],
        "splits": {name: entry for name, (entry, _) in splits.items()},
    } | ({"batch_size": args.batch} if args.batch else {})
    (args.output / "index.json").write_text(json.dumps(index, indent=1, sort_keys=True) + "\n")
    return {"scans": len(paths), **counts}


def load_tensorflow():
    """The heavy import, on the CPU; what it takes is told apart from the work."""
    global tf
    os.environ.update(CUDA_VISIBLE_DEVICES="-1")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    from train_hippocampus import native_log_hidden

    with native_log_hidden():
        import tensorflow as tf


def main(arguments=None):
    """Command line."""
    args, begun = parse_args(arguments), time.perf_counter()
    load_tensorflow()
    start, cpu = time.perf_counter(), sum(os.times()[:4])
    counts = write(args)
    seconds = {"seconds": time.perf_counter() - start, "cpu_seconds": sum(os.times()[:4]) - cpu, "import_seconds": start - begun}
    print(json.dumps({name: round(value, 3) for name, value in seconds.items()} | counts))


if __name__ == "__main__":
    main()
