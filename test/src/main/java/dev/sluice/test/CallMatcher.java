package dev.sluice.test;

import java.util.function.Predicate;

/// A condition for calls. Made by [Llm]; the words of it stand in the messages of failures.
public final class CallMatcher {
  private final String says;
  private final Predicate<SentCall> test;

  CallMatcher(String says, Predicate<SentCall> test) {
    this.says = says;
    this.test = test;
  }

  /// Returns the condition that both hold.
  public CallMatcher and(CallMatcher other) {
    return new CallMatcher(says + " and " + other.says, test.and(other.test));
  }

  /// Returns the condition that this one does not hold.
  public CallMatcher negate() {
    return new CallMatcher("not " + says, test.negate());
  }

  /// Returns whether a call is of this kind.
  public boolean matches(SentCall call) {
    return test.test(call);
  }

  @Override
  public String toString() {
    return says;
  }
}
