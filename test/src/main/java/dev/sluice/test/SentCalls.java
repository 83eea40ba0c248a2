package dev.sluice.test;

import java.util.List;

/// The calls that the provider has received in a test, in the order in which they came; each method
/// looks anew. Requests for lists of models are not among them. Safe for any number of threads.
public final class SentCalls {
  private final Journal journal;

  SentCalls(Journal journal) {
    this.journal = journal;
  }

  public List<SentCall> all() {
    return journal.calls();
  }

  /// Returns those that a condition holds for.
  public List<SentCall> where(CallMatcher condition) {
    return all().stream().filter(condition::matches).toList();
  }

  public int count() {
    return all().size();
  }

  /// Returns the call with this index, the first being 0.
  ///
  /// @throws AssertionError if there are not so many
  public SentCall get(int index) {
    List<SentCall> calls = all();
    if (index >= calls.size()) {
      throw new AssertionError(
          "expected call " + (index + 1) + " to have been sent" + shown(calls));
    }
    return calls.get(index);
  }

  /// Returns the first call.
  ///
  /// @throws AssertionError if there is none
  public SentCall first() {
    return get(0);
  }

  /// Returns the last call so far.
  ///
  /// @throws AssertionError if there is none
  public SentCall last() {
    return get(Math.max(0, count() - 1));
  }

  /// Returns the one call there is.
  ///
  /// @throws AssertionError if there is none, or another one
  public SentCall only() {
    return hasCount(1).first();
  }

  /// Asserts how many calls were sent so far.
  public SentCalls hasCount(int expected) {
    List<SentCall> calls = all();
    if (calls.size() != expected) {
      throw new AssertionError("expected " + times(expected) + " to have been sent" + shown(calls));
    }
    return this;
  }

  /// Asserts that nothing was sent so far.
  public SentCalls isEmpty() {
    return hasCount(0);
  }

  /// Waits until so many calls have come, up to five seconds; for calls of other threads.
  ///
  /// @throws AssertionError if there are fewer by then
  public SentCalls await(int least) {
    if (!journal.await(least)) {
      throw new AssertionError(
          "expected %s to be sent within %d s%s"
              .formatted(times(least), Waiting.SECONDS, shown(all())));
    }
    return this;
  }

  private static String times(int count) {
    return count == 1 ? "1 call" : count + " calls";
  }

  private static String shown(List<SentCall> calls) {
    StringBuilder all = new StringBuilder("\n but was: " + times(calls.size()));
    calls.forEach(call -> all.append("\n  ").append(call));
    return all.toString();
  }

  @Override
  public String toString() {
    return all().toString();
  }
}
