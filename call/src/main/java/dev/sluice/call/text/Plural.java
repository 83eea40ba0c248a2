package dev.sluice.call.text;

/// Numbers with the nouns that they count.
public final class Plural {
  private Plural() {}

  /// So many of what is named by one: `1 call`, `2 calls`.
  public static String of(long number, String one) {
    return of(number, one, one + "s");
  }

  /// The same of a noun with a plural of its own: `1 try`, `2 tries`.
  public static String of(long number, String one, String many) {
    return number + " " + noun(number, one, many);
  }

  /// The noun alone.
  public static String noun(long number, String one, String many) {
    return number == 1 ? one : many;
  }
}
