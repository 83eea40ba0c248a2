package dev.sluice.internal.race;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Phase;
import dev.sluice.call.Failed.TimedOut;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import dev.sluice.internal.race.RaceTriggers.Start;
import dev.sluice.internal.race.RaceTriggers.Trigger;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The attempts of one call: the first, and beside it perhaps others, one after another. The
/// attempt that begins to answer first has won.
///
/// ```text
/// OPEN ──the first fails──> CLOSED ──an attempt answers, all have failed, the caller leaves──> OVER
///   └────────an attempt answers, all have failed, the caller leaves──────────────────────────> OVER
/// ```
///
/// In OPEN attempts begin; in CLOSED the one that is under way goes on.
final class Race implements HeldSink.Listener {
  private static final String BECAUSE = "race";

  private final Call call;
  private final Sink sink;
  private final Service next;
  private final RaceTriggers triggers;
  private final Clock clock;
  private final HeldSink first;
  private final Challengers challengers;

  private enum State {
    OPEN,
    CLOSED,
    OVER
  }

  // Confined to the loop.
  private Loop.@Nullable Timer timer;
  private @Nullable AttemptInfo firstAttempt;
  private @Nullable AttemptInfo otherAttempt;
  private @Nullable TimedOut overdue;
  private @Nullable Trigger wanted;

  // Written on the loop.
  private volatile State state = State.OPEN;
  private volatile @Nullable HeldSink winner;
  private volatile @Nullable Thread beside;
  private volatile CompletableFuture<Boolean> besideEnded = CompletableFuture.completedFuture(true);

  /// The bug that ended the other attempts. Written by their thread before it ends.
  private volatile @Nullable Throwable bug;

  /// @param cost the cost of the attempts beside the first
  Race(
      Call call,
      Sink sink,
      Service next,
      RaceTriggers triggers,
      Challengers.Permission permission,
      RaceCost cost,
      Clock clock) {
    this.call = call;
    this.sink = sink;
    this.next = next;
    this.triggers = triggers;
    this.clock = clock;
    this.first = new HeldSink(sink, this, clock, false);
    this.challengers = new Challengers(call, next, permission, cost, this::beside);
  }

  private HeldSink beside() {
    return new HeldSink(sink, this, clock, true);
  }

  /// Runs the race. When this returns or throws, all attempts have ended.
  Outcome run() throws InterruptedException {
    Outcome outcome = new Failed.Cancelled();
    try {
      outcome = next.send(call, first);
      if (winner == first && beside == null) {
        return outcome;
      }
      if (outcome instanceof Failed && winner != first && !owes(outcome)) {
        awaitOthers();
      }
    } finally {
      if (winner != first || beside != null) {
        stop(outcome);
      }
    }
    return outcome(outcome);
  }

  private Outcome outcome(Outcome ofFirst) {
    if (bug != null) {
      throw new IllegalStateException("another attempt of a call broke", bug);
    }
    if (otherWon()) {
      return challengers.outcome();
    }
    if (ofFirst instanceof Failed && winner == null) {
      call.loop().execute(first::fail);
    }
    return ofFirst;
  }

  /// Whether another attempt than the first has won. Called when the race has run.
  boolean otherWon() {
    return winner != null && winner != first;
  }

  /// Returns the usage of the attempt that has answered, or else of the first. Called when the race
  /// has run.
  Usage usage() {
    HeldSink won = winner;
    return (won == null ? first : won).usage();
  }

  /// Settles the costs. Called when the race has run.
  ///
  /// @return whether there was more than one attempt
  boolean settle() {
    return challengers.settle(first, otherWon());
  }

  /// Waits for the attempt beside the first, which has failed and whose answer counts no more.
  private void awaitOthers() throws InterruptedException {
    CompletableFuture<Boolean> others =
        onLoop(
            () -> {
              close(State.CLOSED);
              first.lose();
              if (winner == null) {
                sink.info().drop();
              }
              return besideEnded;
            });
    try {
      others.get();
    } catch (ExecutionException never) {
      throw new IllegalStateException(never);
    }
  }

  /// Ends the attempts that still run and waits for them, whether or not the caller has left: a
  /// stopped attempt ends at once.
  private void stop(Outcome ofFirst) {
    CompletableFuture<Boolean> others =
        onLoop(
            () -> {
              close(State.OVER);
              if (owes(ofFirst)) {
                first.owe();
              }
              first.lose();
              stopOthers();
              return besideEnded;
            });
    boolean _ = others.join();
  }

  /// Whether the caller has given up before any attempt has answered, and owes what the first has
  /// used.
  private boolean owes(Outcome ofFirst) {
    return ofFirst.isGivenUp() && winner == null;
  }

  private <T> T onLoop(Supplier<T> task) {
    return CompletableFuture.supplyAsync(task, call.loop()::execute).join();
  }

  @Override
  public void attached(HeldSink held, AttemptInfo attempt) {
    if (held != first) {
      otherAttempt = attempt;
      return;
    }
    firstAttempt = attempt;
    sink.attach(attempt);
    triggers
        .of(call, attempt.target())
        .ifPresent(start -> timer = call.loop().schedule(start.after(), () -> late(start)));
  }

  private void late(Start start) {
    if (start.trigger() == Trigger.PRIOR) {
      first.losesBy(new TimedOut(Phase.OVERTAKEN, start.after()));
    }
    join(start.trigger());
  }

  @Override
  public boolean overdue(HeldSink held, TimedOut why) {
    if (held != first || state != State.OPEN) {
      return false;
    }
    overdue = why;
    first.losesBy(new TimedOut(Phase.OVERTAKEN, why.after()));
    join(Trigger.BOUND);
    return true;
  }

  @Override
  public void whole(HeldSink held) {
    if (held == first) {
      cancelTimer();
    }
  }

  @Override
  public void answers(HeldSink held) {
    winner = held;
    close(State.OVER);
    if (held == first) {
      stopOthers();
    } else {
      first.lose();
      if (otherAttempt != null) {
        otherAttempt.because(BECAUSE);
        sink.attach(otherAttempt);
      }
    }
    held.win();
  }

  /// Enters a state in which no attempt begins any more.
  private void close(State to) {
    state = state == State.OVER ? state : to;
    cancelTimer();
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
    }
  }

  private void stopOthers() {
    HeldSink other = challengers.current();
    if (other != null) {
      other.lose();
    }
    Thread running = beside;
    if (running != null) {
      running.interrupt();
    }
  }

  /// Lets other attempts begin, since the first is late.
  private void join(Trigger trigger) {
    if (state == State.OPEN) {
      wanted = trigger;
      if (beside == null) {
        begin(trigger);
      }
    }
  }

  private void begin(Trigger trigger) {
    // The other attempt may begin to read the body when the first has just answered.
    if (firstAttempt != null && call.body().keep()) {
      String late = firstAttempt.target();
      var end = new CompletableFuture<Boolean>();
      besideEnded = end;
      beside = call.loop().start(call.id() + "-race", () -> runBeside(late, trigger, end));
    }
  }

  private void runBeside(String late, Trigger trigger, CompletableFuture<Boolean> end) {
    try {
      challengers.run(late, trigger, () -> state == State.OPEN, () -> state == State.OVER);
    } catch (InterruptedException _) {
      // Another attempt has answered, or the caller has left.
    } catch (RuntimeException | Error broken) {
      bug = broken;
    } finally {
      call.loop().execute(() -> exhausted(trigger));
      end.complete(true);
    }
  }

  /// Notes that no other attempt runs any more. Where none has helped, a first attempt beyond its
  /// learned bound ends by that bound; the prior of a model ends no attempt.
  private void exhausted(Trigger trigger) {
    beside = null;
    if (state != State.OPEN || wanted == null || firstAttempt == null) {
      return;
    }
    if (wanted != trigger) {
      begin(wanted);
    } else if (overdue != null) {
      firstAttempt.abort(overdue);
    }
  }
}
