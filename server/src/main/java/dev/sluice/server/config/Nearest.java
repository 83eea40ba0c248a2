package dev.sluice.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Finds what somebody meant. The distance is the number of letters to insert, delete, replace or
/// swap with their neighbour (optimal string alignment).
public final class Nearest {
  /// Names longer than this are not typing errors of each other.
  private static final int MAX_LENGTH = 100;

  private Nearest() {}

  /// Those of `names` that `text` may have been meant for, the nearest first, three at most.
  public static List<String> of(String text, Collection<String> names) {
    record Candidate(String name, int distance) {}
    return names.stream()
        .map(name -> new Candidate(name, distance(fold(text), fold(name))))
        .filter(c -> c.distance <= Math.max(text.length(), c.name.length()) / 3)
        .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .limit(3)
        .map(Candidate::name)
        .toList();
  }

  /// `, did you mean 'x'?` or nothing.
  static String hint(String text, Collection<String> names) {
    List<String> near = of(text, names);
    return near.isEmpty() ? "" : ", did you mean " + Quoted.of(near.getFirst()) + "?";
  }

  private static String fold(String text) {
    return text.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  private static int distance(String a, String b) {
    if (a.length() > MAX_LENGTH || b.length() > MAX_LENGTH) {
      return Integer.MAX_VALUE;
    }
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, d, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int cheapest(String a, String b, int[][] d, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int best = Math.min(d[i - 1][j - 1] + (same ? 0 : 1), Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
