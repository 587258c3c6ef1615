"""What netCDF4, PyTables and hdf5storage (MATLAB 7.3) write."""
import hdf5storage
import netCDF4
import numpy as np
import tables

from collection import IMAGE, MASKS


def write(cases):
    netcdf(cases.path("libraries", "netCDF4"), zlib=False, depth=7)
    netcdf(cases.path("libraries", "netCDF4, zlib"), zlib=True, depth=7)
    netcdf(cases.path("libraries", "netCDF4, zlib, unlimited depth"), zlib=True, depth=None)
    pytables(cases.path("libraries", "PyTables"))
    blosc(cases.path("libraries", "PyTables, blosc"))
    path = cases.path("libraries", "MATLAB 7.3: axes reversed, user block")
    content = {"volume": IMAGE, "seg": MASKS, "info": {"name": "x"}}
    hdf5storage.savemat(path, content, format="7.3", appendmat=False)


def netcdf(path, zlib, depth):
    file = netCDF4.Dataset(path, "w")
    for axis, length in (("h", 9), ("w", 8), ("d", depth), ("c", 2)):
        file.createDimension(axis, length)
    for axis, length in (("h", 9), ("w", 8)):
        file.createVariable(axis, "f8", (axis,))[:] = np.arange(length)
    volume = file.createVariable("volume", "f4", ("h", "w", "d"), zlib=zlib, fill_value=-1)
    volume[:] = IMAGE
    volume.units = "1"
    file.createVariable("seg", "u1", ("h", "w", "d", "c"), zlib=zlib)[:] = MASKS
    file.createVariable("label", str, ("c",))[:] = np.array(["a", "b"], object)
    file.title = "x"
    file.close()


def pytables(path):
    """An array that may grow, beside a table and a ragged array; an attribute that is pickled."""
    with tables.open_file(path, "w") as file:
        array = file.create_earray("/", "volume", obj=IMAGE)
        array.attrs.meta = {"a": 1}
        file.create_carray("/", "seg", obj=MASKS, filters=tables.Filters(5, "zlib"))
        file.create_table("/", "info", {"i": tables.Int32Col(), "s": tables.StringCol(8)})
        file.create_vlarray("/", "vl", tables.Int32Atom()).append([1, 2])


def blosc(path):
    with tables.open_file(path, "w") as file:
        file.create_carray("/", "volume", obj=IMAGE, filters=tables.Filters(5, "blosc"))
        file.create_carray("/", "seg", obj=MASKS, filters=tables.Filters(5, "zlib"))
