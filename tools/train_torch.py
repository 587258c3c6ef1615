#!/usr/bin/env python3
"""Train a small 2D network with PyTorch from the shards of jobs/preprocess.sh, as an example of reading them there.

ShardBatches is the IterableDataset: batches of a split in the order of an epoch, shared out among the workers of a DataLoader so that they arrive
in that order, whatever the number of workers. The weights are written to --output (a state_dict); jobs/evaluate.sh takes TensorFlow models, which
tools/train_keras.py trains. Needs torch and numpy.
"""

import argparse
import os
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

try:
    import numpy as np

    import medseg_shards
    from medseg_shards import ShardError
except ImportError as e:
    sys.exit(f"error: {e}; pip install numpy torch")

try:
    import torch
    from torch.utils.data import DataLoader, IterableDataset, get_worker_info
except ImportError:  # ShardBatches gives numpy arrays then
    torch, IterableDataset, get_worker_info = None, object, lambda: None


class ShardBatches(IterableDataset):
    """Batches (x, y) of a split, float32, N x C x H x W (.. x D); y is left out if the scans have no masks. A DataLoader takes it with batch_size=None.

    set_epoch chooses the order before an epoch begins (not with persistent_workers, which have copies of their own). gzip shards come in stored
    order, and every worker decompresses all of them. Records that are batches are given as they are.
    """

    def __init__(self, split, batch):
        self.split, self.epoch = split, 0
        self.are_batches = split.index["records"] == "batches"
        self.step = 1 if self.are_batches else batch  # records

    def __len__(self):
        return -(-len(self.split) // self.step)

    def set_epoch(self, epoch):
        """Which order comes next."""
        self.epoch = epoch

    def __iter__(self):
        worker = get_worker_info()
        return self.part(worker.id, worker.num_workers) if worker else self.part(0, 1)

    def part(self, worker, workers):
        """The batches of one worker: every workers-th, since a DataLoader asks its workers in turn."""
        return map(self._batch, self._records(worker, workers))

    def _records(self, worker, workers):
        """The records of each batch."""
        if self.split.has_random_access:
            order = self.split.order(self.epoch)
            for start in range(worker * self.step, len(order), workers * self.step):
                yield [self.split[number] for number in order[start:start + self.step]]
        else:
            stored = iter(self.split)
            yield from islice(iter(lambda: list(islice(stored, self.step)), []), worker, None, workers)

    def _batch(self, records):
        names = [name for name in ("x", "y") if name in records[0]]
        return tuple(as_tensor([record[name] for record in records], self.are_batches) for name in names)


def as_tensor(arrays, are_batches):
    """Arrays with channels last, elements or one batch, as one float32 tensor with channels first."""
    array = arrays[0] if are_batches else np.stack(arrays)
    array = np.array(np.moveaxis(array, -1, 1), np.float32, order="C")  # a copy: records are read-only
    return torch.from_numpy(array) if torch else array


def parse_args(arguments=None):
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shards", type=Path, required=True, help="output folder of jobs/preprocess.sh")
    parser.add_argument("--split", help="split to train on, or several, fold-0,fold-1 (default: train, or all where that is the only one)")
    parser.add_argument("--output", type=Path, required=True, help="file of weights to write, such as model.pt")
    parser.add_argument("--epochs", type=int, default=2, help="passes over the records (default %(default)s)")
    parser.add_argument("--batch", type=int, default=16, help="elements of a step (default %(default)s)")
    parser.add_argument("--workers", type=int, default=1, help="processes that read; 0: none of their own (default %(default)s)")
    parser.add_argument("--seed", type=int, default=7, help="seed of the weights (default %(default)s)")
    args = parser.parse_args(arguments)
    if args.epochs < 1 or args.batch < 1 or args.workers < 0:
        parser.error("--epochs and --batch must be at least 1, --workers at least 0")
    if not 0 <= args.seed < 1 << 63:
        parser.error("--seed must be from 0 to 2 ** 63 - 1")
    if args.output.is_dir():
        parser.error(f"--output {args.output} is a folder; it takes a file such as model.pt")
    try:
        args.output.parent.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=args.output.parent).close()
    except OSError as e:
        parser.error(f"--output {args.output} cannot be written: {e}")
    return args


def build_model(channels, classes, filters=16):
    """Convolutions that see further and further, at full resolution."""
    layers, width = [], channels
    for dilation in (1, 2, 4, 8, 1):
        layers += [torch.nn.Conv2d(width, filters, 3, padding=dilation, dilation=dilation), torch.nn.ReLU()]
        width = filters
    return torch.nn.Sequential(*layers, torch.nn.Conv2d(width, classes, 1))


def dice_bce(logits, truth):
    """Binary cross-entropy plus one minus the soft Dice of the batch, mean over classes."""
    prediction, axes = torch.sigmoid(logits), (0, 2, 3)
    dice = (2 * (truth * prediction).sum(axes) + 1) / (truth.sum(axes) + prediction.sum(axes) + 1)
    return torch.nn.functional.binary_cross_entropy_with_logits(logits, truth) + 1 - dice.mean()


def fit(model, batches, args):
    """Train with Adam, printing the mean loss of each epoch."""
    optimiser, start = torch.optim.Adam(model.parameters(), 2e-3), time.time()
    for epoch in range(args.epochs):
        batches.set_epoch(epoch)
        losses = []
        for x, y in DataLoader(batches, batch_size=None, num_workers=args.workers):
            loss = dice_bce(model(x), y)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}/{args.epochs} loss {np.mean(losses):.4f} {time.time() - start:.0f} s", flush=True)
        if not np.isfinite(losses).all():
            raise ShardError(f"Cannot train: a loss of epoch {epoch + 1} is no number; x may be too large (no PREPROCESSING?), or y not 0 or 1")


def check(split):
    """Refuses what this network cannot be trained on."""
    where, shape, y = f"{split.folder / split.name}", split.index["x"]["shape"], split.index["y"]
    if not len(split):
        raise ShardError(f"Cannot train on {where}: it has no records")
    if y is None:
        raise ShardError(f"Cannot train on {where}: its scans have no masks")
    if len(shape) != 3 or None in shape or y["shape"][:2] != shape[:2]:
        raise ShardError(f"Cannot train on {where}: the network takes elements H x W x C of one shape, not x {shape} and y {y['shape']}")
    if not split.is_finite:
        raise ShardError(f"Cannot train on {where}: some x are NaN or infinite; jobs/inspect.sh finds the scans")
    split.check()  # better now than in the middle of an epoch


def train(args):
    """Train and write the weights."""
    split = medseg_shards.open_shards(args.shards).split(args.split)
    check(split)
    shape, y = split.index["x"]["shape"], split.index["y"]
    torch.manual_seed(args.seed)
    model = build_model(shape[-1], y["shape"][-1])
    fit(model, ShardBatches(split, args.batch), args)
    unfinished = args.output.with_name(f".{args.output.name}.tmp")
    torch.save(model.state_dict(), unfinished)
    os.replace(unfinished, args.output)


def main(arguments=None):
    """Command line."""
    args = parse_args(arguments)
    if torch is None:
        sys.exit("error: there is no torch; pip install torch")
    try:
        train(args)
    except ShardError as e:
        # Of an error in a worker, torch makes one whose text is its traceback.
        sys.exit(f"error: {str(e).strip().splitlines()[-1].removeprefix('medseg_shards.ShardError: ')}")
    except KeyboardInterrupt:
        sys.exit("error: Stopped before the weights were written")


if __name__ == "__main__":
    main()
