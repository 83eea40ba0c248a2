package dev.sluice.provider.error;

import dev.sluice.call.Failed.Dimension;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.RateLimitInfo.Unit;
import java.util.Locale;

/// Finds out which limit was hit: from the error's own words, else from the header that says that
/// nothing remains.
final class LimitNames {
  private LimitNames() {}

  public static Dimension of(RateLimitInfo allowance, ErrorContent error, ProviderMessage message) {
    String words = error.words().toString().toLowerCase(Locale.ROOT);
    if (says(words, message, "per day", "(rpd)", "(tpd)", "perday", "daily")) {
      return Dimension.DAY;
    }
    if (says(words, message, "(tpm)", "tokens", "token limit", "token rate limit")) {
      return Dimension.TOKENS;
    }
    if (says(words, message, "(rpm)", "requests", "request limit")) {
      return Dimension.REQUESTS;
    }
    return remaining(allowance);
  }

  private static Dimension remaining(RateLimitInfo allowance) {
    return allowance.limits().entrySet().stream()
        .filter(room -> room.getValue().exhausted())
        .map(room -> dimension(room.getKey()))
        .findFirst()
        .orElse(Dimension.UNKNOWN);
  }

  private static Dimension dimension(Unit unit) {
    return switch (unit) {
      case REQUESTS -> Dimension.REQUESTS;
      case DAILY_REQUESTS -> Dimension.DAY;
      case TOKENS, INPUT, OUTPUT -> Dimension.TOKENS;
    };
  }

  private static boolean says(String words, ProviderMessage message, String... parts) {
    for (String part : parts) {
      if (words.contains(part) || message.says(part)) {
        return true;
      }
    }
    return false;
  }
}
