"""Surface distances by scipy.ndimage, following medpy's definitions.

usage: scipy_distances.py FOLDER
FOLDER holds cases.json, a list of {"shape", "spacing", "connectivity"}, and for case i the masks
i.prediction and i.truth, one byte per voxel in C order. Writes results.json: for each case the two
means, their sizes and maxima, and both kinds of average symmetric surface distance.
"""
import json
import os
import sys

import numpy as np
from scipy import ndimage


def directed(source, target, spacing, connectivity):
    neighbours = ndimage.generate_binary_structure(source.ndim, connectivity)

    def surface(mask):
        return mask & ~ndimage.binary_erosion(mask, structure=neighbours)

    return ndimage.distance_transform_edt(~surface(target), sampling=spacing)[surface(source)]


def compare(folder, index, case):
    def mask(kind):
        path = os.path.join(folder, "%d.%s" % (index, kind))
        return np.fromfile(path, dtype=np.uint8).reshape(case["shape"]).astype(bool)

    prediction, truth = mask("prediction"), mask("truth")
    there = directed(prediction, truth, case["spacing"], case["connectivity"])
    back = directed(truth, prediction, case["spacing"], case["connectivity"])
    return {
        "sizes": [len(there), len(back)],
        "maxima": [there.max(), back.max()],
        "ASSD": np.mean((there.mean(), back.mean())),
        "ASSD_POOLED": np.mean(np.concatenate((there, back))),
    }


def main():
    folder = sys.argv[1]
    with open(os.path.join(folder, "cases.json")) as file:
        cases = json.load(file)
    results = [compare(folder, index, case) for index, case in enumerate(cases)]
    with open(os.path.join(folder, "results.json"), "w") as file:
        json.dump(results, file)


main()
