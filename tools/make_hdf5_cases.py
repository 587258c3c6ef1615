#!/usr/bin/env python3
"""Writes HDF5 files of kinds that readers have been wrong about, and what h5py reads from them.

    make_hdf5_cases.py OUTDIR

OUTDIR then holds one file per case and cases.jsonl: case, file, dataset and what read_hdf5.py says of it.
Each case is written for older and newer versions of the format. Needs h5py and numpy.
"""
import json
import os
import struct
import sys

import h5py
import numpy as np
from h5py import h5d, h5s, h5t

import hdf5_library as library
import read_hdf5

RANDOM = np.random.default_rng(10)
SHAPE = (13, 11, 9)
IMAGE = (RANDOM.standard_normal(SHAPE) * 100).astype("f4")
MASKS = (RANDOM.random(SHAPE + (3,)) < 0.4).astype("u1")
VERSIONS = ("earliest", "v110", "latest")
CHUNK = (4, 4, 4)
GZIP = dict(chunks=CHUNK, compression="gzip", shuffle=True)


class Cases:
    """Collects cases; a file is named after its case."""

    def __init__(self, folder):
        self.folder = folder
        self.listed = []

    def path(self, case, datasets=("volume", "seg")):
        path = os.path.join(self.folder, case.replace(" ", "_").replace("/", "-") + ".h5")
        self.listed += [(case, path, dataset) for dataset in datasets]
        return path

    def file(self, case, libver, datasets=("volume", "seg"), **options):
        return library.create(self.path(f"{case}, {libver}", datasets), libver, **options)

    def finish(self):
        read = read_hdf5.read_all([entry[1:] for entry in self.listed])
        with open(os.path.join(self.folder, "cases.jsonl"), "w", encoding="utf-8") as out:
            for (case, path, dataset), found in zip(self.listed, read):
                entry = dict(case=case, file=os.path.basename(path), dataset=dataset, read=found)
                out.write(json.dumps(entry) + "\n")


def low_level(file, name, kind, data=None, shape=SHAPE, most=None, **creation):
    space = h5s.create_simple(shape, most) if most else h5s.create_simple(shape)
    made = h5py.Dataset(h5d.create(file.id, name.encode(), kind, space,
                                   library.dataset_creation(**creation)))
    if data is not None:
        made[...] = data
    return made


def usual(file, **options):
    file.create_dataset("volume", data=IMAGE, **options)
    file.create_dataset("seg", data=MASKS)


def writers(cases):
    """Files whose writer is at work, or was killed; it had flushed what it wrote."""
    for libver in VERSIONS:
        for swmr in (False, True) if libver == "latest" else (False,):
            how = "swmr" if swmr else "plain"
            path = cases.path(f"writer killed {how}, {libver}")
            bounds = libver if libver != "v110" else ("v110", "v110")
            pid = os.fork()
            if pid == 0:
                file = h5py.File(path, "w", libver=bounds)
                file.create_dataset("seg", data=MASKS, chunks=MASKS.shape)
                volume = file.create_dataset("volume", SHAPE, "f4", chunks=(13, 11, 1))
                if swmr:
                    file.swmr_mode = True
                for d in range(4):
                    volume[:, :, d] = IMAGE[:, :, d]
                    file.flush()
                os._exit(0)
            os.waitpid(pid, 0)
            with open(cases.path(f"writer at work {how}, {libver}"), "wb") as copy:
                writing = h5py.File(path + ".writing", "w", libver=bounds)
                usual(writing, chunks=CHUNK)
                if swmr:
                    writing.swmr_mode = True
                writing.flush()
                with open(path + ".writing", "rb") as source:
                    copy.write(source.read())
                writing.close()


def metadata_cache_images(cases, libver):
    for name, options in {"contiguous": {}, "gzip": GZIP, "grows": dict(GZIP, maxshape=(None,) * 3),
                          "small chunks": dict(chunks=(2, 1, 1))}.items():
        with cases.file(f"metadata cache image, {name}", libver, cache_image=True) as file:
            usual(file, **options)
            file.create_group("beside")


def shared_messages(cases, libver):
    """Flags 0x20 share fill values, 0x1e data types, dataspaces and filters as well."""
    for flags in (0x20, 0x1E, 0x3E):
        for fill in (7.0, -1024.0):
            for chunks in (CHUNK, None):
                name = f"shared messages {flags:x}, fill {fill}, {'chunks' if chunks else 'contiguous'}"
                creation = library.file_creation(shared=flags)
                with cases.file(name, libver, creation=creation) as file:
                    for dataset in ("other 1", "other 2", "volume"):
                        file.create_dataset(dataset, SHAPE, "f4", chunks=chunks, fillvalue=fill)
                    if chunks:
                        file["volume"][0:4, 0:4, 0:3] = 5
                    file.create_dataset("seg", data=MASKS)


def unfiltered_edges(cases, libver):
    """Attributes move the layout message away; an enum of many names puts it beyond byte 4096."""
    for attributes in (0, 3, 12, 30):
        for gzip, shuffle in ((True, False), (False, True), (True, True)):
            with cases.file(f"unfiltered edges, {attributes} attributes, gzip {gzip}, shuffle {shuffle}",
                            libver) as file:
                volume = low_level(file, "volume", h5t.IEEE_F32LE, IMAGE, chunk=(5, 7, 3),
                                   gzip=gzip, shuffle=shuffle, plain_edges=True)
                for i in range(attributes):
                    volume.attrs[f"attribute number {i}"] = np.arange(13 * (i % 5 + 1))
                file.create_dataset("seg", data=MASKS)
    for count in (5, 300, 900):
        kind = h5t.enum_create(h5t.STD_I16LE)
        for i in range(count):
            kind.enum_insert(b"a name of some length %d" % i, i)
        with cases.file(f"unfiltered edges, enum of {count}", libver) as file:
            values = np.arange(IMAGE.size).reshape(SHAPE) % count
            volume = low_level(file, "volume", kind, chunk=(5, 7, 3), gzip=True, plain_edges=True)
            volume.id.write(h5s.ALL, h5s.ALL, values.astype("<i2"), mtype=kind)
            file.create_dataset("seg", data=MASKS)


def b_trees(cases, libver):
    for k in (1, 2, 3, 100):
        creation = library.file_creation(group_k=k, chunk_k=k)
        with cases.file(f"b-trees of k {k}", libver, creation=creation) as file:
            for i in range(30):
                file.create_group(f"beside {i:02d}")
            usual(file, chunks=(3, 3, 2), compression="gzip")


def widths(cases, libver):
    for address, length in ((2, 2), (4, 4), (4, 8), (8, 4), (2, 8)):
        creation = library.file_creation(address=address, length=length)
        with cases.file(f"addresses of {address} and lengths of {length} bytes", libver,
                        creation=creation) as file:
            usual(file, **GZIP)


def committed_types(cases, libver):
    with cases.file("committed types", libver) as file:
        file["kinds/image"] = np.dtype(">f4")
        file["kinds/masks"] = np.dtype("u1")
        file.create_dataset("volume", data=IMAGE, dtype=file["kinds/image"], fillvalue=7, **GZIP)
        file.create_dataset("seg", data=MASKS, dtype=file["kinds/masks"])


def odd_neighbours(cases, libver):
    with cases.file("odd neighbours", libver) as file:
        usual(file, **GZIP)
        odd_datasets(file)
        odd_links(file)
        for target in (file, file["volume"], file["group"]):
            odd_attributes(target, file)


def odd_datasets(file):
    group = file.create_group("group")
    for size in (1, 3, 5, 8, 100):
        file.create_dataset(f"raw bytes {size}", data=np.void(b"\1" * size))
    file.create_dataset("strings", data=["knee", "\u00fc"], dtype=h5py.string_dtype())
    file.create_dataset("table", data=np.zeros(2, [("i", "i4"), ("s", "S5"), ("raw", "V5")]))
    file.create_dataset("complex", data=IMAGE.astype("c8"))
    file.create_dataset("long double", data=np.ones(3, np.longdouble))
    file.create_dataset("arrays", data=np.zeros(2, "(3,2)f4"))
    file.create_dataset("empty", data=h5py.Empty("f4"))
    file.create_dataset("scaled", data=np.arange(120).reshape(6, 5, 4), chunks=(3, 3, 3),
                        scaleoffset=0)
    file.create_dataset("elsewhere", (4,), "f4", external=[("nowhere.bin", 0, 16)])
    references = file.create_dataset("references", (2,), h5py.ref_dtype)
    references[0], references[1] = file["volume"].ref, group.ref
    regions = file.create_dataset("regions", (1,), h5py.regionref_dtype)
    regions[0] = file["volume"].regionref[1:3]
    ragged = file.create_dataset("ragged", (2,), h5py.vlen_dtype("i4"))
    ragged[1] = [1, 2, 3]
    virtual = h5py.VirtualLayout((4,), "f4")
    virtual[:] = h5py.VirtualSource(".", "volume", (4,))
    file.create_virtual_dataset("virtual", virtual)
    kinds = {"bits": h5t.STD_B8LE, "time": h5t.UNIX_D32LE}
    if hasattr(h5t, "complex_create"):
        kinds["native complex"] = h5t.complex_create(h5t.NATIVE_FLOAT)
    for name, kind in kinds.items():
        h5d.create(file.id, name.encode(), kind, h5s.create_simple((2,)))


def odd_links(file):
    file["broken"] = h5py.SoftLink("/nowhere")
    file["to itself"] = h5py.SoftLink("/to itself")
    file["out"] = h5py.ExternalLink("elsewhere.h5", "/x")
    file["group/root"] = file["/"]


def odd_attributes(target, file):
    target.attrs["raw bytes"] = np.void(b"\1\2\3\4\5")
    target.attrs["region"] = file["volume"].regionref[1:2]
    target.attrs["reference"] = file["volume"].ref
    target.attrs["none"] = h5py.Empty("f4")
    target.attrs["complex"] = 1 + 2j
    target.attrs["many"] = np.zeros(9000, "u1")
    target.attrs["times"] = np.array([1], "M8[s]").astype(h5py.opaque_dtype("M8[s]"))


def links(cases, libver):
    names = ["chain 15", "chain 16", "chain 17", "self", "a", "hard", "deep", "relative"]
    with cases.file("links", libver, names) as file:
        file.create_dataset("chain 0", data=IMAGE)
        for i in range(1, 18):
            file[f"chain {i}"] = h5py.SoftLink(f"/chain {i - 1}")
        file["self"] = h5py.SoftLink("/self")
        file["a"] = h5py.SoftLink("/b")
        file["b"] = h5py.SoftLink("/a")
        file["hard"] = file["chain 0"]
        group = file.create_group("group")
        group["root"] = file["/"]
        group.create_dataset("volume", data=IMAGE + 1)
        file["relative"] = h5py.SoftLink("group/./volume")
        file["deep"] = h5py.SoftLink("/group/root/group/root/group/volume")
    for depth in (50, 500, 1200):
        path = "group/" * depth + "volume"
        with cases.file(f"{depth} groups deep", libver, ("volume", path)) as file:
            file.create_dataset("volume", data=IMAGE)
            file.create_dataset(path, data=IMAGE + 1)


def unwritten(cases, libver):
    large = dict(volume=((1500,) * 3, (100,) * 3), seg=((1500,) * 3 + (2,), (100,) * 3 + (2,)))
    with cases.file("1500 x 1500 x 1500, never written", libver) as file:
        for name, (shape, chunks) in large.items():
            file.create_dataset(name, shape, "f4", chunks=chunks)
    with cases.file("1500 x 1500 x 1500, contiguous, never written", libver, ("volume",)) as file:
        file.create_dataset("volume", (1500,) * 3, "f4")
    with cases.file("a small part written", libver) as file:
        for name, shape in (("volume", (512, 512, 200)), ("seg", (512, 512, 200, 8))):
            part = file.create_dataset(name, shape, "u1", chunks=(64, 64, 50) + shape[3:],
                                       compression="gzip")
            part[0:64, 0:64, 0:50] = 1
        sparse = file.create_dataset("many classes", (512, 512, 600, 40), "u1",
                                     chunks=(128, 128, 100, 1))
        sparse[0:10, 0:10, 0, 3] = 1


def many_objects(cases, libver):
    with cases.file("250,001 objects", libver, ("volume",)) as file:
        file.create_dataset("volume", data=IMAGE)
        create = file.id.links.create_soft
        for i in range(250_000):
            create(b"%06d" % i, b"volume")


def damaged(cases, libver):
    """One field changed; where a checksum covers it, the checksum fits again."""
    plain = os.path.join(cases.folder, f"plain_{libver}.tmp")
    with library.create(plain, libver) as file:
        low_level(file, "volume", h5t.IEEE_F32LE, IMAGE, most=(20, 20, 20), chunk=CHUNK)
        low_level(file, "seg", h5t.STD_U8LE, MASKS, shape=MASKS.shape)
        low_level(file, "flat", h5t.IEEE_F32LE, IMAGE)
        seg = h5py.h5o.get_info(file["seg"].id).addr
        flat = file["flat"].id.get_offset()
    with open(plain, "rb") as file:
        good = file.read()
    os.remove(plain)
    most = struct.pack("<QQQ", 20, 20, 20)
    volume = struct.pack("<QQQ", *SHAPE) + most
    link = struct.pack("<Q", seg)
    for name, old, new in (
            ("dimensions above their maximum", volume, struct.pack("<Q", 33) + volume[8:]),
            ("maximum below the dimensions", volume, volume[:-24] + struct.pack("<Q", 4) + most[8:]),
            ("link to masks leads beyond the file", link, struct.pack("<Q", 1 << 40)),
            ("link to masks leads into data", link, struct.pack("<Q", flat)),
            ("link to masks without an address", link, b"\xff" * 8),
    ):
        with open(cases.path(f"{name}, {libver}"), "wb") as out:
            out.write(changed(good, old, new))
    if libver == "earliest":
        with open(cases.path("name of masks is gone, earliest"), "wb") as out:
            out.write(good.replace(b"seg\0", b"\0eg\0"))
        with open(cases.path("names out of order, earliest"), "wb") as out:
            out.write(good.replace(b"seg\0", b"zeg\0"))
        with open(cases.path("no elements but storage, earliest", ("flat",)), "wb") as out:
            shape = struct.pack("<QQQ", *SHAPE)
            at = good.rfind(shape)
            while good[at + 24:at + 48] not in (shape, ):
                at = good.rfind(shape, 0, at)
            zero = struct.pack("<Q", 0)
            out.write(good[:at] + zero + good[at + 8:at + 24] + zero + good[at + 32:])


def changed(good, old, new):
    """Every place of some bytes changed, and the checksums of the headers around them."""
    data = bytearray(good)
    at = good.find(old)
    if at < 0:
        raise ValueError("the field to be changed is not there")
    while at >= 0:
        data[at:at + len(old)] = new
        at = good.find(old, at + 1)
    start = good.find(b"OHDR")
    while start >= 0:
        for end in range(start + 12, min(start + 2000, len(good) - 3)):
            if library.checksum(good[start:end]) == struct.unpack("<I", good[end:end + 4])[0]:
                library.repair(data, start, end)
                break
        start = good.find(b"OHDR", start + 1)
    return bytes(data)


def main(folder):
    os.makedirs(folder, exist_ok=True)
    cases = Cases(folder)
    writers(cases)
    for libver in VERSIONS:
        for write in (metadata_cache_images, shared_messages, unfiltered_edges, b_trees, widths,
                      committed_types, odd_neighbours, links, unwritten, damaged):
            write(cases, libver)
    many_objects(cases, "earliest")
    many_objects(cases, "latest")
    cases.finish()


if __name__ == "__main__":
    main(sys.argv[1])
