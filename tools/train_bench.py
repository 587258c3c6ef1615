#!/usr/bin/env python3
"""Train the benchmark's 2D U-Net on crops of phantom slices and write it as a small SavedModel.

It is trained only because an untrained network predicts noise, whose surfaces are unrealistically slow to measure.

Input: raw phantom intensities, no normalisation, `image` (N, 384, 384, 1).
Output: `classes` (N, 384, 384, 4), sigmoid, in the order of the phantom's masks; foreground is strictly > 0.5.
The weights are stored as binary16 and widened in the graph, which halves the files. The scores are those of the
written model, on every 8th slice of held-out scans, and go to OUTPUT.json, beside the SavedModel directory OUTPUT.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

from train_phantom import THRESHOLD, dice, native_log_hidden

SIZE = 384
FILTERS = (16, 32, 64, 128)
FIRST_TRAINING_SEED = 1000
TEST_SEEDS = (1, 2, 3)
TEST_DEPTH, TEST_STEP = 160, 8
PEAK_RATE = 2e-3


def parse_args():
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True, help="SavedModel directory to write")
    parser.add_argument("--scans", type=int, default=30, help="phantom scans to train on (default %(default)s)")
    parser.add_argument("--steps", type=int, default=600, help="training steps (default %(default)s)")
    parser.add_argument("--batch", type=int, default=6, help="crops per step (default %(default)s)")
    parser.add_argument("--crop", type=int, default=192, help="side of a crop in pixels (default %(default)s)")
    parser.add_argument("--seed", type=int, default=7, help="seed of weights and crops (default %(default)s)")
    parser.add_argument("--threads", type=int, default=2, help="CPU threads (default %(default)s)")
    args = parser.parse_args()
    if min(args.scans, args.steps, args.batch, args.threads) < 1:
        parser.error("--scans, --steps, --batch and --threads must be at least 1")
    if not 8 <= args.crop <= SIZE or args.crop % 8:
        parser.error(f"--crop must be a multiple of 8 and at most {SIZE}")
    if args.output.exists() and not args.output.is_dir():
        parser.error(f"--output {args.output} is a file")
    return args


def training_slices(scans):
    """Slices (H, W) and masks (H, W, 4) of all training scans; the depth varies so that z does as well."""
    pairs = []
    for i in range(scans):
        volume, masks = phantom_scan(FIRST_TRAINING_SEED + i, SIZE, SIZE, 8 + i % 5)
        pairs += zip(np.moveaxis(volume, 2, 0).copy(), np.moveaxis(masks, 2, 0).copy())
    return pairs


def random_crops(slices, rng, batch, side):
    """Images (N, side, side, 1) and masks (N, side, side, 4), anywhere in any slice."""
    images, masks = [], []
    for index, top, left in zip(rng.integers(len(slices), size=batch), *rng.integers(SIZE - side + 1, size=(2, batch))):
        image, mask = slices[index]
        images.append(image[top:top + side, left:left + side, None])
        masks.append(mask[top:top + side, left:left + side])
    return np.stack(images), np.stack(masks).astype(np.float32)


def kernel_shapes(classes):
    """Kernel shapes in the order in which `logits` uses them."""
    shapes, channels = [], 1
    for filters in FILTERS:
        shapes += [(3, 3, channels, filters), (3, 3, filters, filters)]
        channels = filters
    for filters in FILTERS[-2::-1]:
        shapes += [(2, 2, filters, channels), (3, 3, 2 * filters, filters), (3, 3, filters, filters)]
        channels = filters
    return shapes + [(1, 1, channels, classes)]


def initial_weights(classes):
    """Kernel, bias, kernel, bias, ...; He-normal kernels, zero biases."""
    weights = []
    for shape in kernel_shapes(classes):
        upsampling = shape[0] == 2
        fan_in = shape[3] if upsampling else shape[0] * shape[1] * shape[2]
        weights.append(tf.Variable(tf.random.truncated_normal(shape, stddev=(2 / fan_in) ** 0.5)))
        weights.append(tf.Variable(tf.zeros(shape[2] if upsampling else shape[3])))
    return weights


def logits(image, weights):
    """The U-Net without its last sigmoid: two 3 x 3 convolutions with ReLU a level, no normalisation."""
    pairs = iter(zip(weights[::2], weights[1::2]))

    def conv(x):
        kernel, bias = next(pairs)
        return tf.nn.bias_add(tf.nn.conv2d(x, kernel, 1, "SAME"), bias)

    def double_conv(x):
        return tf.nn.relu(conv(tf.nn.relu(conv(x))))

    def double_size(x):
        kernel, bias = next(pairs)
        shape = [tf.shape(x)[0], 2 * x.shape[1], 2 * x.shape[2], kernel.shape[2]]
        return tf.nn.bias_add(tf.nn.conv2d_transpose(x, kernel, shape, 2, "SAME"), bias)

    x, skips = image, []
    for _ in FILTERS[:-1]:
        skips.append(double_conv(x))
        x = tf.nn.max_pool2d(skips[-1], 2, 2, "VALID")
    x = double_conv(x)
    for skip in reversed(skips):
        x = double_conv(tf.concat([skip, double_size(x)], axis=-1))
    return conv(x)


def dice_bce(truth, raw):
    """Binary cross-entropy plus one minus the soft Dice of the batch, mean over classes."""
    prediction = tf.sigmoid(raw)
    overlap = tf.reduce_sum(truth * prediction, axis=(0, 1, 2))
    total = tf.reduce_sum(truth, axis=(0, 1, 2)) + tf.reduce_sum(prediction, axis=(0, 1, 2))
    soft_dice = tf.reduce_mean((2 * overlap + 1) / (total + 1))
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(truth, raw)) + 1 - soft_dice


def train(weights, slices, args):
    """Adam with a cosine learning rate; returns the seconds it took."""
    start, rng = time.time(), np.random.default_rng(args.seed)
    optimizer = tf_keras.optimizers.Adam(tf_keras.optimizers.schedules.CosineDecay(PEAK_RATE, args.steps))
    optimizer.build(weights)

    @tf.function
    def step(images, masks):
        with tf.GradientTape() as tape:
            loss = dice_bce(masks, logits(images, weights))
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return loss

    losses = []
    for number in range(1, args.steps + 1):
        losses.append(float(step(*map(tf.constant, random_crops(slices, rng, args.batch, args.crop)))))
        if number % 20 == 0 or number == args.steps:
            print(f"step {number}/{args.steps} loss {np.mean(losses[-20:]):.4f} "
                  f"{time.time() - start:.0f} s", flush=True)
    return time.time() - start


def export(weights, output):
    """Write a SavedModel that holds binary16 copies of the weights and nothing of the training."""
    module = tf.Module()
    module.weights = [tf.Variable(tf.cast(w, tf.float16), trainable=False) for w in weights]

    @tf.function(input_signature=[tf.TensorSpec((None, SIZE, SIZE, 1), tf.float32, name="image")])
    def predict(image):
        return {"classes": tf.sigmoid(logits(image, [tf.cast(w, tf.float32) for w in module.weights]))}

    module.predict = predict
    tf.saved_model.save(module, str(output), signatures={"serving_default": predict})


def score(output):
    """Dice of the written model for every held-out scan and class, over every TEST_STEP-th slice."""
    model, scans = tf.saved_model.load(str(output)), {}
    for seed in TEST_SEEDS:
        volume, masks = phantom_scan(seed, SIZE, SIZE, TEST_DEPTH)
        picked = range(TEST_STEP // 2, TEST_DEPTH, TEST_STEP)
        predicted = np.stack([predict_slice(model, volume[..., d]) for d in picked], axis=2)
        truth = masks[:, :, picked] > 0
        scans[str(seed)] = {name: round(dice(truth[..., k], predicted[..., k]), 6) for k, name in enumerate(STRUCTURES)}
        print(f"scan {seed}: {scans[str(seed)]}", flush=True)
    return scans


def predict_slice(model, image):
    """Foreground (H, W, 4) of one slice (H, W)."""
    classes = model.signatures["serving_default"](image=tf.constant(image[None, ..., None]))["classes"]
    return classes[0].numpy() > THRESHOLD


def write_report(args, parameters, seconds, scans):
    """Write OUTPUT.json with the scores and everything needed to repeat them."""
    report = {
        "model": args.output.name, "seed": args.seed, "steps": args.steps, "batch": args.batch, "crop": args.crop,
        "threads": args.threads, "filters": FILTERS, "parameters": parameters, "stored_as": "float16",
        "threshold": THRESHOLD,
        "versions": {"python": sys.version.split()[0], "tensorflow": tf.__version__,
                     "tf_keras": tf_keras.__version__, "numpy": np.__version__},
        "training": {"size": SIZE, "first_seed": FIRST_TRAINING_SEED, "scans": args.scans},
        "test": {"shape": [SIZE, SIZE, TEST_DEPTH], "slices": f"every {TEST_STEP}th"},
        "training_seconds": round(seconds, 1),
        "dice_mean": {name: round(float(np.mean([s[name] for s in scans.values()])), 6) for name in STRUCTURES},
        "dice_per_scan": scans,
    }
    args.output.with_name(args.output.name + ".json").write_text(json.dumps(report, indent=2) + "\n")
    print("mean Dice:", report["dice_mean"])


def set_up(args):
    """Import the heavy packages, stay on the CPU and make the run repeatable."""
    global STRUCTURES, np, phantom_scan, tf, tf_keras
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with native_log_hidden():
        import numpy as np
        import tensorflow as tf
        import tf_keras
        from phantom import STRUCTURES, phantom_scan
    tf.config.threading.set_intra_op_parallelism_threads(args.threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.get_logger().setLevel("ERROR")
    tf_keras.utils.set_random_seed(args.seed)
    tf.config.experimental.enable_op_determinism()


def main():
    """Train, export, score."""
    args = parse_args()
    set_up(args)
    slices = training_slices(args.scans)
    weights = initial_weights(len(STRUCTURES))
    parameters = sum(int(np.prod(w.shape)) for w in weights)
    print(f"{args.scans} scans, {len(slices)} slices, {parameters} parameters", flush=True)
    seconds = train(weights, slices, args)
    export(weights, args.output)
    write_report(args, parameters, seconds, score(args.output))


if __name__ == "__main__":
    main()
