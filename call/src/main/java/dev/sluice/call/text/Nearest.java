package dev.sluice.call.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A finder of the names that a misspelt one may stand for.
public final class Nearest {
  private static final int SUGGESTIONS = 3;

  private Nearest() {}

  /// A sentence that names the nearest of `names`, with a leading blank; empty when none is near.
  public static String hint(String meant, Collection<String> names) {
    String near =
        of(meant, names).stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    return near.isEmpty() ? "" : " Did you mean " + near + "?";
  }

  /// The members of `names` that may have been meant, the nearest first, three at most.
  public static List<String> of(String meant, Collection<String> names) {
    int bound = Math.max(2, meant.length() / 3);
    record Near(String name, int distance) {}
    return names.stream()
        .filter(name -> Math.abs(name.length() - meant.length()) <= bound)
        .map(name -> new Near(name, distance(meant, name)))
        .filter(near -> near.distance() <= bound)
        .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
        .limit(SUGGESTIONS)
        .map(Near::name)
        .toList();
  }

  /// Levenshtein's edit distance between two texts, case aside, in one row of memory.
  private static int distance(String a, String b) {
    String from = a.toLowerCase(Locale.ROOT);
    String to = b.toLowerCase(Locale.ROOT);
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int substitution = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
