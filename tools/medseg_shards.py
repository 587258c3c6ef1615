#!/usr/bin/env python3
"""Read the training shards that jobs/preprocess.sh writes (--format tfrecord); needs numpy and nothing else.

    shards = medseg_shards.open_shards("/data/shards")
    train = shards.split("train")
    for record in train: ...            # in stored order
    record = train[12]                  # by number; shards that are not compressed
    for number in train.order(epoch): ...

A record is a dict: x (float32) and y (uint8 0/1, or float32 where the loader's y is not a mask; not there if the scans have no masks) in their shapes,
x_raw if it was written, scan (a list of ids) and index (int64), one of each per element. Arrays are read-only views of the record's bytes.
What is wrong with the files is a ShardError in words. A Split may be pickled and used by processes and threads at once.

As a program: lists what a folder of shards holds; with --verify, the bytes of all shards are compared with index.json.
"""

import argparse
import gzip
import hashlib
import json
import math
import os
import struct
import sys
import zlib
from pathlib import Path

try:
    import numpy as np
except ImportError as e:
    if __name__ == "__main__":
        sys.exit(f"error: {e}; pip install numpy")
    raise

VERSION = 1
HEADER, FOOTER = 12, 4  # length (8 bytes) and its CRC before the data, CRC of the data behind
VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5  # wire types of protocol buffers
BYTES_LIST, FLOAT_LIST, INT64_LIST = 1, 2, 3  # fields of tf.train.Feature
UNPACKED_FLOATS = np.dtype([("tag", "u1"), ("value", "<f4")])


class ShardError(Exception):
    """Shards that cannot be read; the message says which and why."""


def crc32c_table():
    """Remainders of all bytes by the Castagnoli polynomial, reflected."""
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


CRC32C = crc32c_table()


def masked_crc(data):
    """The CRC32C of a few bytes as TFRecord files mask it."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = CRC32C[(crc ^ byte) & 0xFF] ^ crc >> 8
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def record_length(header):
    """Bytes of the data behind a record's header."""
    if len(header) < HEADER:
        raise ShardError("the file is cut off within a record")
    length, crc = struct.unpack("<QI", header)
    if masked_crc(header[:8]) != crc:
        raise ShardError("the checksum of a record's length is wrong")
    return length


def varint(data, start, end):
    """A number of 7 bits a byte, and where it ends."""
    value = shift = 0
    while start < end and shift < 70:
        byte = data[start]
        start += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, start
        shift += 7
    raise ShardError("a number is cut off")


def fields(data, start, end):
    """The fields of a message: number, wire type, where its value begins and ends."""
    while start < end:
        key, start = varint(data, start, end)
        kind = key & 7
        if kind == LENGTH:
            length, start = varint(data, start, end)
            stop = start + length
        elif kind == VARINT:
            stop = varint(data, start, end)[1]
        elif kind in (FIXED32, FIXED64):
            stop = start + (4 if kind == FIXED32 else 8)
        else:
            raise ShardError(f"wire type {kind} is not one of protocol buffers")
        if stop > end:
            raise ShardError("a field is cut off")
        yield key >> 3, kind, start, stop
        start = stop


def float_values(data, start, end):
    """A FloatList, packed or not; a view of the data where it lies there in one piece."""
    size = end - start
    if size and size % 5 == 0 and data[start] == 1 << 3 | FIXED32:
        values = np.frombuffer(data, UNPACKED_FLOATS, size // 5, start)
        if (values["tag"] == 1 << 3 | FIXED32).all():
            return values["value"]
    pieces = []
    for field, kind, first, stop in fields(data, start, end):
        if field == 1 and kind in (LENGTH, FIXED32) and (stop - first) % 4 == 0:
            pieces.append(np.frombuffer(data, "<f4", (stop - first) // 4, first))
        elif field == 1:
            raise ShardError("a list of floats is not one of 4 bytes each")
    return pieces[0] if len(pieces) == 1 else np.concatenate([np.empty(0, np.float32), *pieces])


def int_values(data, start, end):
    """An Int64List, packed or not."""
    values = []
    for field, kind, first, stop in fields(data, start, end):
        while field == 1 and kind in (LENGTH, VARINT) and first < stop:
            value, first = varint(data, first, stop)
            value &= 0xFFFFFFFFFFFFFFFF
            values.append(value - (1 << 64) if value >> 63 else value)
    return np.array(values, np.int64)


def byte_values(data, start, end):
    """A BytesList."""
    return [data[first:stop] for field, kind, first, stop in fields(data, start, end) if (field, kind) == (1, LENGTH)]


LISTS = {BYTES_LIST: byte_values, FLOAT_LIST: float_values, INT64_LIST: int_values}


def parse_example(data):
    """The features of a serialised tf.train.Example by name: float32 array, int64 array or list of bytes."""
    features = {}
    for field, _, start, stop in fields(data, 0, len(data)):
        for entry, _, first, last in fields(data, start, stop) if field == 1 else ():
            if entry == 1:
                name, value = map_entry(data, first, last)
                features[name] = value
    return features


def map_entry(data, start, end):
    """Name and values of one feature."""
    name, value = "", None
    for field, kind, first, stop in fields(data, start, end):
        if (field, kind) == (1, LENGTH):
            name = text(data[first:stop])
        elif (field, kind) == (2, LENGTH):
            for number, _, inner, last in fields(data, first, stop):
                value = LISTS[number](data, inner, last) if number in LISTS else value
    return name, value


def text(data):
    """Text of UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError as e:
        raise ShardError("a text is not UTF-8") from e


def integers(features, name):
    """An int64 feature; it may be missing."""
    values = features.get(name, np.empty(0, np.int64))
    if not isinstance(values, np.ndarray) or values.dtype != np.int64:
        raise ShardError(f"{name} is not a list of integers")
    return values


def shaped(features, name):
    """The array of a feature in the shape that name_shape tells."""
    values, shape = features[name], integers(features, f"{name}_shape")
    if isinstance(values, list) and name == "y":
        values = np.frombuffer(b"".join(values), np.uint8)
    if not isinstance(values, np.ndarray) or values.dtype == np.int64:
        raise ShardError(f"{name} has no values")
    if (shape < 0).any() or values.size != math.prod(shape.tolist()):
        raise ShardError(f"{name} has {values.size} values, its shape is {shape.tolist()}")
    return values.reshape(shape)


def decode(data):
    """The record of a serialised example, as this module's description tells."""
    features = parse_example(data)
    if "x" not in features:
        raise ShardError(f"there is no x, only {', '.join(sorted(features)) or 'nothing'}")
    record = {name: shaped(features, name) for name in ("x", "y", "x_raw") if name in features}
    scans = features.get("scan", [])
    if not isinstance(scans, list):
        raise ShardError("scan is not a list of texts")
    return record | {"scan": [text(scan) for scan in scans], "index": integers(features, "index")}


class Shard:
    """One file of records."""

    def __init__(self, path, entry, compression):
        self.path, self.entry, self.compression = path, entry, compression
        self._descriptor = self._offsets = None

    def __getstate__(self):
        return {**self.__dict__, "_descriptor": None}

    def __del__(self):
        if self.__dict__.get("_descriptor") is not None:
            os.close(self._descriptor)

    def __iter__(self):
        """The bytes of all records, in order."""
        number = 0
        try:
            with gzip.open(self.path) if self.compression == "gzip" else open(self.path, "rb") as file:
                while header := file.read(HEADER):
                    yield self._cut(file.read(record_length(header) + FOOTER), header)
                    number += 1
        except (OSError, EOFError, zlib.error, ShardError) as e:
            raise ShardError(f"Cannot read record {number} of {self.path}: {e}") from e
        self._expect(number)

    def read(self, number):
        """The bytes of one record."""
        start, end = self.offsets()[number:number + 2].tolist()
        try:
            header = os.pread(self._file(), HEADER, start)
            return self._cut(os.pread(self._file(), end - start - HEADER, start + HEADER), header)
        except (OSError, ShardError) as e:
            raise ShardError(f"Cannot read record {number} of {self.path}: {e}") from e

    def offsets(self):
        """Where the records begin, and the end of the file; found by going from length to length."""
        if self._offsets is None:
            try:
                self._offsets = self._find_offsets()
            except OSError as e:
                raise ShardError(f"Cannot read {self.path}: {e}") from e
            self._expect(len(self._offsets) - 1)
        return self._offsets

    def verify(self):
        """Compares the file with what index.json says of it."""
        try:
            size, digest = self.path.stat().st_size, hashlib.sha256()
            with open(self.path, "rb") as file:
                while block := file.read(1 << 20):
                    digest.update(block)
        except OSError as e:
            raise ShardError(f"Cannot read {self.path}: {e}") from e
        if size != self.entry["bytes"] or digest.hexdigest() != self.entry["sha256"]:
            raise ShardError(f"Cannot trust {self.path}: its {size} bytes are not the {self.entry['bytes']} that index.json tells of")

    def _find_offsets(self):
        offsets, end = [0], os.fstat(self._file()).st_size
        while offsets[-1] < end:
            try:
                length = record_length(os.pread(self._file(), HEADER, offsets[-1]))
                if offsets[-1] + HEADER + length + FOOTER > end:
                    raise ShardError("the file is cut off within a record")
            except ShardError as e:
                raise ShardError(f"Cannot read record {len(offsets) - 1} of {self.path}: {e}") from e
            offsets.append(offsets[-1] + HEADER + length + FOOTER)
        return np.array(offsets, np.int64)

    def _file(self):
        if self._descriptor is None:
            self._descriptor = os.open(self.path, os.O_RDONLY)
        return self._descriptor

    def _expect(self, found):
        if found != self.entry["records"]:
            raise ShardError(f"Cannot read {self.path}: it has {found} records, index.json says {self.entry['records']}")

    @staticmethod
    def _cut(data, header):
        if len(data) != record_length(header) + FOOTER:
            raise ShardError("the file is cut off within a record")
        return data[:-FOOTER]


class Split:
    """The records of a split, or of several joined, numbered from 0 through their shards in order."""

    def __init__(self, folder, name, index):
        self.folder, self.name, self.index = folder, name, index
        self._parts = [index["splits"][part] for part in name.split(",")]
        self.entry, self.compression = joined(self._parts), index["compression"]
        self.shards = [Shard(inside(folder, shard["file"]), shard, self.compression) for shard in self.entry["shards"]]
        self._firsts = np.cumsum([0, *(shard["records"] for shard in self.entry["shards"])])

    def __len__(self):
        return int(self._firsts[-1])

    def __iter__(self):
        """The records in stored order."""
        for number, data in enumerate(self.stream()):
            yield self._decode(number, data)

    def __getitem__(self, number):
        return self._decode(number, self.raw(number))

    def stream(self):
        """The bytes of the records in stored order."""
        for shard in self.shards:
            yield from shard

    def raw(self, number):
        """The bytes of one record: a serialised tf.train.Example."""
        if not self.has_random_access:
            raise ShardError(f"Cannot read record {number} of {self.folder / self.name} by its number: {self.compression} shards are read in order only")
        if not 0 <= number < len(self):
            raise IndexError(f"record {number} of {len(self)}")
        shard = int(np.searchsorted(self._firsts, number, side="right")) - 1
        return self.shards[shard].read(int(number - self._firsts[shard]))

    @property
    def has_random_access(self):
        """Whether records can be read by number."""
        return self.compression == "none"

    @property
    def epochs(self):
        """How many orders were written with --epochs."""
        return min(len(part.get("epochs") or []) for part in self._parts)

    @property
    def is_finite(self):
        """Whether no x is NaN or infinite as far as index.json tells, whose means have no value then."""
        means = (channel["mean"] for part in self._parts for channel in part.get("intensities", ()) if channel["count"])
        return all(mean is not None and math.isfinite(mean) for mean in means)

    def check(self):
        """Finds shards that are cut off before they are trained on; those of gzip are read as a whole for that, so they are not looked at."""
        for shard in self.shards if self.has_random_access else ():
            shard.offsets()

    def order(self, epoch):
        """Record numbers in the order of an epoch; when all written orders were used, they begin again. Without any: stored order."""
        if not self.epochs:
            return np.arange(len(self))
        orders, first = [], 0
        for part in self._parts:
            orders.append(first + self._order(part, part["epochs"][epoch % self.epochs]))
            first += part["records"]
        # Records of joined splits are mixed; within each the order stays.
        mixed = np.concatenate(orders)
        if len(orders) > 1:
            owner = np.random.default_rng(epoch).permutation(np.repeat(np.arange(len(orders)), [len(order) for order in orders]))
            mixed = mixed[np.argsort(np.argsort(owner, kind="stable"), kind="stable")]
        return mixed

    def _order(self, part, name):
        path = inside(self.folder, name)
        try:
            order = np.load(path, allow_pickle=False)
        except (OSError, ValueError, EOFError) as e:
            raise ShardError(f"Cannot read {path}: {e}") from e
        if order.shape != (part["records"],) or not np.array_equal(np.sort(order), np.arange(part["records"])):
            raise ShardError(f"Cannot use {path}: it is not an order of the {part['records']} records of its split")
        return order

    def _decode(self, number, data):
        try:
            return decode(data)
        except ShardError as e:
            raise ShardError(f"Cannot read record {number} of {self.folder / self.name}: {e}") from e


def joined(parts):
    """What index.json would say of several splits as one."""
    if len(parts) == 1:
        return parts[0]
    entry = {key: sum((part[key] for part in parts), []) for key in ("scans", "shards")}
    return entry | {key: sum(part[key] for part in parts) for key in ("subjects", "elements", "records")}


class Shards:
    """A folder of shards; its index is that of index.json."""

    def __init__(self, folder, index):
        self.folder, self.index = folder, index

    @property
    def names(self):
        """The names of the splits."""
        return list(self.index["splits"])

    def split(self, name=None):
        """A split by its name, or several joined (fold-0,fold-1); without a name train, or all where that is the only one."""
        name = name or ("all" if self.names == ["all"] else "train")
        parts = name.split(",")
        for part in parts:
            if part not in self.index["splits"] or parts.count(part) > 1:
                raise ShardError(f"Cannot find split {part} in {self.folder}: there are {', '.join(self.names)}, each to be named once")
        return Split(self.folder, name, self.index)


def inside(folder, name):
    """A file of the folder; index.json names none elsewhere."""
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise ShardError(f"Cannot read {folder}: index.json names {name}, which is not inside")
    return folder / name


def why_no_index(folder):
    """What a folder without index.json may be."""
    if any(folder.glob("shard-*")):
        return f": it is the folder of a split; give {folder.resolve().parent} and the name of the split"
    if (folder / "datasets.yaml").is_file():
        return ": it holds scans of --format h5, which are no shards"
    if (folder / "plan.json").is_file():
        return ", the run did not end; jobs/preprocess.sh --resume goes on"
    return ": it is not the output folder of jobs/preprocess.sh"


def open_shards(folder):
    """The shards of an output folder of jobs/preprocess.sh."""
    folder = Path(folder)
    if not folder.is_dir():
        raise ShardError(f"Cannot open {folder}: there is no such folder")
    try:
        index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    except FileNotFoundError as e:
        raise ShardError(f"Cannot open {folder}: there is no index.json{why_no_index(folder)}") from e
    except (OSError, ValueError) as e:
        raise ShardError(f"Cannot open {folder}: index.json: {e}") from e
    if not isinstance(index, dict) or index.get("format") not in ("tfrecord", "parquet"):
        raise ShardError(f"Cannot open {folder}: its index.json is not one of jobs/preprocess.sh")
    if index["format"] != "tfrecord":
        raise ShardError(f"Cannot open {folder}: its format is {index['format']}; only shards of --format tfrecord are read here")
    if index.get("version") != VERSION:
        raise ShardError(f"Cannot open {folder}: its version is {index.get('version')}, this reads {VERSION}")
    if index.get("compression") not in ("none", "gzip"):
        raise ShardError(f"Cannot open {folder}: its compression is {index.get('compression')}, known are none and gzip")
    return Shards(folder, index)


def main():
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="output folder of jobs/preprocess.sh")
    parser.add_argument("--verify", action="store_true", help="read all shards and compare their SHA-256 with index.json")
    args = parser.parse_args()
    try:
        shards = open_shards(args.folder)
        for split in map(shards.split, shards.names):
            for shard in split.shards if args.verify else ():
                shard.verify()
            print(f"{split.name}: {len(split)} records in {len(split.shards)} shards, {split.epochs} orders, scans of {split.entry['subjects']} subjects")
    except ShardError as e:
        sys.exit(f"error: {e}")


if __name__ == "__main__":
    main()
