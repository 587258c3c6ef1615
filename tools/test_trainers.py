#!/usr/bin/env python3
"""Tests of the scripts that read, write and train from shards, on scans made up here; run by TrainerToolsIT, or by hand: tools/test_trainers.py.

What TensorFlow wrote is read by medseg_shards and by TensorFlow, and compared. Tests that need torch skip themselves without it.
"""

import argparse
import contextlib
import io
import json
import pickle
import random
import shutil
import struct
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import h5py
import numpy as np

import medseg_shards
import train_hippocampus
import train_keras
import train_torch
import write_shards
from medseg_shards import ShardError

SHAPES = ((20, 24, 4), (31, 17, 3), (24, 24, 5), (64, 40, 2), (10, 12, 4))
SLICES = sum(shape[2] for shape in SHAPES)
BATCH = 4


def setUpModule():
    """Scans, and shards of them in several kinds."""
    global folder, tf
    train_hippocampus.set_up(argparse.Namespace(threads=2, seed=7))  # threads cannot be set any more when something has run
    write_shards.load_tensorflow()
    tf = write_shards.tf
    folder = Path(tempfile.mkdtemp())
    write_scans("scans", range(2))
    write_scans("unlabelled", range(0))
    write("plain", "--epochs=3", "--shard-size=100k", "--statistics")
    write("gzip", "--compression=gzip", "--shard-size=100k")
    write("batches", f"--batch={BATCH}", "--epochs=2", "--shard-size=100k")
    write("zipped-batches", f"--batch={BATCH}", "--compression=gzip")
    write("split", "--split=0.6,0.4", "--epochs=2")
    write("whole", "--window", "0", "0")
    write("unlabelled", scans="unlabelled")


def tearDownModule():
    """Nothing stays."""
    shutil.rmtree(folder)


def write_scans(name, classes):
    """Scans of random voxels and masks; one slice has equal voxels."""
    rng = np.random.default_rng(3)
    (folder / name).mkdir()
    for subject, shape in enumerate(SHAPES):
        with h5py.File(folder / name / f"{subject + 1:07d}_V00.h5", "w") as file:
            volume = rng.normal(100, 30, shape).astype(np.float32)
            volume[..., 1] = 0
            file["volume"] = volume
            if classes:
                file["seg"] = (rng.random((*shape, len(classes))) < 0.2).astype(np.uint8)


def write(name, *options, scans="scans"):
    """Shards by tools/write_shards.py; what it counted."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        write_shards.main([f"--data={folder / scans}", f"--output={folder / 'shards' / name}", "--seed=5", *options])
    return json.loads(printed.getvalue().splitlines()[-1])


def split_of(name, part=None):
    """A split of the shards."""
    return medseg_shards.open_shards(folder / "shards" / name).split(part)


def copy_of(name):
    """A copy of shards that a test may damage."""
    copy = Path(tempfile.mkdtemp(dir=folder)) / name
    shutil.copytree(folder / "shards" / name, copy)
    return copy


def read_by_tensorflow(split):
    """The records as TensorFlow reads and parses them."""
    features = {
        name: tf.io.FixedLenSequenceFeature([], kind, allow_missing=True)
        for name, kind in (("x", tf.float32), ("y", tf.string), ("x_shape", tf.int64), ("y_shape", tf.int64), ("scan", tf.string), ("index", tf.int64))
    }
    files = [str(shard.path) for shard in split.shards]
    for serialized in tf.data.TFRecordDataset(files, "GZIP" if split.compression == "gzip" else ""):
        parsed = {name: value.numpy() for name, value in tf.io.parse_single_example(serialized, features).items()}
        record = {"x": parsed["x"].reshape(parsed["x_shape"]), "scan": [s.decode() for s in parsed["scan"]], "index": parsed["index"]}
        if parsed["y"].size:
            record["y"] = np.frombuffer(parsed["y"][0], np.uint8).reshape(parsed["y_shape"])
        yield record


class Case(unittest.TestCase):
    """What tests share."""

    def assert_same(self, found, expected):
        """Records that are equal bit for bit."""
        self.assertEqual(found.keys(), expected.keys())
        self.assertEqual(found["scan"], expected["scan"])
        for name in expected.keys() - {"scan"}:
            self.assertEqual(found[name].dtype, expected[name].dtype)
            np.testing.assert_array_equal(found[name], expected[name], strict=True)

    def assert_refused(self, message, function, *arguments):
        """A ShardError that says so."""
        with self.assertRaises(ShardError) as raised:
            function(*arguments)
        self.assertIn(message, str(raised.exception))


class ReadingTest(Case):
    """medseg_shards against TensorFlow."""

    def test_records_are_those_tensorflow_reads(self):
        for name in ("plain", "gzip", "batches", "zipped-batches", "whole", "unlabelled"):
            with self.subTest(name):
                split = split_of(name)
                expected, found = list(read_by_tensorflow(split)), list(split)
                self.assertEqual((len(found), len(expected)), (len(split), len(split)))
                for record in zip(found, expected):
                    self.assert_same(*record)
                self.assertEqual(all("y" in record for record in found), name != "unlabelled")

    def test_several_shards(self):
        for name in ("plain", "gzip", "batches"):
            self.assertGreater(len(split_of(name).shards), 2, name)

    def test_records_by_number(self):
        for name in ("plain", "batches", "whole"):
            split = split_of(name)
            records = list(split)
            for number in np.random.default_rng(1).permutation(len(split)):
                self.assert_same(split[number], records[number])
        with self.assertRaises(IndexError):
            split[len(split)]

    def test_a_batch_is_its_elements(self):
        elements = [split_of("plain")[number] for number in range(SLICES)]
        batches = list(split_of("batches"))
        np.testing.assert_array_equal(np.concatenate([b["x"] for b in batches]), np.stack([e["x"] for e in elements]))
        self.assertEqual(sum((b["scan"] for b in batches), []), [e["scan"][0] for e in elements])
        self.assertEqual([len(b["x"]) for b in batches], [BATCH] * (SLICES // BATCH) + [SLICES % BATCH] * (SLICES % BATCH > 0))

    def test_elements_are_the_slices_of_the_scans(self):
        found = {(r["scan"][0], int(r["index"][0])): r for r in split_of("plain")}
        self.assertEqual(len(found), SLICES)
        for path in sorted((folder / "scans").iterdir()):
            images, masks = train_hippocampus.load_slices([path])
            for number, (image, mask) in enumerate(zip(images, masks)):
                record = found[path.stem, number]
                np.testing.assert_allclose(record["x"], image, rtol=0, atol=1e-6)
                np.testing.assert_array_equal(record["y"], mask)
            np.testing.assert_array_equal(found[path.stem, 1]["x"], 0)

    def test_orders_of_epochs(self):
        split = split_of("plain")
        self.assertEqual((split.epochs, len(split)), (3, SLICES))
        np.testing.assert_array_equal(split.order(0), np.arange(SLICES))
        for epoch in (1, 2):
            np.testing.assert_array_equal(np.sort(split.order(epoch)), np.arange(SLICES))
            self.assertTrue((split.order(epoch) != split.order(epoch - 1)).any())
            np.testing.assert_array_equal(split.order(epoch + 3), split.order(epoch))
        np.testing.assert_array_equal(split_of("gzip").order(4), np.arange(SLICES))

    def test_splits_joined(self):
        train, validation, both = (split_of("split", part) for part in ("train", "validation", "train,validation"))
        self.assertEqual(len(train) + len(validation), len(both))
        self.assertEqual([r["scan"] for r in train] + [r["scan"] for r in validation], [r["scan"] for r in both])
        order = both.order(1)
        np.testing.assert_array_equal(np.sort(order), np.arange(len(both)))
        np.testing.assert_array_equal(order[order < len(train)], train.order(1))
        np.testing.assert_array_equal(order[order >= len(train)] - len(train), validation.order(1))
        self.assertGreater(np.count_nonzero(np.diff(order < len(train))), 1, "the records of both are mixed")
        self.assert_refused("each to be named once", split_of, "split", "train,train")

    def test_splits_share_no_scan(self):
        parts = [{scan for record in split_of("split", name) for scan in record["scan"]} for name in ("train", "validation")]
        self.assertEqual([len(part) for part in parts], [3, 2])
        self.assertFalse(parts[0] & parts[1])

    def test_pickled_after_use(self):
        split = split_of("plain")
        expected = split[7]
        self.assert_same(pickle.loads(pickle.dumps(split))[7], expected)

    def test_any_example(self):
        rng = random.Random(2)
        for _ in range(300):
            features = {f"name {k}": random_feature(rng) for k in range(rng.randrange(5))}
            data = tf.train.Example(features=tf.train.Features(feature=features)).SerializeToString()
            found = medseg_shards.parse_example(data)
            self.assertEqual(found.keys(), features.keys())
            for name, feature in features.items():
                kind = feature.WhichOneof("kind")
                self.assertEqual(list(found[name]) if kind else found[name], list(getattr(feature, kind).value) if kind else None)

    def test_floats_one_by_one(self):
        values = np.array([1.5, -2, 3e9], np.float32)
        one_by_one = b"".join(b"\x0d" + struct.pack("<f", v) for v in values)
        packed = b"\x0a\x0c" + values.tobytes()
        for data in (one_by_one, packed, one_by_one + packed, packed + one_by_one):
            expected = tf.train.FloatList.FromString(data).value
            np.testing.assert_array_equal(medseg_shards.float_values(data, 0, len(data)), expected)

    def test_integers_one_by_one(self):
        data = b"\x08\x05\x0a\x03\x01\x80\x01\x08" + b"\xff" * 9 + b"\x01"
        self.assertEqual(medseg_shards.int_values(data, 0, len(data)).tolist(), list(tf.train.Int64List.FromString(data).value))

    def test_statistics(self):
        entry = split_of("plain").entry
        x = np.stack([record["x"] for record in split_of("plain")]).astype(np.float64)
        y = np.stack([record["y"] for record in split_of("plain")])
        channel = entry["intensities"][0]
        self.assertEqual(channel["count"], x.size)
        self.assertAlmostEqual(channel["mean"], x.mean(), 12)
        self.assertAlmostEqual(channel["sd"], x.std(), 12)
        self.assertEqual(channel["percentiles"]["99.5"], np.percentile(x, 99.5))
        for c, frequency in enumerate(entry["class_frequencies"]):
            self.assertEqual(frequency["voxels"], int(y[..., c].sum()))
            self.assertEqual(frequency["fraction"], y[..., c].mean())
            self.assertEqual(frequency["elements"], int(y[..., c].any(axis=(1, 2)).sum()))

    def test_what_the_writer_counts(self):
        counted = write("counted")
        scans = list((folder / "scans").iterdir())
        self.assertEqual((counted["elements"], counted["scans"]), (SLICES, len(SHAPES)))
        self.assertEqual(counted["file_bytes"], sum(path.stat().st_size for path in scans))
        self.assertEqual(counted["volume_bytes"], 4 * sum(h * w * d for h, w, d in SHAPES))
        self.assertEqual(counted["written_bytes"], sum(path.stat().st_size for path in (folder / "shards/counted/all").iterdir()))


def random_feature(rng):
    """Any feature: empty, bytes, floats or integers."""
    count = rng.choice((0, 1, 2, 40))
    floats = struct.unpack(f"<{count}f", struct.pack(f"<{count}f", *(rng.gauss(0, 1e3) for _ in range(count))))
    return rng.choice((
        tf.train.Feature(),
        tf.train.Feature(bytes_list=tf.train.BytesList(value=[rng.randbytes(rng.randrange(300)) for _ in range(count)])),
        tf.train.Feature(float_list=tf.train.FloatList(value=floats)),
        tf.train.Feature(int64_list=tf.train.Int64List(value=[rng.randrange(-(1 << 63), 1 << 63) >> rng.randrange(64) for _ in range(count)])),
    ))


class DamageTest(Case):
    """Files that are not what they should be."""

    def test_no_index(self):
        copy = copy_of("plain")
        (copy / "index.json").unlink()
        missing = f"Cannot open {copy}: there is no index.json"
        self.assert_refused(f"{missing}: it is not the output folder of jobs/preprocess.sh", medseg_shards.open_shards, copy)
        (copy / "plan.json").touch()
        self.assert_refused(f"{missing}, the run did not end; jobs/preprocess.sh --resume goes on", medseg_shards.open_shards, copy)
        (copy / "datasets.yaml").touch()
        self.assert_refused(f"{missing}: it holds scans of --format h5, which are no shards", medseg_shards.open_shards, copy)
        self.assert_refused(f"it is the folder of a split; give {copy} and the name", medseg_shards.open_shards, copy / "all")
        self.assert_refused("there is no such folder", medseg_shards.open_shards, copy / "none")

    def test_other_index(self):
        changes = {"format": "parquet", "version": 2, "compression": "zstd"}
        for key, value in changes.items():
            copy = copy_of("plain")
            change_index(copy, lambda index: index | {key: value})
            self.assert_refused(f"its {key} is {value}", medseg_shards.open_shards, copy)
        for content in ([], {"format": "coco"}):
            change_index(copy, lambda _: content)
            self.assert_refused("its index.json is not one of jobs/preprocess.sh", medseg_shards.open_shards, copy)

    def test_files_elsewhere(self):
        copy = copy_of("plain")
        index = json.loads((copy / "index.json").read_text())
        index["splits"]["all"]["shards"][0]["file"] = "../../secret"
        change_index(copy, lambda _: index)
        self.assert_refused("index.json names ../../secret, which is not inside", medseg_shards.open_shards(copy).split)

    def test_unknown_split(self):
        self.assert_refused("Cannot find split test in", split_of, "split", "test")
        self.assert_refused("there are train, validation", split_of, "split", "test")

    def test_gzip_has_no_numbers(self):
        self.assert_refused("gzip shards are read in order only", lambda: split_of("gzip")[3])

    def test_other_order(self):
        copy = copy_of("plain")
        np.save(copy / "all/epoch-0001.npy", np.zeros(SLICES, np.int64))
        self.assert_refused(f"it is not an order of the {SLICES} records of its split", medseg_shards.open_shards(copy).split().order, 1)
        (copy / "all/epoch-0001.npy").write_bytes(b"")
        self.assert_refused("Cannot read", medseg_shards.open_shards(copy).split().order, 1)

    def test_a_shard_cut_off_anywhere(self):
        for name in ("plain", "gzip"):
            copy = copy_of(name)
            shard = medseg_shards.open_shards(copy).split().shards[0].path
            data = shard.read_bytes()
            for length in (0, 1, 11, 12, 13, len(data) // 2, len(data) - 4, len(data) - 1):
                shard.write_bytes(data[:length])
                self.assert_refused(str(shard), list, medseg_shards.open_shards(copy).split())
                if name == "plain":
                    self.assert_refused(str(shard), lambda: medseg_shards.open_shards(copy).split()[0])

    def test_a_length_that_changed(self):
        copy = copy_of("plain")
        shard = medseg_shards.open_shards(copy).split().shards[0]
        data = bytearray(shard.path.read_bytes())
        data[shard.offsets()[1] + 5] ^= 4
        shard.path.write_bytes(data)
        message = f"Cannot read record 1 of {shard.path}: the checksum of a record's length is wrong"
        self.assert_refused(message, list, medseg_shards.open_shards(copy).split())
        self.assert_refused(message, lambda: medseg_shards.open_shards(copy).split()[0])

    def test_verify_finds_any_changed_byte(self):
        copy = copy_of("plain")
        shard = medseg_shards.open_shards(copy).split().shards[1]
        shard.verify()
        data = bytearray(shard.path.read_bytes())
        data[len(data) // 2] ^= 1
        shard.path.write_bytes(data)
        self.assert_refused(f"Cannot trust {shard.path}", shard.verify)

    def test_any_bytes_are_read_or_refused(self):
        rng, data = random.Random(4), split_of("plain").raw(0)
        refused = 0
        for _ in range(2000):
            changed = bytearray(data[:400] if rng.random() < 0.5 else data)
            for _ in range(rng.randrange(1, 6)):
                changed[rng.choice((rng.randrange(120), rng.randrange(len(changed))))] = rng.randrange(256)
            try:
                medseg_shards.decode(bytes(changed))
            except ShardError:
                refused += 1
        self.assertGreater(refused, 1000)


def cut_off(copy):
    """Takes the end of the first shard away; gives its path."""
    shard = medseg_shards.open_shards(copy).split().shards[0].path
    shard.write_bytes(shard.read_bytes()[:-40])
    return shard


def nan_split():
    """A split of which the index tells as jobs/preprocess.sh does where some x are NaN."""
    copy = copy_of("plain")
    index = json.loads((copy / "index.json").read_text())
    index["splits"]["all"]["intensities"][0]["mean"] = None
    change_index(copy, lambda _: index)
    return medseg_shards.open_shards(copy).split()


def refused_arguments(parse, *arguments):
    """What a program says of arguments that it does not take."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said), unittest.TestCase().assertRaises(SystemExit):
        parse(arguments)
    return said.getvalue()


def change_index(copy, change):
    """Another index.json."""
    index = json.loads((copy / "index.json").read_text())
    (copy / "index.json").write_text(json.dumps(change(index)))


class TorchTest(Case):
    """What workers of a DataLoader give."""

    def test_any_number_of_workers_gives_the_batches_in_order(self):
        with mock.patch.object(train_torch, "torch", None):
            for name, workers in (("plain", 1), ("plain", 3), ("plain", 30), ("gzip", 2), ("batches", 2), ("zipped-batches", 2)):
                with self.subTest(name, workers=workers):
                    batches = train_torch.ShardBatches(split_of(name), BATCH)
                    batches.set_epoch(1)
                    parts = [list(batches.part(worker, workers)) for worker in range(workers)]
                    found = [parts[k % workers][k // workers] for k in range(len(batches))]
                    self.assertEqual(sum(map(len, parts)), len(batches))
                    self.assert_batches(found, split_of(name))

    def assert_batches(self, found, split):
        """Batches, channels first, of the records in the order of epoch 1."""
        order = split.order(1) if split.has_random_access else range(len(split))
        records = [list(split)[number] for number in order]
        join = np.concatenate if split.index["records"] == "batches" else np.stack
        for k, name in enumerate(("x", "y")):
            whole = np.concatenate([batch[k] for batch in found])
            self.assertEqual(whole.dtype, np.float32)
            np.testing.assert_array_equal(whole, np.moveaxis(join([record[name] for record in records]), -1, 1))

    def test_without_masks(self):
        with mock.patch.object(train_torch, "torch", None):
            self.assertEqual({len(batch) for batch in train_torch.ShardBatches(split_of("unlabelled"), BATCH)}, {1})

    def test_what_cannot_be_trained_on(self):
        self.assert_refused("its scans have no masks", train_torch.check, split_of("unlabelled"))
        self.assert_refused("elements H x W x C of one shape, not x [None, None, 1]", train_torch.check, split_of("whole"))
        self.assert_refused("some x are NaN or infinite; jobs/inspect.sh finds the scans", train_torch.check, nan_split())
        copy = copy_of("plain")
        cut_off(copy)
        self.assert_refused("the file is cut off", train_torch.check, medseg_shards.open_shards(copy).split())

    def test_output_is_looked_at_before_training(self):
        (folder / "file").touch()
        for output, message in ((folder, "is a folder; it takes a file"), (folder / "file/model.pt", "cannot be written: ")):
            self.assertIn(message, refused_arguments(train_torch.parse_args, f"--shards={folder}", f"--output={output}"))

    @unittest.skipIf(train_torch.torch is None, "there is no torch")
    def test_trains(self):
        output = folder / "weights/model.pt"
        self.run_main(f"--shards={folder / 'shards/plain'}", f"--output={output}", "--epochs=1", "--workers=2")
        self.assertEqual([path.name for path in output.parent.iterdir()], ["model.pt"])
        self.assertEqual(len(train_torch.torch.load(output)), 12)

    @unittest.skipIf(train_torch.torch is None, "there is no torch")
    def test_damage_that_a_worker_finds_is_told_in_one_line(self):
        copy = copy_of("gzip")
        shard = cut_off(copy)
        with self.assertRaises(SystemExit) as raised:
            self.run_main(f"--shards={copy}", f"--output={folder / 'none.pt'}", "--workers=1")
        self.assertRegex(str(raised.exception), f"^error: Cannot read record [0-9]+ of {shard}: [^\n]+$")
        self.assertFalse((folder / "none.pt").exists())

    def run_main(self, *arguments):
        """The program; what it prints is not of interest."""
        with contextlib.redirect_stdout(io.StringIO()):
            train_torch.main(arguments)

    @unittest.skipIf(train_torch.torch is None, "there is no torch")
    def test_data_loader(self):
        batches = train_torch.ShardBatches(split_of("plain"), BATCH)
        batches.set_epoch(1)
        for workers in (0, 2):
            found = [[t.numpy() for t in batch] for batch in train_torch.DataLoader(batches, batch_size=None, num_workers=workers)]
            self.assert_batches(found, split_of("plain"))


class KerasTest(Case):
    """train_keras: what it feeds, and what it trains."""

    def data(self, name, *options):
        """The data of some shards, and its arguments."""
        train_keras.tf = tf
        args = train_keras.parse_args([f"--shards={folder / 'shards' / name}", f"--output={folder / 'model'}", f"--batch={BATCH}", *options])
        return train_keras.ShardData(split_of(name), args)

    def assert_fed(self, dataset, records):
        """The batches of the dataset are these records."""
        batches = [(x.numpy(), y.numpy()) for x, y in dataset]
        for k, name in enumerate(("x", "y")):
            found = np.concatenate([batch[k] for batch in batches])
            self.assertEqual(found.dtype, np.float32)
            np.testing.assert_array_equal(found, np.concatenate([r[name].reshape(-1, 64, 64, r[name].shape[-1]) for r in records]))

    def test_batches_in_the_orders_of_the_epochs(self):
        for name in ("plain", "batches"):
            data, split = self.data(name), split_of(name)
            for epoch in (0, 1, 2):
                self.assert_fed(data.epoch(epoch), [split[number] for number in split.order(epoch)])
            self.assert_fed(data.in_stored_order(), list(split))
            self.assertEqual(data.steps, len(list(data.epoch(0))))

    def test_the_pipeline_of_the_page(self):
        page = (Path(__file__).resolve().parents[1] / "docs/training.md").read_text()
        code = next(block for block in page.split("```python\n") if block.startswith("index =")).split("```")[0]
        names = {"folder": folder / "shards/split", "json": json, "tf": tf}
        exec(code, names)
        found = [(x.numpy().tobytes(), y.numpy().tobytes()) for x, y in names["batches"].unbatch()]
        expected = [(r["x"].tobytes(), r["y"].astype(np.float32).tobytes()) for r in split_of("split", "train")]
        self.assertEqual(sorted(found), sorted(expected))

    def test_stored_order_and_shuffle_buffer(self):
        for name in ("gzip", "zipped-batches"):
            self.assert_fed(self.data(name, "--shuffle-buffer=0").epoch(1), list(split_of(name)))
        orders = [[x.numpy().tobytes() for x, _ in self.data("gzip").epoch(epoch).unbatch()] for epoch in (0, 1, 1)]
        self.assertNotEqual(orders[0], orders[1])
        self.assertEqual(orders[1], orders[2])
        self.assertEqual(sorted(orders[0]), sorted(orders[1]))

    def test_what_cannot_be_trained_on(self):
        self.assert_refused("its scans have no masks", self.data, "unlabelled")
        self.assert_refused("H and W multiples of 8, not [None, None, 1]", self.data, "whole")
        self.assert_refused("some x are NaN or infinite; jobs/inspect.sh finds the scans", train_keras.check, nan_split())

    def test_arguments_are_looked_at_before_training(self):
        (folder / "a file").touch()
        cases = {
            f"--output={folder / 'a file'}": "is a file",
            f"--output={folder / 'a file/model'}": "cannot be written: ",
            f"--output={folder / 'shards/plain'}": "is a folder of other things than a model",
            "--seed=-1": "--seed must be from 0 to 4294967295",
        }
        for argument, message in cases.items():
            said = refused_arguments(train_keras.parse_args, "--shards=.", f"--output={folder / 'new'}", argument)
            self.assertIn(message, said)

    def test_a_loss_that_is_no_number(self):
        data = self.data("plain")
        model = train_hippocampus.build_model(tuple(data.shape), data.classes)
        model.layers[-1].bias.assign([float("nan")] * data.classes)
        train_hippocampus.compile_model(model, data.steps)
        with contextlib.redirect_stdout(io.StringIO()):
            self.assert_refused("the loss of epoch 1 is no number", train_keras.fit, model, data, None, 2)

    def test_a_model_is_replaced_as_a_whole(self):
        output = folder / "replaced/model"
        model = train_hippocampus.build_model((16, 16, 1), 1)
        output.parent.mkdir()
        train_hippocampus.export(model, output)
        before = sorted(path.relative_to(output) for path in output.rglob("*"))
        (output / "left over").touch()
        with mock.patch.object(Path, "rename", side_effect=KeyboardInterrupt), self.assertRaises(KeyboardInterrupt):
            train_hippocampus.export(model, output)
        self.assertTrue((output / "left over").exists(), "a run that was stopped changed the model")
        train_hippocampus.export(model, output)
        self.assertEqual(sorted(path.relative_to(output) for path in output.rglob("*")), before)
        self.assertEqual([path.name for path in output.parent.iterdir()], ["model"], "nothing else stays")

    def test_trains_and_exports(self):
        shards = f"--shards={folder / 'shards/split'}"
        first = self.train("first", shards, "--validation-split=validation")
        again = self.train("again", shards, "--validation-split=validation")
        other = self.train("other", shards, "--seed=8")
        scans = self.train("scans", shards, f"--from-scans={folder / 'scans'}")
        self.assertEqual((first["steps"], scans["steps"]), (3, 3))
        self.assertEqual(first["val_loss"], again["val_loss"])
        outputs = {name: self.outputs(name) for name in ("first", "again", "other", "scans")}
        self.assertEqual(outputs["first"].shape, (2, 64, 64, 2))
        np.testing.assert_array_equal(outputs["again"], outputs["first"])
        self.assertTrue((outputs["other"] != outputs["first"]).any())
        self.assertLess(abs(scans["loss"] - first["loss"]), 0.2)

    def train(self, name, *options):
        """One epoch; the line of JSON."""
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            train_keras.main([f"--output={folder / 'models' / name}", "--epochs=1", f"--batch={BATCH}", *options])
        return json.loads(printed.getvalue().splitlines()[-1])

    def outputs(self, name):
        """What an exported model gives."""
        images = np.random.default_rng(1).normal(size=(2, 64, 64, 1)).astype(np.float32)
        model = tf.saved_model.load(str(folder / "models" / name)).signatures["serving_default"]
        return next(iter(model(tf.constant(images)).values())).numpy()

    def test_damaged_shards(self):
        expected = {
            "plain": "error: Cannot read record {last} of {shard}: the file is cut off",
            "zipped-batches": "error: Cannot train: truncated record at ",
        }
        for name, message in expected.items():
            copy = copy_of(name)
            shard = medseg_shards.open_shards(copy).split().shards[0]
            cut_off(copy)
            with self.assertRaises(SystemExit) as raised:
                train_keras.main([f"--output={folder / 'none'}", f"--shards={copy}"])
            self.assertIn(message.format(last=shard.entry["records"] - 1, shard=shard.path), str(raised.exception))
            self.assertEqual(len(str(raised.exception).splitlines()), 1)

    def test_scans_that_are_missing(self):
        (folder / "one").mkdir()
        shutil.copy(folder / "scans/0000001_V00.h5", folder / "one")
        with self.assertRaises(SystemExit) as raised:
            train_keras.main([f"--output={folder / 'none'}", f"--shards={folder / 'shards/plain'}", f"--from-scans={folder / 'one'}"])
        self.assertIn("it has no 0000002_V00.h5 (4 scans of the shards are missing)", str(raised.exception))


if __name__ == "__main__":
    unittest.main()
