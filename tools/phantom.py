#!/usr/bin/env python3
"""Draw a knee-like phantom scan with exact masks, from a seed alone.

The text below is the whole definition: a program in another language that follows it gives the same bits.
All arithmetic is IEEE 754 binary64 (no fused multiply-add); `a + b + c` means `(a + b) + c`, and likewise for `*`.
Besides + - * / only sqrt, floor and abs are used. Numbers are written as they are to be typed.

1. RANDOM GENERATOR (SplitMix64; equals java.util.SplittableRandom(seed).nextDouble())
   state = seed (64 bit, wraps around)
   next():  state += 0x9E3779B97F4A7C15
            z = state
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EB
            return z ^ (z >>> 31)
   u() = (next() >>> 11) * 2^-53, a double in [0, 1)

2. SCAN PARAMETERS: drawn first, in this order, each as  lo + (hi - lo) * u()
    #  name    lo     hi      meaning
    0  cx     -0.10   0.10    femur centre, x
    1  cy     -0.45  -0.30    femur centre, y
    2  rad     0.50   0.60    radius of the middle of the femoral cartilage at z = 0
    3  asp     0.80   0.95    factor on horizontal distances (below 1: the femur is wider than high)
    4  tf      0.12   0.18    thickness of the femoral cartilage
    5  kz      0.10   0.25    the radius shrinks by kz * z * z
    6  arc    -0.05   0.15    the femoral cartilage begins this far below the centre
    7  zf      0.80   0.98    half length of the femoral cartilage along z
    8  gap     0.03   0.08    free space between femoral and tibial cartilage at the centre
    9  tt      0.11   0.16    thickness of the tibial cartilage
   10  curv    0.05   0.20    the tibial sheet rises by curv * dx * dx
   11  tilt   -0.06   0.06    and sinks by tilt * dx
   12  xi      0.06   0.12    inner edge of both tibial sheets
   13  xm      0.55   0.70    outer edge of the medial sheet
   14  xl      0.50   0.65    outer edge of the lateral sheet
   15  zt      0.70   0.95    half length of the tibial cartilage along z
   16  mx      0.42   0.55    distance of the meniscus from the centre
   17  ax      0.16   0.22    half axis of the meniscus, x
   18  ay      0.14   0.20    half axis of the meniscus, y
   19  zm      0.65   0.90    half axis of the meniscus, z
   20  bx     -0.12   0.12    bias field, x
   21  by     -0.12   0.12    bias field, y
   22  bz     -0.08   0.08    bias field, z
   23  bxx    -0.12   0.12    bias field, x * x
   24  byy    -0.12   0.12    bias field, y * y
   25  bxy    -0.12   0.12    bias field, x * y
   26  fx      2.50   6.00    texture frequency, first
   27  fy      2.50   6.00    texture frequency, second
   28  fz      0.50   2.00    texture frequency along z
   29  ph      0.00   1.00    texture phase
   30  amp     0.02   0.05    texture amplitude
   31  sig     0.08   0.14    noise amplitude (standard deviation is sig / sqrt(3))
   32  gain    0.90   1.10    brightness of the scan

3. VOXELS: for h in 0..H-1, for w in 0..W-1, for d in 0..D-1 (d fastest)
   x = (2 * w + 1) / W - 1      y = (2 * h + 1) / H - 1      z = (2 * d + 1) / D - 1      (floating-point division)
   dx = x - cx                  dy = y - cy
   q  = dx * asp
   r  = sqrt(q * q + dy * dy)                                distance from the femur's centre
   rz = rad * (1 - kz * z * z)                               radius in this slice
   ys = cy + rad + 0.5 * tf + gap + 0.5 * tt + tilt * dx - curv * dx * dx      height of the tibial sheet's middle
   ex = (abs(dx) - mx * (1 - 0.3 * z * z)) / ax
   ey = (y - (ys - 0.5 * tt - 0.4 * ay)) / ay
   ez = z / zm

   femoral  = abs(r - rz) <= 0.5 * tf  and  dy >= arc  and  abs(z) <= zf
   sheet    = abs(y - ys) <= 0.5 * tt  and  abs(z) <= zt  and not femoral
   medial   = sheet  and  dx <= -xi  and  dx >= -xm
   lateral  = sheet  and  dx >=  xi  and  dx <=  xl
   meniscus = ex * ex + ey * ey + ez * ez <= 1  and  r > rz + 0.5 * tf  and  y < ys - 0.5 * tt
   masks[h, w, d] = (femoral, medial, lateral, meniscus), each 0 or 1; no two are 1 at once

   base, the last line that holds wins:
     0.35  soft tissue (always)
     0.05  air            if x * x + 0.5 * y * y > 0.9
     0.55  femur          if r < rz - 0.5 * tf
     0.50  tibia          if y > ys + 0.5 * tt  and  abs(dx) <= 0.75
     0.80  if femoral
     0.75  if medial or lateral
     0.15  if meniscus

   tri(t)  = 4 * abs(t - floor(t) - 0.5) - 1                 triangle wave between -1 and 1
   texture = amp * (tri(fx * x + fy * y + fz * z + ph) + tri(fy * x - fx * y + ph))
   bias    = 1 + bx * x + by * y + bz * z + bxx * x * x + byy * y * y + bxy * x * y
   noise   = sig * (u() + u() + u() + u() - 2)               four draws per voxel, taken in order
   v       = gain * (base + texture) * bias + noise
   volume[h, w, d] = (float) (v < 0 ? 0 : v)                 rounded to nearest binary32
"""

import argparse
import hashlib
import sys

import numpy as np

RANGES = {
    "cx": (-0.10, 0.10), "cy": (-0.45, -0.30), "rad": (0.50, 0.60), "asp": (0.80, 0.95), "tf": (0.12, 0.18),
    "kz": (0.10, 0.25), "arc": (-0.05, 0.15), "zf": (0.80, 0.98), "gap": (0.03, 0.08), "tt": (0.11, 0.16),
    "curv": (0.05, 0.20), "tilt": (-0.06, 0.06), "xi": (0.06, 0.12), "xm": (0.55, 0.70), "xl": (0.50, 0.65),
    "zt": (0.70, 0.95), "mx": (0.42, 0.55), "ax": (0.16, 0.22), "ay": (0.14, 0.20), "zm": (0.65, 0.90),
    "bx": (-0.12, 0.12), "by": (-0.12, 0.12), "bz": (-0.08, 0.08), "bxx": (-0.12, 0.12), "byy": (-0.12, 0.12),
    "bxy": (-0.12, 0.12), "fx": (2.50, 6.00), "fy": (2.50, 6.00), "fz": (0.50, 2.00), "ph": (0.00, 1.00),
    "amp": (0.02, 0.05), "sig": (0.08, 0.14), "gain": (0.90, 1.10),
}
STRUCTURES = ("femoral cartilage", "tibial cartilage, medial", "tibial cartilage, lateral", "meniscus")


def uniforms(seed, first, count):
    """Draws number first .. first + count - 1 of the generator."""
    number = np.arange(first + 1, first + 1 + count, dtype=np.uint64)
    z = np.uint64(seed & 0xFFFFFFFFFFFFFFFF) + number * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(11)).astype(np.float64) * 2.0 ** -53


def scan_parameters(seed):
    """The random parameters of one scan by name."""
    draws = uniforms(seed, 0, len(RANGES))
    return {name: low + (high - low) * float(u) for (name, (low, high)), u in zip(RANGES.items(), draws)}


def row_shapes(p, x, y, z):
    """Masks (W, D, 4) and noiseless base intensity (W, D) of one image row."""
    dx, dy = x - p["cx"], y - p["cy"]
    q = dx * p["asp"]
    r = np.sqrt(q * q + dy * dy)
    rz = p["rad"] * (1 - p["kz"] * z * z)
    ys = (p["cy"] + p["rad"] + 0.5 * p["tf"] + p["gap"] + 0.5 * p["tt"] + p["tilt"] * dx - p["curv"] * dx * dx)
    ex = (np.abs(dx) - p["mx"] * (1 - 0.3 * z * z)) / p["ax"]
    ey = (y - (ys - 0.5 * p["tt"] - 0.4 * p["ay"])) / p["ay"]
    ez = z / p["zm"]
    femoral = (np.abs(r - rz) <= 0.5 * p["tf"]) & (dy >= p["arc"]) & (np.abs(z) <= p["zf"])
    sheet = (np.abs(y - ys) <= 0.5 * p["tt"]) & (np.abs(z) <= p["zt"]) & ~femoral
    medial = sheet & (dx <= -p["xi"]) & (dx >= -p["xm"])
    lateral = sheet & (dx >= p["xi"]) & (dx <= p["xl"])
    meniscus = ((ex * ex + ey * ey + ez * ez <= 1) & (r > rz + 0.5 * p["tf"]) & (y < ys - 0.5 * p["tt"]))
    base = np.full(meniscus.shape, 0.35)
    base[np.broadcast_to(x * x + 0.5 * y * y > 0.9, base.shape)] = 0.05
    base[r < rz - 0.5 * p["tf"]] = 0.55
    base[np.broadcast_to((y > ys + 0.5 * p["tt"]) & (np.abs(dx) <= 0.75), base.shape)] = 0.50
    for mask, value in ((femoral, 0.80), (medial | lateral, 0.75), (meniscus, 0.15)):
        base[mask] = value
    return np.stack([femoral, medial, lateral, meniscus], axis=-1), base


def triangle(t):
    """Triangle wave of period 1 between -1 and 1."""
    return 4 * np.abs(t - np.floor(t) - 0.5) - 1


def row_intensity(p, x, y, z, base, u):
    """Intensity (W, D) of one image row; u (W, D, 4) are its noise draws."""
    texture = p["amp"] * (triangle(p["fx"] * x + p["fy"] * y + p["fz"] * z + p["ph"])
                          + triangle(p["fy"] * x - p["fx"] * y + p["ph"]))
    bias = (1 + p["bx"] * x + p["by"] * y + p["bz"] * z
            + p["bxx"] * x * x + p["byy"] * y * y + p["bxy"] * x * y)
    noise = p["sig"] * (u[..., 0] + u[..., 1] + u[..., 2] + u[..., 3] - 2)
    value = p["gain"] * (base + texture) * bias + noise
    return np.where(value < 0, 0.0, value)


def axis(length):
    """Voxel centres of an axis in (-1, 1)."""
    return (2 * np.arange(length, dtype=np.float64) + 1) / length - 1


def phantom_scan(seed, height=64, width=64, depth=12):
    """Volume (H, W, D) float32 and masks (H, W, D, 4) uint8 of one phantom scan."""
    if min(height, width, depth) < 1:
        raise ValueError(f"height, width and depth must be at least 1: {height}, {width}, {depth}")
    p, per_row = scan_parameters(seed), width * depth * 4
    x, z = axis(width)[:, None], axis(depth)[None, :]
    volume = np.empty((height, width, depth), np.float32)
    masks = np.empty((height, width, depth, len(STRUCTURES)), np.uint8)
    for h, y in enumerate(axis(height)):
        masks[h], base = row_shapes(p, x, y, z)
        u = uniforms(seed, len(RANGES) + h * per_row, per_row).reshape(width, depth, 4)
        volume[h] = row_intensity(p, x, y, z, base, u)
    return volume, masks


def check(seed, height, width, depth):
    """Print SHA-256 of the volume (little-endian float32) and of the masks, both in C order."""
    volume, masks = phantom_scan(seed, height, width, depth)
    print("volume", hashlib.sha256(volume.astype("<f4").tobytes()).hexdigest())
    print("masks ", hashlib.sha256(masks.tobytes()).hexdigest())
    for index, name in enumerate(STRUCTURES):
        print(f"voxels of {name}: {int(masks[..., index].sum())}")


def main():
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", nargs=4, type=int, metavar=("SEED", "H", "W", "D"), required=True,
                        help="print SHA-256 sums of the volume's and the masks' bytes")
    args = parser.parse_args()
    if min(args.check[1:]) < 1:
        parser.error("H, W and D must be at least 1")
    check(*args.check)


if __name__ == "__main__":
    sys.exit(main())
