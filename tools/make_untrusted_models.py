#!/usr/bin/env python3
"""Writes SavedModels whose graphs hold operations that could do harm, and harmless ones of the same make.

    make_untrusted_models.py OUTDIR

OUTDIR then holds one saved_model.pb per model, NAME.pb; variables are left out, since the tests look at
graphs only. None of the operations does anything but read or write below a folder that is not there.
The files of src/test/resources/io/medseg/djl/untrusted were made with it. Needs tensorflow.
"""
import os
import shutil
import sys
import tempfile

import tensorflow as tf

IMAGE = tf.TensorSpec([None, 8, 8, 1], tf.float32, name="image")
NOWHERE = "/nowhere/medseg"


class Model(tf.Module):
    """Multiplies by a variable, and does what a subclass adds."""

    def __init__(self):
        super().__init__()
        self.factor = tf.Variable(0.5)

    def also(self, image):
        return image

    @tf.function(input_signature=[IMAGE])
    def serve(self, image):
        return {"mask": tf.sigmoid(self.also(image) * self.factor)}


class Plain(Model):
    pass


class Prints(Model):
    def also(self, image):
        tf.print("mean", tf.reduce_mean(image))
        return image


class ReadsFile(Model):
    def also(self, image):
        text = tf.io.read_file(NOWHERE)
        return image + tf.cast(tf.strings.length(text), tf.float32)


class WritesFileInLoop(Model):
    def also(self, image):
        def body(i, x):
            with tf.control_dependencies([tf.io.write_file(NOWHERE, "x")]):
                return i + 1, x + 1

        return tf.while_loop(lambda i, x: i < 2, body, [0, image])[1]


class PyFunction(Model):
    def also(self, image):
        return tf.ensure_shape(tf.py_function(lambda x: x, [image], tf.float32), image.shape)


class NumpyFunction(Model):
    def also(self, image):
        return tf.ensure_shape(tf.numpy_function(lambda x: x, [image], tf.float32), image.shape)


class PrintsToFile(Model):
    def also(self, image):
        tf.print("mean", tf.reduce_mean(image), output_stream="file://" + NOWHERE)
        return image


class TextTable(Model):
    def __init__(self, path):
        super().__init__()
        self.table = tf.lookup.StaticHashTable(
            tf.lookup.TextFileInitializer(
                path, tf.string, tf.lookup.TextFileIndex.WHOLE_LINE,
                tf.int64, tf.lookup.TextFileIndex.LINE_NUMBER), -1)

    def also(self, image):
        return image + tf.cast(self.table.lookup(tf.constant("a")), tf.float32)


class SavesWhileServing(Model):
    def also(self, image):
        with tf.control_dependencies([tf.raw_ops.SaveV2(
                prefix=NOWHERE, tensor_names=["x"], shape_and_slices=[""], tensors=[image])]):
            return tf.identity(image)


class RestoresWhileServing(Model):
    def also(self, image):
        found = tf.raw_ops.RestoreV2(
            prefix=NOWHERE, tensor_names=["x"], shape_and_slices=[""], dtypes=[tf.float32])
        return image + tf.reduce_mean(found[0])


def main(out):
    out = os.path.abspath(out)
    os.makedirs(out, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        # A relative name, since the graph keeps it.
        os.chdir(work)
        words = "words.txt"
        with open(words, "w", encoding="ascii") as file:
            file.write("a\nb\n")
        models = [Plain(), Prints(), ReadsFile(), WritesFileInLoop(), PyFunction(), NumpyFunction(),
                  PrintsToFile(), TextTable(words), SavesWhileServing(), RestoresWhileServing()]
        for model in models:
            folder = os.path.join(work, type(model).__name__)
            tf.saved_model.save(model, folder, signatures={"serving_default": model.serve})
            shutil.copy(os.path.join(folder, "saved_model.pb"),
                        os.path.join(out, type(model).__name__ + ".pb"))
        old(os.path.join(work, "old"), os.path.join(out, "FirstVersion.pb"))


def old(folder, target):
    """TensorFlow 1: what saves and restores lies in the graph itself."""
    with tf.compat.v1.Graph().as_default(), tf.compat.v1.Session() as session:
        image = tf.compat.v1.placeholder(tf.float32, [None, 8, 8, 1], "image")
        factor = tf.compat.v1.get_variable("factor", initializer=0.5, use_resource=False)
        mask = tf.sigmoid(image * factor, name="mask")
        session.run(tf.compat.v1.global_variables_initializer())
        tf.compat.v1.saved_model.simple_save(session, folder, {"image": image}, {"mask": mask})
    shutil.copy(os.path.join(folder, "saved_model.pb"), target)


if __name__ == "__main__":
    main(sys.argv[1])
