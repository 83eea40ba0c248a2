package dev.sluice.internal.retry;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.Signal;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.gate.Targets;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.RequestFacts.Resource;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.internal.retry.RetryDecision.GiveUp;
import dev.sluice.internal.retry.RetryDecision.Repeat;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Filter that sends a call again when that may help, up to the commit point. It stands in front of
/// admission, so that each attempt asks for a grant of its own, wherever that leads.
///
/// An answer that is larger than its caller may hold is the caller's to pay, and is not asked for
/// again.
///
/// If admission has found no way in time there was no attempt, and waiting has been done already.
/// When the filter gives up it states when the route is open again, which the call's last attempt
/// may have closed.
public final class Retry implements Filter {
  private static final Failed SPENT = new Failed.Shed(Failed.Reason.RETRY_BUDGET, Optional.empty());

  private final RetryConfig config;
  private final boolean guarded;
  private final RetryPolicy policy;
  private final Function<String, RetryBudget> budgets;
  private final Targets targets;
  private final Clock clock;
  private final Supplier<? extends RandomGenerator> random;
  private final Pause pause;

  /// @param guarded whether a breaker guards the targets; else what clients repeat is bounded here
  /// @param budgets the budget of a target, by its name
  /// @param random asked for each draw, on the call's thread
  public Retry(
      RetryConfig config,
      boolean guarded,
      Function<String, RetryBudget> budgets,
      Targets targets,
      Clock clock,
      Supplier<? extends RandomGenerator> random,
      Pause pause) {
    this.config = config;
    this.guarded = guarded;
    this.policy = new RetryPolicy(config);
    this.budgets = budgets;
    this.targets = targets;
    this.clock = clock;
    this.random = random;
    this.pause = pause;
  }

  /// Makes one attempt after the other. What is decided between two of them is a method of its own,
  /// since the frame of this one holds all that it has had for as long as an attempt takes.
  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    RetryState state = begin(call, sink);
    Outcome outcome = SPENT;
    try {
      while (state.isUnderWay()) {
        outcome = next.send(state.sent(), sink);
        ended(outcome, sink, state);
      }
      return outcome;
    } finally {
      end(sink, state);
    }
  }

  /// Begins the first attempt, if it may be made.
  private RetryState begin(Call call, Sink sink) {
    sink.info().because(null);
    var state = new RetryState(call, budgets, config.budget());
    if (mayCome(state)) {
      state.begins(sink.info().attempt());
    }
    return state;
  }

  /// Ends an attempt, and begins another one where the call is sent again; waits until it may be.
  private void ended(Outcome outcome, Sink sink, RetryState state) throws InterruptedException {
    attempted(outcome, sink, state);
    if (outcome instanceof Failed why && repeats(why, sink, state)) {
      state.begins(sink.info().attempt());
    }
  }

  /// Whether a call that its client has sent before is not too much for a target that no breaker
  /// guards. The call is paid for before it waits for a grant, since many may come at the same
  /// time.
  private boolean mayCome(RetryState state) {
    return guarded || !state.again() || state.payAgain(targets.likely(state.sent()), clock.nanos());
  }

  /// Gives back what is not used. An attempt that the caller has left counts as well.
  private void end(Sink sink, RetryState state) {
    if (state.isUnderWay()) {
      attempted(Failed.Internal.UNTOLD, sink, state);
    }
    state.close(clock);
  }

  private void attempted(Outcome outcome, Sink sink, RetryState state) {
    state.ends();
    AttemptInfo made = sink.info().since(state.before());
    if (made == null) {
      return;
    }
    long now = clock.nanos();
    state.attempted(made.target(), now);
    if (!guarded) {
      boolean failed =
          outcome instanceof Failed why && RetryClass.against(why) == RetryClass.TRANSIENT;
      if (failed || outcome instanceof Answered) {
        budgets.apply(made.target()).ended(!failed, now);
      }
    }
  }

  /// Whether the call is sent again after a failure; waits until it may be.
  private boolean repeats(Failed why, Sink sink, RetryState state) throws InterruptedException {
    AttemptInfo made = sink.info().since(state.before());
    Call sent = state.sent();
    boolean committed = !sink.takeBack();
    FailedAttempt attempt = failedAttempt(why, made != null, committed, sent, state);
    RetryDecision decision =
        mayBeDone(sent, why) || (why.isTooLarge() && hasWritten(made))
            ? new GiveUp(RetryDecision.Reason.TERMINAL)
            : policy.decide(attempt, random.get());
    if (!(decision instanceof Repeat again) || !paid(again, attempt.another(), state)) {
      comeBack(attempt, sent, sink);
      return false;
    }
    sent.loop().execute(sink::reset);
    if (!again.after().isZero()) {
      pause.pause(sent, again.after());
    }
    if (state.goesOn(again)) {
      sink.info().because(why.kind());
    }
    return true;
  }

  /// Whether the provider may have done what was asked although the attempt failed, and it can be
  /// done only once: a response that is deleted again is not found.
  private static boolean mayBeDone(Call call, Failed why) {
    Optional<Resource> asked = call.facts().state().resource();
    return asked.filter(resource -> resource.method().equals("DELETE")).isPresent()
        && RetryClass.losesAnswer(why);
  }

  private static boolean hasWritten(@Nullable AttemptInfo made) {
    return made != null && made.usage().output() > 0;
  }

  /// Reports when the route is open again, after an attempt has failed for a cause that may pass.
  private void comeBack(FailedAttempt at, Call sent, Sink sink) {
    if (RetryClass.against(at.why()).passes() && at.attempted() && !at.committed()) {
      Duration wait = targets.untilOpen(sent);
      if (wait.isPositive()) {
        sent.loop().execute(() -> sink.signal(new Signal.ComeBack(wait)));
      }
    }
  }

  private FailedAttempt failedAttempt(
      Failed why, boolean attempted, boolean committed, Call sent, RetryState state) {
    String target = state.target();
    RetryClass retryClass = policy.against(why);
    if (attempted && retryClass.isNoAttempt()) {
      state.moved();
    }
    long now = clock.nanos();
    Optional<String> to =
        attempted && target != null
            ? another(why, retryClass, target, sent, state)
            : Optional.empty();
    return new FailedAttempt(
        why,
        attempted,
        state.attempts(),
        state.moves(),
        committed,
        sent.deadline().remainingToBegin(now),
        to,
        target != null && state.affords(target, to, now),
        state.again());
  }

  /// Returns the target that the call may go to instead. After a hint or the refusal of a
  /// credential the gate of that credential is closed, so that an open target of the same name is
  /// the same one with another credential.
  private Optional<String> another(
      Failed why, RetryClass retryClass, String target, Call sent, RetryState state) {
    FailedTargets failed = sent.failedTargets();
    return switch (retryClass) {
      case NONE -> Optional.empty();
      case UNFIT -> state.refused(instead(why, target, sent));
      case CREDENTIAL -> targets.another(sent.withFailedTargets(failed.afresh()));
      case ELSEWHERE, TRANSIENT, THROTTLED ->
          targets
              .another(sent.withFailedTargets(failed.and(target)))
              .or(
                  () ->
                      RetryClass.closesCredential(sent.operation(), why)
                          ? targets.another(sent)
                          : Optional.empty());
    };
  }

  private Optional<FailedTargets> instead(Failed why, String target, Call sent) {
    return switch (why) {
      case Failed.Refused refused -> targets.instead(sent, target, refused.objection());
      case Failed.Invalid _ -> targets.instead(sent, target, Failed.Objection.DIALECT);
      default -> Optional.empty();
    };
  }

  private boolean paid(Repeat again, Optional<String> to, RetryState state) {
    String target = state.target();
    return switch (again.way()) {
      case CREDENTIAL, INSTEAD -> true;
      case ELSEWHERE, LATER -> target != null && state.pay(target, to, clock.nanos());
    };
  }
}
