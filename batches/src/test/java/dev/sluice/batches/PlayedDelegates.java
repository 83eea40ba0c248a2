package dev.sluice.batches;

import dev.sluice.batches.delegate.PlayedProvider;
import dev.sluice.batches.delegate.RemoteBatches;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A provider in memory that runs all batches, and a budget for them.
final class PlayedDelegates implements Delegates {
  static final long WORST = 10;

  final PlayedProvider provider;

  /// How often each line was paid for.
  final Map<String, Integer> paid;

  final Map<String, Long> held = new ConcurrentHashMap<>();
  volatile long room = Long.MAX_VALUE;
  volatile Choice choice = new There("openai/m");
  volatile Optional<Ending> ending = Optional.empty();

  /// How often a line can be paid for before the process ends; negative for always.
  int paysBeforeCrash = -1;

  /// What happens with each payment.
  Runnable onPay = () -> {};

  /// What happens with each answer that is read.
  Runnable onAnswer = () -> {};

  /// How much memory a part may take.
  volatile long largest = Long.MAX_VALUE;

  /// How many bugs there are in the reading of answers.
  final AtomicInteger bugs = new AtomicInteger();

  /// The providers of other targets.
  final Map<String, RemoteBatches> others = new ConcurrentHashMap<>();

  /// Whether the target's provider is configured.
  volatile boolean configured = true;

  /// Whether the key of batches is known now.
  volatile boolean known = true;

  PlayedDelegates() {
    this(new PlayedProvider());
  }

  /// The view of another process.
  PlayedDelegates(PlayedProvider provider) {
    this(provider, new ConcurrentHashMap<>());
  }

  /// The view of another process that enters into the same ledger.
  PlayedDelegates(PlayedProvider provider, Map<String, Integer> paid) {
    this.provider = provider;
    this.paid = paid;
  }

  @Override
  public Choice choose(BatchOrder order, Set<String> models) throws KeyUnknownException {
    checkKnown();
    return models.equals(Set.of("m")) ? choice : new Here("the models are " + models);
  }

  private void checkKnown() throws KeyUnknownException {
    if (!known) {
      throw new KeyUnknownException();
    }
  }

  @Override
  public long largestMemory() {
    return largest;
  }

  @Override
  public Optional<RemoteBatches> at(String target) {
    RemoteBatches other = others.get(target);
    return configured ? Optional.of(other == null ? provider : other) : Optional.empty();
  }

  @Override
  public Optional<Prepared> prepare(String target, LineCall line) throws KeyUnknownException {
    checkKnown();
    return Optional.of(new Prepared(line.body(), WORST));
  }

  @Override
  public boolean hold(BatchOrder order, String batch, long worst, boolean anyway) {
    boolean fits = anyway || held.containsKey(batch) || worst <= room;
    if (fits) {
      Long _ = held.putIfAbsent(batch, worst);
    }
    return fits;
  }

  @Override
  public void keep(String batch, long worst) {
    Long _ = held.computeIfPresent(batch, (_, _) -> worst);
  }

  @Override
  public void release(String batch) {
    Long _ = held.remove(batch);
  }

  @Override
  public Delivered delivered(String batch, String target, LineCall line, byte[] answer) {
    if (!held.containsKey(batch)) {
      throw new AssertionError("nothing is held for " + batch);
    }
    if (bugs.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("played");
    }
    onAnswer.run();
    return new Delivered(new Tokens(4, 1, 3, 2), () -> pay(line));
  }

  private boolean pay(LineCall line) {
    if (paysBeforeCrash == 0) {
      throw new IllegalStateException("killed");
    }
    paysBeforeCrash--;
    onPay.run();
    return paid.merge(line.id(), 1, Integer::sum) > 0;
  }

  @Override
  public Optional<Ending> ending(BatchOrder order) {
    return ending;
  }
}
