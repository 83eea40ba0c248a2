package dev.sluice.internal.quota;

import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.RateLimitInfo.Limit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A provider with exact buckets: input and the output's bound are charged when a call is admitted,
/// what is not written is given back when it ends, a refused call burns a request.
public class ExactUpstream {
  private double tokenRate;
  private final double seconds;
  private final double requestRate;
  private double tokens;
  private double requests;
  private long at;
  private double charged;
  private long admitted;
  private long refused;

  /// @param tokenRate a second
  /// @param seconds how many seconds' worth its buckets hold
  public ExactUpstream(double tokenRate, double requestRate, double seconds) {
    this.tokenRate = tokenRate;
    this.requestRate = requestRate;
    this.seconds = seconds;
    this.tokens = tokenRate * seconds;
    this.requests = requestRate * seconds;
  }

  /// Admits a call of these tokens, or refuses it.
  ///
  /// @param bound of the output
  boolean admit(int input, int bound, long now) {
    return admit((double) input + bound, now);
  }

  /// Ends a call that has written so many tokens of its bound.
  void ended(int bound, int written, long now) {
    giveBack((double) bound - written, now);
  }

  /// The bound of a call that sets none.
  int unset(int written) {
    return written;
  }

  boolean admit(double amount, long now) {
    advance(now);
    boolean fits = tokens >= amount && requests >= 1;
    requests = Math.max(0, requests - 1);
    if (fits) {
      tokens -= amount;
      charged += amount;
      admitted++;
    } else {
      refused++;
    }
    return fits;
  }

  void giveBack(double amount, long now) {
    advance(now);
    tokens = Math.min(tokenRate * seconds, tokens + amount);
    charged -= amount;
  }

  /// From now on it allows so much of it.
  void reduce(double to, long now) {
    advance(now);
    tokenRate *= to;
    tokens = Math.min(tokens, tokenRate * seconds);
  }

  /// How long until `amount`, which does not fit, does, in nanoseconds.
  long wait(double amount, long now) {
    return (long) Math.max(0, (amount - tokens) / tokenRate * 1e9);
  }

  RateLimitInfo headers() {
    return new RateLimitInfo(
        Map.of(
            RateLimitInfo.Unit.TOKENS,
            new Limit(
                OptionalLong.of((long) (tokenRate * 60)),
                OptionalLong.of((long) Math.min(tokens, tokenRate * 60)),
                Optional.empty())));
  }

  double charged() {
    return charged;
  }

  double rate() {
    return tokenRate;
  }

  long admitted() {
    return admitted;
  }

  long refused() {
    return refused;
  }

  private void advance(long now) {
    double refilled = refilled(at, now);
    tokens = Math.min(tokenRate * seconds, tokens + tokenRate * refilled);
    requests = Math.min(requestRate * seconds, requests + requestRate * refilled);
    at = Math.max(at, now);
  }

  /// How many seconds' worth comes back from `from` to `to`.
  double refilled(long from, long to) {
    return Math.max(0, (to - from) / 1e9);
  }
}
