#!/usr/bin/env python3
"""Train a small 2D U-Net on phantom slices and write it as a Keras 2 style SavedModel (tf_keras).

Input: raw phantom intensities, no normalisation, any height and width that are multiples of 4, one channel.
Output: three sigmoid channels, 0 = femoral cartilage (mask 0), 1 = tibial cartilage (mask 1 or 2), 2 = meniscus (mask 3);
foreground is strictly > 0.5. The scores are written to OUTPUT.json, beside the SavedModel directory OUTPUT.
"""

import argparse
import contextlib
import json
import os
import sys
import time
from pathlib import Path

CLASSES = ("femoral cartilage", "tibial cartilage", "meniscus")
FILTERS = (8, 16, 32)
SHAPE = (64, 64, 12)
FIRST_TRAINING_SEED = 1000
TEST_SEEDS = range(1, 7)
THRESHOLD = 0.5


def parse_args():
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True, help="SavedModel directory to write")
    parser.add_argument("--scans", type=int, default=60, help="phantom scans to train on (default %(default)s)")
    parser.add_argument("--epochs", type=int, default=20, help="passes over the slices (default %(default)s)")
    parser.add_argument("--seed", type=int, default=7, help="seed of weights and order (default %(default)s)")
    parser.add_argument("--batch", type=int, default=8, help="batch size (default %(default)s)")
    parser.add_argument("--threads", type=int, default=2, help="CPU threads (default %(default)s)")
    args = parser.parse_args()
    if min(args.scans, args.epochs, args.batch, args.threads) < 1:
        parser.error("--scans, --epochs, --batch and --threads must be at least 1")
    if args.output.exists() and not args.output.is_dir():
        parser.error(f"--output {args.output} is a file")
    return args


def three_classes(masks):
    """Four structures (..., 4) -> three classes (..., 3); both tibial sheets become one class."""
    return np.stack([masks[..., 0], masks[..., 1] | masks[..., 2], masks[..., 3]], axis=-1)


def phantom_slices(seed):
    """Slices (D, H, W, 1) and classes (D, H, W, 3) of one phantom scan."""
    volume, masks = phantom_scan(seed, *SHAPE)
    return np.moveaxis(volume, 2, 0)[..., None], np.moveaxis(three_classes(masks), 2, 0)


def training_slices(scans):
    """Slices and masks of all training scans."""
    pairs = [phantom_slices(FIRST_TRAINING_SEED + i) for i in range(scans)]
    return np.concatenate([p[0] for p in pairs]), np.concatenate([p[1] for p in pairs]).astype(np.float32)


def double_conv(x, filters):
    """Two 3 x 3 convolutions with ReLU."""
    for _ in range(2):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu", kernel_initializer="he_normal")(x)
    return x


def build_model():
    """Fully convolutional U-Net without batch normalisation."""
    x = inputs = tf_keras.Input((None, None, 1), name="image")
    skips = []
    for filters in FILTERS[:-1]:
        skips.append(double_conv(x, filters))
        x = layers.MaxPooling2D()(skips[-1])
    x = double_conv(x, FILTERS[-1])
    for filters, skip in zip(FILTERS[-2::-1], skips[::-1]):
        x = layers.Conv2DTranspose(filters, 2, strides=2)(x)
        x = double_conv(layers.Concatenate()([skip, x]), filters)
    return tf_keras.Model(inputs, layers.Conv2D(len(CLASSES), 1, activation="sigmoid", name="classes")(x))


def dice_bce(truth, prediction):
    """Binary cross-entropy plus one minus the soft Dice of the batch, mean over classes."""
    overlap = tf.reduce_sum(truth * prediction, axis=(0, 1, 2))
    total = tf.reduce_sum(truth, axis=(0, 1, 2)) + tf.reduce_sum(prediction, axis=(0, 1, 2))
    dice = tf.reduce_mean((2 * overlap + 1) / (total + 1))
    return tf.reduce_mean(tf_keras.losses.binary_crossentropy(truth, prediction)) + 1 - dice


def train(model, images, masks, args):
    """Fit with Adam and a cosine learning rate; returns the seconds it took."""
    start, rng = time.time(), np.random.default_rng(args.seed)
    rate = tf_keras.optimizers.schedules.CosineDecay(3e-3, args.epochs * -(-len(images) // args.batch))
    model.compile(tf_keras.optimizers.Adam(rate), dice_bce)
    for epoch in range(args.epochs):
        order = rng.permutation(len(images))
        history = model.fit(images[order], masks[order], batch_size=args.batch, shuffle=False, verbose=0)
        print(f"epoch {epoch + 1}/{args.epochs} loss {history.history['loss'][0]:.4f} "
              f"{time.time() - start:.0f} s", flush=True)
    return time.time() - start


def dice(truth, prediction):
    """Dice of two boolean volumes; 1 if both are empty."""
    total = int(truth.sum()) + int(prediction.sum())
    return 1.0 if total == 0 else 2.0 * int((truth & prediction).sum()) / total


def score(model):
    """3D Dice of every held-out phantom scan and class."""
    scans = {}
    for seed in TEST_SEEDS:
        images, masks = phantom_slices(seed)
        predicted = np.asarray(model(images, training=False)) > THRESHOLD
        scans[str(seed)] = {name: round(dice(masks[..., k] > 0, predicted[..., k]), 6)
                            for k, name in enumerate(CLASSES)}
    return scans


def export(model, output):
    """Write a SavedModel of a copy that was never compiled, so no optimiser state goes along."""
    clean = build_model()
    clean.set_weights(model.get_weights())
    clean.save(output, save_format="tf", include_optimizer=False)


def write_report(args, model, seconds, scans):
    """Write OUTPUT.json with the scores and everything needed to repeat them."""
    means = {name: round(float(np.mean([s[name] for s in scans.values()])), 6) for name in CLASSES}
    report = {
        "model": args.output.name, "seed": args.seed, "epochs": args.epochs, "batch": args.batch,
        "threads": args.threads, "filters": FILTERS, "parameters": model.count_params(), "threshold": THRESHOLD,
        "versions": {"python": sys.version.split()[0], "tensorflow": tf.__version__,
                     "tf_keras": tf_keras.__version__, "numpy": np.__version__},
        "training": {"shape": SHAPE, "first_seed": FIRST_TRAINING_SEED, "scans": args.scans},
        "training_seconds": round(seconds, 1), "dice_mean": means, "dice_per_scan": scans,
    }
    args.output.with_name(args.output.name + ".json").write_text(json.dumps(report, indent=2) + "\n")
    print("mean 3D Dice:", means)


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


def set_up(args):
    """Import the heavy packages, stay on the CPU and make the run repeatable."""
    global layers, np, phantom_scan, tf, tf_keras
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with native_log_hidden():
        import numpy as np
        import tensorflow as tf
        import tf_keras
        from tf_keras import layers
        from phantom import phantom_scan
    tf.config.threading.set_intra_op_parallelism_threads(args.threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.get_logger().setLevel("ERROR")
    tf_keras.utils.set_random_seed(args.seed)
    tf.config.experimental.enable_op_determinism()


def main():
    """Train, export, score."""
    args = parse_args()
    set_up(args)
    images, masks = training_slices(args.scans)
    model = build_model()
    print(f"{args.scans} scans, {len(images)} slices, {model.count_params()} parameters", flush=True)
    seconds = train(model, images, masks, args)
    export(model, args.output)
    write_report(args, model, seconds, score(model))


if __name__ == "__main__":
    main()
