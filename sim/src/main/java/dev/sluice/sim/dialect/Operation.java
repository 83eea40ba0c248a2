package dev.sluice.sim.dialect;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The operations that can be asked for with a POST.
public enum Operation {
  CHAT("/chat/completions", "messages"),
  COMPLETIONS("/completions", "prompt"),
  RESPONSES("/responses", "input"),
  INPUT_TOKENS("/responses/input_tokens", "input"),
  COMPACT("/responses/compact", "input"),
  EMBEDDINGS("/embeddings", "input"),
  MODERATIONS("/moderations", "input"),
  MESSAGES("/messages", "messages"),
  COUNT_TOKENS("/messages/count_tokens", "messages");

  private static final Map<String, Operation> BY_PATH =
      Stream.of(values()).collect(Collectors.toMap(one -> one.path, one -> one));

  private final String path;
  private final String input;

  Operation(String path, String input) {
    this.path = path;
    this.input = input;
  }

  /// Returns the operation at a path below `/v1`; null where there is none.
  public static @Nullable Operation at(String path) {
    return BY_PATH.get(path);
  }

  /// Returns whether the operation is of Anthropic's dialect.
  public boolean anthropic() {
    return this == MESSAGES || this == COUNT_TOKENS;
  }

  /// Returns whether the operation is of the Responses API.
  public boolean responses() {
    return this == RESPONSES || this == INPUT_TOKENS || this == COMPACT;
  }

  /// The property that holds what is to be answered.
  String input() {
    return input;
  }
}
