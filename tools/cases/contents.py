"""Number types, filters, fill values and shapes that an image or masks may have."""
import h5py
import hdf5plugin
import numpy as np
from h5py import h5d, h5s, h5t

from collection import IMAGE, MASKS

VOLUME = ("volume",)
SEG = ("seg",)
COUNTS = np.ascontiguousarray(IMAGE.clip(0, 250).astype("u2"))


def write(cases):
    types(cases)
    shapes(cases)
    fill_values(cases)
    filters(cases)
    committed(cases)


def made(name, *arguments, **options):
    return lambda file: file.create_dataset(name, *arguments, **options)


def stored(name, kind, values, memory=None):
    """Written as a type that numpy has no name for."""
    def write_it(file):
        dataset = h5d.create(file.id, name, kind, h5s.create_simple(values.shape))
        dataset.write(h5s.ALL, h5s.ALL, values, memory)
    return write_it


def with_precision(bits, offset):
    kind = h5t.STD_U16LE.copy()
    kind.set_precision(bits)
    kind.set_offset(offset)
    return stored(b"volume", kind, COUNTS)


def bfloat16():
    kind = h5t.IEEE_F16LE.copy()
    kind.set_fields(15, 7, 8, 0, 7)
    kind.set_ebias(127)
    return stored(b"volume", kind, IMAGE, h5t.NATIVE_FLOAT)


def types(cases):
    def image(case, write_it):
        cases.add("number types", case, write_it, image=None, masks=None, datasets=VOLUME)

    image("complex64", made("volume", data=IMAGE.astype("c8")))
    image("strings", made("volume", data=np.full((9, 8, 7), b"1")))
    image("long double", made("volume", data=IMAGE.astype(np.longdouble)))
    image("bfloat16", bfloat16())
    image("12 of 16 bits", with_precision(12, 0))
    image("12 of 16 bits, from bit 4", with_precision(12, 4))
    image("int16 with scale_factor", scaled)

    def masks(case, write_it):
        cases.add("number types", case, write_it, image=None, masks=None, datasets=SEG)

    enumeration = h5py.enum_dtype({"BG": 0, "FG": 1}, "i1")
    masks("masks as float64", made("seg", data=MASKS.astype("f8")))
    masks("masks as enumeration", made("seg", data=MASKS.astype("i1"), dtype=enumeration))
    masks("masks as bit field", stored(b"seg", h5t.STD_B8LE, MASKS, h5t.STD_B8LE))


def scaled(file):
    dataset = file.create_dataset("volume", data=IMAGE.astype("i2"))
    dataset.attrs["scale_factor"] = 0.5
    dataset.attrs["add_offset"] = 10.0


def shapes(cases):
    cases.add("shapes", "scalar", image=np.float32(3), datasets=VOLUME)
    cases.add("shapes", "null", made("volume", data=h5py.Empty("f4")), image=None, datasets=VOLUME)
    cases.add("shapes", "no elements", image=np.zeros((0, 8, 7), "f4"), datasets=VOLUME)
    cases.add("shapes", "H x W x D x 1", image=IMAGE[..., None], datasets=VOLUME)
    cases.add("shapes", "group of images", made("volume/level0", data=IMAGE), image=None, datasets=("volume", "volume/level0"))
    cases.add("shapes", "other names", image=None, masks=None, write=other_names, datasets=("volume", "seg", "image"))


def other_names(file):
    file["image"] = IMAGE
    file["Volume"] = IMAGE


def fill_values(cases):
    options = dict(shape=IMAGE.shape, dtype="f4", chunks=(4, 4, 3))

    def partly(file):
        file.create_dataset("volume", fillvalue=7, **options)[:4, :4, :3] = IMAGE[:4, :4, :3]

    cases.add("fill values", "7, one chunk written", partly, image=None, datasets=VOLUME)
    cases.add("fill values", "NaN, nothing written", made("volume", fillvalue=np.nan, **options), image=None, datasets=VOLUME)
    nothing = made("seg", shape=MASKS.shape, dtype="u1", chunks=(4, 4, 3, 2), compression="gzip")
    cases.add("fill values", "masks never written", nothing, masks=None, datasets=SEG)


def filters(cases):
    chosen = {
        "blosc": hdf5plugin.Blosc(), "blosc2": hdf5plugin.Blosc2(), "zstd": hdf5plugin.Zstd(), "lz4": hdf5plugin.LZ4(),
        "bitshuffle": hdf5plugin.Bitshuffle(), "zfp": hdf5plugin.Zfp(reversible=True), "bzip2": hdf5plugin.BZip2(), "szip": "szip",
    }
    for name, compression in chosen.items():
        cases.add("filters", name, image_options=dict(chunks=(4, 4, 3), compression=compression))
    cases.add("filters", "scaleoffset", image=IMAGE.astype("i4"), image_options=dict(chunks=(4, 4, 3), scaleoffset=0))


def committed(cases):
    """Data types that have a name of their own in the file."""
    def write_it(file):
        file["float type"] = np.dtype("f4")
        file["byte type"] = np.dtype("u1")
        file.create_dataset("volume", data=IMAGE, dtype=file["float type"])
        file.create_dataset("seg", data=MASKS, dtype=file["byte type"])
    cases.add("HDF5 2.0", "committed types", write_it, libver="latest", image=None, masks=None)
