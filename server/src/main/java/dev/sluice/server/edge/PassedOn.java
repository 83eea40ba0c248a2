package dev.sluice.server.edge;

import dev.sluice.server.wire.Ascii;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The client's headers that may reach a provider: a short list. Credentials, addresses and
/// whatever is unknown stay here.
final class PassedOn {
  private static final List<AsciiString> NAMES =
      List.of(AsciiString.cached("openai-beta"), AsciiString.cached("anthropic-beta"));
  private static final int LONGEST = 1024;

  private PassedOn() {}

  static Map<String, String> of(HttpHeaders headers) {
    Map<String, String> passed = Map.of();
    for (AsciiString name : NAMES) {
      String value = headers.get(name);
      if (value != null && value.length() <= LONGEST && Ascii.printable(value)) {
        passed = passed.isEmpty() ? new HashMap<>() : passed;
        passed.put(name.toString(), value);
      }
    }
    return passed;
  }
}
