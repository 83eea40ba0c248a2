package dev.sluice.internal.provider.anthropic;

import dev.sluice.call.Usage;
import dev.sluice.internal.provider.json.JsonKind;
import dev.sluice.internal.provider.json.JsonSelector;
import dev.sluice.internal.provider.json.JsonWalker;
import java.util.Map;
import java.util.Optional;

/// Adds up the tokens that one answer says it has used, and believes them only where they make
/// sense. Anthropic tells apart what was read afresh, from its cache and into it; a later report
/// overrides the numbers that it names. Confined to the loop.
final class MessageUsage implements JsonWalker.Listener<MessageUsage.Count> {
  /// No call uses more; a larger number is a mistake, and would wreck every account it enters.
  private static final long TOKENS_MAX = 100_000_000;

  /// Which tokens a number counts.
  enum Count {
    FRESH,
    READ,
    WRITTEN,
    WRITTEN_HOUR,
    OUTPUT,
    THINKING
  }

  private static final JsonSelector<Count> USAGE =
      JsonSelector.object(
          Map.of(
              "input_tokens", JsonSelector.kept(Count.FRESH),
              "cache_read_input_tokens", JsonSelector.kept(Count.READ),
              "cache_creation_input_tokens", JsonSelector.kept(Count.WRITTEN),
              "cache_creation",
                  JsonSelector.object(
                      Map.of("ephemeral_1h_input_tokens", JsonSelector.kept(Count.WRITTEN_HOUR))),
              "output_tokens", JsonSelector.kept(Count.OUTPUT),
              "output_tokens_details",
                  JsonSelector.object(
                      Map.of("thinking_tokens", JsonSelector.kept(Count.THINKING)))));

  private final JsonWalker<Count> walker = new JsonWalker<>(USAGE, this);
  private final JsonWalker.Bytes feed = walker::feed;

  private long fresh;
  private long cacheRead;
  private long cacheWritten;
  private long writtenHour;
  private long thinking;
  private long output;
  private boolean absurd;

  /// Reads one report, and adds what it says to those before.
  ///
  /// @param found the usage object
  /// @param last whether it is the usage of the whole answer; else its output is not known yet
  /// @return the usage so far; empty where it makes no sense
  Optional<Usage> read(JsonWalker<?> found, boolean last) {
    walker.restart();
    found.show(feed);
    long input = fresh + cacheRead + cacheWritten;
    return absurd
        ? Optional.empty()
        : Optional.of(new Usage(input, output, Math.min(cacheRead, input), !last).of(parts()));
  }

  private Usage.Parts parts() {
    if ((cacheWritten | thinking) == 0) {
      return Usage.Parts.NONE;
    }
    long hour = Math.min(writtenHour, cacheWritten);
    return new Usage.Parts(cacheWritten - hour, hour, 0, 0, 0, 0, Math.min(thinking, output));
  }

  @Override
  public void found(Count what, JsonWalker<Count> at) {
    if (at.kind() == JsonKind.NULL) {
      return;
    }
    long tokens = at.count();
    absurd |= tokens < 0 || tokens > TOKENS_MAX;
    switch (what) {
      case FRESH -> fresh = tokens;
      case READ -> cacheRead = tokens;
      case WRITTEN -> cacheWritten = tokens;
      case WRITTEN_HOUR -> writtenHour = tokens;
      case OUTPUT -> output = tokens;
      case THINKING -> thinking = tokens;
    }
  }
}
