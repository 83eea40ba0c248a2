package dev.sluice.internal.cache;

import dev.sluice.call.Call;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.BufferedAnswer;
import dev.sluice.call.answer.BufferedAnswerWriter;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.item.ItemCodec;
import dev.sluice.call.item.Items;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.CacheDirective;
import dev.sluice.call.request.Fingerprint;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.call.runtime.WorkerPool;
import dev.sluice.config.policy.CacheConfig;
import dev.sluice.stats.CacheGauges;
import dev.sluice.stats.CacheStats;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Filter that answers calls of a route with the stored answers of identical ones: deterministic
/// calls, and those whose clients ask for it. The filter of [#insertion] stores the answers.
public final class Cache implements Filter, CacheStats {
  /// The header that names the source of an answer.
  static final String HEADER = "x-sluice-cache";

  /// The usage of a hit, which uses nothing.
  private static final Usage NOTHING = new Usage(0, 0, 0, false);

  /// The most inputs that OpenAI takes in one call. More are looked up and put together for too
  /// long, and most are refused.
  static final int INPUTS_MAX = 2048;

  /// The memory of the key of one input, in bytes.
  private static final long KEY = 64;

  private final Means means;
  private final AnswerStore store;
  private final ItemCache items;
  private final Insertion insertion;

  /// The keys of calls, and of inputs of calls, that get different answers. On calls' threads.
  public interface Keys {
    /// Returns the key of a call.
    Fingerprint of(Call call);

    /// Returns the keys of a call's inputs, in their order.
    List<Fingerprint> of(Call call, Items items);
  }

  /// The dependencies of a cache.
  ///
  /// @param codec takes calls and answers apart
  /// @param memory the budget for answers that are put together, and for copies in the making
  /// @param elsewhere the pool for answers that are too large for a loop
  public record Means(
      Keys keys,
      ItemCodec codec,
      MemoryBudget memory,
      WorkerPool elsewhere,
      Observer observer,
      Clock clock) {

    /// Runs `work`, which throws no checked exceptions, over `size` bytes, in the pool where it
    /// would hold up the loop.
    <T> T work(long size, Callable<T> work) throws InterruptedException {
      if (size > WorkerPool.LOOP_MAX) {
        return elsewhere.call(work);
      }
      try {
        return work.call();
      } catch (RuntimeException bug) {
        throw bug;
      } catch (Exception e) {
        throw new IllegalStateException("this work has no checked exceptions", e);
      }
    }
  }

  public Cache(CacheConfig config, Means means) {
    this.means = means;
    this.store = new AnswerStore(config, means.clock());
    this.items = new ItemCache(means, store);
    this.insertion = new Insertion(means, store, config.largest());
  }

  /// Returns the filter that stores the answers of calls that this cache could not answer. It
  /// stands behind the filters that share an answer among several calls, so that the answer is
  /// stored before any of them sees its end.
  public Filter insertion() {
    return insertion;
  }

  @Override
  public boolean passes(Call call) {
    return !eligible(call);
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    Optional<Items> apart = call.isKeptByKey() ? Optional.empty() : means.codec().read(call);
    if (apart.isEmpty()) {
      return whole(call, sink, next);
    }
    Items asked = apart.get();
    return asked.items().size() > INPUTS_MAX
        ? next.send(call, sink)
        : apart(call, asked, sink, next);
  }

  private Outcome apart(Call call, Items asked, Sink sink, Service next)
      throws InterruptedException {
    try (Reservation reservation =
        means.memory().reserve(MemoryBudget.Use.COPY, call.hints().caller())) {
      // The inputs are taken apart once more where the answer is kept.
      if (reservation.resize(2 * asked.held() + KEY * asked.items().size())) {
        return items.send(call, new KeyedItems(asked, means.keys().of(call, asked)), sink, next);
      }
      store.miss();
      return next.send(call, sink);
    }
  }

  private Outcome whole(Call call, Sink sink, Service next) throws InterruptedException {
    Fingerprint key = means.work(call.body().size(), () -> means.keys().of(call));
    Optional<CachedAnswer> cached =
        call.hints().caching().takesOthers() ? look(key) : Optional.empty();
    if (cached.isPresent()) {
      means.observer().saved(call, "cache", 1);
      return play(call, sink, cached.get());
    }
    return next.send(call, sink);
  }

  private Optional<CachedAnswer> look(Fingerprint key) {
    Optional<CachedAnswer> cached = store.find(key, CachedAnswer.class);
    cached.ifPresentOrElse(_ -> store.hit(), store::miss);
    return cached;
  }

  @Override
  public CacheGauges gauges() {
    return store.gauges();
  }

  AnswerStore store() {
    return store;
  }

  /// Whether `call` is one that the route's cache may answer, or whose answer it may store.
  static boolean eligible(Call call) {
    CacheDirective wish = call.hints().caching();
    return switch (call.facts().reuse()) {
      case NEVER -> mayRepeat(call, wish);
      case ASKED ->
          wish == CacheDirective.ON || wish == CacheDirective.REFRESH || mayRepeat(call, wish);
      case ALWAYS -> wish != CacheDirective.OFF;
    };
  }

  private static boolean mayRepeat(Call call, CacheDirective wish) {
    return call.isKeptByKey() && wish != CacheDirective.OFF;
  }

  private Outcome play(Call call, Sink sink, CachedAnswer cached) throws InterruptedException {
    long now = means.clock().nanos();
    Duration age = Duration.ofNanos(now - cached.at());
    Head head = cached.head().with(HEADER, "hit").with("age", String.valueOf(age.toSeconds()));
    return new BufferedAnswerWriter(call, sink, new BufferedAnswer(head, cached.parts(), NOTHING))
        .run(call.deadline().remaining(now));
  }
}
