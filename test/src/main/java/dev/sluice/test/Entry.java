package dev.sluice.test;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One line of a script: what becomes of a call, or of each call.
///
/// @param condition for which calls; null for any
/// @param reply makes the reply
/// @param fixed the reply that is the same for each call; null if it depends on the call
/// @param standing whether it is for any number of calls
/// @param place where the test has it, such as `CapitalsTest.java:31`
record Entry(
    @Nullable CallMatcher condition,
    Function<SentCall, LlmReply> reply,
    @Nullable LlmReply fixed,
    boolean standing,
    String place) {

  boolean fits(SentCall call) {
    if (condition == null ? call.api().needsNoScript() : !condition.matches(call)) {
      return false;
    }
    return fixed == null || fixed.fits(call.api());
  }

  @Override
  public String toString() {
    String what = fixed == null ? "a function of the call" : fixed.toString();
    String when = condition == null ? "" : ", when " + condition;
    return what + when + (standing ? ", always" : "") + " (" + place + ")";
  }
}
