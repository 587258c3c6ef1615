package io.medseg.metric;

/**
 * The box of a mask that holds its voxels: half-open ranges of rows H, of the words of a row (64
 * voxels of W each) and of planes D. Grows while a mask is counted; empty at first.
 */
final class Extent {
  private int startH = Integer.MAX_VALUE;
  private int stopH;
  private int startWord = Integer.MAX_VALUE;
  private int stopWord;
  private int startD = Integer.MAX_VALUE;
  private int stopD;

  void include(int h, int word, int d) {
    startH = Math.min(startH, h);
    stopH = Math.max(stopH, h + 1);
    startWord = Math.min(startWord, word);
    stopWord = Math.max(stopWord, word + 1);
    startD = Math.min(startD, d);
    stopD = Math.max(stopD, d + 1);
  }

  int startH() {
    return startH;
  }

  int height() {
    return stopH - startH;
  }

  int startWord() {
    return startWord;
  }

  int words() {
    return stopWord - startWord;
  }

  int startD() {
    return startD;
  }

  int depth() {
    return stopD - startD;
  }
}
