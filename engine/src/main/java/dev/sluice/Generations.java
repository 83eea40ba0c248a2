package dev.sluice;

import dev.sluice.call.runtime.Bugs;
import dev.sluice.config.GatewayConfig;
import dev.sluice.internal.wiring.Generation;
import dev.sluice.internal.wiring.Wiring;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The generation that a gateway works by, and its change to the next one: one change at a time,
/// and none once the gateway drains. Safe for any thread.
final class Generations {
  private final Wiring.Means means;
  private final BiConsumer<Generation, Generation> install;
  private final BiConsumer<Generation, Generation> afterwards;
  private final List<Runnable> followers = new CopyOnWriteArrayList<>();
  private final Object changing = new Object();

  // Written under that lock.
  private volatile Generation current;
  private boolean drains;

  /// A generation that is ready to follow the one for which it was made.
  record Step(Generation before, Generation next) {}

  /// @param install lets the calls that come go by the second of two generations
  /// @param afterwards is told of both when the second one holds
  Generations(
      Wiring.Means means,
      Generation first,
      BiConsumer<Generation, Generation> install,
      BiConsumer<Generation, Generation> afterwards) {
    this.means = means;
    this.current = first;
    this.install = install;
    this.afterwards = afterwards;
  }

  Generation current() {
    return current;
  }

  /// Calls `follower` after each change, on the thread that has brought it.
  void follow(Runnable follower) {
    followers.add(follower);
  }

  /// Makes the next generation, and changes nothing.
  ///
  /// @throws IllegalStateException if the gateway drains
  Step prepare(GatewayConfig config) {
    synchronized (changing) {
      rejectWhileDraining();
      return new Step(current, Wiring.next(means, config, current));
    }
  }

  /// Changes to a generation that was prepared.
  ///
  /// @throws IllegalStateException if the gateway drains, or if there was another change meanwhile
  void take(Step step) {
    replace(step);
    followers.forEach(Generations::guarded);
  }

  /// Makes the next generation and changes to it.
  ///
  /// @return its revision
  long reload(GatewayConfig config) {
    Step step;
    synchronized (changing) {
      step = prepare(config);
      replace(step);
    }
    followers.forEach(Generations::guarded);
    return step.next().revision();
  }

  /// Lets no change come any more.
  ///
  /// @param last is told of the last generation, under the lock
  void end(Consumer<Generation> last) {
    synchronized (changing) {
      drains = true;
      last.accept(current);
    }
  }

  private void replace(Step step) {
    synchronized (changing) {
      rejectWhileDraining();
      if (current.revision() != step.before().revision()) {
        throw new IllegalStateException(
            "configuration "
                + current.revision()
                + " was taken since this one was prepared: prepare it again");
      }
      install.accept(step.before(), step.next());
      current = step.next();
      afterwards.accept(step.before(), step.next());
    }
  }

  private void rejectWhileDraining() {
    if (drains) {
      throw new IllegalStateException("the gateway drains: it takes no configuration any more");
    }
  }

  /// A generation holds, even if what follows its change throws.
  static void guarded(Runnable follower) {
    try {
      follower.run();
    } catch (RuntimeException bug) {
      Bugs.report("a bug after a new configuration", bug);
    }
  }
}
