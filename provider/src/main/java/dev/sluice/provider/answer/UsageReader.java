package dev.sluice.provider.answer;

import dev.sluice.call.Usage;
import dev.sluice.dialect.json.JsonWalker;
import java.util.Optional;

/// A reader of the tokens that a provider says it has counted, as its usage object passes; counts
/// are believed only where they make sense. OpenAI counts what was read from a cache, or written to
/// one, inside the input, and sounds and pictures too. Confined to the loop.
final class UsageReader {
  private long input;
  private long output;
  private long total;
  private long cached;
  private long written;
  private long audioInput;
  private long imageInput;
  private long audioOutput;
  private long reasoning;
  private boolean hasInput;
  private boolean hasOutput;
  private boolean absurd;

  /// Takes a count of a usage object, other than null.
  void found(AnswerField what, JsonWalker<AnswerField> walker) {
    long count = walker.count();
    boolean counts = count >= 0 && count <= UsageReport.TOKENS_MAX;
    long tokens = counts ? count : 0;
    switch (what) {
      case INPUT_TOKENS -> {
        input = need(tokens, counts);
        hasInput = true;
      }
      case OUTPUT_TOKENS -> {
        output = need(tokens, counts);
        hasOutput = true;
      }
      case TOTAL_TOKENS -> total = tokens;
      case CACHED_TOKENS -> cached = need(tokens, counts);
      case WRITTEN_TOKENS -> written = tokens;
      case AUDIO_INPUT_TOKENS -> audioInput = tokens;
      case IMAGE_INPUT_TOKENS -> imageInput = tokens;
      case AUDIO_OUTPUT_TOKENS -> audioOutput = tokens;
      case REASONING_TOKENS -> reasoning = tokens;
      default -> throw new IllegalArgumentException(what + " is no count");
    }
  }

  private long need(long tokens, boolean counts) {
    absurd |= !counts;
    return tokens;
  }

  /// Returns what the usage object said that ends here, if it makes sense, and begins anew for the
  /// next one.
  Optional<UsageReport> take() {
    deduce();
    Optional<UsageReport> usage = absurd ? Optional.empty() : Optional.of(report());
    clear();
    return usage;
  }

  private UsageReport report() {
    return new UsageReport(
        UsageReport.count(hasInput, input), UsageReport.count(hasOutput, output), cached, parts());
  }

  /// Derives a missing count from the total. A total alone is taken for the input. xAI counts
  /// reasoning beside the output, which its total shows (https://docs.x.ai/developers/rate-limits).
  private void deduce() {
    if (hasInput && hasOutput && reasoning > 0 && total == input + output + reasoning) {
      output += reasoning;
    }
    if (!hasInput && total > 0) {
      input = Math.max(0, total - output);
      hasInput = true;
    }
    if (!hasOutput && total > 0 && total >= input) {
      output = total - input;
      hasOutput = true;
    }
  }

  /// The parts of the usage, as far as the counts of input and output have room for them.
  private Usage.Parts parts() {
    boolean none = (written | audioInput | imageInput | audioOutput | reasoning) == 0;
    if (none) {
      return Usage.Parts.NONE;
    }
    long fresh = Math.max(0, input - cached);
    long wrote = Math.min(written, fresh);
    long heard = Math.min(audioInput, fresh - wrote);
    long saw = Math.min(imageInput, fresh - wrote - heard);
    long spoke = Math.min(audioOutput, output);
    return new Usage.Parts(wrote, 0, heard, saw, spoke, 0, Math.min(reasoning, output));
  }

  /// Forgets the counts of an object that has not ended.
  void clear() {
    input = 0;
    output = 0;
    total = 0;
    cached = 0;
    written = 0;
    audioInput = 0;
    imageInput = 0;
    audioOutput = 0;
    reasoning = 0;
    hasInput = false;
    hasOutput = false;
    absurd = false;
  }
}
