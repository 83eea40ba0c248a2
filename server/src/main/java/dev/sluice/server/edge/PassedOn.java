package dev.sluice.server.edge;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The client's headers that may reach a provider: a short list. Credentials, addresses and
/// whatever is unknown stay here.
final class PassedOn {
  private static final List<AsciiString> NAMES =
      List.of(
          AsciiString.cached("openai-beta"),
          AsciiString.cached("anthropic-beta"),
          AsciiString.cached("traceparent"),
          AsciiString.cached("tracestate"));
  private static final int LONGEST = 1024;

  private PassedOn() {}

  static Map<String, String> of(HttpHeaders headers) {
    Map<String, String> passed = Map.of();
    for (AsciiString name : NAMES) {
      String value = headers.get(name);
      if (value != null && plain(value)) {
        passed = passed.isEmpty() ? new HashMap<>() : passed;
        passed.put(name.toString(), value);
      }
    }
    return passed;
  }

  private static boolean plain(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
        return false;
      }
    }
    return value.length() <= LONGEST;
  }
}
