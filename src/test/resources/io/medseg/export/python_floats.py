"""Prints for each value of FOLDER/values.txt (bits of a double, one decimal number per line) its
repr, its 6 significant digits and its 3 decimals to FOLDER/texts.txt, separated by blanks."""
import os
import struct
import sys

folder = sys.argv[1]
with open(os.path.join(folder, "values.txt")) as lines:
    values = [struct.unpack("<d", struct.pack("<q", int(line)))[0] for line in lines]
with open(os.path.join(folder, "texts.txt"), "w") as out:
    for value in values:
        out.write("%r %s %s\n" % (value, format(value, "g"), format(value, ".3f")))
