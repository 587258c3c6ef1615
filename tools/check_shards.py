#!/usr/bin/env python3
"""Checks shards that jobs/preprocess.sh wrote with what TensorFlow (or pandas) reads of them; run by tests.

    check_shards.py golden MANIFEST        recorded batches against records; MANIFEST is what PreprocessGoldenIT writes
    check_shards.py statistics FOLDER...   counts, shapes, frequencies, statistics and epochs of the index against numpy's
"""
import glob
import json
import os
import sys

import h5py
import numpy as np
import tensorflow as tf


def feature(value):
    kind = value.WhichOneof("kind")
    if kind == "float_list":
        return np.array(value.float_list.value, np.float32)
    if kind == "int64_list":
        return np.array(value.int64_list.value, np.int64)
    return list(value.bytes_list.value)


def decoded(features):
    """A record as arrays, from features by name."""
    record = {"scan": [scan.decode() if isinstance(scan, bytes) else scan for scan in features["scan"]], "index": list(features["index"])}
    for name in ("x", "x_raw", "y"):
        if name in features:
            values = features[name]
            if isinstance(values, list):
                (values,) = values
            if isinstance(values, bytes):
                values = np.frombuffer(values, np.uint8)
            record[name] = np.asarray(values).reshape(tuple(features[name + "_shape"]))
    return record


def tfrecords(folder, index, split):
    files = [os.path.join(folder, shard["file"]) for shard in index["splits"][split]["shards"]]
    compression = "GZIP" if index["compression"] == "gzip" else ""
    for serialized in tf.data.TFRecordDataset(files, compression_type=compression):
        example = tf.train.Example.FromString(serialized.numpy())
        yield decoded({name: feature(value) for name, value in example.features.feature.items()})


def parquet(folder, index, split):
    import pandas

    for shard in index["splits"][split]["shards"]:
        table = pandas.read_parquet(os.path.join(folder, shard["file"]))
        for row in table.to_dict("records"):
            record = decoded(row)
            assert record["x"].dtype == np.float32, record["x"].dtype
            yield record


def read(folder, index, split):
    kind = tfrecords if index["format"] == "tfrecord" else parquet
    return list(kind(folder, index, split))


def load(folder):
    with open(os.path.join(folder, "index.json")) as file:
        return json.load(file)


def golden_case(case):
    """What is wrong with the records of one recorded run."""
    index = load(case["output"])
    records = read(case["output"], index, "all")
    side = index["splits"]["all"]
    size = case["batch"] if index["records"] == "elements" else 1
    if index["records"] == "batches":
        assert index["batch_size"] == case["batch"], index["batch_size"]
    numbers = [(scan, number) for record in records for scan, number in zip(record["scan"], record["index"], strict=True)]
    scans = side["scans"]
    assert numbers == sorted(numbers, key=lambda pair: (scans.index(pair[0]), pair[1])), "not in ascending order"
    assert len(numbers) == side["elements"] == case["elements"], (len(numbers), side["elements"], case["elements"])
    assert len(records) == side["records"], (len(records), side["records"])
    if case["small"]:
        return small(case, records)
    if index["records"] == "batches":
        assert len(records) == case["batches"], (len(records), case["batches"])
    compared = 0
    with h5py.File(case["arrays"], "r") as arrays:
        for name in case["names"]:
            batch, part = name.split("/")
            number = int(batch.replace("batch_", ""))
            if index["records"] == "batches":
                found = records[number][part]
            else:
                found = np.stack([record[part] for record in records[number * size : (number + 1) * size]])
            expected = arrays[name][()]
            if part == "y":
                # Collated channels are or-ed; the reference adds them.
                expected = np.minimum(expected, 1)
                assert found.dtype == np.uint8, found.dtype
            else:
                assert found.dtype == np.float32, found.dtype
            assert found.shape == expected.shape, (name, found.shape, expected.shape)
            assert np.array_equal(found, expected), name
            compared += 1
    assert compared, "nothing to compare"
    return compared


def small(case, records):
    """An image smaller than the patch has one patch, with the image in its middle."""
    elements = [x for record in records for x in (record["x"] if record["x"].ndim == 5 else record["x"][None])]
    for x, file in zip(elements, case["images"], strict=True):
        with h5py.File(file, "r") as image:
            expected = image["volume"][()]
        low = [(size - length) // 2 for size, length in zip(x.shape, expected.shape)]
        inner = tuple(slice(start, start + length) for start, length in zip(low, expected.shape)) + (0,)
        assert np.array_equal(x[inner], expected), file
    return len(elements)


def golden(manifest):
    with open(manifest) as file:
        cases = json.load(file)
    wrong = 0
    arrays = 0
    for case in cases:
        try:
            arrays += golden_case(case)
        except Exception as e:
            wrong += 1
            print(f"{case['name']}: {type(e).__name__}: {e}")
    print(f"{len(cases)} runs, {arrays} arrays compared, {wrong} runs wrong")
    return 1 if wrong else 0


def close(name, found, expected, tolerance):
    assert abs(found - expected) <= tolerance * max(1e-300, abs(expected)), (name, found, expected)


def shape_of(arrays):
    """The common shape, None where they differ."""
    return [lengths[0] if len(set(lengths)) == 1 else None for lengths in zip(*(array.shape for array in arrays))]


def elements_of(records, part, index):
    arrays = [record[part] for record in records if part in record]
    return [element for array in arrays for element in array] if index["records"] == "batches" else arrays


def check_intensities(x, side):
    channels = len(side["intensities"])
    for channel, known in enumerate(side["intensities"]):
        values = np.concatenate([element.reshape(-1, channels)[:, channel] for element in x]).astype(np.float64)
        assert known["channel"] == channel and known["count"] == values.size, known
        scale = np.abs(values).max()
        assert abs(known["mean"] - values.mean()) <= 1e-12 * scale, ("mean", known["mean"], values.mean())
        close("sd", known["sd"], values.std(), 1e-9)
        assert known["min"] == values.min() and known["max"] == values.max(), known
        for percent, value in known["percentiles"].items():
            assert value == np.percentile(values, float(percent)), (percent, value, np.percentile(values, float(percent)))
        assert len(known["percentiles"]) == 9, known


def check_classes(y, side, index):
    assert [known["name"] for known in side["class_frequencies"]] == [c["name"] for c in index["classes"]]
    masks = [element.reshape(-1, element.shape[-1]) for element in y]
    voxels = sum(mask.shape[0] for mask in masks)
    for c, known in enumerate(side["class_frequencies"]):
        of_class = [int(mask[:, c].sum()) for mask in masks]
        assert known["voxels"] == sum(of_class), (known, sum(of_class))
        assert known["fraction"] == sum(of_class) / voxels, known
        assert known["elements"] == sum(count > 0 for count in of_class), known


def check_epochs(folder, side):
    seen = []
    for number, name in enumerate(side["epochs"]):
        order = np.load(os.path.join(folder, name))
        assert order.dtype == np.int64, order.dtype
        assert np.array_equal(np.sort(order), np.arange(side["records"])), name
        assert number > 0 or np.array_equal(order, np.arange(side["records"])), name
        assert not any(np.array_equal(order, other) for other in seen), name
        seen.append(order)
    return len(seen)


def statistics(folder):
    index = load(folder)
    for split, side in index["splits"].items():
        records = read(folder, index, split)
        x = elements_of(records, "x", index)
        y = elements_of(records, "y", index)
        assert len(records) == side["records"] == sum(shard["records"] for shard in side["shards"])
        assert len(x) == side["elements"] == sum(shard["elements"] for shard in side["shards"])
        assert {scan for record in records for scan in record["scan"]} <= set(side["scans"])
        assert index["x"]["dtype"] == "float32", index["x"]
        if len(index["splits"]) == 1:
            assert index["x"]["shape"] == shape_of(x), (index["x"], shape_of(x))
        check_intensities(x, side)
        if index["y"] is None:
            assert not y and side["class_frequencies"] == []
        elif index["y"]["dtype"] == "uint8":
            check_classes(y, side, index)
        else:
            assert side["class_frequencies"] == [] and all(element.dtype == np.float32 for element in y)
        epochs = check_epochs(folder, side)
        print(f"{os.path.basename(folder)}/{split}: {len(x)} elements, {len(side['intensities'])} channels, "
              f"{len(side['class_frequencies'])} classes, {epochs} epochs")
    assert not glob.glob(os.path.join(folder, "**", ".*"), recursive=True), "temporary files"


def main():
    command, arguments = sys.argv[1], sys.argv[2:]
    if command == "golden":
        return golden(*arguments)
    for folder in arguments:
        statistics(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
