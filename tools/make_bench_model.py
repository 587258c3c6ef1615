#!/usr/bin/env python3
"""Write an untrained, seeded 2D U-Net for speed measurements as a Keras 3 SavedModel."""

import argparse
import contextlib
import os
import sys
from pathlib import Path

SIZE = 384
CLASSES = 4
FILTERS = (16, 32, 64, 128)


def parse_args():
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path, help="SavedModel directory to write; must not exist or be empty")
    parser.add_argument("--seed", type=int, default=7, help="seed of the weights (default %(default)s)")
    args = parser.parse_args()
    if args.output.exists() and (not args.output.is_dir() or any(args.output.iterdir())):
        sys.exit(f"error: {args.output} exists and is not an empty directory")
    return args


def double_conv(x, filters):
    """Two 3 x 3 convolutions with ReLU."""
    for _ in range(2):
        x = keras.layers.Conv2D(filters, 3, padding="same", activation="relu", kernel_initializer="he_normal")(x)
    return x


def build_model():
    """U-Net without batch normalisation, four sigmoid classes."""
    x = inputs = keras.Input((SIZE, SIZE, 1), name="image")
    skips = []
    for filters in FILTERS[:-1]:
        skips.append(double_conv(x, filters))
        x = keras.layers.MaxPooling2D()(skips[-1])
    x = double_conv(x, FILTERS[-1])
    for filters, skip in zip(FILTERS[-2::-1], skips[::-1]):
        x = keras.layers.Conv2DTranspose(filters, 2, strides=2, kernel_initializer="he_normal")(x)
        x = double_conv(keras.layers.Concatenate()([skip, x]), filters)
    last = keras.layers.Conv2D(CLASSES, 1, activation="sigmoid", kernel_initializer="he_normal", name="classes")
    return keras.Model(inputs, last(x))


@contextlib.contextmanager
def native_log_hidden():
    """Hide what native libraries print on stderr while they load; Python exceptions still get out."""
    saved, null = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    try:
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
        os.close(null)


def set_up(seed):
    """Import Keras, stay on the CPU and seed it."""
    global keras
    os.environ.update(KERAS_BACKEND="tensorflow", CUDA_VISIBLE_DEVICES="-1")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with native_log_hidden():
        import keras
    keras.utils.set_random_seed(seed)


def main():
    """Build and export."""
    args = parse_args()
    set_up(args.seed)
    model = build_model()
    model.export(args.output, verbose=False)
    size = sum(file.stat().st_size for file in args.output.rglob("*") if file.is_file())
    print(f"{args.output}: {model.count_params()} parameters, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
