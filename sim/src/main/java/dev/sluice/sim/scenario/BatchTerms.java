package dev.sluice.sim.scenario;

import dev.sluice.sim.fault.BatchFaultCall;
import java.time.Duration;
import java.util.List;

/// What a scenario says of batches and files.
///
/// @param takes how long a batch takes, in nanoseconds; its lines are answered evenly within it
/// @param pending how long a file is `pending` before a batch may be made of it, as Azure's are
/// @param lines how many a batch may have at most
/// @param price what a token of a line costs, as a share of what it costs in a call
/// @param faults of batches; the first one that strikes counts
/// @param requests faults of requests for batches and files; the first one that strikes counts
public record BatchTerms(
    Distribution takes,
    Duration pending,
    int lines,
    double price,
    List<BatchRule> faults,
    List<RequestRule> requests) {

  /// The terms of a scenario that says nothing: a batch is done as soon as its lines are answered.
  public static final BatchTerms STANDARD =
      new BatchTerms(Distribution.of(0), Duration.ZERO, 50_000, 0.5, List.of(), List.of());

  /// A rule that says which batches have a fault.
  ///
  /// @param call only the batch with this number, the first being 1; 0 for any
  /// @param every only each n-th batch; 0 for any
  public record BatchRule(BatchFaultCall fault, long call, long every) {
    public BatchRule {
      if (call < 0 || every < 0) {
        throw new IllegalArgumentException("a rule for " + fault + " that can never hold");
      }
    }

    /// Returns whether the rule strikes the batch with this number.
    public boolean strikes(long number) {
      return (call == 0 || call == number) && (every == 0 || number % every == 0);
    }
  }

  /// A rule that says which requests have a fault. What was asked for is done, whatever becomes of
  /// its answer.
  ///
  /// @param rule its calls are the requests of this step
  public record RequestRule(BatchStep on, FaultRule rule) {}

  public BatchTerms {
    faults = List.copyOf(faults);
    requests = List.copyOf(requests);
  }

  public BatchTerms takes(Duration other) {
    return new BatchTerms(Distribution.of(other), pending, lines, price, faults, requests);
  }

  public BatchTerms pending(Duration other) {
    return new BatchTerms(takes, other, lines, price, faults, requests);
  }

  public BatchTerms lines(int other) {
    return new BatchTerms(takes, pending, other, price, faults, requests);
  }

  public BatchTerms faults(BatchRule... others) {
    return new BatchTerms(takes, pending, lines, price, List.of(others), requests);
  }

  public BatchTerms requests(RequestRule... others) {
    return new BatchTerms(takes, pending, lines, price, faults, List.of(others));
  }
}
