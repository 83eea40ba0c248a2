package dev.sluice.accounts.terms;

import java.util.Collection;
import java.util.List;

/// The lists in which terms are written, in a store and on a command line.
public final class Words {
  private Words() {}

  /// Writes a list as one text.
  public static String join(Collection<String> items) {
    return String.join(",", items);
  }

  /// Reads a list that was written as one text.
  public static List<String> split(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
  }
}
