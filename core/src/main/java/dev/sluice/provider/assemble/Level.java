package dev.sluice.provider.assemble;

import java.util.Set;

/// Where in a chunk a value stands, and so how it is joined with what came before it.
enum Level {
  /// The chunk itself: of every field the last value counts.
  TOP,
  /// One of its choices: arrays grow, and so does the text of a completion.
  CHOICE,
  /// A choice's log probabilities: arrays grow.
  LOGPROBS,
  /// What is new of the message: texts and arrays grow, at every depth.
  DELTA;

  /// Texts that say what something is. They are sent once, or the same each time.
  private static final Set<String> IDENTITIES =
      Set.of("role", "id", "type", "call_id", "tool_call_id", "status", "format", "encoding");

  /// Whether the parts of the text called `name` are joined.
  boolean joins(String name) {
    return switch (this) {
      case TOP, LOGPROBS -> false;
      case CHOICE -> name.equals("text");
      case DELTA -> !IDENTITIES.contains(name);
    };
  }

  /// Whether an array called `name` grows.
  boolean grows(String name) {
    return this != TOP || name.equals("choices");
  }

  /// Where the elements of an array stand.
  Level elements() {
    return this == TOP ? CHOICE : this;
  }

  /// Whether the members of the object called `name` are joined one by one.
  boolean opens(String name) {
    return switch (this) {
      case TOP, LOGPROBS -> false;
      case CHOICE -> name.equals("message") || name.equals("logprobs");
      case DELTA -> true;
    };
  }

  /// Where the members of the object called `name` stand.
  Level inside(String name) {
    return this == CHOICE && name.equals("logprobs") ? LOGPROBS : DELTA;
  }
}
