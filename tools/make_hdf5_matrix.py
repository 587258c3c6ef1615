#!/usr/bin/env python3
"""Writes HDF5 files of every kind that a reader may meet, and what h5py reads from them.

    make_hdf5_matrix.py OUTDIR

OUTDIR then holds the files, index.json (one entry per dataset: file, dataset, shape, offset, expect),
floats.bin (all elements as native float32, entry after entry) and flags.bin (one byte per element:
value != 0). `expect` is "read" where a reader must succeed, "refuse" where it must say no, and
"either" where both are right as long as the elements are. Needs h5py and numpy.
"""
import ctypes
import json
import os
import sys
import warnings
import zlib

import h5py
import numpy as np
from h5py import h5d, h5p, h5s, h5t

warnings.filterwarnings("ignore")
RANDOM = np.random.default_rng(20)

FLOATS = ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8"]
INTEGERS = [o + k + s for k in "iu" for s in "248" for o in "<>"] + ["i1", "u1"]
TYPES = FLOATS + INTEGERS + ["?"]

LAYOUTS = {
    "contiguous": {},
    "chunked": dict(chunks=True),
    "gzip": dict(chunks=True, compression="gzip", compression_opts=4),
    "gzip9": dict(chunks=True, compression="gzip", compression_opts=9),
    "shuffle": dict(chunks=True, shuffle=True),
    "shuffle_gzip": dict(chunks=True, shuffle=True, compression="gzip", compression_opts=1),
    "lzf": dict(chunks=True, compression="lzf"),
    "shuffle_lzf": dict(chunks=True, shuffle=True, compression="lzf"),
    "fletcher": dict(chunks=True, fletcher32=True),
    "gzip_fletcher": dict(chunks=True, compression="gzip", fletcher32=True),
    "shuffle_fletcher": dict(chunks=True, shuffle=True, fletcher32=True),
    "shuffle_gzip_fletcher": dict(
        chunks=True, shuffle=True, compression="gzip", fletcher32=True),
    "lzf_fletcher": dict(chunks=True, compression="lzf", fletcher32=True),
    "shuffle_lzf_fletcher": dict(
        chunks=True, shuffle=True, compression="lzf", fletcher32=True),
}


def values(dtype, shape):
    """Elements over the whole range of a type, the awkward ones first."""
    dtype = np.dtype(dtype)
    count = int(np.prod(shape))
    if dtype.kind == "b":
        return RANDOM.integers(0, 2, shape).astype(bool)
    if dtype.kind == "f":
        info = np.finfo(dtype)
        data = (RANDOM.standard_normal(count) * 100).astype(dtype)
        data[RANDOM.random(count) < 0.3] = 0
        awkward = [np.nan, np.inf, -np.inf, -0.0, 0.0, info.max, info.min, info.tiny,
                   info.smallest_subnormal, 1, -1, 0.1]
    else:
        info = np.iinfo(dtype)
        data = RANDOM.integers(info.min, info.max, count, dtype=dtype.newbyteorder("="),
                               endpoint=True).astype(dtype)
        data[RANDOM.random(count) < 0.3] = 0
        awkward = [0, 1, info.max, info.min, info.max - 1, info.max // 2]
    head = np.array(awkward, dtype=dtype)[:count]
    data[: head.size] = head
    return data.reshape(shape)


def masks(dtype, shape):
    """Sparse masks: mostly 0, and values that are 0 in no number type."""
    dtype = np.dtype(dtype)
    data = np.zeros(shape, dtype)
    some = RANDOM.random(shape) < 0.15
    data[some] = True if dtype.kind == "b" else 1
    if dtype.kind == "f":
        data[RANDOM.random(shape) < 0.02] = np.finfo(dtype).smallest_subnormal
        data[RANDOM.random(shape) < 0.02] = -0.0
        data[RANDOM.random(shape) < 0.02] = -np.inf
    elif dtype.kind in "iu":
        data[RANDOM.random(shape) < 0.02] = np.iinfo(dtype).max
        data[RANDOM.random(shape) < 0.02] = np.iinfo(dtype).min
    return data


class Matrix:
    """Collects files and what is in them."""

    def __init__(self, folder):
        self.folder = folder
        self.expectations = []

    def file(self, name, libver="earliest", **options):
        path = os.path.join(self.folder, name)
        # HDF5 1.10 wrote the newer format with older data type versions: a format of its own.
        bounds = ("v110", "v110") if libver == "v110" else libver
        return h5py.File(path, "w", libver=bounds, **options)

    def expect(self, file, dataset, expect="read"):
        self.expectations.append((os.path.basename(file.filename), dataset, expect))

    def finish(self):
        entries = []
        offset = 0
        with open(os.path.join(self.folder, "floats.bin"), "wb") as floats, open(
            os.path.join(self.folder, "flags.bin"), "wb"
        ) as flags:
            for name, dataset, expect in self.expectations:
                entry = dict(file=name, dataset=dataset, expect=expect, shape=[], offset=-1)
                if expect != "refuse":
                    with h5py.File(os.path.join(self.folder, name), "r") as file:
                        data = np.asarray(file[dataset][()])
                    entry["shape"] = list(data.shape)
                    entry["offset"] = offset
                    floats.write(data.astype("=f4").tobytes())
                    flags.write((data != 0).astype("u1").tobytes())
                    offset += data.size
                entries.append(entry)
        with open(os.path.join(self.folder, "index.json"), "w") as out:
            json.dump(entries, out, indent=0)


def chunk_shapes(options, shape, chunk):
    options = dict(options)
    if options.get("chunks"):
        options["chunks"] = chunk
    return options


def types_and_layouts(matrix, libver):
    shape = (11, 7, 8)
    for layout, options in LAYOUTS.items():
        with matrix.file(f"types_{layout}_{libver}.h5", libver) as file:
            for dtype in TYPES:
                name = dtype.replace("<", "le_").replace(">", "be_").replace("?", "bool")
                file.create_dataset(name, data=values(dtype, shape),
                                    **chunk_shapes(options, shape, (4, 3, 5)))
                matrix.expect(file, name)


def shapes(matrix, libver):
    cases = {
        "row": ((50,), (7,)),
        "plane": ((9, 13), (4, 13)),
        "slice_chunks": ((11, 7, 8), (11, 7, 1)),
        "whole_chunk": ((11, 7, 8), (11, 7, 8)),
        "column_chunks": ((11, 7, 8), (1, 1, 8)),
        "one_element_chunks": ((5, 4, 3), (1, 1, 1)),
        "exact_chunks": ((12, 8, 6), (4, 4, 3)),
        "large": ((70, 90, 40), (32, 32, 16)),
        "one_slice": ((20, 30, 1), (8, 30, 1)),
        "five": ((3, 4, 5, 2, 3), (2, 2, 2, 2, 2)),
    }
    with matrix.file(f"shapes_{libver}.h5", libver) as file:
        for name, (shape, chunk) in cases.items():
            for layout in ("contiguous", "chunked", "shuffle_gzip", "shuffle_lzf", "fletcher"):
                for dtype in ("<f4", ">i2"):
                    dataset = f"{name}_{layout}_{dtype[1:]}"
                    file.create_dataset(dataset, data=values(dtype, shape),
                                        **chunk_shapes(LAYOUTS[layout], shape, chunk))
                    matrix.expect(file, dataset)
        for dtype in ("<f4", "<i8", "<u8", ">u2", "?"):
            dataset = "scalar_" + dtype.strip("<>?") + "_"
            file.create_dataset(dataset, data=np.dtype(dtype).type(1))
            matrix.expect(file, dataset)
        for number, shape in enumerate([(0, 5, 3), (5, 0, 3), (5, 3, 0)]):
            file.create_dataset(f"nothing_{number}", shape=shape, dtype="f4")
            matrix.expect(file, f"nothing_{number}")
        file.create_dataset("nothing_chunked", (0, 5, 3), "f4", chunks=(2, 2, 2),
                            maxshape=(None, 5, 3))
        matrix.expect(file, "nothing_chunked")


def mask_files(matrix, libver):
    shape = (9, 70, 5, 3)
    chunks = {"thirds": (4, 33, 2, 2), "slices": (9, 70, 1, 3), "classes": (9, 70, 5, 1),
              "rows": (1, 70, 5, 3), "whole": shape}
    with matrix.file(f"masks_{libver}.h5", libver) as file:
        for dtype in ("?", "u1", "i1", "<i2", ">i4", "<u8", ">f2", "<f4", ">f8"):
            data = masks(dtype, shape)
            kind = dtype.replace("<", "le_").replace(">", "be_").replace("?", "bool")
            file.create_dataset(f"{kind}_contiguous", data=data)
            matrix.expect(file, f"{kind}_contiguous")
            for name, chunk in chunks.items():
                for layout in ("gzip", "shuffle_lzf"):
                    file.create_dataset(f"{kind}_{name}_{layout}", data=data,
                                        **chunk_shapes(LAYOUTS[layout], shape, chunk))
                    matrix.expect(file, f"{kind}_{name}_{layout}")


def fill_values(matrix, libver):
    shape = (11, 7, 8)
    fills = {"<f4": 1.5, ">f8": np.nan, "<i2": -7, ">u4": 4000000000, "u1": 255}
    with matrix.file(f"fill_{libver}.h5", libver) as file:
        for dtype, fill in fills.items():
            kind = dtype.strip("<>")
            for layout in ("contiguous", "chunked", "shuffle_gzip", "fletcher"):
                for value in (fill, None):
                    options = chunk_shapes(LAYOUTS[layout], shape, (4, 3, 5))
                    name = f"{kind}_{layout}_{'fill' if value is not None else 'zero'}"
                    file.create_dataset(name, shape, dtype, fillvalue=value, **options)
                    matrix.expect(file, name)
                    if layout != "contiguous":
                        part = file.create_dataset(name + "_part", shape, dtype,
                                                   fillvalue=value, **options)
                        part[5:9, 2:4, :] = values(dtype, (4, 2, 8))
                        matrix.expect(file, name + "_part")
        never = low_level(file, "never", shape, h5t.NATIVE_FLOAT, fill=np.float32(3),
                          chunk=(4, 3, 5), fill_time=h5d.FILL_TIME_NEVER)
        never[0:2, 0:2, :] = 5
        matrix.expect(file, "never", "either")
        masks_fill = file.create_dataset("masks_fill", (6, 5, 4, 2), "u1", fillvalue=1,
                                         chunks=(3, 3, 2, 2), compression="gzip")
        masks_fill[0:2] = 0
        matrix.expect(file, "masks_fill")


def low_level(file, name, shape, kind, fill=None, chunk=None, fill_time=None, early=False,
              compact=False, most=None):
    options = h5p.create(h5p.DATASET_CREATE)
    if chunk:
        options.set_chunk(chunk)
    if compact:
        options.set_layout(h5d.COMPACT)
    if fill is not None:
        options.set_fill_value(np.array(fill))
    if fill_time is not None:
        options.set_fill_time(fill_time)
    if early:
        options.set_alloc_time(h5d.ALLOC_TIME_EARLY)
    space = h5s.create_simple(shape, most) if most else h5s.create_simple(shape)
    return h5py.Dataset(h5d.create(file.id, name.encode(), kind, space, options))


def growing(matrix, libver):
    """maxshape: where libver=latest picks other chunk indices."""
    shape = (11, 7, 8)
    n = None
    cases = {
        "first": (n, 7, 8), "last": (11, 7, n), "middle": (11, n, 8), "first_two": (n, n, 8),
        "all": (n, n, n), "fixed_first": (40, 7, 8), "fixed_last": (11, 7, 40),
        "fixed_all": (40, 30, 20), "first_and_fixed": (n, 30, 8), "same": (11, 7, 8),
    }
    supported = {"first", "first_two", "all", "same", "fixed_first"}
    with matrix.file(f"growing_{libver}.h5", libver) as file:
        for name, most in cases.items():
            expect = "read" if libver == "earliest" or name in supported else "either"
            for layout in ("chunked", "shuffle_gzip", "shuffle_lzf"):
                options = chunk_shapes(LAYOUTS[layout], shape, (4, 3, 5))
                file.create_dataset(f"{name}_{layout}", data=values("<f4", shape), maxshape=most,
                                    **options)
                matrix.expect(file, f"{name}_{layout}", expect)
                sparse = file.create_dataset(f"{name}_{layout}_sparse", shape, "<f4",
                                             maxshape=most, fillvalue=2, **options)
                sparse[9:11, 5:7, :] = values("<f4", (2, 2, 8))
                fine = libver == "earliest" or name in ("first_two", "all", "same", "fixed_first")
                matrix.expect(file, f"{name}_{layout}_sparse", "read" if fine else "either")
        file.create_dataset("large_chunk", data=values("<f4", (3, 4, 5)), maxshape=(n, n, n),
                            chunks=(8, 8, 8), compression="gzip")
        matrix.expect(file, "large_chunk")
        grown = file.create_dataset("grown", data=values("<f4", (4, 7, 8)), maxshape=(n, 7, 8),
                                    chunks=(4, 3, 5), compression="gzip")
        grown.resize((11, 7, 8))
        grown[4:] = values("<f4", (7, 7, 8))
        matrix.expect(file, "grown")
        shrunk = file.create_dataset("shrunk", data=values("<f4", (20, 7, 8)), maxshape=(n, 7, 8),
                                     chunks=(4, 3, 5))
        shrunk.resize((6, 7, 8))
        matrix.expect(file, "shrunk")


def indices(matrix, libver):
    """Many chunks, early allocation, compact layout, filter masks."""
    with matrix.file(f"indices_{libver}.h5", libver) as file:
        data = values("<i2", (40, 50, 3))
        for name, options in {
            "many": dict(chunks=(1, 1, 3)),
            "many_gzip": dict(chunks=(1, 1, 3), compression="gzip"),
            "many_growing": dict(chunks=(1, 1, 3), maxshape=(None, 50, 3)),
            "many_growing_two": dict(chunks=(1, 1, 3), maxshape=(None, None, 3)),
        }.items():
            file.create_dataset(name, data=data, **options)
            matrix.expect(file, name)
        paged = file.create_dataset("many_sparse", data.shape, "<i2", chunks=(1, 1, 3))
        paged[20:22] = data[20:22]
        matrix.expect(file, "many_sparse", "read" if libver == "earliest" else "either")
        early = low_level(file, "early", (11, 7, 8), h5t.IEEE_F32LE, chunk=(4, 3, 5), early=True)
        early[...] = values("<f4", (11, 7, 8))
        matrix.expect(file, "early")
        early = low_level(file, "early_growing", (11, 7, 8), h5t.IEEE_F32LE, chunk=(4, 3, 5),
                          early=True, most=(22, 14, 16))
        early[...] = values("<f4", (11, 7, 8))
        matrix.expect(file, "early_growing", "read" if libver == "earliest" else "either")
        for kind, dtype in ((h5t.IEEE_F32LE, "<f4"), (h5t.STD_I16BE, ">i2")):
            compact = low_level(file, "compact_" + dtype[1:], (5, 4, 3), kind, compact=True)
            compact[...] = values(dtype, (5, 4, 3))
            matrix.expect(file, "compact_" + dtype[1:])
        low_level(file, "compact_fill", (5, 4, 3), h5t.IEEE_F32LE, fill=np.float32(2.5),
                  compact=True)
        matrix.expect(file, "compact_fill")
        for mask, name in ((1, "no_shuffle"), (2, "no_gzip"), (3, "no_filter")):
            direct = file.create_dataset("direct_" + name, (8, 6, 4), "<i2", chunks=(4, 6, 4),
                                         shuffle=True, compression="gzip")
            direct[...] = values("<i2", (8, 6, 4))
            plain = values("<i2", (4, 6, 4)).tobytes()
            shuffled = np.frombuffer(plain, "u1").reshape(-1, 2).T.tobytes()
            stored = {1: zlib.compress(plain), 2: shuffled, 3: plain}[mask]
            direct.id.write_direct_chunk((4, 0, 0), stored, filter_mask=mask)
            matrix.expect(file, "direct_" + name)
        noise = RANDOM.integers(0, 256, (16, 16, 16)).astype("u1")
        file.create_dataset("noise_lzf", data=noise, chunks=(8, 8, 8), compression="lzf")
        matrix.expect(file, "noise_lzf")
        file.create_dataset("noise_shuffle_lzf", data=noise.astype("<i4") * 65537,
                            chunks=(8, 8, 8), shuffle=True, compression="lzf")
        matrix.expect(file, "noise_shuffle_lzf")
        file.create_dataset("runs_lzf", data=np.arange(4096).reshape(16, 16, 16) // 700,
                            chunks=(16, 16, 16), compression="lzf")
        matrix.expect(file, "runs_lzf")


def refused(matrix, libver):
    """What must be refused in words: other types, other filters."""
    shape = (6, 5, 4)
    with matrix.file(f"refused_{libver}.h5", libver) as file:
        file.create_dataset("scaleoffset", data=np.arange(120).reshape(shape), chunks=(3, 3, 3),
                            scaleoffset=0)
        if h5py.h5z.filter_avail(h5py.h5z.FILTER_SZIP):
            file.create_dataset("szip", data=values("<f4", (8, 8, 8)), chunks=(8, 8, 8),
                                compression="szip")
            matrix.expect(file, "szip", "refuse")
        short = h5t.STD_I32LE.copy()
        short.set_precision(20)
        low_level(file, "precision", shape, short)[...] = 5
        low_level(file, "precision_chunked", shape, short, chunk=(3, 3, 3))[...] = 5
        brain = h5t.IEEE_F32LE.copy()
        brain.set_fields(31, 23, 8, 0, 23)
        brain.set_ebias(100)
        low_level(file, "other_bias", shape, brain)[...] = 5
        file.create_dataset("complex", data=np.ones(shape, "c8"))
        file.create_dataset("compound", data=np.zeros(shape, [("a", "f4"), ("b", "i2")]))
        file.create_dataset("text", data=np.full(shape, b"ab"))
        file.create_dataset("string", data=["a", "b"], dtype=h5py.string_dtype())
        file.create_dataset("empty", data=h5py.Empty("f4"))
        file.create_dataset("long_double", data=np.ones(shape, np.longdouble))
        low_level(file, "bitfield", shape, h5t.STD_B8LE)
        for name in ("scaleoffset", "precision", "precision_chunked", "other_bias", "complex",
                     "compound", "text", "string", "empty", "long_double", "bitfield"):
            matrix.expect(file, name, "refuse")
        file.create_dataset("enum", data=np.arange(120).reshape(shape) % 3,
                            dtype=h5py.enum_dtype({"a": 0, "b": 1, "c": 2}, basetype="<i2"))
        matrix.expect(file, "enum")
    for name in ("opaque", "virtual", "external"):
        with matrix.file(f"{name}_{libver}.h5", libver) as file:
            if name == "opaque":
                file.create_dataset("data", data=np.zeros(shape, "V2"))
            elif name == "virtual":
                layout = h5py.VirtualLayout(shape=shape, dtype="f4")
                layout[...] = h5py.VirtualSource(f"shapes_{libver}.h5", "five", shape=shape)
                file.create_virtual_dataset("data", layout)
            else:
                file.create_dataset("data", shape, "f4", external=[("raw.bin", 0, 480)])
            matrix.expect(file, "data", "refuse")


def unfiltered_edges(matrix):
    """Partial chunks stored without filters: not in h5py, so set through its C library."""
    with open("/proc/self/maps") as maps:
        libraries = {line.split()[-1] for line in maps if "/libhdf5-" in line or "/libhdf5." in line}
    if not libraries:
        return
    library = ctypes.CDLL(libraries.pop())
    library.H5Pset_chunk_opts.argtypes = [ctypes.c_int64, ctypes.c_uint]
    with matrix.file("unfiltered_edges.h5", "latest") as file:
        for name, filters in {"shuffle": "s", "gzip": "g", "both": "sg", "none": ""}.items():
            options = h5p.create(h5p.DATASET_CREATE)
            options.set_chunk((4, 3, 5))
            if "s" in filters:
                options.set_shuffle()
            if "g" in filters:
                options.set_deflate(4)
            if library.H5Pset_chunk_opts(options.id, 2) < 0:
                raise OSError("H5Pset_chunk_opts")
            space = h5s.create_simple((11, 7, 8))
            made = h5d.create(file.id, name.encode(), h5t.IEEE_F32LE, space, options)
            h5py.Dataset(made)[...] = values("<f4", (11, 7, 8))
            matrix.expect(file, name, "either" if filters else "read")


def structure(matrix, libver):
    """Groups, links, names, a user block, tracked order."""
    data = values("<f4", (5, 4, 3))
    with matrix.file(f"structure_{libver}.h5", libver, userblock_size=1024,
                     track_order=True) as file:
        file.create_dataset("a group/deeper/d\u00e9j\u00e0 vu", data=data)
        file.create_dataset("chunked", data=data, chunks=(2, 2, 2), compression="gzip")
        file["soft"] = h5py.SoftLink("/a group/deeper/d\u00e9j\u00e0 vu")
        file["hard"] = file["chunked"]
        file["to group"] = h5py.SoftLink("/a group")
        file["broken"] = h5py.SoftLink("/nowhere")
        file.create_dataset("a group/deeper/plain", data=data)
        file["soft plain"] = h5py.SoftLink("/a group/deeper/plain")
        for name in ("a group/deeper/plain", "soft plain", "/to group/deeper/plain", "chunked",
                     "hard"):
            matrix.expect(file, name)
        # Names beyond ASCII are not always flagged as such by the writer.
        for name in ("a group/deeper/d\u00e9j\u00e0 vu", "soft"):
            matrix.expect(file, name, "either")
        matrix.expect(file, "broken", "refuse")
    with matrix.file(f"groups_{libver}.h5", libver) as file:
        for i in range(300):
            file.create_dataset(f"{i:07d}_V00/volume", data=data + i)
        matrix.expect(file, "0000000_V00/volume")
        matrix.expect(file, "0000299_V00/volume")


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    matrix = Matrix(folder)
    for libver in ("earliest", "v110", "latest"):
        types_and_layouts(matrix, libver)
        shapes(matrix, libver)
        mask_files(matrix, libver)
        fill_values(matrix, libver)
        growing(matrix, libver)
        indices(matrix, libver)
        refused(matrix, libver)
        structure(matrix, libver)
    unfiltered_edges(matrix)
    matrix.finish()
    print(len(matrix.expectations), "datasets")


if __name__ == "__main__":
    main()
