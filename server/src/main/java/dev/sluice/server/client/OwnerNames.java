package dev.sluice.server.client;

import java.util.Optional;
import java.util.regex.Pattern;

/// The names of owners of what the gateway keeps: a team, or a key that is no team's; and that of
/// an address, which owns nothing. None of them can be called as another is.
public final class OwnerNames {
  private static final String TEAM = "team ";
  private static final String KEY = "key ";
  private static final String ADDRESS = "address ";

  /// What stands for a key that has no name: the SHA-256 of its secret.
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private OwnerNames() {}

  /// The owner that a team is.
  public static String ofTeam(String team) {
    return TEAM + team;
  }

  /// The owner that a key is which is no team's.
  static String ofKey(String key) {
    return KEY + key;
  }

  /// What stands for the clients at an address, of which nothing more is known.
  static String ofAddress(String address) {
    return ADDRESS + address;
  }

  /// Whether an owner is an address, which has shown no key.
  public static boolean isAddress(String owner) {
    return owner.startsWith(ADDRESS);
  }

  /// The team that an owner is; empty where it is none.
  public static Optional<String> team(String owner) {
    return behind(owner, TEAM);
  }

  /// The name of the key that an owner is; empty where it is none, or one without a name.
  public static Optional<String> key(String owner) {
    return behind(owner, KEY).filter(name -> !DIGEST.matcher(name).matches());
  }

  private static Optional<String> behind(String owner, String kind) {
    return owner.startsWith(kind) ? Optional.of(owner.substring(kind.length())) : Optional.empty();
  }
}
