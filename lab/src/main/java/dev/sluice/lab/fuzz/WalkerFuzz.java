package dev.sluice.lab.fuzz;

import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonWalker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The walker through answers: it finds the same wherever an answer is cut.
final class WalkerFuzz {
  private static final JsonSelector<String> SHAPE =
      JsonSelector.object(
          Map.of(
              "a",
              JsonSelector.kept("a"),
              "choices",
              JsonSelector.array(JsonSelector.object(Map.of("index", JsonSelector.kept("index")))),
              "usage",
              JsonSelector.objectOrKept(
                  "usage", Map.of("total_tokens", JsonSelector.kept("total")))));

  private WalkerFuzz() {}

  static void run(byte[] input) {
    List<String> whole = walk(input, input.length);
    List<String> bytes = walk(input, 1);
    Must.hold(whole.equals(bytes), "the same at every cut: " + whole + ", " + bytes);
  }

  private static List<String> walk(byte[] input, int part) {
    List<String> values = new ArrayList<>();
    JsonWalker<String> walker =
        new JsonWalker<>(SHAPE, (tag, at) -> values.add(tag + " " + at.kind() + " " + at.raw()));
    for (int from = 0; from < input.length; from += part) {
      walker.feed(input, from, Math.min(input.length, from + part));
    }
    values.add(walker.complete() + " " + walker.broken());
    return values;
  }
}
