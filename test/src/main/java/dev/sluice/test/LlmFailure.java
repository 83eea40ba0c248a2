package dev.sluice.test;

import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.wire.Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A failure of the provider: an error in the dialect of the call, or no answer at all. Made by
/// [Llm]; immutable.
public final class LlmFailure implements LlmReply {
  private final FailureCause cause;
  private final Duration after;
  private final Optional<Duration> retryAfter;
  private final List<Header> headers;

  LlmFailure(FailureCause cause) {
    this(cause, Duration.ZERO, Optional.empty(), List.of());
  }

  private LlmFailure(
      FailureCause cause, Duration after, Optional<Duration> retryAfter, List<Header> headers) {
    this.cause = cause;
    this.after = after;
    this.retryAfter = retryAfter;
    this.headers = headers;
  }

  /// Returns the same failure with a hint when to come again, as the dialect gives it:
  /// `retry-after` in whole seconds, rounded up, and `retry-after-ms` (OpenAI), `retry-after` alone
  /// (Anthropic), or `RetryInfo` in the error (Gemini). A failure without an error has no such
  /// hint.
  public LlmFailure retryAfter(Duration hint) {
    if (hint.isNegative()) {
      throw new IllegalArgumentException("the hint is " + hint + "; it must not be negative");
    }
    return new LlmFailure(cause, after, Optional.of(hint), headers);
  }

  /// Returns the same failure with one more header, which its error has as it is.
  public LlmFailure header(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new LlmFailure(cause, after, retryAfter, List.copyOf(more));
  }

  /// Returns the same failure, which comes so long after the call.
  public LlmFailure after(Duration delay) {
    return new LlmFailure(cause, delay, retryAfter, headers);
  }

  @Override
  public boolean fits(LlmApi api) {
    return true;
  }

  FailureCause cause() {
    return cause;
  }

  /// The fault of the simulator that shows this failure; empty for an error.
  Optional<FaultCall> fault() {
    return cause.fault();
  }

  long afterNanos() {
    return after.toNanos();
  }

  Optional<Duration> hint() {
    return retryAfter;
  }

  /// Returns the headers that the error has besides those of every answer, in OpenAI's form.
  List<Header> headers() {
    List<Header> all = new ArrayList<>();
    retryAfter.ifPresent(
        hint -> {
          long ms = Math.ceilDiv(hint.toNanos(), 1_000_000L);
          all.add(new Header("retry-after-ms", Long.toString(ms)));
          all.add(new Header("retry-after", Long.toString(Math.ceilDiv(ms, 1000L))));
        });
    all.addAll(headers);
    return all;
  }

  @Override
  public String toString() {
    return cause.toString();
  }
}
