package dev.sluice.lab.hostile;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Sends attacks at a fixed rate, each on a thread and a connection of its own, until it is closed:
/// of the short cases those that one connection is enough for, in an order drawn from a fixed seed.
final class Attackers implements AutoCloseable {
  private static final int EVERY_MILLIS = 50;
  private static final long SEED = 12;

  private final LongAdder done = new LongAdder();
  private final Thread thread;

  private Attackers(Site attacked, Predicate<HostileCase> chosen) {
    List<HostileCase> cases =
        HostileCases.all().stream()
            .filter(each -> each.isShort() && each.anywhere())
            .filter(chosen)
            .toList();
    thread = Thread.ofVirtual().unstarted(() -> attack(attacked, cases));
  }

  /// @param chosen which of them
  static Attackers start(Site attacked, Predicate<HostileCase> chosen) {
    Attackers attackers = new Attackers(attacked, chosen);
    attackers.thread.start();
    return attackers;
  }

  /// Returns how many attacks have been begun.
  long done() {
    return done.sum();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void attack(Site site, List<HostileCase> cases) {
    RandomGenerator random = new Random(SEED);
    try {
      while (true) {
        HostileCase next = cases.get(random.nextInt(cases.size()));
        Thread.ofVirtual().start(() -> drive(next, site));
        done.increment();
        TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
      }
    } catch (InterruptedException _) {
      // It is over.
    }
  }

  private static void drive(HostileCase each, Site site) {
    try {
      each.attack().drive(site);
    } catch (IOException | InterruptedException _) {
      // The fate of an attack is judged where each is driven by itself.
    }
  }
}
