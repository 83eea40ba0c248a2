package dev.sluice.accounts.budget;

import dev.sluice.accounts.price.Money;
import org.jspecify.annotations.Nullable;

/// The part of a window that one of several processes may use: how far its own sums may rise. What
/// was given back is not in them, nor what was carried over. Money in nano-dollars.
///
/// @param likely what is spent here and what calls under way here are likely to cost stay within it
/// @param worst what is spent here and what calls under way here may cost at worst stay within it
/// @param others what others have spent, by what was heard last
/// @param open what given-up calls may have cost here beyond what they were charged
/// @param large whether the one large call that may be under way is this process's
/// @param room what of `likely` and `worst` is there for calls to come
public record Ceiling(long likely, long worst, long others, long open, boolean large, Room room) {
  /// A process that has not asked for anything.
  static final Ceiling NOTHING = new Ceiling(0, 0, 0, 0, false, new Room(0, 0));

  /// The part of a ceiling that was granted ahead.
  public record Room(long likely, long worst) {}

  public Ceiling {
    others = Math.clamp(others, 0, Money.MOST);
  }

  static long spentByOthers(@Nullable Ceiling held) {
    return held == null ? 0 : held.others();
  }

  static boolean allowsLarge(@Nullable Ceiling held) {
    return held == null || held.large();
  }

  static long open(@Nullable Ceiling held, Bounds bounds) {
    return held == null ? bounds.open() : Math.min(held.open(), bounds.open());
  }
}
