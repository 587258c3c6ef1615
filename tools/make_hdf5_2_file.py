#!/usr/bin/env python3
"""Writes the file of HDF5 2.0 that a test reads: layout messages of version 5, as libver="latest" makes them.

    make_hdf5_2_file.py FILE

Needs h5py 3.16 or later, which has HDF5 2.0. /volume (float32) and /seg (uint8) hold what the test computes.
"""
import sys

import h5py
import numpy as np

if h5py.version.hdf5_version_tuple < (2, 0, 0):
    raise SystemExit(f"HDF5 2.0 is needed; h5py has {h5py.version.hdf5_version}")
with h5py.File(sys.argv[1], "w", libver="latest") as file:
    image = (np.arange(13 * 11 * 9) / 4 - 100).astype("f4").reshape(13, 11, 9)
    masks = (np.arange(13 * 11 * 9 * 3) % 5 == 0).astype("u1").reshape(13, 11, 9, 3)
    file.create_dataset("volume", data=image, chunks=(4, 4, 4), compression="gzip", shuffle=True)
    file.create_dataset("seg", data=masks, chunks=(13, 11, 9, 3), compression="gzip")
    file.create_dataset("grows", data=image, maxshape=(None, 11, 9), chunks=(4, 4, 4), compression="gzip")
    file.create_dataset("grows everywhere", data=image, maxshape=(None,) * 3, chunks=(4, 4, 4),
                        compression="gzip")
    file.create_dataset("contiguous", data=image)
