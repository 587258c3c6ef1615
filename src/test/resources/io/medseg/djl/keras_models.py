"""Write small models as Keras saves them, with an input and Python's prediction for each.

Every case is a folder: model/ (SavedModel), signature.txt, input.txt and output.txt (shapes), input.bin and
output.bin (float32, little-endian, row-major). Exits with 3 and says why where a module is missing.
"""

import os
import sys
from pathlib import Path

os.environ.update(KERAS_BACKEND="tensorflow", CUDA_VISIBLE_DEVICES="-1", TF_CPP_MIN_LOG_LEVEL="3")
try:
    import keras
    import numpy as np
    import tensorflow as tf
    import tf_keras
except ImportError as error:
    print(error)
    sys.exit(3)


def unet(library, shape):
    """One level down and up, with batch normalisation as MedSegPy's U-Net has it."""
    layers = library.layers
    x = inputs = library.Input(shape, name="scan")
    x = skip = layers.Conv2D(4, 3, padding="same", activation="relu")(x)
    x = layers.MaxPooling2D()(x)
    x = layers.BatchNormalization()(layers.Conv2D(8, 3, padding="same", activation="relu")(x))
    x = layers.Conv2DTranspose(4, 2, strides=2)(x)
    x = layers.Conv2D(3, 1, activation="softmax")(layers.Concatenate()([skip, x]))
    return library.Model(inputs, x)


def volume_net(library):
    """Fully convolutional, three axes of any length."""
    inputs = library.Input((None, None, None, 1))
    x = library.layers.Conv3D(4, 3, padding="same", activation="relu")(inputs)
    return library.Model(inputs, library.layers.Conv3D(2, 1, activation="sigmoid")(x))


def channels_first(shape, convolution):
    """Channels behind N outside; inside they are last, since TensorFlow has no other convolution on a CPU."""
    axes = len(shape)
    x = inputs = keras.Input(shape, name="scan")
    x = keras.layers.Permute((*range(2, axes + 1), 1))(x)
    x = convolution(3, 3, padding="same", activation="softmax")(x)
    return keras.Model(inputs, keras.layers.Permute((axes, *range(1, axes)))(x))


def two_headed(library):
    """Two outputs by name."""
    inputs = library.Input((8, 8, 1))
    x = library.layers.Conv2D(4, 3, padding="same", activation="relu")(inputs)
    edge = library.layers.Conv2D(1, 1, activation="sigmoid")(x)
    mask = library.layers.Conv2D(2, 1, activation="sigmoid")(x)
    return library.Model(inputs, {"edge": edge, "mask": mask})


def write_array(folder, name, array):
    (folder / f"{name}.txt").write_text(" ".join(map(str, array.shape)))
    (folder / f"{name}.bin").write_bytes(array.astype("<f4").tobytes())


def write(root, name, model, save, shape, signature="serving_default", output=None):
    folder = root / name
    folder.mkdir()
    save(str(folder / "model"))
    x = np.random.default_rng(5).normal(size=shape).astype("f4")
    y = model(x, training=False)
    write_array(folder, "input", x)
    write_array(folder, "output", np.asarray(y[output] if output else y))
    (folder / "signature.txt").write_text(signature)


def export(model):
    return lambda path: model.export(path, verbose=False)


def export_fixed_batch(model, shape):
    """Keras leaves N open, unless the signature is given."""

    def save(path):
        archive = keras.export.ExportArchive()
        archive.track(model)
        signature = [keras.InputSpec(shape=shape, dtype="float32", name="scan")]
        archive.add_endpoint("serving_default", lambda x: model(x, training=False), input_signature=signature)
        archive.write_out(path, verbose=False)

    return save


def main():
    root = Path(sys.argv[1])
    keras.utils.set_random_seed(1)
    tf_keras.utils.set_random_seed(1)
    m = unet(tf_keras, (16, 12, 1))
    write(root, "tf_keras_save", m, lambda path: m.save(path, save_format="tf"), (5, 16, 12, 1))
    m = unet(keras, (16, 12, 1))
    write(root, "keras3_export", m, export(m), (5, 16, 12, 1))
    write(root, "keras3_saved_model_save", m, lambda path: tf.saved_model.save(m, path), (2, 16, 12, 1))
    write(root, "keras3_fixed_batch", m, export_fixed_batch(m, (4, 16, 12, 1)), (4, 16, 12, 1))
    m = volume_net(keras)
    write(root, "keras3_volumes", m, export(m), (2, 9, 7, 5, 1))
    m = channels_first((2, 16, 12), keras.layers.Conv2D)
    write(root, "keras3_channels_first", m, export(m), (5, 2, 16, 12))
    m = channels_first((2, 9, 7, 5), keras.layers.Conv3D)
    write(root, "keras3_channels_first_volumes", m, export(m), (3, 2, 9, 7, 5))
    m = two_headed(keras)
    write(root, "keras3_two_outputs", m, export(m), (3, 8, 8, 1), "serving_default:mask", "mask")


main()
