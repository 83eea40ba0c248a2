package dev.sluice.accounts.key;

import dev.sluice.accounts.terms.Credit;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All teams, keys and credits of a store as of one revision. Immutable: a change makes another
/// one. Some 700 bytes a key.
public final class KeyRing {
  /// The snapshot without a key, older than any other.
  public static final KeyRing EMPTY = new KeyRing(0, List.of(), List.of(), List.of());

  /// The longest secret of another gateway that is looked at, in characters.
  private static final int LONGEST = 512;

  private final long revision;
  private final Map<String, Team> teams;
  private final Map<String, StoredKey> keys;
  private final List<Credit> credits;

  /// The keys whose secrets another gateway has made, by the digests of these.
  private final Map<ByteBuffer, StoredKey> imported;

  /// The keys by team and name; null until one is asked for by these. Any thread may make it.
  private volatile @Nullable Map<List<String>, StoredKey> names;

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
    this.imported = imported(keys);
  }

  private static Map<ByteBuffer, StoredKey> imported(Collection<StoredKey> keys) {
    Map<ByteBuffer, StoredKey> found = new HashMap<>();
    for (StoredKey key : keys) {
      for (SecretDigest secret : key.secrets()) {
        if (secret.imported()) {
          found.put(secret.bytes(), key);
        }
      }
    }
    return found;
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

  /// The amounts that were given back to owners of budgets, or carried over.
  public List<Credit> credits() {
    return credits;
  }

  public Optional<Team> team(String name) {
    return Optional.ofNullable(teams.get(name));
  }

  public Optional<StoredKey> key(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  /// The key that has this secret of another gateway.
  public Optional<StoredKey> imported(SecretDigest secret) {
    return Optional.ofNullable(imported.get(secret.bytes()));
  }

  /// Judges a secret by its form, its check digits, its id and its digest, in this order. One of
  /// another form is judged by its digest, where a key has such a secret.
  ///
  /// @param now in milliseconds since 1970
  public KeyCheck check(String secret, long now) {
    if (!KeySecret.isMeant(secret)) {
      return checkImported(secret, now);
    }
    Optional<KeySecret> read = KeySecret.parse(secret);
    if (read.isEmpty()) {
      return new KeyCheck.Mistyped();
    }
    StoredKey key = keys.get(read.get().id());
    return key == null ? new KeyCheck.Unknown() : key.check(read.get().digest(), now);
  }

  private KeyCheck checkImported(String secret, long now) {
    if (imported.isEmpty() || secret.length() > LONGEST) {
      return new KeyCheck.Foreign();
    }
    byte[] digest = KeySecret.digest(secret);
    StoredKey key = imported.get(ByteBuffer.wrap(digest));
    return key == null ? new KeyCheck.Foreign() : key.check(digest, now);
  }

  /// Judges a key by its team and name. Of several of that name, one that is not revoked counts,
  /// and of these the last that was made.
  ///
  /// @param now in milliseconds since 1970
  KeyCheck named(String team, String name, long now) {
    Map<List<String>, StoredKey> known = names;
    if (known == null) {
      known = byNames();
      names = known;
    }
    StoredKey key = known.get(List.of(team, name));
    return key == null ? new KeyCheck.Unknown() : key.check(now);
  }

  private Map<List<String>, StoredKey> byNames() {
    return keys().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                key -> List.of(key.principal().team(), key.principal().name()),
                key -> key,
                BinaryOperator.maxBy(
                    Comparator.comparing((StoredKey key) -> !key.life().isRevoked())
                        .thenComparingLong(key -> key.life().created()))));
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
