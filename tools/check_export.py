#!/usr/bin/env python3
"""Reads exported segmentations back with h5py and nibabel and compares them with what they should hold.

    check_export.py EXPECTED RUN [--probs float|half|none] [--overlap priority|separate] [--nifti-probs]

EXPECTED is a .h5 file with a group per scan: labels (H x W x D x C, not 0 is in the class), and where they are to be compared probs
(H x W x D x C float32), spacing (3, mm along H W D), affine (4 x 4; none: unknown). Or it is a folder of <scan_id>.h5, each what a group would hold, or of <scan_id>.npy, the
labels alone.
RUN is the folder of an export: predictions/<scan_id>.pred and .nii.gz are compared where they are there; a scan with neither is an error.
Checked are voxels, shapes, types, chunks and filters of .pred; voxels, type, zooms, affine, codes, label names and the header diagnosis
of .nii.gz. Needs h5py, nibabel, numpy.

Exit code 0: all agree; 1: they do not, the lines say where.
"""
import argparse
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import h5py
import nibabel
import numpy as np
from nibabel.nifti1 import Nifti1Header

ERRORS = []


def check(holds, *words):
    if not holds:
        ERRORS.append(" ".join(map(str, words)))


def expected_scans(path):
    if path.is_dir():
        for file in sorted(path.glob("*.npy")):
            yield file.stem, {"labels": np.load(file)}
        for path in sorted(path.glob("*.h5")):
            with h5py.File(path, "r") as file:
                yield path.stem, {name: file[name][()] for name in file}
        return
    with h5py.File(path, "r") as file:
        for scan_id in file:
            yield scan_id, {name: file[scan_id][name][()] for name in file[scan_id]}


def check_dataset(where, dataset, expected, dtype):
    check(dataset.shape == expected.shape, where, "shape", dataset.shape, "expected", expected.shape)
    check(dataset.dtype == dtype, where, "type", dataset.dtype, "expected", dtype)
    check(dataset.chunks is not None and dataset.compression == "gzip" and dataset.shuffle, where, "is not chunked, shuffled and gzipped")
    if dataset.shape == expected.shape:
        check(np.array_equal(dataset[()], expected.astype(dtype)), where, "values differ")
        d = expected.shape[2] // 2
        check(np.array_equal(dataset[:, :, d], expected[:, :, d].astype(dtype)), where, "values of a slice differ")


def check_pred(path, scan, probs):
    with h5py.File(path, "r") as file:
        wanted = {"labels"} if probs == "none" else {"labels", "probs"}
        check(set(file) == wanted, path, "holds", sorted(file))
        check_dataset(f"{path} labels", file["labels"], scan["labels"] != 0, np.dtype("u1"))
        if "probs" in file and "probs" in scan:
            check_dataset(f"{path} probs", file["probs"], scan["probs"], np.dtype("f2" if probs == "half" else "f4"))


def label_map(labels):
    """The first class wins."""
    classes = labels.shape[3]
    values = np.zeros(labels.shape[:3], "u1")
    for c in reversed(range(classes)):
        values[labels[..., c] != 0] = c + 1
    return values


def check_nifti(path, scan, voxels, dtype):
    image = nibabel.load(path)
    header = image.header
    with nibabel.openers.Opener(str(path)) as file:
        raw = Nifti1Header(file.read(348), check=False)
    diagnosis = Nifti1Header.diagnose_binaryblock(raw.binaryblock)
    check(diagnosis == "", path, "header:", diagnosis)
    check(image.shape == voxels.shape, path, "shape", image.shape, "expected", voxels.shape)
    check(header.get_data_dtype() == dtype, path, "type", header.get_data_dtype())
    check(image.shape == voxels.shape and np.array_equal(np.asanyarray(image.dataobj), voxels), path, "voxels differ")
    check(header.get_xyzt_units()[0] == "mm", path, "units", header.get_xyzt_units())
    if "spacing" in scan:
        check(np.allclose(header.get_zooms()[:3], scan["spacing"], rtol=1e-6), path, "zooms", header.get_zooms())
    if "affine" in scan:
        check_affine(path, image, scan["affine"])
    elif "spacing" in scan:
        check(header["sform_code"] == 0 and header["qform_code"] == 0, path, "codes are not 0")
        check(b"orientation unknown" in header["descrip"].item(), path, "has no note that the orientation is unknown")
    return header


def check_affine(path, image, affine):
    tolerance = dict(rtol=1e-5, atol=1e-4)
    check(np.allclose(image.affine, affine, **tolerance), path, "affine", image.affine.tolist(), "expected", affine.tolist())
    check(image.header["sform_code"] > 0, path, "has no sform")
    check(image.header["qform_code"] > 0, path, "has no qform")
    # The rotation nearest to the affine's directions, the third turned round where they are left-handed.
    mm = np.linalg.norm(affine[:3, :3], axis=0)
    sides = np.array([1, 1, np.sign(np.linalg.det(affine[:3, :3]))])
    left, _, right = np.linalg.svd(affine[:3, :3] / mm * sides)
    nearest = affine.astype(float)
    nearest[:3, :3] = left @ right * sides * mm
    check(np.allclose(image.header.get_qform(), nearest, **tolerance), path, "qform", image.header.get_qform().tolist())


def check_extension(path, header, classes):
    check(len(header.extensions) == 1, path, "extensions", header.extensions)
    check(header.extensions[0].get_code() == 0, path, "code of the extension", header.extensions[0].get_code())
    content = header.extensions[0].get_content()
    root = ElementTree.fromstring(content if isinstance(content, str) else bytes(content))
    keys = [int(label.get("Key")) for label in root.iter("Label")]
    check(keys == list(range(1, classes + 1)), path, "label keys", keys)
    check(all((label.text or "").strip() for label in root.iter("Label")), path, "a label has no name")


def check_scan(scan_id, scan, folder, options):
    labels = scan["labels"]
    classes = labels.shape[3]
    compared = 0
    if (folder / f"{scan_id}.pred").exists():
        check_pred(folder / f"{scan_id}.pred", scan, options.probs)
        compared += 1
    if options.overlap == "priority":
        files = [(folder / f"{scan_id}.nii.gz", label_map(labels))]
    else:
        values = [(c + 1) * (labels[..., c] != 0).astype("u1") for c in range(classes)]
        files = [(path, values[c]) for c in range(classes) for path in folder.glob(f"{scan_id}_{c + 1}-*.nii.gz")]
    for path, voxels in files:
        if path.exists():
            check_extension(path, check_nifti(path, scan, voxels, np.dtype("u1")), classes)
            compared += 1
    if options.nifti_probs:
        check_nifti(folder / f"{scan_id}_probs.nii.gz", scan, scan["probs"], np.dtype("<f4"))
        compared += 1
    check(compared > 0, scan_id, "was not exported to", folder)
    return compared


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("expected", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--probs", choices=["float", "half", "none"], default="float")
    parser.add_argument("--overlap", choices=["priority", "separate"], default="priority")
    parser.add_argument("--nifti-probs", action="store_true")
    options = parser.parse_args()
    scans = files = 0
    for scan_id, scan in expected_scans(options.expected):
        scans += 1
        files += check_scan(scan_id, scan, options.run / "predictions", options)
    check(scans > 0, options.expected, "holds no scan")
    print("\n".join(ERRORS) if ERRORS else f"{scans} scans, {files} files agree")
    sys.exit(1 if ERRORS else 0)


if __name__ == "__main__":
    main()
