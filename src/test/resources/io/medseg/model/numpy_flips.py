"""Means of predictions over mirror images, by numpy.

usage: numpy_flips.py FOLDER
FOLDER holds batch, float32 of shape 2 x 5 x 4 x 3 x 2. Writes mean-AXES for some sets of axes: the
mean over all combinations of a model that gives x * (1 + position) + class.
"""
import itertools
import os
import sys

import numpy as np

AXES = {"H": 1, "W": 2, "D": 3}
POSITION = np.arange(1, 61, dtype=np.float32).reshape(1, 5, 4, 3, 1)


def predict(batch):
    return batch[..., :1] * POSITION + np.arange(3, dtype=np.float32)


def main():
    folder = sys.argv[1]
    batch = np.fromfile(os.path.join(folder, "batch"), dtype=np.float32).reshape(2, 5, 4, 3, 2)
    for names in ("H", "W", "D", "H,W", "W,D", "H,W,D"):
        axes = [AXES[name] for name in names.split(",")]
        images = [
            np.flip(predict(np.flip(batch, chosen)), chosen)
            for count in range(len(axes) + 1)
            for chosen in itertools.combinations(axes, count)
        ]
        np.mean(images, axis=0).astype(np.float32).tofile(os.path.join(folder, "mean-" + names))


main()
