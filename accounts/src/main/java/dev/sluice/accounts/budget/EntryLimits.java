package dev.sluice.accounts.budget;

import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.text.Plural;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// The limits that let calls of one key in: calls at the same time, calls a minute, tokens a
/// minute, each or none. Calls for which a condition of the limits fails pass uncounted.
record EntryLimits(Terms terms, KeyCounters counters, Budgets budgets) {
  Payer.Decision enter(Call call) {
    KeyLimits limits = terms.limits();
    if (limits.isNone() || !limits.holdFor(call)) {
      return Payer.Accepted.FREE;
    }
    long now = budgets.nanos();
    if (limits.concurrent() > 0 && !begin(limits.concurrent(), now)) {
      long wait = counters.untilOneEnds(limits.concurrent());
      return refused(
          Plural.of(limits.concurrent(), "call") + " at the same time", Optional.of(wait));
    }
    Payer.Decision decision = rates(call, limits, now);
    if (decision instanceof Payer.Refused && limits.concurrent() > 0) {
      end();
    }
    return decision;
  }

  /// Lets one more call in, if there may be one.
  private boolean begin(long most, long now) {
    SharedLimits shared = budgets.sharedLimits();
    if (shared != null) {
      return shared.enter(terms.key(), most, now);
    }
    boolean may = counters.running.incrementAndGet() <= most;
    if (!may) {
      counters.running.decrementAndGet();
    }
    return may;
  }

  private void end() {
    SharedLimits shared = budgets.sharedLimits();
    if (shared == null) {
      counters.running.decrementAndGet();
    } else {
      shared.left(terms.key());
    }
  }

  private Rate calls(long perMinute, long now) {
    SharedLimits shared = budgets.sharedLimits();
    return shared == null
        ? counters.calls(perMinute, now)
        : new SharedRate(shared, terms.key(), SharedLimits.Kind.CALLS, perMinute);
  }

  private Rate tokens(long perMinute, long now) {
    SharedLimits shared = budgets.sharedLimits();
    return shared == null
        ? counters.tokens(perMinute, now)
        : new SharedRate(shared, terms.key(), SharedLimits.Kind.TOKENS, perMinute);
  }

  private Payer.Decision rates(Call call, KeyLimits limits, long now) {
    if (limits.rpm() > 0) {
      long wait = calls(limits.rpm(), now).take(1, now);
      if (wait > 0) {
        return refused(Plural.of(limits.rpm(), "call") + " a minute", Optional.of(wait));
      }
    }
    if (limits.tpm() == 0 || !call.operation().asksModel()) {
      return new Payer.Accepted(_ -> left(now));
    }
    return tokens(call, limits, now);
  }

  private Payer.Decision tokens(Call call, KeyLimits limits, long now) {
    Rate bucket = tokens(limits.tpm(), now);
    Estimate estimate = estimate(call, counters.byModel.of(call.model()));
    long expected = estimate.input() + estimate.likely();
    long tokens = Math.min(expected, limits.tpm());
    Optional<Long> wait =
        bucket.holds(expected) || bucket.holds(least(call, estimate))
            ? Optional.of(bucket.take(tokens, now))
            : Optional.empty();
    if (wait.isPresent() && wait.get() == 0) {
      return new Payer.Accepted(bill -> ended(bill, bucket, tokens, estimate, call, now));
    }
    giveBackCall(limits, now);
    return refused(Plural.of(limits.tpm(), "token") + " a minute", wait);
  }

  /// How many tokens a call takes of a limit at least. A call that is larger by what was learned
  /// waits until the limit is full; one that is larger by its own size as well is never let in.
  private static long least(Call call, Estimate learned) {
    Estimate usual = estimate(call, OutputModel.PRIOR);
    return Math.min(learned.input(), usual.input()) + Math.min(learned.likely(), usual.likely());
  }

  private static Estimate estimate(Call call, OutputModel learned) {
    return Estimate.of(call, learned, OptionalLong.empty(), false);
  }

  private void giveBackCall(KeyLimits limits, long now) {
    if (limits.rpm() > 0) {
      calls(limits.rpm(), now).correct(-1);
    }
  }

  /// @param wait nanoseconds until the same call may be let in; empty where it never is
  private Payer.Decision refused(String limit, Optional<Long> wait) {
    String message =
        "the key %s may make %s%s"
            .formatted(
                terms.key(),
                limit,
                wait.isPresent() ? "; call again later" : ", and this call is larger than that");
    return new Payer.Refused(
        new Failed.LimitReached(Failed.Limit.RATE, wait.map(Duration::ofNanos), message));
  }

  private void left(long begun) {
    if (terms.limits().concurrent() > 0) {
      end();
      counters.took(budgets.nanos() - begun);
    }
  }

  /// @param bucket that from which its tokens were taken; the key may have another limit by now
  private void ended(
      Payer.Bill bill, Rate bucket, long tokens, Estimate estimate, Call call, long begun) {
    left(begun);
    Usage usage = bill.usage();
    boolean unknown = bill.owed() && bill.sent() && usage.equals(Usage.NONE);
    long used = bill.owed() ? Math.min(usage.tokens(), estimate.mostTokens()) : 0;
    bucket.correct(unknown ? 0 : used - tokens);
    if (usage.telling() && usage.input() > 0) {
      counters.byModel.learn(call.model(), call, usage);
    }
  }
}
