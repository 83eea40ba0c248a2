package dev.sluice.internal.quota;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Cost;
import dev.sluice.call.request.Operation;
import dev.sluice.config.quota.ChargeRule;
import java.util.OptionalLong;

/// Estimator of what a call will be charged by the provider's rule; afterwards it determines what
/// the call was charged.
record ChargeEstimator(ChargeRule rule, LearnedEstimate estimate) {
  /// @param output how many tokens to expect, always; empty to learn it
  void configure(OptionalLong output) {
    estimate.configure(output);
  }

  /// Returns what to reserve for `call`.
  Charge expected(Call call) {
    return new Charge(1, estimate.input(call), output(call), room(call));
  }

  /// Returns what `call` is expected to take in the end, and what is reserved for it until then.
  Cost cost(Call call) {
    double reserved = Math.max(output(call), room(call));
    double written = burnt(Math.min(reserved, estimate.meanOutput()));
    boolean kept = rule.output() == ChargeRule.Output.KEPT;
    return new Cost(estimate.input(call), kept ? reserved : written, Math.max(reserved, written));
  }

  /// Returns the variance of `charge`, in tokens squared.
  double variance(Charge charge) {
    double off = charge.input() * estimate.error();
    return off * off;
  }

  /// Returns the least that `call` can be charged at admission.
  Charge least(Call call) {
    long output = bounded(call) && !isChecked() ? output(call) : 0;
    return new Charge(1, estimate.leastInput(call), output, room(call));
  }

  /// Returns what an attempt was charged in the end. What may have reached the provider counts as
  /// having reached it, since the worse error is to use what is not there.
  Charge actual(Charge expected, Outcome outcome, Usage usage) {
    return switch (outcome) {
      case Answered() -> used(expected, usage);
      // Rejected on arrival: it burns a request, and no tokens but those reported before.
      case Failed.Throttled _, Failed.Exhausted _, Failed.CredentialRefused _, Failed.Refused _ ->
          usage.estimated() ? new Charge(1, 0, 0) : used(expected, usage);
      // Rejected on behalf of another account.
      case Failed.AccountThrottled _ -> Charge.NONE;
      case Failed.Invalid _, Failed.LimitReached _, Failed.Shed _ -> Charge.NONE;
      case Failed.Unreachable(var obstacle, _) ->
          obstacle == Failed.Obstacle.RESET ? used(expected, usage) : Charge.NONE;
      case Failed.TimedOut(var phase, _) ->
          phase == Failed.Phase.CONNECT ? Charge.NONE : used(expected, usage);
      case Failed.Overloaded _,
          Failed.BadAnswer _,
          Failed.OutOfMemory _,
          Failed.Cancelled _,
          Failed.Internal _ ->
          used(expected, usage);
    };
  }

  void learn(Call call, Outcome outcome, Usage usage) {
    if (outcome instanceof Answered) {
      estimate.learn(call, usage);
    }
  }

  private Charge used(Charge reserved, Usage usage) {
    Charge expected = reserved.times(usage.questions());
    // Where the provider reports nothing, its own ratio of earlier calls is better than a guess.
    long input = usage.estimated() ? expected.input() : usage.input();
    long charged = rule.cached() ? input : Math.max(0, input - usage.cached());
    long output =
        switch (rule.output()) {
          case RESERVED, MAXIMUM, CHECKED, WRITTEN -> burnt(usage.output());
          case KEPT -> Math.max(expected.output(), burnt(usage.output()));
          case FREE -> 0;
        };
    return new Charge(expected.requests(), charged, output);
  }

  private static boolean writes(Operation operation) {
    return switch (operation) {
      case CHAT, COMPLETIONS, RESPONSES, MESSAGES, COMPACT, GENERATE -> true;
      case SPEECH, IMAGES, IMAGE_EDITS, IMAGE_VARIATIONS, TRANSCRIPTIONS, TRANSLATIONS -> true;
      case PREDICT_IMAGES -> true;
      default -> false;
    };
  }

  /// The tokens that are taken for the output when the call begins.
  private long output(Call call) {
    if (!writes(call.operation()) || rule.output() == ChargeRule.Output.FREE) {
      return 0;
    }
    long bound = bound(call);
    return bounded(call) && !isChecked() ? bound : burnt(Math.min(bound, estimate.output(call)));
  }

  /// The tokens for which there has to be room beside the input.
  private long room(Call call) {
    return isChecked() && bounded(call) && writes(call.operation()) ? bound(call) : 0;
  }

  /// Whether the provider knows a bound of the output when the call begins, by which it charges.
  private boolean bounded(Call call) {
    return bound(call) < Long.MAX_VALUE && rule.output().upFront();
  }

  /// Returns the bound of the output. Text completions without one mean 16 tokens, and a compaction
  /// has none.
  private long bound(Call call) {
    boolean usual =
        call.operation() != Operation.COMPLETIONS && call.operation() != Operation.COMPACT;
    long otherwise = usual ? rule.usual().orElse(Long.MAX_VALUE) : Long.MAX_VALUE;
    return call.facts().maxTokens().orElse(otherwise);
  }

  private boolean isChecked() {
    return rule.output() == ChargeRule.Output.CHECKED;
  }

  private long burnt(long written) {
    return written > Long.MAX_VALUE / rule.burndown() ? written : written * rule.burndown();
  }

  private double burnt(double written) {
    return written * rule.burndown();
  }
}
