package dev.sluice.provider.openai;

import dev.sluice.call.Head;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a client may see of a provider's headers: the kind of the answer, how the provider made it,
/// and what its limits were. Whatever else there is concerns our connection or our account
/// (`openai-organization` among them) and stays here.
final class HeadFilter {
  private static final List<String> PASSED =
      List.of(
          "openai-model",
          "openai-processing-ms",
          "openai-version",
          "x-ratelimit-limit-requests",
          "x-ratelimit-limit-tokens",
          "x-ratelimit-remaining-requests",
          "x-ratelimit-remaining-tokens",
          "x-ratelimit-reset-requests",
          "x-ratelimit-reset-tokens");

  /// Under any of these names providers tell the identifier that their support asks for.
  private static final List<String> REQUEST_IDS =
      List.of("x-request-id", "request-id", "apim-request-id", "x-generation-id");

  private static final int VALUE_MAX = 256;

  private HeadFilter() {}

  /// @param contentType the body's true type
  static Head forClient(Head head, String contentType) {
    Map<String, String> from = head.headers();
    Map<String, String> passed = HashMap.newHashMap(8);
    passed.put("content-type", contentType);
    for (String name : PASSED) {
      copy(from.get(name), name, passed);
    }
    for (String name : REQUEST_IDS) {
      copy(from.get(name), "x-sluice-upstream-request-id", passed);
    }
    return new Head(head.status(), passed);
  }

  /// @param length the length of the body in bytes
  static Head forClient(Head head, String contentType, long length) {
    Head passed = forClient(head, contentType);
    passed.headers().put("content-length", String.valueOf(length));
    return passed;
  }

  private static void copy(@Nullable String value, String name, Map<String, String> to) {
    if (value != null && value.length() <= VALUE_MAX) {
      to.putIfAbsent(name, value);
    }
  }
}
