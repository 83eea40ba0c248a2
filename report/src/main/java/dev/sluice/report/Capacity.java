package dev.sluice.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Advice where calls wait, or are refused, for want of capacity. Pure functions.
final class Capacity {
  /// From this part of what may be used of a limit on calls may have waited for it: a burst waits
  /// although not all of it is used.
  private static final double SCARCE = 0.5;

  private static final double MINUTE = 60;

  private Capacity() {}

  static Hint advice(Situation at) {
    return scarce(at)
        .map(
            target ->
                new Hint(
                    target.name(),
                    "capacity is short; %s: add a target to %s, or a key to providers.%s.keys"
                        .formatted(
                            scarcest(target)
                                .map(quota -> words(target, quota, at))
                                .orElse(target.name() + " uses its limit"),
                            target.targets(),
                            target.provider())))
        .orElse(Hint.of("capacity is short: add a target to the route, or raise queue.max_wait"));
  }

  /// A limit lets so much through a second, and what is used of it is that of a minute: a burst
  /// waits although most of the minute's is left.
  private static String words(TargetView target, QuotaView quota, Situation at) {
    if (isUsed(quota, at)) {
      return target.name() + " uses " + quota.words();
    }
    return ("calls came faster than %s takes them by %s, which are %s a second, although over"
            + " a minute %s of it were used")
        .formatted(
            target.name(),
            quota.limitWords(),
            Unit.NUMBER.show(quota.limit() / MINUTE),
            Unit.SHARE.show(quota.utilisation()));
  }

  private static boolean isUsed(QuotaView quota, Situation at) {
    return quota.utilisation() > SCARCE * at.aims().utilisation();
  }

  /// Whether calls have waited for a limit of which most is left over a minute.
  static boolean isBurst(Situation at) {
    return scarce(at).flatMap(Capacity::scarcest).filter(quota -> !isUsed(quota, at)).isPresent();
  }

  /// Picks the target that calls have waited for: the only one with a limit, or else that with the
  /// least left, unless it has most of it left.
  private static Optional<TargetView> scarce(Situation at) {
    List<TargetView> limited =
        at.targets().stream().filter(target -> scarcest(target).isPresent()).toList();
    return limited.size() == 1
        ? Optional.of(limited.getFirst())
        : at.worst(Capacity::used)
            .filter(target -> used(target) > SCARCE * at.aims().utilisation());
  }

  private static Optional<QuotaView> scarcest(TargetView target) {
    return target.quotas().stream()
        .filter(QuotaView::known)
        .max(Comparator.comparingDouble(QuotaView::utilisation));
  }

  /// The largest part that is used of a limit of a target.
  static double used(TargetView target) {
    return scarcest(target).map(QuotaView::utilisation).orElse(0.0);
  }
}
