package dev.sluice.config.yaml;

import java.util.regex.Pattern;

/// A problem of a file.
///
/// @param position its position
/// @param what names the thing, the value and the remedy, on one line
/// @param path the keys that lead to it: `routes.fast.targets[0].weight`; empty for the whole file
/// @param remedy what to do; empty where `what` says what must be, and there is no more to say
public record Problem(FilePosition position, String what, String path, String remedy) {
  /// Code, brackets and quoted values, in which a colon does not end what is wrong.
  private static final Pattern WITHIN =
      Pattern.compile("`[^`]*`|\\([^)]*\\)|(?<=[ (])'[^']*'(?=[ ,:?)]|$)");

  /// Makes a problem whose remedy stands behind the first colon and blank of `what`.
  public Problem(FilePosition position, String path, String what) {
    this(position, what, path, remedy(what));
  }

  /// Makes a problem that no key leads to.
  public Problem(FilePosition position, String what) {
    this(position, "", what);
  }

  private static String remedy(String what) {
    String outside = WITHIN.matcher(what).replaceAll(found -> "_".repeat(found.group().length()));
    int colon = outside.indexOf(": ");
    return colon < 0 ? "" : what.substring(colon + 2);
  }

  /// Returns what is wrong, without the remedy where that ends it.
  public String message() {
    String end = ": " + remedy;
    return !remedy.isEmpty() && what.endsWith(end)
        ? what.substring(0, what.length() - end.length())
        : what;
  }

  /// The problem as `file:line:column: what`.
  @Override
  public String toString() {
    return position + ": " + what;
  }
}
