package dev.sluice.cache;

import dev.sluice.call.Answered;
import dev.sluice.call.Caching;
import dev.sluice.call.Call;
import dev.sluice.call.Clock;
import dev.sluice.call.Filter;
import dev.sluice.call.Fingerprint;
import dev.sluice.call.Observer;
import dev.sluice.call.Outcome;
import dev.sluice.call.Service;
import dev.sluice.call.Sink;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// Answers calls of a route from what identical ones have left, and keeps what others may be
/// answered from: deterministic calls, and those whose clients ask for it.
public final class Cache implements Filter {
  /// The header that tells where an answer comes from.
  static final String HEADER = "x-sluice-cache";

  private final CacheConfig config;
  private final Store store;
  private final Function<Call, Fingerprint> fingerprints;
  private final Observer observer;
  private final Clock clock;

  /// @param fingerprints what tells calls apart that get different answers; on calls' threads
  public Cache(
      CacheConfig config,
      Function<Call, Fingerprint> fingerprints,
      Observer observer,
      Clock clock) {
    this.config = config;
    this.store = new Store(config, clock);
    this.fingerprints = fingerprints;
    this.observer = observer;
    this.clock = clock;
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    if (!eligible(call)) {
      return next.send(call, sink);
    }
    Fingerprint key = fingerprints.apply(call);
    Optional<Kept> kept = call.claim().caching().takesOthers() ? store.get(key) : Optional.empty();
    if (kept.isPresent()) {
      observer.saved(call, "cache", 1);
      return play(call, sink, kept.get());
    }
    var recorder = new Recorder(sink, config.largest());
    Outcome outcome = next.send(call, recorder);
    if (outcome instanceof Answered) {
      recorder.kept(clock.nanos()).ifPresent(answer -> store.put(key, answer));
    }
    return outcome;
  }

  /// What there is to see. Safe for any thread but a loop.
  public CacheGauges gauges() {
    return store.gauges();
  }

  Store store() {
    return store;
  }

  private static boolean eligible(Call call) {
    Caching wish = call.claim().caching();
    return switch (call.facts().reuse()) {
      case NEVER -> false;
      case ASKED -> wish == Caching.ON || wish == Caching.REFRESH;
      case ALWAYS -> wish != Caching.OFF;
    };
  }

  private Outcome play(Call call, Sink sink, Kept kept) throws InterruptedException {
    long now = clock.nanos();
    Duration age = Duration.ofNanos(now - kept.at());
    return new Playback(call, sink, kept, age).run(call.deadline().remaining(now));
  }
}
