#!/usr/bin/env python3
"""Train a small 2D U-Net on hippocampus slices, export it as a Keras 3 SavedModel and score it on the test scans.

Input of the model: one slice of the last volume axis, padded with zeros to 64 x 64 (evenly, odd voxel at the end) and
then normalised over the whole padded slice: (x - mean) / std, population std, zeros if std is 0.
Output: two sigmoid channels, 0 = anterior and 1 = posterior hippocampus; foreground is strictly > 0.5.
The scores are written to OUTPUT.json, beside the SavedModel directory OUTPUT.
"""

import argparse
import contextlib
import json
import os
import sys
import tempfile
import time
from pathlib import Path

SIZE = 64
CLASSES = ("anterior", "posterior")
FILTERS = (16, 24, 40, 64)  # Keras 3 stores every variable twice, so 176k parameters are 1.4 MB
THRESHOLD = 0.5


def parse_args():
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with train/*.h5 and test/3d/*.h5")
    parser.add_argument("--output", type=Path, required=True, help="SavedModel directory to write")
    parser.add_argument("--epochs", type=int, default=24, help="passes over the training slices (default %(default)s)")
    parser.add_argument("--seed", type=int, default=7, help="seed of everything random (default %(default)s)")
    parser.add_argument("--batch", type=int, default=16, help="batch size (default %(default)s)")
    parser.add_argument("--threads", type=int, default=2, help="CPU threads (default %(default)s)")
    return checked(parser, parser.parse_args())


def checked(parser, args):
    """The arguments, if they can be used: what is wrong with the output is told before the training, not after it."""
    if args.epochs < 1 or args.batch < 1 or args.threads < 1:
        parser.error("--epochs, --batch and --threads must be at least 1")
    if not 0 <= args.seed < 1 << 32:
        parser.error("--seed must be from 0 to 4294967295")
    if args.output.is_file():
        parser.error(f"--output {args.output} is a file")
    if args.output.is_dir() and any(args.output.iterdir()) and not (args.output / "saved_model.pb").is_file():
        parser.error(f"--output {args.output} is a folder of other things than a model, which would be lost")
    try:
        args.output.parent.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=args.output.parent).close()
    except OSError as e:
        parser.error(f"--output {args.output} cannot be written: {e}")
    return args


def find_scans(folder):
    """List the HDF5 scans of a folder in name order."""
    files = sorted(folder.glob("*.h5"))
    if not files:
        sys.exit(f"error: no .h5 file in {folder}")
    return files


def read_scan(path):
    """Read volume (H, W, D) float32 and seg (H, W, D, 2) uint8 of one scan."""
    try:
        with h5py.File(path, "r") as file:
            missing = {"volume", "seg"} - set(file)
            if missing:
                sys.exit(f"error: {path} has no data set {', '.join(sorted(missing))}")
            volume, seg = file["volume"][:].astype(np.float32), file["seg"][:]
    except OSError as e:
        sys.exit(f"error: cannot read {path}: {e}")
    if volume.ndim != 3 or seg.shape != volume.shape + (len(CLASSES),):
        sys.exit(f"error: {path}: unexpected shapes {volume.shape} and {seg.shape}")
    if max(volume.shape[:2]) > SIZE:
        sys.exit(f"error: {path}: slices of {volume.shape[:2]} do not fit into {SIZE} x {SIZE}")
    return volume, seg


def margins(length):
    """Zeros before and after an axis; the odd voxel comes at the end."""
    low = (SIZE - length) // 2
    return low, SIZE - length - low


def pad(array):
    """Pad the first two axes to SIZE x SIZE with zeros."""
    rest = [(0, 0)] * (array.ndim - 2)
    return np.pad(array, [margins(array.shape[0]), margins(array.shape[1]), *rest])


def normalise(image):
    """Zero mean and unit population deviation of one padded slice; sums in float64, voxels in float32."""
    mean = np.float32(image.mean(dtype=np.float64))
    std = np.float32(image.std(dtype=np.float64))
    return np.zeros_like(image) if std == 0 else (image - mean) / std


def to_slices(volume):
    """Volume (H, W, D) -> normalised slices (D, 64, 64, 1)."""
    padded = np.moveaxis(pad(volume), 2, 0)
    return np.stack([normalise(image) for image in padded])[..., None]


def load_slices(files):
    """All slices and masks of some scans, empty slices included."""
    images, masks = [], []
    for path in files:
        volume, seg = read_scan(path)
        images.append(to_slices(volume))
        masks.append(np.moveaxis(pad(seg), 2, 0).astype(np.float32))
    return np.concatenate(images), np.concatenate(masks)


def augment_one(image, mask, rng):
    """Small rotation, scaling, shift and intensity change of one slice; no flips."""
    angle, scale = np.deg2rad(rng.uniform(-12, 12)), rng.uniform(0.88, 1.12)
    matrix = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    centre = np.full(2, (SIZE - 1) / 2)
    offset = centre - matrix @ centre + rng.uniform(-3, 3, 2)
    warp = lambda plane, fill: ndimage.affine_transform(plane, matrix, offset, order=1, cval=fill)
    picture = warp(image[..., 0], image[0, 0, 0])
    picture = picture * rng.uniform(0.85, 1.15) + rng.uniform(-0.1, 0.1) + rng.normal(0, 0.04, picture.shape)
    channels = [warp(mask[..., k], 0.0) > 0.5 for k in range(mask.shape[-1])]
    return picture[..., None], np.stack(channels, axis=-1)


def augment(images, masks, rng):
    """One shuffled and augmented epoch."""
    new_images, new_masks = np.empty_like(images), np.empty_like(masks)
    for target, source in enumerate(rng.permutation(len(images))):
        new_images[target], new_masks[target] = augment_one(images[source], masks[source], rng)
    return new_images, new_masks


def double_conv(x, filters):
    """Two 3 x 3 convolutions with ReLU."""
    for _ in range(2):
        x = keras.layers.Conv2D(filters, 3, padding="same", activation="relu", kernel_initializer="he_normal")(x)
    return x


def build_model(shape=(SIZE, SIZE, 1), classes=len(CLASSES)):
    """U-Net without batch normalisation; height and width are multiples of 8, or None for images of any."""
    x = inputs = keras.Input(shape, name="image")
    skips = []
    for filters in FILTERS[:-1]:
        skips.append(double_conv(x, filters))
        x = keras.layers.MaxPooling2D()(skips[-1])
    x = double_conv(x, FILTERS[-1])
    for filters, skip in zip(FILTERS[-2::-1], skips[::-1]):
        x = keras.layers.Conv2DTranspose(filters, 2, strides=2)(x)
        x = double_conv(keras.layers.Concatenate()([skip, x]), filters)
    return keras.Model(inputs, keras.layers.Conv2D(classes, 1, activation="sigmoid", name="classes")(x))


def dice_bce(truth, prediction):
    """Binary cross-entropy plus one minus the soft Dice of the batch, mean over classes."""
    axes = (0, 1, 2)
    overlap = keras.ops.sum(truth * prediction, axis=axes)
    total = keras.ops.sum(truth, axis=axes) + keras.ops.sum(prediction, axis=axes)
    dice = keras.ops.mean((2 * overlap + 1) / (total + 1))
    return keras.ops.mean(keras.losses.binary_crossentropy(truth, prediction)) + 1 - dice


def compile_model(model, steps):
    """Adam with a learning rate that falls by a cosine to 0 after so many steps."""
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps)
    model.compile(keras.optimizers.Adam(rate), dice_bce, jit_compile=False)


def train(model, images, masks, args):
    """Fit to augmented slices; returns the seconds it took."""
    start, rng = time.time(), np.random.default_rng(args.seed)
    compile_model(model, args.epochs * -(-len(images) // args.batch))
    for epoch in range(args.epochs):
        x, y = augment(images, masks, rng)
        history = model.fit(x, y, batch_size=args.batch, shuffle=False, verbose=0)
        print(f"epoch {epoch + 1}/{args.epochs} loss {history.history['loss'][0]:.4f} "
              f"{time.time() - start:.0f} s", flush=True)
    return time.time() - start


def predict_scan(model, volume):
    """Foreground (H, W, D, 2) of one scan, padding cropped away again."""
    scores = np.moveaxis(np.asarray(model(to_slices(volume), training=False)), 0, 2)
    low_h, low_w = margins(volume.shape[0])[0], margins(volume.shape[1])[0]
    return scores[low_h:low_h + volume.shape[0], low_w:low_w + volume.shape[1]] > THRESHOLD


def dice(truth, prediction):
    """Dice of two boolean volumes; 1 if both are empty."""
    total = int(truth.sum()) + int(prediction.sum())
    return 1.0 if total == 0 else 2.0 * int((truth & prediction).sum()) / total


def score(model, files):
    """3D Dice of every test scan and class."""
    scans = {}
    for path in files:
        volume, seg = read_scan(path)
        predicted = predict_scan(model, volume)
        scans[path.stem] = {name: round(dice(seg[..., k] > 0, predicted[..., k]), 6) for k, name in enumerate(CLASSES)}
    return scans


def export(model, output):
    """Write a SavedModel of a copy that was never compiled, so no optimiser state goes along; a model that is there is replaced by a whole one."""
    clean = build_model(model.input_shape[1:], model.output_shape[-1])
    clean.set_weights(model.get_weights())
    output = output.absolute()
    with tempfile.TemporaryDirectory(prefix=f".{output.name}.", dir=output.parent) as unfinished:
        # Not the folder itself: its mode is for its owner alone.
        clean.export(Path(unfinished) / "new", verbose=False)
        if output.exists():
            output.rename(Path(unfinished) / "old")
        (Path(unfinished) / "new").rename(output)


def write_report(args, model, counts, seconds, scans):
    """Write OUTPUT.json with the scores and everything needed to repeat them."""
    means = {name: round(float(np.mean([s[name] for s in scans.values()])), 6) for name in CLASSES}
    report = {
        "model": args.output.name, "seed": args.seed, "epochs": args.epochs, "batch": args.batch,
        "threads": args.threads, "filters": FILTERS, "parameters": model.count_params(), "threshold": THRESHOLD,
        "versions": {"python": sys.version.split()[0], "tensorflow": tf.__version__, "keras": keras.__version__,
                     "numpy": np.__version__, "scipy": scipy.__version__},
        "training": counts, "training_seconds": round(seconds, 1), "dice_mean": means, "dice_per_scan": scans,
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
    global h5py, keras, ndimage, np, scipy, tf
    os.environ.update(KERAS_BACKEND="tensorflow", CUDA_VISIBLE_DEVICES="-1")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    try:
        with native_log_hidden():
            import h5py
            import numpy as np
            import scipy
            from scipy import ndimage
            import tensorflow as tf
            import keras
    except ImportError as e:
        sys.exit(f"error: {e}; pip install -r tools/requirements.txt")
    tf.config.threading.set_intra_op_parallelism_threads(args.threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    keras.utils.set_random_seed(args.seed)
    tf.config.experimental.enable_op_determinism()


def main():
    """Train, export, score."""
    args = parse_args()
    train_files, test_files = find_scans(args.data / "train"), find_scans(args.data / "test" / "3d")
    set_up(args)
    images, masks = load_slices(train_files)
    model = build_model()
    print(f"{len(train_files)} scans, {len(images)} slices, {model.count_params()} parameters", flush=True)
    seconds = train(model, images, masks, args)
    export(model, args.output)
    counts = {"scans": len(train_files), "slices": len(images)}
    write_report(args, model, counts, seconds, score(model, test_files))


if __name__ == "__main__":
    main()
