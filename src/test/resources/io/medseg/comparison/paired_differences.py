"""Compares p values and intervals of paired differences (differences.csv: p, statistic, low, high, d1, d2, ...) with scipy's."""
import csv
import math
import pathlib
import sys
import warnings

import numpy
from scipy import stats

warnings.simplefilter("ignore")


def same(found, expected, what, line):
    close = math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)
    if not (close or math.isnan(found) and math.isnan(expected)):
        sys.exit(f"line {line}: {what} is {found}, scipy has {expected}")


def main(folder):
    lines = list(csv.reader(open(folder / "differences.csv")))
    for number, line in enumerate(lines, 1):
        p, statistic, low, high, *differences = map(float, line)
        differences = numpy.array(differences)
        if len(differences) == 1 and differences[0] == 0:
            continue  # scipy raises an error
        expected = stats.wilcoxon(differences)
        # Where no pair differs scipy gives 1 up to 13 pairs and NaN beyond; we always give 1.
        same(p, expected.pvalue if differences.any() else 1.0, "p", number)
        same(statistic, expected.statistic, "statistic", number)
        if len(differences) > 1:
            mean, error = differences.mean(), stats.sem(differences)
            t = stats.t.ppf(0.975, len(differences) - 1)
            same(low, mean - t * error, "low", number)
            same(high, mean + t * error, "high", number)
    print(len(lines), "agree")


main(pathlib.Path(sys.argv[1]))
