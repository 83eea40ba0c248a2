package dev.sluice.sim.dialect;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The operations that can be asked for with a POST.
public enum Operation {
  CHAT("/chat/completions", "messages"),
  COMPLETIONS("/completions", "prompt"),
  RESPONSES("/responses", "input"),
  EMBEDDINGS("/embeddings", "input"),
  MODERATIONS("/moderations", "input");

  private static final Map<String, Operation> BY_PATH =
      Map.of(
          CHAT.path, CHAT,
          COMPLETIONS.path, COMPLETIONS,
          RESPONSES.path, RESPONSES,
          EMBEDDINGS.path, EMBEDDINGS,
          MODERATIONS.path, MODERATIONS);

  private final String path;
  private final String input;

  Operation(String path, String input) {
    this.path = path;
    this.input = input;
  }

  /// The one at this path below `/v1`.
  public static @Nullable Operation at(String path) {
    return BY_PATH.get(path);
  }

  /// The property that holds what is to be answered.
  String input() {
    return input;
  }
}
