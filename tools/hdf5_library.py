"""What HDF5's C library can do and h5py has no function for, through the library that h5py has loaded.

Import h5py first. Used by the scripts beside that make HDF5 files for tests.
"""
import ctypes
import struct

import h5py
import numpy as np
from h5py import h5d, h5f, h5p

UNFILTERED_EDGES = 2


class _CacheImage(ctypes.Structure):
    _fields_ = [("version", ctypes.c_int), ("generate", ctypes.c_bool), ("save", ctypes.c_bool),
                ("age", ctypes.c_int)]


def _load():
    with open("/proc/self/maps", encoding="utf-8") as maps:
        paths = {line.split()[-1] for line in maps if "/libhdf5-" in line or "/libhdf5." in line}
    if not paths:
        raise OSError("h5py's HDF5 library is not found among the loaded ones")
    library = ctypes.CDLL(sorted(paths)[0])
    library.H5_checksum_lookup3.restype = ctypes.c_uint32
    library.H5_checksum_lookup3.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint32]
    return library


_LIBRARY = _load()


def _call(name, *arguments):
    if getattr(_LIBRARY, name)(*arguments) < 0:
        raise OSError(name)


def _id(properties):
    return ctypes.c_int64(properties.id)


def checksum(data):
    """Bob Jenkins' lookup3, which guards most structures."""
    data = bytes(data)
    return _LIBRARY.H5_checksum_lookup3(data, len(data), 0)


def repair(data, start, end):
    """Writes the checksum of data[start:end] behind it."""
    data[end:end + 4] = struct.pack("<I", checksum(data[start:end]))


def unfiltered_edges(creation):
    """Chunks that reach beyond the dataset are stored without filters."""
    _call("H5Pset_chunk_opts", _id(creation), ctypes.c_uint(UNFILTERED_EDGES))


def file_creation(address=None, length=None, group_k=None, chunk_k=None, shared=None):
    """Properties of a file to be made: widths in bytes, 1/2 fan-out of B-trees, which messages are shared."""
    creation = h5p.create(h5p.FILE_CREATE)
    if address:
        _call("H5Pset_sizes", _id(creation), ctypes.c_size_t(address), ctypes.c_size_t(length))
    if group_k:
        _call("H5Pset_sym_k", _id(creation), ctypes.c_uint(group_k), ctypes.c_uint(group_k))
    if chunk_k:
        _call("H5Pset_istore_k", _id(creation), ctypes.c_uint(chunk_k))
    if shared:
        _call("H5Pset_shared_mesg_nindexes", _id(creation), ctypes.c_uint(1))
        _call("H5Pset_shared_mesg_index", _id(creation), ctypes.c_uint(0), ctypes.c_uint(shared),
              ctypes.c_uint(1))
    return creation


def create(path, libver, creation=None, cache_image=False):
    """A new file; with cache_image, its writer leaves its metadata in one block when it is closed."""
    access = h5p.create(h5p.FILE_ACCESS)
    access.set_fclose_degree(h5f.CLOSE_STRONG)
    low = {"earliest": h5f.LIBVER_EARLIEST, "v108": h5f.LIBVER_V18, "v110": h5f.LIBVER_V110,
           "latest": h5f.LIBVER_LATEST}[libver]
    access.set_libver_bounds(low, low if libver in ("v108", "v110") else h5f.LIBVER_LATEST)
    if cache_image:
        _call("H5Pset_mdc_image_config", _id(access),
              ctypes.byref(_CacheImage(1, True, False, -1)))
    return h5py.File(h5f.create(path.encode(), h5f.ACC_TRUNC, creation or h5p.create(
        h5p.FILE_CREATE), access))


def dataset_creation(chunk=None, gzip=False, shuffle=False, fill=None, early=False, compact=False,
                     plain_edges=False):
    creation = h5p.create(h5p.DATASET_CREATE)
    if chunk:
        creation.set_chunk(chunk)
    if shuffle:
        creation.set_shuffle()
    if gzip:
        creation.set_deflate(4)
    if fill is not None:
        creation.set_fill_value(np.asarray(fill))
    if early:
        creation.set_alloc_time(h5d.ALLOC_TIME_EARLY)
    if compact:
        creation.set_layout(h5d.COMPACT)
    if plain_edges:
        unfiltered_edges(creation)
    return creation
