#!/usr/bin/env python3
"""Opens NIfTI files with nibabel and ITK and says what each makes of them.

usage: check_itk.py FILE...

Prints a line for each file: its name, whether the voxels are the same, and by how many mm at most ITK places a
corner of the volume elsewhere than nibabel does (which takes the sform). Needs nibabel, numpy and SimpleITK.
"""

import itertools
import sys

import nibabel
import numpy
import SimpleITK

LPS_TO_RAS = numpy.diag([-1.0, -1.0, 1.0])


def itk_affine(image):
    """Of voxels to mm, RAS+."""
    affine = numpy.eye(4)
    directions = numpy.array(image.GetDirection()).reshape(3, 3)
    affine[:3, :3] = LPS_TO_RAS @ (directions * numpy.array(image.GetSpacing()))
    affine[:3, 3] = LPS_TO_RAS @ numpy.array(image.GetOrigin())
    return affine


def main(files):
    for name in files:
        theirs = nibabel.load(name)
        image = SimpleITK.ReadImage(name)
        same = numpy.array_equal(
            SimpleITK.GetArrayFromImage(image).transpose(2, 1, 0), numpy.asanyarray(theirs.dataobj)
        )
        corners = numpy.array(list(itertools.product(*[(0, n - 1) for n in theirs.shape[:3]]))).T
        corners = numpy.vstack([corners, numpy.ones(corners.shape[1])])
        apart = numpy.abs((itk_affine(image) - theirs.affine) @ corners).max()
        print(name, "same" if same else "DIFFERENT", f"{apart:.9f}")


if __name__ == "__main__":
    main(sys.argv[1:])
