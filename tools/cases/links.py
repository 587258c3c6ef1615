"""Images that lie somewhere else than under their name: links, virtual datasets, external data."""
import os

import h5py

from collection import IMAGE

VOLUME = ("volume",)


def write(cases):
    def add(case, write_it):
        cases.add("links", case, write_it, image=None, datasets=VOLUME)

    beside = lambda name: os.path.join(cases.folder, name)
    add("soft link", soft("/raw/t1"))
    add("relative soft link", soft("raw/t1"))
    add("hard link", hard)
    add("external link", external_link(beside("images.part")))
    add("virtual dataset", virtual(beside))
    add("external data", lambda file: file.create_dataset(
        "volume", shape=IMAGE.shape, dtype="f4", external=[(beside("raw.bin"), 0, IMAGE.nbytes)], data=IMAGE))


def soft(target):
    def write_it(file):
        file.create_dataset("raw/t1", data=IMAGE)
        file["volume"] = h5py.SoftLink(target)
    return write_it


def hard(file):
    file["volume"] = file.create_dataset("raw/t1", data=IMAGE)


def external_link(path):
    def write_it(file):
        with h5py.File(path, "w") as other:
            other["t1"] = IMAGE
        file["volume"] = h5py.ExternalLink(os.path.basename(path), "/t1")
    return write_it


def virtual(beside):
    """One file for each slice."""
    def write_it(file):
        layout = h5py.VirtualLayout(IMAGE.shape, "f4")
        for d in range(IMAGE.shape[2]):
            with h5py.File(beside(f"slice{d}.part"), "w") as part:
                part["data"] = IMAGE[:, :, d]
            layout[:, :, d] = h5py.VirtualSource(f"slice{d}.part", "data", IMAGE.shape[:2])
        file.create_virtual_dataset("volume", layout)
    return write_it
