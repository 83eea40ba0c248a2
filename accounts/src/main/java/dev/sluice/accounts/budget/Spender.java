package dev.sluice.accounts.budget;

import java.util.Optional;

/// The owner of a budget: a key, a team, or all together. Its text stands in rows of spend.
public final class Spender {
  /// The owner that stands for all keys together.
  public static final String ALL = "all";

  private static final String KEY = "key:";
  private static final String TEAM = "team:";

  private Spender() {}

  /// The owner that stands for a key.
  public static String key(String id) {
    return KEY + id;
  }

  /// The owner that stands for a team.
  public static String team(String name) {
    return TEAM + name;
  }

  /// Whether an owner is a single key.
  static boolean isKey(String owner) {
    return owner.startsWith(KEY);
  }

  /// The id of the key that an owner is; empty where it is none.
  public static Optional<String> keyOf(String owner) {
    return behind(KEY, owner);
  }

  /// The name of the team that an owner is; empty where it is none.
  public static Optional<String> teamOf(String owner) {
    return behind(TEAM, owner);
  }

  private static Optional<String> behind(String kind, String owner) {
    return owner.startsWith(kind) ? Optional.of(owner.substring(kind.length())) : Optional.empty();
  }

  /// The owner in words: `the key web`, `the team search`, `all keys`.
  static String words(String owner) {
    if (owner.startsWith(KEY)) {
      return "the key " + owner.substring(KEY.length());
    }
    return owner.startsWith(TEAM) ? "the team " + owner.substring(TEAM.length()) : "all keys";
  }
}
