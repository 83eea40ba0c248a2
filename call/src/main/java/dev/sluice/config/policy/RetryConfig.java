package dev.sluice.config.policy;

/// The settings by which failed attempts are repeated.
///
/// @param attempts the most attempts of a call, the first included
/// @param budget the share of a target's calls that may be repeated; one a second is allowed anyhow
/// @param onContentFilter whether a call that a provider's content filter has stopped goes to
///   another target, once
/// @param resumes whether an answer that has broken off for its client goes on at a target that can
///   be told what it begins with
public record RetryConfig(int attempts, double budget, boolean onContentFilter, boolean resumes) {
  private static final int MOST_ATTEMPTS = 10;

  public RetryConfig {
    if (attempts < 1 || attempts > MOST_ATTEMPTS) {
      throw new IllegalArgumentException(
          "attempts is " + attempts + "; it must be from 1 to " + MOST_ATTEMPTS);
    }
    if (!(budget >= 0 && budget <= 1)) {
      throw new IllegalArgumentException("budget is " + budget + "; it must be from 0 to 1");
    }
    if (attempts > 1 && budget == 0) {
      throw new IllegalArgumentException(
          "budget is 0, so that nothing can be repeated; use RetryConfig.off()");
    }
  }

  /// The settings by which neither a call that a content filter has stopped nor an answer that has
  /// broken off is repeated.
  public RetryConfig(int attempts, double budget) {
    this(attempts, budget, false, false);
  }

  /// A copy of these settings with another way to treat what a content filter has stopped.
  public RetryConfig onContentFilter(boolean other) {
    return new RetryConfig(attempts, budget, other, resumes);
  }

  /// A copy of these settings with another way to treat an answer that has broken off.
  public RetryConfig resumes(boolean other) {
    return new RetryConfig(attempts, budget, onContentFilter, other);
  }

  /// The defaults: 3 attempts, a tenth of the calls.
  public static RetryConfig defaults() {
    return new RetryConfig(3, 0.1);
  }

  /// The settings of one attempt. A credential that is of no use still gives way to the next one.
  public static RetryConfig off() {
    return new RetryConfig(1, 0);
  }

  /// Whether nothing is repeated.
  public boolean isOff() {
    return attempts == 1;
  }
}
