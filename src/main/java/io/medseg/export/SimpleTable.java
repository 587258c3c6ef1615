package io.medseg.export;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of numbers as Python's tabulate prints it in its "simple" format, which MedSegPy uses: 6
 * significant digits, columns aligned at the decimal point, a line of dashes under the header.
 */
final class SimpleTable {
  private static final String GAP = "  ";

  private SimpleTable() {}

  /**
   * The lines of the table without a line end after the last.
   *
   * @param columns names of the columns of numbers
   * @param rows names of the rows
   * @param values {@code values[row][column]}
   */
  static String of(List<String> columns, List<String> rows, double[][] values) {
    List<StringBuilder> lines = new ArrayList<>();
    for (int i = 0; i < rows.size() + 2; i++) {
      lines.add(new StringBuilder());
    }
    // tabulate keeps two characters more than the header needs, of the nameless first column too.
    appendColumn(lines, "", rows, Math.max(2, width(rows)), Alignment.LEFT);
    for (int column = 0; column < columns.size(); column++) {
      List<String> cells = alignedAtPoint(values, column);
      int width = Math.max(columns.get(column).length() + 2, width(cells));
      lines.forEach(line -> line.append(GAP));
      appendColumn(lines, columns.get(column), cells, width, Alignment.RIGHT);
    }
    return String.join("\n", lines.stream().map(line -> line.toString().stripTrailing()).toList());
  }

  private enum Alignment {
    LEFT,
    RIGHT
  }

  private static void appendColumn(
      List<StringBuilder> lines, String header, List<String> cells, int width, Alignment side) {
    lines.get(0).append(padded(header, width, side));
    lines.get(1).append("-".repeat(width));
    for (int i = 0; i < cells.size(); i++) {
      lines.get(i + 2).append(padded(cells.get(i), width, side));
    }
  }

  private static String padded(String text, int width, Alignment side) {
    String blanks = " ".repeat(Math.max(0, width - text.length()));
    return side == Alignment.LEFT ? text + blanks : blanks + text;
  }

  private static int width(List<String> cells) {
    return cells.stream().mapToInt(String::length).max().orElse(0);
  }

  private static List<String> alignedAtPoint(double[][] values, int column) {
    List<String> cells = new ArrayList<>();
    for (double[] row : values) {
      cells.add(PythonFloat.general(row[column]));
    }
    int most = cells.stream().mapToInt(SimpleTable::afterPoint).max().orElse(-1);
    return cells.stream().map(cell -> cell + " ".repeat(most - afterPoint(cell))).toList();
  }

  /** Characters after the point, else after the exponent's e, else -1. */
  private static int afterPoint(String number) {
    int point = Math.max(number.lastIndexOf('.'), -1);
    int place = point >= 0 ? point : number.lastIndexOf('e');
    return place < 0 ? -1 : number.length() - place - 1;
  }
}
