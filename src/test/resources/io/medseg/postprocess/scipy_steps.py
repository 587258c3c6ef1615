"""Connected components, holes and small pieces by scipy.ndimage.

usage: scipy_steps.py FOLDER
FOLDER holds cases.json, a list of {"shape", "rank" of the connectivity, "min_size"}, and for case i
the mask i.mask, one byte per voxel in C order. Writes counts.json, the number of components of each
case, and for each case the masks i.keep-largest, i.fill-holes and i.min-size.
"""
import json
import os
import sys

import numpy as np
from scipy import ndimage


def steps(mask, rank, min_size):
    structure = ndimage.generate_binary_structure(3, rank)
    labels, count = ndimage.label(mask, structure=structure)
    sizes = np.bincount(labels.ravel(), minlength=count + 1)
    sizes[0] = 0
    return count, {
        "keep-largest": mask & (labels == np.argmax(sizes)),
        "fill-holes": ndimage.binary_fill_holes(mask, structure=structure),
        "min-size": mask & (sizes >= min_size)[labels],
    }


def main():
    folder = sys.argv[1]
    with open(os.path.join(folder, "cases.json")) as file:
        cases = json.load(file)
    counts = []
    for index, case in enumerate(cases):
        path = os.path.join(folder, "%d." % index)
        mask = np.fromfile(path + "mask", dtype=np.uint8).reshape(case["shape"]).astype(bool)
        count, results = steps(mask, case["rank"], case["min_size"])
        counts.append(count)
        for name, result in results.items():
            result.astype(np.uint8).tofile(path + name)
    with open(os.path.join(folder, "counts.json"), "w") as file:
        json.dump(counts, file)


main()
