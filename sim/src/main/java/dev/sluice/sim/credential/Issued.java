package dev.sluice.sim.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The credentials that have been given, and how often. Safe for any number of threads.
public final class Issued {
  private final Map<String, Instant> ends = new ConcurrentHashMap<>();
  private final AtomicInteger number = new AtomicInteger();
  private final AtomicInteger under = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  Issued() {}

  /// Gives another credential.
  ///
  /// @return its name, which is a part of it
  String next(Instant now, Duration life) {
    String name = "SIM" + number.incrementAndGet();
    ends.put(name, now.plus(life));
    return name;
  }

  /// Whether a credential holds.
  boolean holds(String name, Instant now) {
    Instant end = ends.get(name);
    return end != null && now.isBefore(end);
  }

  void begins() {
    mostAtOnce.accumulateAndGet(under.incrementAndGet(), Math::max);
  }

  void ends() {
    under.decrementAndGet();
  }

  void refuses() {
    refused.incrementAndGet();
  }

  /// Takes back all credentials that have been given so far.
  public void revoke() {
    ends.clear();
  }

  /// How many credentials have been given.
  public int count() {
    return number.get();
  }

  /// The most exchanges that were under way together.
  public int mostAtOnce() {
    return mostAtOnce.get();
  }

  /// How many calls were refused for their credential.
  public int refused() {
    return refused.get();
  }
}
