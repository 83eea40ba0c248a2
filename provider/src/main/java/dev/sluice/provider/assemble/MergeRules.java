package dev.sluice.provider.assemble;

import java.util.Set;

/// The position of a value in a chunk, which decides the rule by which the value is joined with
/// earlier ones.
enum MergeRules {
  /// The chunk itself: of every field the last value counts that says something.
  TOP,
  /// A choice of the chunk: arrays grow, and so does the text of a completion.
  CHOICE,
  /// Azure's filter results for one prompt.
  PROMPT,
  /// Azure's filter results for a text, by category: of every category the last value counts.
  FILTER,
  /// A choice's log probabilities: arrays grow.
  LOGPROBS,
  /// The new part of the message: texts and arrays grow, at every depth.
  DELTA;

  private static final String PROMPTS = "prompt_filter_results";

  /// The texts that say what something is. They are sent once, or the same each time.
  private static final Set<String> IDENTITIES =
      Set.of("role", "id", "type", "call_id", "tool_call_id", "status", "format", "encoding");

  /// Whether the parts of the text called `name` are joined.
  boolean joins(String name) {
    return switch (this) {
      case TOP, PROMPT, FILTER, LOGPROBS -> false;
      case CHOICE -> name.equals("text");
      case DELTA -> !IDENTITIES.contains(name);
    };
  }

  /// Whether an array called `name` grows.
  boolean grows(String name) {
    return switch (this) {
      case TOP -> name.equals("choices") || name.equals(PROMPTS);
      case PROMPT, FILTER -> false;
      case CHOICE, LOGPROBS, DELTA -> true;
    };
  }

  /// The property by which the elements of the array called `name` are told apart; empty if there
  /// is none.
  String key(String name) {
    return switch (this) {
      case TOP -> name.equals(PROMPTS) ? "prompt_index" : "index";
      case PROMPT, FILTER, LOGPROBS -> "";
      case CHOICE, DELTA -> "index";
    };
  }

  /// The rules for the elements of the array called `name`.
  MergeRules elements(String name) {
    if (this != TOP) {
      return this;
    }
    return name.equals(PROMPTS) ? PROMPT : CHOICE;
  }

  /// Whether the members of the object called `name` are joined one by one.
  boolean opens(String name) {
    return switch (this) {
      case TOP, FILTER, LOGPROBS -> false;
      case CHOICE -> name.equals("message") || name.equals("logprobs") || filters(name);
      case PROMPT -> filters(name);
      case DELTA -> true;
    };
  }

  /// The rules for the members of the object called `name`.
  MergeRules inside(String name) {
    if (this == PROMPT || (this == CHOICE && filters(name))) {
      return FILTER;
    }
    return this == CHOICE && name.equals("logprobs") ? LOGPROBS : DELTA;
  }

  private static boolean filters(String name) {
    return name.startsWith("content_filter_");
  }
}
