package io.medseg.export;

import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;

/** Columns of the tables that jobs print. */
public final class TextColumns {
  /** Characters after which a name goes on in the next line. */
  static final int NAME_WIDTH = 26;

  private TextColumns() {}

  /** A column of names, which begin at its left. */
  public static Column name(String header) {
    return column(header, HorizontalAlign.LEFT);
  }

  /** A column of numbers, which end at its right. */
  public static Column number(String header) {
    return column(header, HorizontalAlign.RIGHT);
  }

  private static Column column(String header, HorizontalAlign align) {
    return new Column()
        .header(header)
        .headerAlign(align)
        .dataAlign(align)
        .maxWidth(NAME_WIDTH, OverflowBehaviour.NEWLINE);
  }
}
