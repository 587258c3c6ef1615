"""A good image and good masks beside one odd object or attribute that nobody asks for."""
import pickle

import h5py
import hdf5plugin
import numpy as np
from h5py import h5a, h5d, h5o, h5s, h5t

from collection import IMAGE, LIBRARY_VERSIONS

BLOB = np.void(pickle.dumps({"TR": 5.0}))


def references(file):
    file.create_dataset("refs", (2,), dtype=h5py.ref_dtype)[0] = file["volume"].ref


def region_references(file):
    file.create_dataset("regions", (1,), dtype=h5py.regionref_dtype)[0] = file["volume"].regionref[1:3]


def ragged(file):
    lists = file.create_dataset("ragged", (2,), dtype=h5py.vlen_dtype("i4"))
    lists[0] = [1]
    lists[1] = [1, 2, 3]


def virtual(file):
    layout = h5py.VirtualLayout((4,), "f4")
    layout[:] = h5py.VirtualSource(".", "seg", (4,))
    file.create_virtual_dataset("montage", layout)


def committed_types(file):
    file["my type"] = np.dtype([("a", "i4"), ("b", "f8")])
    file["my float"] = np.dtype("f4")


def dataset_of_committed_type(file):
    file["my float"] = np.dtype("f4")
    file.create_dataset("other", data=IMAGE, dtype=file["my float"])


def attribute_of_committed_type(file):
    file["my float"] = np.dtype("f4")
    file["volume"].attrs.create("gain", 2.0, dtype=file["my float"])


def attribute_of_committed_enum(file):
    file["side"] = h5py.enum_dtype({"LEFT": 0, "RIGHT": 1}, "i1")
    file.attrs.create("side", 1, dtype=file["side"])


def dimension_scales(file):
    for axis, name in enumerate("hwd"):
        file[name] = np.arange(IMAGE.shape[axis])
        file[name].make_scale(name)
        file["volume"].dims[axis].attach_scale(file[name])
        file["volume"].dims[axis].label = name


def of_type(name, kind):
    """A dataset of a type that numpy has no name for."""
    return lambda file: h5d.create(file.id, name, kind, h5s.create_simple((2,)))


def linked(name, link):
    return lambda file: file.__setitem__(name, link)


def made(name, *arguments, **options):
    return lambda file: file.create_dataset(name, *arguments, **options)


def noted(name, value):
    return lambda file: file["volume"].attrs.__setitem__(name, value)


SIMPLE = [("i", "i4"), ("f", "f8"), ("s", "S5")]
NESTED = [("i", "i4"), ("p", [("x", "f4"), ("y", "(3,)f4")])]

OBJECTS = {
    "strings": made("strings", data=["knee left", "ü"], dtype=h5py.string_dtype()),
    "fixed strings": made("fixed", data=np.array([b"a", b"bc"])),
    "table": made("table", data=np.array([(1, 2.0, b"x")], dtype=SIMPLE)),
    "nested table": made("table", data=np.zeros(1, dtype=NESTED)),
    "table with strings": made("table", (1,), dtype=[("s", h5py.string_dtype()), ("i", "i4")]),
    "table with references": made("table", (1,), dtype=[("s", h5py.ref_dtype), ("i", "i4")]),
    "raw bytes": made("opaque", data=np.void(b"\1\2\3")),
    "dates": made("t", data=np.array(["2020-01-01"], "M8[s]").astype(h5py.opaque_dtype("M8[s]"))),
    "references": references,
    "region references": region_references,
    "ragged lists": ragged,
    "ragged strings": made("rs", (1,), dtype=h5py.vlen_dtype(h5py.string_dtype())),
    "enumeration": made("enum", data=np.array([0, 1], "i4"), dtype=h5py.enum_dtype({"L": 0, "R": 1}, "i4")),
    "null dataset": made("empty", data=h5py.Empty("f4")),
    "dataset without elements": made("zero", shape=(0, 5)),
    "array type": made("array", data=np.zeros(2, dtype="(3,2)f4")),
    "complex numbers": made("k", data=IMAGE.astype("c8")),
    "soft link": linked("soft", h5py.SoftLink("/volume")),
    "soft link to nothing": linked("broken", h5py.SoftLink("/nowhere")),
    "external link to nothing": linked("external", h5py.ExternalLink("elsewhere.h5", "/x")),
    "link to itself": linked("me", h5py.SoftLink("/me")),
    "group that holds the root": lambda file: file.__setitem__("loop", file["/"]),
    "bit field": of_type(b"bits", h5t.STD_B8LE),
    "time": of_type(b"time", h5t.UNIX_D32LE),
    "long double": made("ld", data=np.ones(3, np.longdouble)),
    "virtual dataset": virtual,
    "external data": made("raw", shape=(4,), dtype="f4", external=[("nowhere.bin", 0, 16)]),
    "committed types": committed_types,
    "dataset of a committed type": dataset_of_committed_type,
    "attribute of a committed type": attribute_of_committed_type,
    "attribute of a committed enumeration": attribute_of_committed_enum,
    "dimension scales": dimension_scales,
    "attribute that refers": lambda file: file.attrs.__setitem__("r", file["volume"].ref),
    "attribute of strings": lambda file: file.attrs.__setitem__("r", ["a", "b"]),
    "null attribute": lambda file: file.attrs.__setitem__("n", h5py.Empty("f4")),
    "attribute without elements": noted("n", np.zeros((0,))),
    "complex attribute": noted("c", 1 + 2j),
    "attribute of 60 KB": noted("big", np.zeros(60000, "u1")),
    "ragged attribute": lambda file: file["volume"].attrs.create(
        "v", np.array([np.array([1, 2], "i4"), np.array([1], "i4")], dtype=object), dtype=h5py.vlen_dtype("i4")),
    "float16 attribute": noted("h", np.float16(1)),
    "bool attribute": noted("b", True),
    "comment": lambda file: h5o.set_comment(file["volume"].id, b"a comment"),
    "fill value of a table": made("cf", (2,), dtype=[("a", "i4")], fillvalue=np.array((3,), dtype=[("a", "i4")])),
    "scaleoffset": made("so", data=IMAGE.astype("i4"), chunks=(4, 4, 3), scaleoffset=0),
    "blosc": made("other", data=IMAGE, chunks=(4, 4, 3), compression=hdf5plugin.Blosc()),
    "9000 groups": lambda file: [file.create_group(f"g{i:05d}") for i in range(9000)],
    "name of several lines": lambda file: file.create_group("a\nb ü 数"),
}


def raw_attribute(name, kind):
    return lambda item: h5a.create(item.id, name, kind, h5s.create_simple((2,)))


ATTRIBUTES = {
    "raw bytes": lambda item: item.attrs.__setitem__("blob", BLOB),
    "region reference": lambda item: item.attrs.__setitem__("roi", item.file["volume"].regionref[1:2]),
    "bit field": raw_attribute(b"bits", h5t.STD_B8LE),
    "time": raw_attribute(b"t", h5t.UNIX_D32LE),
    "long double": lambda item: item.attrs.__setitem__("ld", np.longdouble(1)),
    "table with raw bytes": lambda item: item.attrs.__setitem__(
        "cv", np.zeros(1, dtype=[("a", "i4"), ("b", "V5")])),
    "date": lambda item: item.attrs.create(
        "d", np.array(["2020-01-01"], "M8[s]").astype(h5py.opaque_dtype("M8[s]"))),
}


def write(cases):
    for libver in LIBRARY_VERSIONS:
        for name, add in OBJECTS.items():
            cases.add("neighbours", f"{name}, libver {libver}", add, libver=libver)
    for libver in ("default", "latest"):
        for name, note in ATTRIBUTES.items():
            for where in ("/", "volume", "meta"):
                cases.add("neighbours", f"attribute of {where}: {name}, libver {libver}", annotated(note, where), libver=libver)
        for size in (1, 2, 3, 4, 5, 6, 7, 8, 100, 70000):
            cases.add("neighbours", f"{size} raw bytes, libver {libver}", made("blob", data=np.void(b"\1" * size)), libver=libver)
        cases.add("neighbours", f"raw bytes in a group, libver {libver}", made("meta/blob", data=BLOB), libver=libver)
        single_file(cases, libver)


def annotated(note, where):
    def write_it(file):
        file.create_group("meta")
        note(file[where])
    return write_it


def single_file(cases, libver):
    """All scans in one file, with raw bytes at its root."""
    names = [f"{i:07d}_V00/volume" for i in (1, 2, 3)]

    def write_it(file):
        for name in names:
            file[name] = IMAGE
        file.create_dataset("protocol", data=BLOB)

    cases.add("neighbours", f"raw bytes beside groups, libver {libver}", write_it, libver=libver, image=None, masks=None, datasets=names)
