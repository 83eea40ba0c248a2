package dev.sluice.cache;

import dev.sluice.call.Call;
import dev.sluice.call.Fingerprint;
import dev.sluice.call.MemoryBudget;
import dev.sluice.call.Observer;
import dev.sluice.call.VirtualLoop;
import dev.sluice.call.item.Items;
import dev.sluice.provider.Fingerprints;
import dev.sluice.provider.item.OpenAiItems;
import java.util.List;
import java.util.concurrent.Callable;

/// What a cache needs, as it has it in the gateway, but in virtual time.
final class CacheMeans {
  private CacheMeans() {}

  static Cache.Means of(Observer observer, MemoryBudget memory, VirtualLoop loop) {
    return new Cache.Means(
        new Cache.Keys() {
          @Override
          public Fingerprint of(Call call) {
            return Fingerprints.of("r", call);
          }

          @Override
          public List<Fingerprint> of(Call call, Items items) {
            return Fingerprints.of("r", call, items);
          }
        },
        new OpenAiItems(),
        memory,
        CacheMeans::elsewhere,
        observer,
        loop);
  }

  private static <T> T elsewhere(Callable<T> work) {
    try {
      return work.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
