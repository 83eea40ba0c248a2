package dev.sluice.lab.faults;

/// The answer to one call, as a client has received it.
///
/// @param status 0 where there was no answer
/// @param text all tokens together
/// @param model that the answer names
/// @param usage the input and output tokens that it tells, as `11+60`; empty for none
/// @param done whether it said `[DONE]`
/// @param error the code of an error, as an answer or as an event; empty for none
/// @param broken whether the connection broke
/// @param seconds from the call to its end
record Received(
    int status,
    String text,
    String model,
    String usage,
    boolean done,
    String error,
    boolean broken,
    double seconds) {

  /// Whether all tokens have come, and nothing else.
  boolean isWhole() {
    return status == 200 && done && error.isEmpty() && text.equals(all());
  }

  /// Returns whether the client was told that the call has failed.
  boolean isHonest() {
    return !error.isEmpty() || broken;
  }

  String words() {
    return isWhole()
        ? "all from " + model + after()
        : "%d, %d tokens, %s%s".formatted(status, tokens(), end(), after());
  }

  private String after() {
    return ", %.1f s".formatted(seconds);
  }

  private String end() {
    if (!error.isEmpty()) {
      return error;
    }
    if (broken) {
      return "broken";
    }
    return done ? "[DONE]" : "a clean end";
  }

  private long tokens() {
    return text.chars().filter(c -> c == ' ').count();
  }

  private static String all() {
    var text = new StringBuilder();
    for (int i = 0; i < FaultyAnswerWriter.TOKENS; i++) {
      text.append(FaultyAnswerWriter.token(i));
    }
    return text.toString();
  }
}
