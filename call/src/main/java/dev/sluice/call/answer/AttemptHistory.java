package dev.sluice.call.answer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The history of a call so far, for the client to see.
///
/// @param target the last target tried, as `provider/model`; empty when there was none
/// @param attempts the number of attempts
/// @param steps the attempts in their order, as far as they are known
/// @param queued the time that the call has waited for grants in all
/// @param comeBack after a failure: how long until a target of the route is open again, where that
///   is known
/// @param said after a failure: the headers beside the error of the provider that answered last, by
///   lower-case name, that may pass to the client
/// @param cost what the payer pays for the call, in nano-dollars; empty where that is not known
public record AttemptHistory(
    String target,
    int attempts,
    List<Step> steps,
    Duration queued,
    Optional<Duration> comeBack,
    Map<String, String> said,
    OptionalLong cost) {

  /// Nothing tried yet.
  public static final AttemptHistory NONE = new AttemptHistory("", 0, List.of(), Duration.ZERO);

  public AttemptHistory {
    steps = List.copyOf(steps);
    said = Map.copyOf(said);
  }

  /// The history of a call that has not failed.
  public AttemptHistory(String target, int attempts, List<Step> steps, Duration queued) {
    this(target, attempts, steps, queued, Optional.empty(), Map.of(), OptionalLong.empty());
  }

  /// One attempt in the history of a call.
  ///
  /// @param because the kind of failure that led to the attempt; empty for a call's first
  public record Step(String target, Optional<String> because) {}

  /// The kind of the last failure that led to another attempt.
  public Optional<String> reason() {
    Optional<String> last = Optional.empty();
    for (Step step : steps) {
      last = step.because().isPresent() ? step.because() : last;
    }
    return last;
  }
}
