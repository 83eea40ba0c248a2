package dev.sluice.accounts.ledger;

import java.util.Comparator;

/// The properties that calls have in common that are summed up. Keys have one order for all
/// processes that share a store, so that none waits for another that waits for it.
///
/// @param span a day, `YYYY-MM-DD`, or a month, `YYYY-MM`
/// @param tags what they are for, as [dev.sluice.accounts.tag.TagText] has it
record SpendKey(
    String span,
    String team,
    String key,
    String model,
    String target,
    String payer,
    String reason,
    String tags)
    implements Comparable<SpendKey> {
  private static final int MONTH_LENGTH = 7;
  private static final Comparator<SpendKey> ORDER =
      Comparator.comparing(SpendKey::span)
          .thenComparing(SpendKey::team)
          .thenComparing(SpendKey::key)
          .thenComparing(SpendKey::model)
          .thenComparing(SpendKey::target)
          .thenComparing(SpendKey::payer)
          .thenComparing(SpendKey::reason)
          .thenComparing(SpendKey::tags);

  /// The month of a day, `YYYY-MM`.
  public static String month(String day) {
    return day.substring(0, MONTH_LENGTH);
  }

  /// Returns this key for the month of its day.
  public SpendKey ofMonth() {
    return new SpendKey(month(span), team, key, model, target, payer, reason, tags);
  }

  @Override
  public int compareTo(SpendKey other) {
    return ORDER.compare(this, other);
  }
}
