package dev.sluice.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The way a call has come so far, for the client to see.
///
/// @param target the last target tried, as `provider/model`; empty when there was none
/// @param attempts how many attempts were made
/// @param steps each of them, as far as it is known
/// @param queued how long the call has waited for grants in all
/// @param comeBack after a failure: how long until a target of the route is open again, where that
///   is known
/// @param said after a failure: what the provider that answered last told beside its error, headers
///   by lower-case name that may pass to the client
public record Trail(
    String target,
    int attempts,
    List<Step> steps,
    Duration queued,
    Optional<Duration> comeBack,
    Map<String, String> said) {

  /// Nothing tried yet.
  public static final Trail NONE = new Trail("", 0);

  public Trail {
    steps = List.copyOf(steps);
    said = Map.copyOf(said);
  }

  /// A trail of which nothing more is known.
  public Trail(String target, int attempts) {
    this(target, attempts, List.of());
  }

  /// A call's that has not waited.
  public Trail(String target, int attempts, List<Step> steps) {
    this(target, attempts, steps, Duration.ZERO);
  }

  /// A call's that has not failed.
  public Trail(String target, int attempts, List<Step> steps, Duration queued) {
    this(target, attempts, steps, queued, Optional.empty(), Map.of());
  }

  /// One attempt.
  ///
  /// @param because the kind of failure that led to it; empty for a call's first
  public record Step(String target, Optional<String> because) {}

  /// This trail and one attempt more.
  public Trail and(Feed feed) {
    var step = new Step(feed.target(), feed.because());
    List<Step> all = steps.isEmpty() ? List.of(step) : and(step);
    return new Trail(feed.target(), attempts + 1, all, queued);
  }

  /// This trail after the call has waited so much longer.
  public Trail and(Duration more) {
    return new Trail(target, attempts, steps, queued.plus(more), comeBack, said);
  }

  /// This trail of a call that has failed.
  ///
  /// @param wait how long until a target of the route is open again
  public Trail comingBack(Duration wait) {
    return new Trail(target, attempts, steps, queued, Optional.of(wait), said);
  }

  /// This trail of a call that has failed, with what the provider told beside its error.
  Trail saying(Map<String, String> headers) {
    return new Trail(target, attempts, steps, queued, comeBack, headers);
  }

  private List<Step> and(Step step) {
    var more = new ArrayList<>(steps);
    more.add(step);
    return more;
  }

  /// The kind of the last failure that led to another attempt.
  public Optional<String> reason() {
    Optional<String> last = Optional.empty();
    for (Step step : steps) {
      last = step.because().isPresent() ? step.because() : last;
    }
    return last;
  }
}
