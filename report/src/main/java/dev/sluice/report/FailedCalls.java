package dev.sluice.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The words about calls that failed: how many, where, and why. Pure functions.
final class FailedCalls {
  private static final int TARGETS_MOST = 2;

  private FailedCalls() {}

  /// `30 of 50 calls failed (60 %), 12 at openai/m, 18 not sent because its circuit is open:
  /// openai/m could not be reached`.
  static String headline(Situation at) {
    return at.recovered() ? recovered(at) : now(at);
  }

  private static String now(Situation at) {
    Failures failures = at.failures();
    String count = failures.failed() + " of " + Failures.calls(failures.judged()) + " failed";
    String share = " (" + Unit.SHARE.show(failures.share()) + ")";
    return count + share + trend(at) + where(at) + why(at);
  }

  /// `all 31 calls of the last 4 s went well; before that 30 of 50 failed: openai/m could not be
  /// reached`.
  private static String recovered(Situation at) {
    Failures lately = at.latelyFailed();
    Failures before = at.failures().before(lately);
    return "all %s of the last %s went well; before that %s of %s failed%s"
        .formatted(
            Failures.calls(lately.judged()),
            Headline.span(at.half()),
            before.failed(),
            before.judged(),
            why(at));
  }

  /// Says why calls failed: `: openai/m could not be reached`; whose fault it is where no more is
  /// known.
  private static String why(Situation at) {
    return reason(at).map(reason -> ": " + reason.words()).orElseGet(() -> whose(at.failures()));
  }

  /// Whether most calls failed since a provider refuses its key.
  static boolean isOfKeys(Situation at) {
    return reason(at).filter(reason -> reason.cause() == Cause.CREDENTIAL).isPresent();
  }

  private static Optional<Reasons.Reason> reason(Situation at) {
    return culprit(at).flatMap(Reasons::of);
  }

  /// The target at which most calls failed, or for which most of them were not sent.
  private static Optional<TargetView> culprit(Situation at) {
    Optional<TargetView> worst = at.worst(FailedCalls::failed);
    Failures unsent = Failures.of(at.unsent());
    if (worst.map(FailedCalls::failed).orElse(0L) >= unsent.failed()) {
      return worst;
    }
    return unsent.provider() > unsent.gateway()
        ? first(at, TargetView::open).or(() -> at.worst(target -> target.totals().attempts()))
        : first(at, TargetView::keyless);
  }

  private static Optional<TargetView> first(Situation at, Predicate<TargetView> which) {
    return at.targets().stream().filter(which).findFirst();
  }

  private static String whose(Failures failures) {
    if (failures.provider() > 0 && failures.gateway() > 0) {
      return ": " + failures.byFault();
    }
    return failures.provider() > 0 ? " by the provider's fault" : " by the gateway's fault";
  }

  /// Names the places where calls failed; empty if that was one place alone, which the reason
  /// names.
  private static String where(Situation at) {
    List<String> parts = new ArrayList<>();
    List<TargetView> targets =
        at.targets().stream()
            .filter(target -> failed(target) > 0)
            .sorted(Comparator.comparingLong(FailedCalls::failed).reversed())
            .toList();
    targets.stream()
        .limit(TARGETS_MOST)
        .forEach(target -> parts.add(failed(target) + " at " + target.name()));
    Failures unsent = Failures.of(at.unsent());
    if (unsent.provider() > 0) {
      parts.add(unsent.provider() + " not sent because " + circuits(at, targets));
    }
    if (unsent.gateway() > 0) {
      parts.add(unsent.gateway() + " not sent" + notGranted(at));
    }
    return parts.size() > 1 || unsent.failed() > 0
        ? ", " + String.join(", ", parts)
        : alone(targets, at);
  }

  /// Names the one target at which all calls failed; empty where a known reason names it.
  private static String alone(List<TargetView> targets, Situation at) {
    return targets.size() == 1 && reason(at).isEmpty()
        ? ", all at " + targets.getFirst().name()
        : "";
  }

  private static long failed(TargetView target) {
    return Failures.of(target.totals()).failed();
  }

  private static String circuits(Situation at, List<TargetView> failed) {
    List<TargetView> open = at.targets().stream().filter(TargetView::open).toList();
    if (open.size() > 1) {
      return "circuits are open";
    }
    Optional<TargetView> one = open.stream().findFirst();
    boolean known = failed.size() == 1 && one.filter(failed.getFirst()::equals).isPresent();
    if (known) {
      return "its circuit is open";
    }
    return one.map(target -> "the circuit of " + target.name() + " is open")
        .orElse("a circuit was open");
  }

  private static String notGranted(Situation at) {
    if (first(at, TargetView::keyless).isPresent()) {
      return " because no key was left";
    }
    return Advice.isShort(at) ? " for want of capacity" : "";
  }

  /// Says how the failures change: `, falling: 0 of 50 in the last 150 s`; empty where that is not
  /// known.
  static String trend(Situation at) {
    return at.trend().map(trend -> ", " + trend.word() + lately(trend, at)).orElse("");
  }

  private static String lately(Trend trend, Situation at) {
    Failures lately = at.latelyFailed();
    return trend == Trend.STEADY
        ? ""
        : ": %s of %s in the last %s"
            .formatted(lately.failed(), lately.judged(), Headline.span(at.half()));
  }
}
