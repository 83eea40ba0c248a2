package dev.sluice.provider.answer;

import dev.sluice.call.Head;
import dev.sluice.provider.error.Redaction;
import dev.sluice.transport.FindableHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The filter for the headers of a provider that a client may see: the kind of the answer, how the
/// provider made it, for which account, and what its limits are, with answers and with errors. All
/// other headers concern the gateway's connection and are left out, and the operator's own data are
/// hidden in those that pass.
final class HeadFilter {
  private static final List<String> PASSED =
      List.of(
          "anthropic-organization-id",
          "openai-model",
          "openai-organization",
          "openai-processing-ms",
          "openai-version");

  /// The common part of all names of limits: `x-ratelimit-*`, `anthropic-ratelimit-*`,
  /// `ratelimit-*` and more.
  private static final String LIMITS = "ratelimit";

  /// The names under which providers state the identifier that their support asks for.
  private static final List<String> REQUEST_IDS =
      List.of("x-request-id", "request-id", "apim-request-id", "x-generation-id");

  private static final int VALUE_MAX = 256;

  /// The number of headers that pass, for an answer that has headers of its own.
  private static final int FEW = 4;

  private HeadFilter() {}

  /// Returns the part of the head that the client may see.
  ///
  /// @param contentType the media type that the body really has
  static Head forClient(Head head, String contentType, Redaction redaction) {
    Head passed = ofError(head, redaction);
    passed.headers().put("content-type", contentType);
    return passed;
  }

  /// Returns the part of the head that the client may see of an answer whose body passes as it is,
  /// with the provider's own media type: its parameters say how the bytes are to be read.
  static Head ofBytes(Head head, Redaction redaction) {
    Head passed = ofError(head, redaction);
    copy(head.headers().get("content-type"), "content-type", passed.headers(), redaction);
    if (!head.mediaType().isEmpty()) {
      passed.headers().putIfAbsent("content-type", head.mediaType());
    }
    return passed;
  }

  /// Returns the part of the head that the client may see, with the length of the body.
  ///
  /// @param length the length of the body in bytes
  static Head forClient(Head head, String contentType, long length, Redaction redaction) {
    Head passed = forClient(head, contentType, redaction);
    passed.headers().put("content-length", String.valueOf(length));
    return passed;
  }

  /// The head of an error whose body is replaced by other words.
  static Head ofError(Head head, Redaction redaction) {
    Map<String, String> from = head.headers();
    Map<String, String> passed = HashMap.newHashMap(FEW);
    for (String name : PASSED) {
      copy(from.get(name), name, passed, redaction);
    }
    for (String name : REQUEST_IDS) {
      copy(from.get(name), "x-sluice-upstream-request-id", passed, redaction);
    }
    FindableHeaders.find(from, LIMITS, (name, value) -> copyLimit(name, value, passed, redaction));
    return new Head(head.status(), passed);
  }

  private static void copyLimit(
      String name, String value, Map<String, String> to, Redaction redaction) {
    if (redaction.header(name).equals(name)) {
      copy(value, name, to, redaction);
    }
  }

  private static void copy(
      @Nullable String value, String name, Map<String, String> to, Redaction redaction) {
    if (value != null && value.length() <= VALUE_MAX) {
      to.putIfAbsent(name, redaction.header(value));
    }
  }
}
