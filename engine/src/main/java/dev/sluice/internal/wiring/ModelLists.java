package dev.sluice.internal.wiring;

import dev.sluice.call.runtime.Loop;
import dev.sluice.stats.ModelCatalogue;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The models that the providers list. The lists are fetched in the background, again every ten
/// minutes; a list once known is kept until a newer one comes. The lists outlive the generations of
/// a gateway for as long as its providers are the same. Safe for any thread.
///
/// Every 30 s those providers are asked again that did not answer, and those with circuits that
/// stay open because no call comes ([Circuits]); but not those that have no list. No provider is
/// asked more often, for whichever reason, and none by a call that it bills.
final class ModelLists implements AutoCloseable {
  private static final Duration REFRESH = Duration.ofMinutes(10);
  private static final Duration RETRY = Duration.ofSeconds(30);
  private static final long RETRIES = REFRESH.dividedBy(RETRY) - 1;

  private final Map<String, Fetch> providers;
  private final Loop loop;

  /// The models by provider and name. Written by the fetching thread.
  private final Map<String, Map<String, ModelCatalogue.Model>> lists = new ConcurrentHashMap<>();

  private final CountDownLatch fetchedOnce = new CountDownLatch(1);

  /// Counts the lists that have come.
  private volatile long version;

  private volatile Circuits circuits = Circuits.NONE;

  // Of one fetching thread after the other.
  private final Set<String> unanswered = new HashSet<>();
  private final Set<String> without = new HashSet<>();

  /// How many rounds are left until all providers are asked again.
  private long left;

  // Guarded by this.
  private @Nullable Thread fetching;
  private Loop.@Nullable Timer next;
  private boolean closed;

  /// The fetching of one provider's list.
  @FunctionalInterface
  interface Fetch {
    /// Fetches the list. On a virtual thread.
    Fetched list() throws InterruptedException;
  }

  /// The result of asking a provider for its models.
  sealed interface Fetched {
    /// The provider has these models.
    record Listed(List<ModelCatalogue.Model> models) implements Fetched {}

    /// The provider did not answer, but may do so later.
    record Unanswered() implements Fetched {}

    /// The provider has no list.
    record NoList() implements Fetched {}
  }

  /// Circuits that are tried by the lists where no call tries them. Not on a loop.
  interface Circuits {
    /// No circuits.
    Circuits NONE =
        new Circuits() {
          @Override
          public boolean useLists() {
            return false;
          }

          @Override
          public Set<String> waiting() {
            return Set.of();
          }

          @Override
          public void listed(String provider) {}
        };

    /// Whether there may ever be such a circuit.
    boolean useLists();

    /// Returns the providers that have such a circuit now.
    Set<String> waiting();

    /// Notes that the provider has listed its models.
    void listed(String provider);
  }

  /// @param providers the fetches by the providers' names, in the order in which they are asked
  ModelLists(Map<String, Fetch> providers, Loop loop) {
    this.providers = new LinkedHashMap<>(providers);
    this.loop = loop;
  }

  /// Takes over the lists of providers that go on. If the first lists of `before` have come or
  /// failed, no call waits for these lists, and a new provider is asked first. Called before
  /// [#start].
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

  /// Sets the circuits that are tried by these lists from now on, in place of others.
  synchronized void use(Circuits others) {
    boolean sooner = others.useLists() && !circuits.useLists();
    circuits = others;
    if (sooner && next != null && !closed) {
      next.cancel();
      next = loop.schedule(RETRY, this::start);
    }
  }

  /// Starts to fetch the lists; returns at once.
  synchronized void start() {
    next = null;
    if (!closed) {
      fetching = loop.start("models", this::fetch);
    }
  }

  /// Stops fetching, and tries no circuit any more. A cancelled timer may keep this object for a
  /// while, which refers to nothing of a generation then.
  @Override
  public synchronized void close() {
    closed = true;
    circuits = Circuits.NONE;
    if (next != null) {
      next.cancel();
    }
    if (fetching != null) {
      fetching.interrupt();
    }
    fetchedOnce.countDown();
  }

  /// Returns the models of a provider, by name; empty where they are not known.
  Map<String, ModelCatalogue.Model> of(String provider) {
    return lists.getOrDefault(provider, Map.of());
  }

  /// Whether the models of a provider are known.
  boolean knows(String provider) {
    return lists.containsKey(provider);
  }

  /// Returns a number that changes with each list that comes.
  long version() {
    return version;
  }

  /// Waits for the first lists.
  void await(Duration most) throws InterruptedException {
    boolean _ = fetchedOnce.await(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void fetch() {
    boolean all = left == 0;
    left = all ? RETRIES : left - 1;
    try {
      Set<String> waiting = circuits.waiting();
      for (Map.Entry<String, Fetch> provider : order()) {
        String name = provider.getKey();
        boolean tried = waiting.contains(name) && !without.contains(name);
        if (all || tried || unanswered.contains(name)) {
          ask(name, provider.getValue());
        }
      }
      again();
    } catch (InterruptedException closing) {
      return;
    } finally {
      fetchedOnce.countDown();
    }
  }

  private void ask(String provider, Fetch fetch) throws InterruptedException {
    Fetched fetched = fetch.list();
    unanswered.remove(provider);
    without.remove(provider);
    switch (fetched) {
      case Fetched.Listed(List<ModelCatalogue.Model> models) -> {
        put(provider, models);
        if (!isClosed()) {
          circuits.listed(provider);
        }
      }
      case Fetched.Unanswered() -> unanswered.add(provider);
      case Fetched.NoList() -> without.add(provider);
    }
  }

  /// Returns the fetches in order: first those of providers whose models are not known.
  private List<Map.Entry<String, Fetch>> order() {
    return providers.entrySet().stream()
        .sorted(Comparator.comparing(provider -> knows(provider.getKey())))
        .toList();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread fetches at a time
  private void put(String provider, List<ModelCatalogue.Model> models) {
    var byId = new LinkedHashMap<String, ModelCatalogue.Model>();
    models.forEach(model -> byId.putIfAbsent(model.id(), model));
    lists.put(provider, byId);
    version++;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void again() {
    boolean soon = !unanswered.isEmpty() || circuits.useLists();
    left = soon ? left : 0;
    if (!closed) {
      next = loop.schedule(soon ? RETRY : REFRESH, this::start);
    }
  }
}
