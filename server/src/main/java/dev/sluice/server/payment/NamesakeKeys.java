package dev.sluice.server.payment;

import dev.sluice.accounts.key.KeyRing;
import dev.sluice.server.client.ClientKey;
import java.util.List;

/// Keys of a configuration that name no team, and have the name of a team of the store. Such a key
/// is meant to be a team of its own, but shares the caches and budgets of the other one, since
/// teams are told apart by their names.
public final class NamesakeKeys {
  private NamesakeKeys() {}

  /// Whether a key of the configuration has the name of a key of the store.
  public static boolean isOne(ClientKey key, KeyRing ring) {
    return key.alone() && ring.team(key.client().name()).isPresent();
  }

  /// Says what is wrong with each such key, and what to do.
  public static List<String> words(List<ClientKey> keys, KeyRing ring) {
    return keys.stream()
        .filter(key -> isOne(key, ring))
        .map(key -> words(key.client().name()))
        .toList();
  }

  private static String words(String name) {
    return "server.keys: the key %1$s names no team, and would be of the store's team %1$s by its name, with its caches and budgets: add `team: %1$s` to it if that is meant, or give it another name"
        .formatted(name);
  }
}
