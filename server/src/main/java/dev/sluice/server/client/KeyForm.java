package dev.sluice.server.client;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A form in which clients show their key: a header, and what stands in it before the key. A header
/// that is there twice shows none.
///
/// @param header its name
/// @param scheme the beginning of its value, in any case; empty for none
record KeyForm(AsciiString header, String scheme) {
  /// The header of Anthropic's clients.
  static final AsciiString API_KEY = AsciiString.cached("x-api-key");

  /// The form in which most clients send their key.
  static final KeyForm BEARER = new KeyForm(HttpHeaderNames.AUTHORIZATION, "Bearer ");

  /// All forms, the most frequent first.
  static final List<KeyForm> ALL =
      List.of(
          BEARER,
          new KeyForm(API_KEY, ""),
          // Clients of Azure OpenAI, and of Gemini.
          new KeyForm(AsciiString.cached("api-key"), ""),
          new KeyForm(AsciiString.cached("x-goog-api-key"), ""));

  /// The key that these headers show; null for none.
  @Nullable String key(HttpHeaders headers) {
    Iterator<String> shown = headers.valueStringIterator(header);
    String first = shown.hasNext() ? shown.next() : null;
    return first == null || shown.hasNext() ? null : key(first);
  }

  private @Nullable String key(String shown) {
    return shown.regionMatches(true, 0, scheme, 0, scheme.length())
        ? shown.substring(scheme.length()).strip()
        : null;
  }
}
