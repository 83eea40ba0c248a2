package dev.sluice.internal.provider.gemini;

import dev.sluice.call.Usage;
import dev.sluice.internal.provider.json.JsonKind;
import dev.sluice.internal.provider.json.JsonSelector;
import dev.sluice.internal.provider.json.JsonWalker;
import java.util.Map;
import java.util.Optional;

/// Reads the tokens that an answer says it has used, and believes them only where they make sense.
/// Each report of a stream is of all before it. What is cached is a part of the prompt; thoughts
/// are counted beside what the candidates say. Confined to the loop.
final class GenerateUsage implements JsonWalker.Listener<GenerateUsage.Count> {
  /// No call uses more; a larger number is a mistake, and would wreck every account it enters.
  private static final long TOKENS_MAX = 100_000_000;

  /// Which tokens a number counts.
  enum Count {
    PROMPT,
    /// What tools of the provider have found, which the model has read.
    TOOLS,
    CACHED,
    CANDIDATES,
    THOUGHTS
  }

  private static final JsonSelector<Count> USAGE =
      JsonSelector.object(
          Map.of(
              "promptTokenCount", JsonSelector.kept(Count.PROMPT),
              "toolUsePromptTokenCount", JsonSelector.kept(Count.TOOLS),
              "cachedContentTokenCount", JsonSelector.kept(Count.CACHED),
              "candidatesTokenCount", JsonSelector.kept(Count.CANDIDATES),
              "thoughtsTokenCount", JsonSelector.kept(Count.THOUGHTS)));

  private final JsonWalker<Count> walker = new JsonWalker<>(USAGE, this);
  private final JsonWalker.Bytes feed = walker::feed;

  private long input;
  private long output;
  private long cached;
  private boolean absurd;
  private boolean tellsOutput;

  /// The usage in one report; empty where it makes no sense. One without any output is known in
  /// part.
  ///
  /// @param found the usage object
  Optional<Usage> read(JsonWalker<?> found) {
    walker.restart();
    input = 0;
    output = 0;
    cached = 0;
    absurd = false;
    tellsOutput = false;
    found.show(feed);
    return absurd
        ? Optional.empty()
        : Optional.of(new Usage(input, output, Math.min(cached, input), !tellsOutput));
  }

  @Override
  public void found(Count what, JsonWalker<Count> at) {
    if (at.kind() == JsonKind.NULL) {
      return;
    }
    long tokens = at.count();
    absurd |= tokens < 0 || tokens > TOKENS_MAX;
    switch (what) {
      case PROMPT, TOOLS -> input += tokens;
      case CACHED -> cached = tokens;
      case CANDIDATES, THOUGHTS -> {
        output += tokens;
        tellsOutput = true;
      }
    }
  }
}
