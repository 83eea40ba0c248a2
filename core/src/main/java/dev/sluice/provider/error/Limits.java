package dev.sluice.provider.error;

import dev.sluice.call.Failed.Dimension;
import java.util.Locale;
import java.util.Map;

/// Finds out which limit was hit: from the error's own words, else from the header that says that
/// nothing remains.
final class Limits {
  private Limits() {}

  static Dimension of(Map<String, String> headers, ErrorBody error) {
    String said = (error.message() + ' ' + error.words()).toLowerCase(Locale.ROOT);
    if (hasAny(said, "per day", "(rpd)", "(tpd)", "perday", "daily")) {
      return Dimension.DAY;
    }
    if (hasAny(said, "(tpm)", "tokens", "token limit", "token rate limit")) {
      return Dimension.TOKENS;
    }
    if (hasAny(said, "(rpm)", "requests", "request limit")) {
      return Dimension.REQUESTS;
    }
    return remaining(headers);
  }

  private static Dimension remaining(Map<String, String> headers) {
    for (Map.Entry<String, String> header : headers.entrySet()) {
      String name = header.getKey();
      if (name.contains("ratelimit")
          && name.contains("remaining")
          && header.getValue().equals("0")) {
        return name.contains("token") ? Dimension.TOKENS : Dimension.REQUESTS;
      }
    }
    return Dimension.UNKNOWN;
  }

  private static boolean hasAny(String text, String... parts) {
    for (String part : parts) {
      if (text.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
