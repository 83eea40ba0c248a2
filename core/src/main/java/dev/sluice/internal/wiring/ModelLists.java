package dev.sluice.internal.wiring;

import dev.sluice.call.runtime.Loop;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The models that the providers list. The lists are fetched in the background, again every ten
/// minutes, and sooner after a failure; a list once known is kept until a newer one comes. They
/// outlive the generations of a gateway for as long as its providers are the same. Safe for any
/// thread.
final class ModelLists implements AutoCloseable {
  private static final Duration REFRESH = Duration.ofMinutes(10);
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final Map<String, Fetch> providers;
  private final Loop loop;

  /// By provider; written by the fetching thread.
  private final Map<String, Map<String, Catalogue.Model>> lists = new ConcurrentHashMap<>();

  private final CountDownLatch fetchedOnce = new CountDownLatch(1);

  /// Counts the lists that have come.
  private volatile long version;

  // Guarded by this.
  private @Nullable Thread fetching;
  private Loop.@Nullable Timer next;
  private boolean closed;

  /// Asks one provider for its models.
  @FunctionalInterface
  interface Fetch {
    /// On a virtual thread; empty when it failed.
    Optional<List<Catalogue.Model>> list() throws InterruptedException;
  }

  /// @param providers what lists the models of each, by their names, in the order in which they are
  ///   asked
  ModelLists(Map<String, Fetch> providers, Loop loop) {
    this.providers = new LinkedHashMap<>(providers);
    this.loop = loop;
  }

  /// Takes over what is known of providers that go on. If the first lists of `before` have come or
  /// failed, no call waits for these: a provider that is new is asked first. Before [#start].
  void know(ModelLists before, Carried carried) {
    before.lists.forEach(
        (provider, list) -> {
          if (carried.provider(provider) && providers.containsKey(provider)) {
            lists.put(provider, list);
          }
        });
    if (before.fetchedOnce.getCount() == 0) {
      fetchedOnce.countDown();
    }
  }

  /// Starts to fetch the lists; returns at once.
  synchronized void start() {
    if (!closed) {
      fetching = loop.start("models", this::fetchAll);
    }
  }

  /// Stops fetching.
  @Override
  public synchronized void close() {
    closed = true;
    if (next != null) {
      next.cancel();
    }
    if (fetching != null) {
      fetching.interrupt();
    }
    fetchedOnce.countDown();
  }

  /// The models of a provider, by name; empty where they are not known.
  Map<String, Catalogue.Model> of(String provider) {
    return lists.getOrDefault(provider, Map.of());
  }

  /// Whether the models of a provider are known.
  boolean knows(String provider) {
    return lists.containsKey(provider);
  }

  /// Another number once a list has come.
  long version() {
    return version;
  }

  /// Waits for the first lists.
  void await(Duration most) throws InterruptedException {
    boolean _ = fetchedOnce.await(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void fetchAll() {
    boolean all = true;
    try {
      for (Map.Entry<String, Fetch> provider : order()) {
        Optional<List<Catalogue.Model>> list = provider.getValue().list();
        list.ifPresent(models -> put(provider.getKey(), models));
        all &= list.isPresent();
      }
      again(all ? REFRESH : RETRY);
    } catch (InterruptedException closing) {
      return;
    } finally {
      fetchedOnce.countDown();
    }
  }

  /// Those that nothing is known of come first.
  private List<Map.Entry<String, Fetch>> order() {
    return providers.entrySet().stream()
        .sorted(Comparator.comparing(provider -> knows(provider.getKey())))
        .toList();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread fetches at a time
  private void put(String provider, List<Catalogue.Model> models) {
    var byId = new LinkedHashMap<String, Catalogue.Model>();
    models.forEach(model -> byId.putIfAbsent(model.id(), model));
    lists.put(provider, byId);
    version++;
  }

  private synchronized void again(Duration after) {
    if (!closed) {
      next = loop.schedule(after, this::start);
    }
  }
}
