package dev.sluice.internal.hedge;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Loop;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// One call's attempts: the first, and beside it perhaps a second. The attempt that begins to
/// answer first has won.
final class Race implements HeldSink.Listener {
  private final Call call;
  private final Sink sink;
  private final Service next;
  private final HedgeDelay delay;
  private final Second permission;
  private final HeldSink first;
  private final HeldSink second;
  private final CountDownLatch secondEnded = new CountDownLatch(1);

  // Confined to the loop.
  private Loop.@Nullable Timer timer;
  private @Nullable Thread beside;
  private @Nullable AttemptHandle secondFeed;
  private boolean over;

  // Written on the loop.
  private volatile @Nullable HeldSink winner;

  // Written by the second attempt's thread before it ends.
  private volatile @Nullable Outcome secondOutcome;
  private volatile @Nullable Throwable bug;

  /// Whether there may be a second attempt.
  @FunctionalInterface
  interface Second {
    /// The call to make beside the one at `target`, if there is a target for it and the budgets
    /// allow. On the second attempt's thread.
    Optional<Call> beside(String target);
  }

  Race(Call call, Sink sink, Service next, HedgeDelay delay, Second permission) {
    this.call = call;
    this.sink = sink;
    this.next = next;
    this.delay = delay;
    this.permission = permission;
    this.first = new HeldSink(sink, this);
    this.second = new HeldSink(sink, this);
  }

  /// Runs it; when this returns or throws, both attempts have ended.
  Outcome run() throws InterruptedException {
    Outcome outcome;
    try {
      outcome = next.send(call, first);
      if (outcome instanceof Failed && winner != first && besides()) {
        secondEnded.await();
      }
    } finally {
      stop();
    }
    if (bug != null) {
      throw new IllegalStateException("the second attempt of a call broke", bug);
    }
    Outcome other = secondOutcome;
    if (secondWon() && other != null) {
      return other;
    }
    if (outcome instanceof Failed && winner == null) {
      call.loop().execute(first::fail);
    }
    return outcome;
  }

  /// Whether there were two attempts. When it has run.
  boolean hedged() {
    return second.target().isPresent();
  }

  /// Whether the second attempt has won. When it has run.
  boolean secondWon() {
    return winner == second || secondOutcome instanceof Answered;
  }

  HeldSink first() {
    return first;
  }

  HeldSink second() {
    return second;
  }

  /// Whether a second attempt is under way, or has been. The first has failed: from here on none
  /// begins, and what it has said counts no more.
  private boolean besides() throws InterruptedException {
    var asked = new CountDownLatch(1);
    var running = new boolean[1];
    call.loop()
        .execute(
            () -> {
              end();
              first.lose();
              running[0] = beside != null;
              asked.countDown();
            });
    asked.await();
    return running[0];
  }

  /// Ends the attempt that still runs and waits for it, whether or not the caller has left: a
  /// stopped attempt ends at once.
  private void stop() {
    var stopped = new CountDownLatch(1);
    call.loop()
        .execute(
            () -> {
              end();
              first.lose();
              second.lose();
              interruptBeside();
              stopped.countDown();
            });
    boolean left = await(stopped);
    left |= await(secondEnded);
    if (left) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean await(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        return interrupted;
      } catch (InterruptedException left) {
        interrupted = true;
      }
    }
  }

  @Override
  public void attached(HeldSink held, AttemptHandle attempt) {
    if (held == second) {
      secondFeed = attempt;
      return;
    }
    sink.attach(attempt);
    delay.of(call, attempt.target()).ifPresent(late -> timer = schedule(late, attempt.target()));
  }

  private Loop.Timer schedule(Duration late, String target) {
    return call.loop().schedule(late, () -> late(target));
  }

  @Override
  public void answers(HeldSink held) {
    winner = held;
    end();
    if (held == first) {
      second.lose();
      if (beside != null) {
        beside.interrupt();
      }
    } else {
      first.lose();
      if (secondFeed != null) {
        sink.attach(secondFeed.because("hedge"));
      }
    }
    held.win();
  }

  /// No second attempt begins any more.
  private void end() {
    over = true;
    if (timer != null) {
      timer.cancel();
    }
  }

  private void interruptBeside() {
    if (beside == null) {
      secondEnded.countDown();
    } else {
      beside.interrupt();
    }
  }

  /// The first attempt has not begun to answer.
  private void late(String target) {
    if (!over) {
      beside = call.loop().start(call.id() + "-hedge", () -> runBeside(target));
    }
  }

  private void runBeside(String target) {
    try {
      Optional<Call> permitted = permission.beside(target);
      if (permitted.isPresent()) {
        secondOutcome = next.send(permitted.get(), second);
      }
    } catch (InterruptedException stopped) {
      secondOutcome = new Failed.Cancelled();
    } catch (RuntimeException | Error broken) {
      bug = broken;
    } finally {
      secondEnded.countDown();
    }
  }
}
