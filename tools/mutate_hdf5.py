#!/usr/bin/env python3
"""Damages HDF5 files where their structures are, and says what h5py reads from them.

    mutate_hdf5.py OUTDIR N SEED

Writes seeds of every kind of file and N damaged copies of them to OUTDIR, and damaged.jsonl with one line per
damaged file and dataset: file, dataset, seed and damage (in words), and what read_hdf5.py says of the dataset
(read) and of the same in the seed (before). The kind of structure is drawn first, so that small ones are hit
as often as large ones, and a checksum that covers the damage is made to fit again. The same N and SEED
damage the same files the same way under one version of h5py. Needs h5py and numpy.
"""
import json
import os
import random
import struct
import sys

import h5py
import numpy as np
from h5py import h5d, h5s, h5t

import hdf5_library as library
import read_hdf5

SHAPE = (7, 6, 5)
MASKS = SHAPE + (3,)
VERSIONS = ("earliest", "v108", "v110", "latest")
DATASETS = ("volume", "seg")

# Structures that begin with a signature; those in lower case have no checksum.
SIGNATURES = {
    b"\x89HDF\r\n\x1a\n": "superblock", b"OHDR": "object header", b"OCHK": "object header",
    b"FRHP": "heap", b"FHDB": "heap", b"FHIB": "heap", b"HEAP": "heap", b"GCOL": "heap",
    b"BTHD": "b-tree", b"BTLF": "b-tree", b"BTIN": "b-tree", b"TREE": "b-tree", b"SNOD": "symbol table",
    b"FAHD": "chunk index", b"FADB": "chunk index", b"EAHD": "chunk index", b"EAIB": "chunk index",
    b"EASB": "chunk index", b"EADB": "chunk index", b"SMTB": "shared messages", b"SMLI": "shared messages",
    b"MDCI": "cache image",
}
LONGEST = 6000
MESSAGES = {0x01: "dataspace", 0x02: "links", 0x03: "data type", 0x05: "fill value", 0x06: "links",
            0x08: "layout", 0x0B: "filters", 0x10: "continuation", 0x11: "symbol table"}


class Seed:
    """A file without damage: its bytes, its structures and where its elements lie."""

    def __init__(self, name, path):
        self.name = name
        self.path = path
        with open(path, "rb") as file:
            self.data = file.read()
        self.chunks = stored(path)
        elements = bytearray(len(self.data))
        for start, end in self.chunks:
            elements[start:end] = b"\1" * (end - start)
        self.structures = {}
        self.checked = []
        for signature, kind in SIGNATURES.items():
            at = self.data.find(signature)
            while at >= 0:
                if not elements[at]:
                    self.add(kind, at)
                at = self.data.find(signature, at + 1)
        self.add_messages()
        self.metadata = [i for i, is_element in enumerate(elements) if not is_element]
        self.addresses = [i for i in self.metadata[:-8]
                          if 0 < int.from_bytes(self.data[i:i + 8], "little") < len(self.data)]

    def add(self, kind, start):
        end = self.checked_end(start)
        if end:
            self.checked.append((start, end))
        self.structures.setdefault(kind, []).append((start, end or min(start + 600, len(self.data))))

    def checked_end(self, start):
        """Where the checksum of a structure lies, None if it has none."""
        for end in range(start + 12, min(start + LONGEST, len(self.data) - 3)):
            if library.checksum(self.data[start:end]) == int.from_bytes(
                    self.data[end:end + 4], "little"):
                return end
        return None

    def add_messages(self):
        """Messages of the headers of the datasets and of the root group."""
        with h5py.File(self.path, "r") as file:
            base = file.userblock_size
            addresses = {h5py.h5o.get_info(file[name].id).addr + base for name in ("/",) + DATASETS}
        for address in sorted(addresses):
            late = self.data[address:address + 4] == b"OHDR"
            for kind, start, end in (self.late if late else self.early)(address):
                if kind in MESSAGES and end > start:
                    self.structures.setdefault("message: " + MESSAGES[kind], []).append((start, end))

    def early(self, address):
        length = struct.unpack("<I", self.data[address + 8:address + 12])[0]
        at = address + 16
        while at + 8 <= address + 16 + length:
            kind, size = struct.unpack("<HH", self.data[at:at + 4])
            yield kind, at, at + 8 + size
            at += 8 + size

    def late(self, address):
        flags = self.data[address + 5]
        width = 1 << (flags & 3)
        at = address + 6 + (16 if flags & 0x20 else 0) + (4 if flags & 0x10 else 0)
        end = at + width + int.from_bytes(self.data[at:at + width], "little")
        at += width
        head = 6 if flags & 4 else 4
        while at + head <= end:
            size = struct.unpack("<H", self.data[at + 1:at + 3])[0]
            yield self.data[at], at, at + head + size
            at += head + size


def stored(path):
    """First and last byte of every chunk, or of all elements."""
    places = []
    with h5py.File(path, "r") as file:
        base = file.userblock_size
        for name in DATASETS:
            dataset = file[name].id
            if file[name].chunks:
                for i in range(dataset.get_num_chunks()):
                    chunk = dataset.get_chunk_info(i)
                    places.append((chunk.byte_offset + base, chunk.byte_offset + base + chunk.size))
            elif dataset.get_offset() is not None:
                places.append((dataset.get_offset(), dataset.get_offset() + dataset.get_storage_size()))
    return places


class Mutator:
    """Damages a seed in one of several ways."""

    def __init__(self, number):
        self.random = random.Random(number)
        self.ways = [self.byte] * 3 + [self.number] * 4 + [self.address] * 2 + [
            self.neighbours, self.copy, self.structure, self.chunks, self.bit, self.cut]

    def damage(self, seed):
        """The damaged bytes, and the damage in words."""
        data = bytearray(seed.data)
        how, touched = self.random.choice(self.ways)(seed, data)
        for start, end in seed.checked:
            if any(start < t and f < end for f, t in touched) and end + 4 <= len(data):
                library.repair(data, start, end)
        return bytes(data), how

    def place(self, seed, width):
        """A place in a structure."""
        kind = self.random.choice(sorted(seed.structures))
        start, end = self.random.choice(seed.structures[kind])
        used = [i for i in range(start, end - width + 1) if any(seed.data[max(0, i - 1):i + width])]
        return kind, self.random.choice(used or [start])

    def byte(self, seed, data):
        kind, at = self.place(seed, 1)
        old = data[at]
        data[at] = self.random.choice([0, 0xFF, (old + 1) & 0xFF, (old - 1) & 0xFF,
                                       old ^ 1 << self.random.randrange(8), self.random.randrange(256)])
        return f"{kind}: byte {at} from {old} to {data[at]}", [(at, at + 1)]

    def number(self, seed, data):
        width = self.random.choice([2, 4, 8])
        kind, at = self.place(seed, width)
        most = (1 << 8 * width) - 1
        old = int.from_bytes(data[at:at + width], "little")
        new = self.random.choice([0, 1, most, most >> 1, (most >> 1) + 1, old + 1, old - 1, 2 * old, old // 2,
                                  1 << 31, 1 << 32, len(data), len(data) - 1, 1 << 20]) & most
        data[at:at + width] = new.to_bytes(width, "little")
        return f"{kind}: {width} bytes at {at} from {old} to {new}", [(at, at + width)]

    def address(self, seed, data):
        if len(seed.addresses) < 2:
            return self.byte(seed, data)
        at, source = self.random.sample(seed.addresses, 2)
        data[at:at + 8] = seed.data[source:source + 8]
        return f"address at {at} from that at {source}", [(at, at + 8)]

    def neighbours(self, seed, data):
        """Keys and records that are out of order."""
        width = self.random.choice([4, 8, 16, 24])
        kind, at = self.place(seed, 2 * width)
        data[at:at + 2 * width] = data[at + width:at + 2 * width] + data[at:at + width]
        return f"{kind}: {width} bytes at {at} exchanged with the next", [(at, at + 2 * width)]

    def copy(self, seed, data):
        width = self.random.choice([8, 16, 24, 32])
        kind, at = self.place(seed, width)
        source = self.random.choice(seed.metadata[:-width])
        at = min(at, len(data) - width)
        data[at:at + width] = seed.data[source:source + width]
        return f"{kind}: {width} bytes at {at} from {source}", [(at, at + width)]

    def structure(self, seed, data):
        """A structure that lies where another was."""
        kind = self.random.choice(sorted(seed.structures))
        if len(seed.structures[kind]) < 2:
            return self.byte(seed, data)
        (start, end), (source, last) = self.random.sample(seed.structures[kind], 2)
        width = min(end - start, last - source)
        data[start:start + width] = seed.data[source:source + width]
        return f"{kind}: {width} bytes at {start} from the one at {source}", [(start, start + width)]

    def chunks(self, seed, data):
        if len(seed.chunks) < 2:
            return self.bit(seed, data)
        (start, end), (other, last) = self.random.sample(seed.chunks, 2)
        width = min(end - start, last - other)
        data[start:start + width], data[other:other + width] = (
            data[other:other + width], data[start:start + width])
        return f"elements: {width} bytes at {start} exchanged with those at {other}", []

    def bit(self, seed, data):
        start, end = self.random.choice(seed.chunks)
        at = self.random.randrange(start, end)
        data[at] ^= 1 << self.random.randrange(8)
        return f"elements: a bit of byte {at}", []

    def cut(self, seed, data):
        length = 64 * self.random.randrange(1, len(data) // 64 + 1)
        del data[length:]
        return f"cut to {length} bytes", []


class Seeds:
    """Writes files of every kind."""

    def __init__(self, folder):
        self.folder = folder
        self.values = np.random.default_rng(2)
        self.seeds = []

    def add(self, name, libver, write, **options):
        path = os.path.join(self.folder, f"{name}_{libver}.h5".replace(" ", "_"))
        with library.create(path, libver, **options) as file:
            write(file)
        self.seeds.append(Seed(f"{name}, {libver}", path))

    def image(self, kind="<f4", shape=SHAPE):
        return (self.values.standard_normal(shape) * 100).astype(kind)

    def masks(self, shape=MASKS):
        return (self.values.random(shape) < 0.4).astype("u1")

    def usual(self, name, libver, image=None, masks=None, kind="<f4", options=None):
        def write(file):
            file.create_dataset("volume", data=self.image(kind), **(image or {}))
            file.create_dataset("seg", data=self.masks(), **(masks or {}))
        self.add(name, libver, write, **(options or {}))

    def all(self):
        for libver in VERSIONS:
            self.layouts(libver)
            self.indices(libver)
            self.structures(libver)
        return self.seeds

    def layouts(self, libver):
        chunks, mask_chunks = dict(chunks=(3, 4, 2)), dict(chunks=(3, 4, 2, 3))
        self.usual("contiguous", libver)
        self.usual("chunked", libver, chunks, mask_chunks, kind=">i2")
        self.usual("gzip", libver, dict(chunks, compression="gzip", shuffle=True),
                   dict(mask_chunks, compression="gzip"))
        self.usual("checked", libver, dict(chunks, fletcher32=True), mask_chunks)
        self.usual("lzf", libver, dict(chunks, compression="lzf"), mask_chunks)

        def write(file):
            for name, data, kind in (("volume", self.image(), h5t.IEEE_F32LE),
                                     ("seg", self.masks(), h5t.STD_U8LE)):
                creation = library.dataset_creation(
                    chunk=(3, 4, 2) if name == "volume" else None, gzip=name == "volume",
                    compact=name == "seg", plain_edges=name == "volume" and libver[-2:] not in ("st", "08"),
                    fill=np.float32(7) if name == "volume" else None)
                made = h5d.create(file.id, name.encode(), kind, h5s.create_simple(data.shape), creation)
                h5py.Dataset(made)[1:] = data[1:]
        self.add("compact and partial", libver, write)

    def indices(self, libver):
        chunks = dict(chunks=(3, 4, 2))
        small = dict(chunks=(1, 1, 1))
        self.usual("single chunk", libver, dict(chunks=SHAPE), dict(chunks=MASKS, compression="gzip"))
        self.usual("grows in one axis", libver, dict(chunks, maxshape=(None,) + SHAPE[1:]))
        self.usual("grows in one axis, small chunks", libver, dict(small, maxshape=SHAPE[:2] + (None,)))
        self.usual("grows in all axes", libver, dict(chunks, maxshape=(None,) * 3, compression="gzip"))
        self.usual("grows to a limit", libver, dict(chunks, maxshape=(9, 9, 9), compression="gzip"))
        self.usual("small chunks", libver, small)

        def write(file):
            file.create_dataset("volume", data=self.image(shape=(12, 10, 9)), chunks=(1, 1, 1),
                                maxshape=(None, 10, 9))
            file.create_dataset("seg", data=self.masks((12, 10, 9, 1)), chunks=(1, 1, 1, 1))
        self.add("a thousand chunks", libver, write)

        def early(file):
            creation = library.dataset_creation(chunk=(3, 4, 2), early=True)
            made = h5d.create(file.id, b"volume", h5t.IEEE_F32LE, h5s.create_simple(SHAPE), creation)
            h5py.Dataset(made)[...] = self.image()
            file.create_dataset("seg", data=self.masks())
        self.add("allocated early", libver, early)

    def structures(self, libver):
        chunks = dict(chunks=(3, 4, 2), compression="gzip")

        def many(file):
            for i in range(20):
                file.create_dataset(f"beside {i:02d}", data=i)
            volume = file.create_dataset("volume", data=self.image(), **chunks)
            for i in range(12):
                volume.attrs[f"attribute {i}"] = "x" * i
            file.create_dataset("seg", data=self.masks())
        self.add("many objects", libver, many)

        def linked(file):
            file.create_dataset("a/b/image", data=self.image(), **chunks)
            file["volume"] = h5py.SoftLink("/a/b/image")
            file["type"] = np.dtype("u1")
            file.create_dataset("seg", data=self.masks(), dtype=file["type"])
        self.add("links and a committed type", libver, linked)
        self.usual("b-trees of k 1", libver, chunks,
                   options=dict(creation=library.file_creation(group_k=1, chunk_k=1)))
        self.usual("shared messages", libver, dict(chunks, fillvalue=3),
                   options=dict(creation=library.file_creation(shared=0x3E)))
        self.usual("metadata cache image", libver, chunks, options=dict(cache_image=True))


def main(folder, count, number):
    os.makedirs(folder, exist_ok=True)
    seeds = Seeds(folder).all()
    mutator = Mutator(number)
    entries = []
    for i in range(count):
        seed = seeds[i % len(seeds)]
        data, damage = mutator.damage(seed)
        path = os.path.join(folder, f"damaged_{i:06d}.h5")
        with open(path, "wb") as file:
            file.write(data)
        entries += [(path, dataset, seed, damage) for dataset in DATASETS]
    read = read_hdf5.read_all([entry[:2] for entry in entries])
    whole = [(seed.path, dataset) for seed in seeds for dataset in DATASETS]
    undamaged = dict(zip(whole, read_hdf5.read_all(whole)))
    with open(os.path.join(folder, "damaged.jsonl"), "w", encoding="utf-8") as out:
        for (path, dataset, seed, damage), found in zip(entries, read):
            entry = dict(file=os.path.basename(path), dataset=dataset, seed=os.path.basename(seed.path),
                         damage=f"{seed.name}: {damage}", read=found,
                         before=undamaged[seed.path, dataset])
            out.write(json.dumps(entry) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
