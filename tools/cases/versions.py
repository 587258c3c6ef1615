"""The same image and masks in every version of the format, with file options and attributes that change how a header is laid out."""
import h5py
import numpy as np

from collection import GZIP, IMAGE, LIBRARY_VERSIONS, MASK_GZIP, MASKS, opening

# With HDF5 2.0 the bounds reach from "earliest" to "v200", which is "latest" there.
BEFORE_2 = ("earliest", "v108", "v110", "v112", "v114")
SINCE_2 = ("v200", "latest")


def write(cases):
    for group, versions in (("versions", BEFORE_2), ("HDF5 2.0", SINCE_2)):
        for version in versions:
            libver = (version, "latest")
            cases.add(group, f"plain, libver {version}", libver=libver)
            cases.add(group, f"gzip, libver {version}", libver=libver, image_options=GZIP, mask_options=MASK_GZIP)
    cases.add("HDF5 2.0", "bool masks", libver="latest", masks=MASKS.astype(bool))
    cases.add("HDF5 2.0", "three axes may grow", libver="latest", image_options=dict(GZIP, maxshape=(None,) * 3))
    cases.add("HDF5 2.0", "first axis may grow", libver="latest", image_options=dict(GZIP, maxshape=(None, 8, 7)))
    cases.add("HDF5 2.0", "one chunk", libver="latest", image_options=dict(chunks=(9, 8, 7), compression="gzip"))
    file_options(cases)
    for libver in LIBRARY_VERSIONS:
        attributes(cases, libver)


def of_version(group, libver):
    return "HDF5 2.0" if libver == "latest" else group


def file_options(cases):
    cases.add("versions", "bool masks, gzip", masks=MASKS.astype(bool), mask_options=MASK_GZIP)
    cases.add("versions", "first axis may grow", image_options=dict(GZIP, maxshape=(None, 8, 7)))
    cases.add("versions", "last axis may grow", image_options=dict(GZIP, maxshape=(9, 8, None)))
    paged = dict(fs_strategy="page", fs_persist=True, fs_page_size=4096)
    for libver in ("default", "latest"):
        group = of_version("versions", libver)
        cases.add(group, f"user block of 512, {libver}", libver=libver, userblock_size=512)
        cases.add(group, f"user block of 4096, {libver}", libver=libver, userblock_size=4096)
        cases.add(group, f"file space in pages, {libver}", libver=libver, **paged)
        cases.add(group, f"file space in pages, gzip, {libver}", libver=libver, image_options=GZIP, **paged)
        cases.add(group, f"free space kept, {libver}", libver=libver, fs_strategy="fsm", fs_persist=True)
        cases.add(group, f"order of links kept, {libver}", libver=libver, track_order=True)


def attributes(cases, libver):
    """Headers that were continued, shortened and filled again; many attributes lie in a heap of their own."""
    for kept in (False, True):
        for count, again in ((3, True), (7, True), (8, False), (30, True), (200, True)):
            how = f"{count} attributes{', half of them deleted and more made' if again else ''}"
            case = f"{how}, order {'kept' if kept else 'not kept'}, libver {libver}"
            path = cases.path(of_version("attributes", libver), case)
            with h5py.File(path, "w", **opening(libver)) as file:
                for name, data in (("volume", IMAGE), ("seg", MASKS)):
                    dataset = file.create_dataset(name, data=data, track_order=kept)
                    fill_header(dataset, count, again)


def fill_header(dataset, count, again):
    for i in range(count):
        dataset.attrs[f"a{i}"] = "v" * (3 * i % 41)
    if again:
        for i in range(0, count, 2):
            del dataset.attrs[f"a{i}"]
        for i in range(count // 2):
            dataset.attrs[f"again{i}"] = np.arange(i % 7 + 1)
