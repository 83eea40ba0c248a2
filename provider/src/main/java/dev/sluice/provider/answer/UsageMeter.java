package dev.sluice.provider.answer;

import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptInfo;
import java.util.Optional;

/// A meter of an attempt's usage: what the provider's reports tell, and an estimate by size of what
/// they do not tell. A later report replaces an earlier one, and text behind the last count of the
/// output is estimated and added to it. Confined to the loop.
final class UsageMeter {
  /// The bytes of English text in one token, about; for accounts that would otherwise see nothing.
  private static final long BYTES_PER_TOKEN = 4;

  /// The most bytes of a request by which its input is estimated. A picture in the request is many
  /// bytes and few tokens, so size says nothing beyond this.
  private static final long INPUT_MAX = 128 * 1024;

  private final AttemptInfo attempt;
  private long input;
  private long output;
  private long cached;
  private Usage.Parts parts = Usage.Parts.NONE;
  private Usage.Extras extras = Usage.Extras.NONE;

  /// The prices that the answer's head names.
  private Usage.Extras head = Usage.Extras.NONE;

  /// The bytes of text that no report has counted.
  private long uncounted;

  private boolean inputTold;
  private boolean outputTold;

  /// Whether the record lacks something that was told.
  private boolean changed = true;

  /// Whether the record lacks nothing but text.
  private boolean grown;

  /// @param requestBytes the size of the request's body
  UsageMeter(AttemptInfo attempt, long requestBytes) {
    this.attempt = attempt;
    this.input = Math.min(INPUT_MAX, tokens(requestBytes));
  }

  /// Adds `bytes` of text that the model has said.
  void said(long bytes) {
    if (bytes > 0) {
      uncounted += bytes;
      grown = true;
    }
  }

  /// Takes a report of the provider, which stands behind all that was said before.
  void reported(Optional<UsageReport> report) {
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

  /// Takes the prices that the answer's head names. They come first.
  void headed(Usage.Extras named) {
    head = named;
    extras = named;
  }

  /// Takes the extras that were used beside tokens so far.
  void used(Usage.Extras beside) {
    Usage.Extras all = head.equals(Usage.Extras.NONE) ? beside : head.and(beside);
    if (!all.equals(extras)) {
      extras = all;
      changed = true;
    }
  }

  /// Records the usage that is known now, so that an attempt which just stops is accounted for.
  void settle() {
    long written = output + tokens(uncounted);
    if (changed) {
      var told = Usage.Told.of(inputTold, outputTold && uncounted == 0);
      attempt.used(new Usage(input, written, cached, told, 1, parts, extras));
    } else if (grown) {
      attempt.wrote(written);
    }
    changed = false;
    grown = false;
  }

  /// Records the usage that is known now, where the model has said something, or extras were used.
  void settleSaid() {
    if (output > 0 || uncounted > 0 || !extras.uses().isEmpty()) {
      settle();
    }
  }

  private static long tokens(long bytes) {
    return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
  }
}
