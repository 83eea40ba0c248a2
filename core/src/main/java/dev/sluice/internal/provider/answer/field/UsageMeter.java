package dev.sluice.internal.provider.answer.field;

import dev.sluice.call.Usage;
import dev.sluice.call.answer.Sink;
import java.util.Optional;

/// Keeps account of an attempt's usage: the provider's report, or, until and unless there is one,
/// an estimate by size. Confined to the loop.
public final class UsageMeter {
  /// English has about four bytes a token; this is for accounts that would otherwise see nothing.
  private static final long BYTES_PER_TOKEN = 4;

  /// A picture in the request is many bytes and few tokens, so size says nothing beyond this.
  private static final long INPUT_MAX = 128 * 1024;

  private final Sink sink;
  private long input;
  private long cached;
  private Usage.Parts parts = Usage.Parts.NONE;
  private Usage.Extras extras = Usage.Extras.NONE;
  private long outputBytes;
  private boolean changed = true;
  private boolean reported;

  /// @param requestBytes the size of the request's body
  public UsageMeter(Sink sink, long requestBytes) {
    this.sink = sink;
    this.input = Math.min(INPUT_MAX, tokens(requestBytes));
  }

  /// The model has said so many bytes more.
  public void said(long bytes) {
    if (bytes > 0) {
      outputBytes += bytes;
      changed = true;
    }
  }

  /// The provider has reported this. What it estimates stands for the input alone: dialects that
  /// report it at the beginning of a stream cannot know the output then.
  public void reported(Optional<Usage> usage) {
    if (usage.isPresent() && usage.get().estimated()) {
      input = usage.get().input();
      cached = usage.get().cached();
      parts = usage.get().parts();
      extras = usage.get().extras();
      changed = true;
    } else if (usage.isPresent()) {
      reported = true;
      sink.usage(usage.get());
    }
  }

  /// This was used beside tokens so far.
  public void used(Usage.Extras beside) {
    if (!beside.equals(extras)) {
      extras = beside;
      changed = true;
    }
  }

  /// Tells the sink what is known now, so that an attempt which just stops has its account.
  public void settle() {
    if (!reported && changed) {
      changed = false;
      sink.usage(new Usage(input, tokens(outputBytes), cached, true).of(parts).with(extras));
    }
  }

  /// The same where the model has said something, or something was used beside tokens.
  public void settleSaid() {
    if (outputBytes > 0 || !extras.uses().isEmpty()) {
      settle();
    }
  }

  private static long tokens(long bytes) {
    return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
  }
}
