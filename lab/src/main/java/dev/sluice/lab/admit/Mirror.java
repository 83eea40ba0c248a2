package dev.sluice.lab.admit;

/// A simple gateway's estimate of the provider's limits: two buckets that it keeps itself, a little
/// smaller than the provider's.
final class Mirror {
  private static final double MARGIN = 0.03;
  private static final double MINUTE = 60;
  private static final double NANOS = 1e9;

  private final double tokenRate;
  private final double requestRate;
  private final double seconds;
  private double tokens;
  private double requests;
  private long at;

  Mirror(ProviderRates rates) {
    this.tokenRate = rates.tokens() / MINUTE * (1 - MARGIN);
    this.requestRate = rates.requests() / MINUTE * (1 - MARGIN);
    this.seconds = rates.bucket().toNanos() / NANOS;
    this.tokens = tokenRate * seconds;
    this.requests = requestRate * seconds;
  }

  /// Returns how long until a call of so many tokens fits, in nanoseconds; zero when it does. A
  /// call beyond the whole bucket fits a full one.
  long wait(double charge, long now) {
    advance(now);
    double token = (Math.min(charge, tokenRate * seconds) - tokens) / tokenRate;
    double request = (1 - requests) / requestRate;
    return (long) Math.ceil(NANOS * Math.max(0, Math.max(token, request)));
  }

  /// Reserves the tokens of a call, and one request.
  void take(double charge, long now) {
    advance(now);
    tokens -= charge;
    requests -= 1;
  }

  /// Gives back the reserved tokens that were not used.
  void giveBack(double unused, long now) {
    advance(now);
    tokens = Math.min(tokenRate * seconds, tokens + unused);
  }

  /// Notes that the provider has refused a call: it knows its limits better than this mirror.
  void refused(double charge, long now) {
    giveBack(charge, now);
    tokens = Math.min(0, tokens);
  }

  private void advance(long now) {
    double passed = (now - at) / NANOS;
    tokens = Math.min(tokenRate * seconds, tokens + passed * tokenRate);
    requests = Math.min(requestRate * seconds, requests + passed * requestRate);
    at = now;
  }
}
