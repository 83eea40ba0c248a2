package dev.sluice.server.payment;

import dev.sluice.accounts.key.KeyRing;
import dev.sluice.server.client.ClientKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A watch that tells of namesakes once each, when they come to be: also where a gateway that has
/// other keys in its configuration makes the team in a database that both share. Safe for any
/// thread; waits for nothing.
final class NamesakeWatch {
  private final Supplier<List<ClientKey>> keys;
  private final Consumer<String> notices;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /// @param keys the keys of the configuration that holds
  /// @param notices is told what is wrong, and what to do
  NamesakeWatch(Supplier<List<ClientKey>> keys, Consumer<String> notices) {
    this.keys = keys;
    this.notices = notices;
  }

  /// Looks at the teams that there are from now on.
  void look(KeyRing ring) {
    List<String> found = NamesakeKeys.words(keys.get(), ring);
    told.retainAll(found);
    found.stream().filter(told::add).forEach(notices);
  }
}
