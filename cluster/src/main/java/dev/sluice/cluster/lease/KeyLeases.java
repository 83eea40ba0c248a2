package dev.sluice.cluster.lease;

import dev.sluice.accounts.budget.SharedLimits;
import dev.sluice.cluster.lease.NodeShares.Apart;
import dev.sluice.cluster.link.RedisReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// The limits of keys, leased as quotas are. A call that finds nothing at hand parks its thread for
/// an answer; it is refused, and does not wait, if that grants nothing. What nobody has used for
/// ten minutes is forgotten.
final class KeyLeases implements SharedLimits {
  private static final Duration KEPT = Duration.ofMinutes(10);

  private final ShareMeans means;
  private final String cluster;
  private final Map<String, KeyRate> calls = new ConcurrentHashMap<>();
  private final Map<String, KeyRate> tokens = new ConcurrentHashMap<>();
  private final Map<String, KeySlots> slots = new ConcurrentHashMap<>();
  private final AtomicBoolean sweeping = new AtomicBoolean();

  KeyLeases(ShareMeans means, String cluster) {
    this.means = means;
    this.cluster = cluster;
  }

  private KeyRate rate(String key, Kind kind) {
    return switch (kind) {
      case CALLS -> calls.computeIfAbsent(key, id -> new KeyRate(means, name(id) + ":rpm"));
      case TOKENS -> tokens.computeIfAbsent(key, id -> new KeyRate(means, name(id) + ":tpm"));
    };
  }

  private String name(String key) {
    sweepLater();
    return NodeShares.VERSION + "{" + cluster + "/key/" + NodeShares.digest(key) + "}";
  }

  private void sweepLater() {
    if (sweeping.compareAndSet(false, true)) {
      means.agenda().after(KEPT, this::sweep);
    }
  }

  private void sweep() {
    sweeping.set(false);
    calls.values().removeIf(of -> of.isIdle(KEPT));
    tokens.values().removeIf(of -> of.isIdle(KEPT));
    slots.values().removeIf(KeySlots::end);
    if (size() > 0) {
      sweepLater();
    }
  }

  /// How many limits are known.
  int size() {
    return calls.size() + tokens.size() + slots.size();
  }

  /// Those that are out of reach although the node is not alone.
  Stream<Apart> apart() {
    return Stream.of(
            calls.values().stream().map(of -> apart("calls a minute", of.apart())),
            tokens.values().stream().map(of -> apart("tokens a minute", of.apart())),
            slots.values().stream().map(of -> apart("calls at a time", of.apart())))
        .flatMap(limits -> limits)
        .flatMap(Optional::stream);
  }

  private static Optional<Apart> apart(String what, Optional<RedisReply> why) {
    return why.map(reason -> new Apart("a key's limit of " + what, reason));
  }

  @Override
  public long take(String key, Kind kind, long perMinute, long count, long now) {
    return rate(key, kind).take(perMinute, count);
  }

  @Override
  public void correct(String key, Kind kind, long more) {
    rate(key, kind).correct(more);
  }

  @Override
  public boolean enter(String key, long most, long now) {
    while (true) {
      KeySlots of = slots.computeIfAbsent(key, id -> new KeySlots(means, name(id), KEPT));
      switch (of.enter(most)) {
        case IN -> {
          return true;
        }
        case FULL -> {
          return false;
        }
        case ENDED -> slots.remove(key, of);
      }
    }
  }

  @Override
  public void left(String key) {
    KeySlots of = slots.get(key);
    if (of != null) {
      of.left();
    }
  }

  /// Gives everything back, since the node leaves.
  void leave() {
    List.copyOf(calls.values()).forEach(KeyRate::leave);
    List.copyOf(tokens.values()).forEach(KeyRate::leave);
    List.copyOf(slots.values()).forEach(KeySlots::leave);
  }
}
