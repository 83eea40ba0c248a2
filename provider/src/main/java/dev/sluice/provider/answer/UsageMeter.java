package dev.sluice.provider.answer;

import dev.sluice.call.Usage;
import dev.sluice.call.answer.Sink;
import java.util.Optional;

/// Keeps account of an attempt's usage: what the provider's reports tell, and an estimate by size
/// of what they do not tell. A later report stands for an earlier one, and text behind the last
/// count of the output is estimated and added to it. Confined to the loop.
public final class UsageMeter {
  /// English has about four bytes a token; this is for accounts that would otherwise see nothing.
  private static final long BYTES_PER_TOKEN = 4;

  /// A picture in the request is many bytes and few tokens, so size says nothing beyond this.
  private static final long INPUT_MAX = 128 * 1024;

  private final Sink sink;
  private long input;
  private long output;
  private long cached;
  private Usage.Parts parts = Usage.Parts.NONE;
  private Usage.Extras extras = Usage.Extras.NONE;

  /// How many bytes of text no report has counted.
  private long uncounted;

  private boolean inputTold;
  private boolean outputTold;
  private boolean changed = true;

  /// @param requestBytes the size of the request's body
  public UsageMeter(Sink sink, long requestBytes) {
    this.sink = sink;
    this.input = Math.min(INPUT_MAX, tokens(requestBytes));
  }

  /// The model has said so many bytes more.
  public void said(long bytes) {
    if (bytes > 0) {
      uncounted += bytes;
      changed = true;
    }
  }

  /// The provider has reported this, behind all that was said before.
  public void reported(Optional<UsageReport> report) {
    if (report.isPresent() && report.get().tells()) {
      add(report.get());
      if (isTold()) {
        settle();
      }
    }
  }

  private void add(UsageReport report) {
    changed = true;
    cached = report.cached();
    parts = report.parts();
    if (report.input().isPresent()) {
      input = report.input().getAsLong();
      inputTold = true;
    } else {
      input = Math.max(input, report.leastInput());
    }
    if (report.output().isPresent()) {
      output = report.output().getAsLong();
      outputTold = true;
      uncounted = 0;
    }
  }

  private boolean isTold() {
    return inputTold && outputTold && uncounted == 0;
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
    if (changed) {
      changed = false;
      long written = output + tokens(uncounted);
      var told = Usage.Told.of(inputTold, outputTold && uncounted == 0);
      sink.usage(new Usage(input, written, cached, told, 1, parts, extras));
    }
  }

  /// The same where the model has said something, or something was used beside tokens.
  public void settleSaid() {
    if (output > 0 || uncounted > 0 || !extras.uses().isEmpty()) {
      settle();
    }
  }

  private static long tokens(long bytes) {
    return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
  }
}
