package dev.sluice.call.text;

/// Formats numbers with the nouns that they count.
public final class Plural {
  private Plural() {}

  /// A count with its regular noun: `1 call`, `2 calls`.
  public static String of(long number, String one) {
    return of(number, one, one + "s");
  }

  /// A count with a noun whose plural is irregular: `1 try`, `2 tries`.
  public static String of(long number, String one, String many) {
    return number + " " + noun(number, one, many);
  }

  /// The noun alone, in the form that fits the number.
  public static String noun(long number, String one, String many) {
    return number == 1 ? one : many;
  }
}
