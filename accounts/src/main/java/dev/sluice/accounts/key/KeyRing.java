package dev.sluice.accounts.key;

import dev.sluice.accounts.terms.Credit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// All teams, keys and credits of a store as of one revision. Immutable: a change makes another
/// one. Some 700 bytes a key.
public final class KeyRing {
  /// The snapshot without a key, older than any other.
  public static final KeyRing EMPTY = new KeyRing(0, List.of(), List.of(), List.of());

  private final long revision;
  private final Map<String, Team> teams;
  private final Map<String, StoredKey> keys;
  private final List<Credit> credits;

  /// Makes a snapshot.
  ///
  /// @param credits of which each counts in the windows that hold its instant
  public KeyRing(
      long revision,
      Collection<Team> teams,
      Collection<StoredKey> keys,
      Collection<Credit> credits) {
    this.revision = revision;
    this.teams = by(teams, Team::name);
    this.keys = by(keys, StoredKey::id);
    this.credits = List.copyOf(credits);
  }

  private static <T> Map<String, T> by(Collection<T> values, Function<T, String> name) {
    return values.stream().collect(Collectors.toUnmodifiableMap(name, value -> value));
  }

  public long revision() {
    return revision;
  }

  public Collection<Team> teams() {
    return teams.values();
  }

  public Collection<StoredKey> keys() {
    return keys.values();
  }

  /// The amounts that were given back to owners of budgets.
  public List<Credit> credits() {
    return credits;
  }

  public Optional<Team> team(String name) {
    return Optional.ofNullable(teams.get(name));
  }

  public Optional<StoredKey> key(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  /// Judges a secret by its form, its check digits, its id and its digest, in this order.
  ///
  /// @param now in milliseconds since 1970
  public KeyCheck check(String secret, long now) {
    if (!KeySecret.isMeant(secret)) {
      return new KeyCheck.Foreign();
    }
    Optional<KeySecret> read = KeySecret.parse(secret);
    if (read.isEmpty()) {
      return new KeyCheck.Mistyped();
    }
    StoredKey key = keys.get(read.get().id());
    return key == null ? new KeyCheck.Unknown() : key.check(read.get().digest(), now);
  }

  /// The ids of keys that were there before and are not now.
  public Set<String> missingSince(KeyRing before) {
    return before.keys.keySet().stream()
        .filter(id -> !keys.containsKey(id))
        .collect(Collectors.toSet());
  }

  /// The ids of keys whose running calls are to end, and were not before.
  public Set<String> cutSince(KeyRing before) {
    return keys().stream()
        .filter(key -> key.life().cut())
        .map(StoredKey::id)
        .filter(id -> before.key(id).filter(key -> !key.life().cut()).isPresent())
        .collect(Collectors.toSet());
  }
}
