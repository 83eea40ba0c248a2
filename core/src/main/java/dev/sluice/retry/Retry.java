package dev.sluice.retry;

import dev.sluice.call.Call;
import dev.sluice.call.Clock;
import dev.sluice.call.Failed;
import dev.sluice.call.Filter;
import dev.sluice.call.Outcome;
import dev.sluice.call.Service;
import dev.sluice.call.Sink;
import dev.sluice.call.Tried;
import dev.sluice.retry.Decision.Again;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Sends a call again when that may help, up to the commit point. Stands in front of admission, so
/// that each attempt asks for a grant of its own, wherever that leads.
///
/// Where admission has found no way in time there was no attempt, and waiting has been done
/// already.
public final class Retry implements Filter {
  private final RetryConfig config;
  private final Judge judge;
  private final Function<String, Budget> budgets;
  private final Function<Call, Optional<String>> another;
  private final Clock clock;
  private final Supplier<? extends RandomGenerator> random;
  private final Pause pause;

  /// @param budgets the budget of a target, by its name
  /// @param another a target that has not failed the call and can take it now, by its name
  /// @param random asked for each draw, on the call's thread
  public Retry(
      RetryConfig config,
      Function<String, Budget> budgets,
      Function<Call, Optional<String>> another,
      Clock clock,
      Supplier<? extends RandomGenerator> random,
      Pause pause) {
    this.config = config;
    this.judge = new Judge(config);
    this.budgets = budgets;
    this.another = another;
    this.clock = clock;
    this.random = random;
    this.pause = pause;
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    var tries = new Tries(call, budgets, config.budget());
    try {
      return send(call, sink, next, tries);
    } finally {
      tries.close(clock);
    }
  }

  private Outcome send(Call call, Sink sink, Service next, Tries tries)
      throws InterruptedException {
    Call sent = call;
    String because = null;
    String target = null;
    while (true) {
      var seen = new SeenSink(sink, because);
      Outcome outcome = attempt(sent, seen, next, tries);
      if (!(outcome instanceof Failed why)) {
        return outcome;
      }
      target = seen.target().orElse(target);
      Setback setback = setback(why, seen, target, sent, tries);
      Decision decision = judge.decide(setback, random.get());
      if (!(decision instanceof Again again) || !paid(again, target, setback.another(), tries)) {
        return why;
      }
      call.loop().execute(sink::reset);
      if (!again.after().isZero()) {
        pause.pause(call, again.after());
      }
      if (target != null) {
        because = why.kind();
        sent = Tries.next(sent, again, target);
      }
    }
  }

  private Outcome attempt(Call call, SeenSink seen, Service next, Tries tries)
      throws InterruptedException {
    try {
      return next.send(call, seen);
    } finally {
      seen.target().ifPresent(target -> tries.attempted(target, clock.nanos()));
    }
  }

  /// @param target the last one that was tried; null if there was none
  private Setback setback(
      Failed why, SeenSink seen, @Nullable String target, Call sent, Tries tries) {
    boolean attempted = seen.target().isPresent();
    Remedy remedy = Remedy.against(why);
    if (attempted && remedy == Remedy.CREDENTIAL) {
      tries.moved();
    }
    long now = clock.nanos();
    Optional<String> to =
        attempted && target != null ? another(why, remedy, target, sent) : Optional.empty();
    return new Setback(
        why,
        attempted,
        tries.attempts(),
        tries.moves(),
        seen.committed(),
        sent.deadline().remainingToBegin(now),
        to,
        target != null && tries.affords(target, to, now));
  }

  /// After a hint or the refusal of a credential the gate of that credential is closed, so that an
  /// open target of the same name is the same one with another credential.
  private Optional<String> another(Failed why, Remedy remedy, String target, Call sent) {
    Tried tried = sent.tried();
    return switch (remedy) {
      case NONE -> Optional.empty();
      case CREDENTIAL -> another.apply(sent.withTried(Tried.NONE));
      case ELSEWHERE, TRANSIENT, THROTTLED ->
          another
              .apply(sent.withTried(tried.and(target)))
              .or(() -> Remedy.hint(why).flatMap(_ -> another.apply(sent)));
    };
  }

  private boolean paid(Again again, @Nullable String target, Optional<String> to, Tries tries) {
    return switch (again.way()) {
      case CREDENTIAL -> true;
      case ELSEWHERE, LATER -> target != null && tries.pay(target, to, clock.nanos());
    };
  }
}
