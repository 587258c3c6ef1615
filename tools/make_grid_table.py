"""Write the starts of sliding windows as nnU-Net and MONAI publish them: the table that PublishedGridsTest reads.

usage: make_grid_table.py > src/test/resources/io/medseg/loader/published_grids.csv

Rules, in the words of this project:
nnunet  (nnunetv2/inference/sliding_window_prediction.py) n = ceil((image - window) / (window * step)) + 1 windows,
        start i = the integer nearest to i * (image - window) / (n - 1), numpy's rounding: halves go to the even one.
        Images smaller than the window are padded to it first, half in front, the odd voxel at the end.
monai   (monai/inferers/utils.py, monai/data/utils.py) starts at multiples of int(window * (1 - overlap)), at least 1,
        up to the first window that reaches the border; it is shifted back to end there. Where image and window are
        equal there is one window. Smaller images are padded as above.
Steps that are shorter than a voxel would give equal starts; such cases are left out.
"""

import math
import random

import numpy as np


def nnunet(image, window, step):
    room = image - window
    count = math.ceil(room / (window * step)) + 1
    return [int(np.round(room / (count - 1) * i)) if count > 1 else 0 for i in range(count)]


def monai(image, window, overlap):
    interval = window if image == window else max(1, int(window * (1 - overlap)))
    starts, start = [], 0
    while True:
        starts.append(min(start, image - window))
        if start + window >= image:
            return starts
        start += interval


def starts(rule, image, window, parameter):
    before = max(0, window - image) // 2
    return [s - before for s in rule(max(image, window), window, parameter)]


def main():
    draw = random.Random(20)
    cases = [(110, 64, 0.5, 0.25), (64, 64, 0.5, 0.25), (63, 64, 0.5, 0.25), (512, 128, 0.5, 0.5), (5, 12, 1.0, 0.0)]
    while len(cases) < 200:
        window = draw.choice([1, 2, 3, 5, 8, 16, 31, 64, 96, 128])
        step = draw.choice([0.1, 0.25, 1 / 3, 0.5, 0.7, 0.75, 0.9, 1.0])
        overlap = draw.choice([0.0, 0.1, 0.25, 1 / 3, 0.5, 0.6, 0.625, 0.9])
        if window * step >= 1:
            cases.append((draw.randint(1, min(400, 20 * window)), window, step, overlap))
    print("rule,image,window,parameter,starts")
    for image, window, step, overlap in cases:
        for rule, parameter in ((nnunet, step), (monai, overlap)):
            print(rule.__name__, image, window, parameter, " ".join(map(str, starts(rule, image, window, parameter))), sep=",")


if __name__ == "__main__":
    main()
