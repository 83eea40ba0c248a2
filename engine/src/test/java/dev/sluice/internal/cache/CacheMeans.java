package dev.sluice.internal.cache;

import dev.sluice.call.Call;
import dev.sluice.call.item.Items;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.request.Fingerprint;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.provider.Fingerprints;
import dev.sluice.provider.item.OpenAiItems;
import dev.sluice.testing.Memory;
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

  /// The same, but to make a key is a bug.
  static Cache.Means withoutKeys(VirtualLoop loop) {
    return new Cache.Means(
        new Cache.Keys() {
          @Override
          public Fingerprint of(Call call) {
            throw new IllegalStateException("there is no key to a call");
          }

          @Override
          public List<Fingerprint> of(Call call, Items items) {
            throw new IllegalStateException("there is no key to an input");
          }
        },
        new OpenAiItems(),
        new Memory(),
        CacheMeans::elsewhere,
        new Observer() {},
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
