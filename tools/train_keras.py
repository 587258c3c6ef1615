#!/usr/bin/env python3
"""Train a small 2D U-Net with Keras from the shards of jobs/preprocess.sh and export it for jobs/evaluate.sh.

The network, its loss and its optimiser are those of tools/train_hippocampus.py; inputs are used as they were written, without augmentation.
Each epoch takes the order that --epochs of jobs/preprocess.sh wrote for it; without such orders, and from gzip, records come in stored order
through a shuffle buffer. The same seed gives the same model on the same machine. The last line printed is JSON.

With --from-scans the same training reads hippocampus scans with h5py and numpy alone, padded to 64 x 64 and normalised per slice as
conf/experiments/hippocampus_unet2d.yaml does, in orders drawn by numpy: for comparing the two. With --shards as well, only its scans are read.
"""

import argparse
import json
import sys
import time
from pathlib import Path

try:
    import numpy as np

    import medseg_shards
    import train_hippocampus as hippocampus
    from medseg_shards import ShardError
except ImportError as e:
    sys.exit(f"error: {e}; pip install -r tools/requirements.txt")

MULTIPLE = 8  # three times halved


def parse_args(arguments=None):
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shards", type=Path, help="output folder of jobs/preprocess.sh")
    parser.add_argument("--from-scans", type=Path, metavar="FOLDER", help="read these scans, <scan id>.h5, instead of shards")
    parser.add_argument("--split", help="split to train on, or several, fold-0,fold-1 (default: train, or all where that is the only one)")
    parser.add_argument("--validation-split", default="none", help="split whose loss is told after each epoch (default %(default)s)")
    parser.add_argument("--output", type=Path, required=True, help="SavedModel directory to write")
    parser.add_argument("--epochs", type=int, default=15, help="passes over the training records (default %(default)s)")
    parser.add_argument("--batch", type=int, default=16, help="elements of a step; records that are batches are taken as they are (default %(default)s)")
    parser.add_argument("--shuffle-buffer", type=int, default=2048, help="records of the buffer; 0: stored order as it is (default %(default)s)")
    parser.add_argument("--seed", type=int, default=7, help="seed of everything random (default %(default)s)")
    parser.add_argument("--threads", type=int, default=2, help="CPU threads (default %(default)s)")
    args = parser.parse_args(arguments)
    if args.shards is None and args.from_scans is None:
        parser.error("--shards or --from-scans must be given")
    if args.shuffle_buffer < 0:
        parser.error("--shuffle-buffer must be at least 0")
    return hippocampus.checked(parser, args)


class ShardData:
    """Batches of a split as tf.data.Dataset of x and y, both float32."""

    def __init__(self, split, args):
        self.split, self.args = split, args
        self.x, self.y = split.index["x"], split.index["y"]
        self.are_batches = split.index["records"] == "batches"
        check(split)
        self.step = 1 if self.are_batches else args.batch  # records
        self.steps = -(-len(split) // self.step)

    @property
    def shape(self):
        """H, W, C of x."""
        return self.x["shape"]

    @property
    def classes(self):
        """The channels of y."""
        return self.y["shape"][-1]

    def epoch(self, number):
        """The batches of an epoch, shuffled."""
        if self.split.epochs and self.split.has_random_access:
            return self._parsed(self._in_order(self.split.order(number)))
        records = self._stored()
        if self.args.shuffle_buffer:
            records = records.shuffle(self.args.shuffle_buffer, seed=self.args.seed + number)
        return self._parsed(records.batch(self.step))

    def in_stored_order(self):
        """The batches as they lie in the shards."""
        return self._parsed(self._stored().batch(self.step))

    def _stored(self):
        files = [str(shard.path) for shard in self.split.shards]
        return tf.data.TFRecordDataset(files, "GZIP" if self.split.compression == "gzip" else "")

    def _in_order(self, order):
        """The bytes of the records, a batch at a time: Python finds and reads them, TensorFlow parses."""
        def batches():
            for start in range(0, len(order), self.step):
                yield [self.split.raw(number) for number in order[start:start + self.step]]

        return tf.data.Dataset.from_generator(batches, output_signature=tf.TensorSpec([None], tf.string))

    def _parsed(self, batches):
        parse = self._batch_of_record if self.are_batches else self._batch_of_elements
        parsed = batches.map(parse, num_parallel_calls=self.args.threads, deterministic=True).prefetch(2)
        return parsed.apply(tf.data.experimental.assert_cardinality(self.steps))

    def _batch_of_elements(self, serialized):
        """Serialised records (N) -> x and y with N in front."""
        features = {"x": tf.io.FixedLenFeature(self.x["shape"], tf.float32), "y": tf.io.FixedLenFeature([], tf.string)}
        if self.y["dtype"] == "float32":
            features["y"] = tf.io.FixedLenFeature(self.y["shape"], tf.float32)
        parsed = tf.io.parse_example(serialized, features)
        return parsed["x"], tf.reshape(as_floats(parsed["y"]), [-1, *self.y["shape"]])

    def _batch_of_record(self, serialized):
        """One serialised record (1), which is a batch -> x and y."""
        values = tf.io.FixedLenSequenceFeature([], tf.float32, allow_missing=True)
        features = {"x": values, "y": values if self.y["dtype"] == "float32" else tf.io.FixedLenFeature([], tf.string)}
        parsed = tf.io.parse_single_example(serialized[0], features)
        return tf.reshape(parsed["x"], [-1, *self.x["shape"]]), tf.reshape(as_floats(parsed["y"]), [-1, *self.y["shape"]])


def as_floats(y):
    """Masks as bytes, or floats, as floats."""
    return y if y.dtype == tf.float32 else tf.cast(tf.io.decode_raw(y, tf.uint8), tf.float32)


def check(split):
    """Refuses what this network cannot be trained on."""
    where, index = f"{split.folder / split.name}", split.index
    if not len(split):
        raise ShardError(f"Cannot train on {where}: it has no records")
    if not split.is_finite:  # activations swallow it, so that no loss would tell
        raise ShardError(f"Cannot train on {where}: some x are NaN or infinite; jobs/inspect.sh finds the scans")
    if index["y"] is None:
        raise ShardError(f"Cannot train on {where}: its scans have no masks")
    shape = index["x"]["shape"]
    if len(shape) != 3 or index["y"]["shape"][:2] != shape[:2] or any(n is None or n % MULTIPLE for n in shape[:2]):
        raise ShardError(f"Cannot train on {where}: the U-Net takes elements H x W x C of one shape, H and W multiples of {MULTIPLE}, not {shape}")
    split.check()  # better now than in the middle of an epoch


class ScanData:
    """Batches of slices that Python read from scans."""

    def __init__(self, files, args):
        self.images, self.masks = hippocampus.load_slices(files)
        self.batch, self.rng = args.batch, np.random.default_rng(args.seed)
        self.steps = -(-len(self.images) // args.batch)
        self.shape, self.classes = self.images.shape[1:], self.masks.shape[-1]

    def epoch(self, _):
        """The batches of an epoch, in a new order."""
        order = self.rng.permutation(len(self.images))
        return tf.data.Dataset.from_tensor_slices((self.images[order], self.masks[order])).batch(self.batch)

    def in_stored_order(self):
        """The batches in the order of the scans."""
        return tf.data.Dataset.from_tensor_slices((self.images, self.masks)).batch(self.batch)


def scan_files(folder, scans):
    """The files of some scans."""
    files = {file.stem: file for file in hippocampus.find_scans(folder)}
    missing = sorted(set(scans or ()) - set(files))
    if missing:
        raise ShardError(f"Cannot train on {folder}: it has no {missing[0]}.h5 ({len(missing)} scans of the shards are missing)")
    return [files[scan] for scan in sorted(scans or files)]


def find_data(args):
    """Training and validation data; the latter is None where none is asked for."""
    shards = args.shards and medseg_shards.open_shards(args.shards)
    splits = [shards and shards.split(args.split)]
    if args.validation_split != "none":
        if not shards:
            raise ShardError("Cannot validate: --validation-split needs --shards")
        splits.append(shards.split(args.validation_split))
    if args.from_scans:
        data = [ScanData(scan_files(args.from_scans, split and split.entry["scans"]), args) for split in splits]
    else:
        data = [ShardData(split, args) for split in splits]
    return data[0], data[1] if len(data) > 1 else None


def fit(model, data, validation, epochs):
    """Train; the losses of each epoch."""
    losses, start = [], time.time()
    for epoch in range(epochs):
        history = model.fit(
            data.epoch(epoch), validation_data=validation and validation.in_stored_order(), shuffle=False, verbose=0,
            epochs=epoch + 1, initial_epoch=epoch)
        losses.append({name: round(values[0], 6) for name, values in history.history.items()})
        print(f"epoch {epoch + 1}/{epochs} " + " ".join(f"{name} {value:.4f}" for name, value in losses[-1].items()) + f" {time.time() - start:.0f} s", flush=True)
        if not np.isfinite(list(losses[-1].values())).all():
            raise ShardError(f"Cannot train: the loss of epoch {epoch + 1} is no number; x may be too large (no PREPROCESSING?), or y not 0 or 1")
    return losses


def train(args):
    """Train and export; what is printed last."""
    data, validation = find_data(args)
    model = hippocampus.build_model(tuple(data.shape), data.classes)
    hippocampus.compile_model(model, args.epochs * data.steps)
    start = time.time()
    losses = fit(model, data, validation, args.epochs)
    seconds = time.time() - start
    hippocampus.export(model, args.output)
    return {
        "model": args.output.name, "epochs": args.epochs, "steps": args.epochs * data.steps, "batch": args.batch, "seed": args.seed,
        "seconds": round(seconds, 1), **losses[-1],
    }


def reason(error):
    """The line of an error of TensorFlow that says what is wrong, of those that tell where."""
    lines = [line for line in error.message.splitlines() if line.strip() and not line[0].isspace()]
    return lines[-1] if lines else type(error).__name__


def main(arguments=None):
    """Command line."""
    global tf
    args = parse_args(arguments)
    hippocampus.set_up(args)
    tf = hippocampus.tf
    try:
        print(json.dumps(train(args)))
    except ShardError as e:
        sys.exit(f"error: {e}")
    except tf.errors.DataLossError as e:
        sys.exit(f"error: Cannot train: {reason(e)}; tools/medseg_shards.py {args.shards} --verify tells which file has changed")
    except tf.errors.OpError as e:
        sys.exit(f"error: Cannot train: {reason(e)}")
    except KeyboardInterrupt:
        sys.exit("error: Stopped before the model was written")


if __name__ == "__main__":
    main()
