package io.medseg.comparison;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.ranking.NaNStrategy;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;

/**
 * Wilcoxon's signed-rank test of paired differences, two-sided, as {@code scipy.stats.wilcoxon}
 * does it by default: differences of zero are left out, equal ones share their mean rank, no
 * continuity correction. (That of commons-math3 ranks zeros and leaves ties out of the variance.)
 *
 * @param statistic the smaller of the two sums of ranks
 * @param p NaN without any pair, 1 if no pair differs
 * @param method how p was found
 * @param zeros pairs without a difference
 */
public record Wilcoxon(double statistic, double p, Method method, int zeros) {
  /** Up to so many pairs all signs are tried where no two ranks are equal. */
  private static final int EXACT = 50;

  /** The same where some are equal, or a difference is zero. */
  private static final int EXACT_WITH_TIES = 13;

  /** How a p value was found. */
  public enum Method {
    /** All signs that the differences could have had. */
    EXACT,
    /** Normal distribution, its variance corrected for ties. */
    NORMAL
  }

  /** The test of these differences; all are finite. */
  public static Wilcoxon of(double... differences) {
    double[] changed = Arrays.stream(differences).filter(d -> d != 0).toArray();
    int zeros = differences.length - changed.length;
    if (changed.length == 0) {
      return new Wilcoxon(0, differences.length == 0 ? Double.NaN : 1, Method.EXACT, zeros);
    }
    double[] sizes = Arrays.stream(changed).map(Math::abs).toArray();
    double[] ranks = new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE).rank(sizes);
    double positive = 0;
    for (int i = 0; i < ranks.length; i++) {
      positive += changed[i] > 0 ? ranks[i] : 0;
    }
    double all = ranks.length * (ranks.length + 1) / 2.0;
    long different = Arrays.stream(sizes).distinct().count();
    boolean plain = zeros == 0 && different == sizes.length;
    Method method =
        differences.length <= (plain ? EXACT : EXACT_WITH_TIES) ? Method.EXACT : Method.NORMAL;
    double p = method == Method.EXACT ? exact(ranks, positive) : normal(sizes, ranks, positive);
    return new Wilcoxon(Math.min(positive, all - positive), p, method, zeros);
  }

  /** Twice the ranks are whole numbers, also where some are equal. */
  private static double exact(double[] ranks, double positive) {
    int[] twice = Arrays.stream(ranks).mapToInt(rank -> (int) Math.round(2 * rank)).toArray();
    double[] ways = new double[Arrays.stream(twice).sum() + 1];
    ways[0] = 1;
    int reached = 0;
    for (int rank : twice) {
      reached += rank;
      for (int sum = reached; sum >= rank; sum--) {
        ways[sum] += ways[sum - rank];
      }
    }
    int observed = (int) Math.round(2 * positive);
    double below = Arrays.stream(ways, 0, observed + 1).sum();
    double above = Arrays.stream(ways, observed, ways.length).sum();
    return Math.min(1, 2 * Math.min(below, above) / Math.scalb(1.0, ranks.length));
  }

  private static double normal(double[] sizes, double[] ranks, double positive) {
    double n = ranks.length;
    double variance = (n * (n + 1) * (2 * n + 1) - ties(sizes) / 2) / 24;
    double z = (positive - n * (n + 1) / 4) / Math.sqrt(variance);
    return 2 * new NormalDistribution().cumulativeProbability(-Math.abs(z));
  }

  /** The sum of t^3 - t over the groups of t equal sizes. */
  private static double ties(double[] sizes) {
    double[] sorted = sizes.clone();
    Arrays.sort(sorted);
    double sum = 0;
    int from = 0;
    for (int to = 1; to <= sorted.length; to++) {
      if (to == sorted.length || sorted[to] != sorted[from]) {
        double equal = to - from;
        sum += equal * equal * equal - equal;
        from = to;
      }
    }
    return sum;
  }
}
