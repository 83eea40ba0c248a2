package dev.sluice.quota;

import dev.sluice.call.Allowance;
import dev.sluice.call.Allowance.Room;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A provider with exact buckets: input and the output's bound are charged when a call is admitted,
/// what is not written is given back when it ends, a refused call burns a request.
final class ExactUpstream {
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
  ExactUpstream(double tokenRate, double requestRate, double seconds) {
    this.tokenRate = tokenRate;
    this.requestRate = requestRate;
    this.seconds = seconds;
    this.tokens = tokenRate * seconds;
    this.requests = requestRate * seconds;
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

  void halve(long now) {
    advance(now);
    tokenRate /= 2;
    tokens = Math.min(tokens, tokenRate * seconds);
  }

  /// How long until `amount` fits, in nanoseconds.
  long wait(double amount) {
    return (long) Math.max(0, (amount - tokens) / tokenRate * 1e9);
  }

  Allowance headers() {
    return new Allowance(
        Map.of(
            Allowance.Unit.TOKENS,
            new Room(
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
    double passed = Math.max(0, (now - at) / 1e9);
    tokens = Math.min(tokenRate * seconds, tokens + tokenRate * passed);
    requests = Math.min(requestRate * seconds, requests + requestRate * passed);
    at = Math.max(at, now);
  }
}
