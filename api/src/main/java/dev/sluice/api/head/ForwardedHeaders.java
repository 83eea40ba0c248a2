package dev.sluice.api.head;

import dev.sluice.provider.header.ClientHeaders;
import dev.sluice.provider.header.Hops;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/// The client's headers that may reach a provider; credentials, addresses and whatever is unknown
/// stay here. Repeated headers become one list of values (RFC 9110, 5.3). Headers that are too
/// long, or too many altogether, are left out. Safe for any thread.
///
/// @param passing which headers may reach a provider
public record ForwardedHeaders(ClientHeaders passing) {
  /// How many headers are forwarded at most.
  private static final int MOST = 32;

  /// How many characters the forwarded values have together at most: many servers take heads of 8
  /// KiB and no larger ones.
  private static final int MOST_CHARACTERS = 6 * 1024;

  private static final String TYPE = "content-type";

  /// Picks the headers to forward, by lower-case name, and adds how many gateways the call has
  /// passed, and the media type of a form in parts, which its boundary belongs to.
  ///
  /// @param hops how many; nothing is added for 0
  public Map<String, String> of(HttpHeaders headers, int hops) {
    Map<String, String> passed = forwarded(headers);
    if (hops > 0) {
      passed = passed.isEmpty() ? new HashMap<>() : passed;
      passed.put(Hops.HEADER, Integer.toString(hops));
    }
    String boundary = FormType.boundary(headers);
    if (!boundary.isEmpty()) {
      passed = passed.isEmpty() ? new HashMap<>() : passed;
      passed.put(TYPE, "multipart/form-data; boundary=" + quoted(boundary));
    }
    return passed;
  }

  /// Picks the headers of a request that is passed through: those of a call but for what chooses an
  /// account, and what it says of its body and of the answers that it takes.
  ///
  /// @param hops how many gateways it has passed
  public Map<String, String> ofPassed(HttpHeaders headers, int hops) {
    var passed = new HashMap<>(of(headers, hops));
    passed.keySet().removeIf(ClientHeaders::choosesAccount);
    passed.remove(TYPE);
    copy(HttpHeaderNames.CONTENT_TYPE, headers, passed);
    copy(HttpHeaderNames.ACCEPT, headers, passed);
    return passed;
  }

  private static void copy(AsciiString name, HttpHeaders headers, Map<String, String> to) {
    String value = String.join(", ", headers.getAll(name));
    if (!value.isEmpty() && ClientHeaders.fit(value)) {
      to.put(name.toString(), value);
    }
  }

  /// A boundary as a parameter: in quotes where it has more than letters, digits and dashes.
  private static String quoted(String boundary) {
    boolean token = boundary.chars().allMatch(c -> c == '-' || c == '_' || isAlphanumeric(c));
    return token ? boundary : '"' + boundary + '"';
  }

  private static boolean isAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private Map<String, String> forwarded(HttpHeaders headers) {
    Map<String, String> passed = Map.of();
    int left = MOST_CHARACTERS;
    Iterator<Map.Entry<CharSequence, CharSequence>> each = headers.iteratorCharSequence();
    while (each.hasNext()) {
      Map.Entry<CharSequence, CharSequence> header = each.next();
      CharSequence name = header.getKey();
      CharSequence value = header.getValue();
      if (passing.pass(name) && ClientHeaders.fit(value) && !ofConnection(name, headers)) {
        left -= value.length();
        passed = passed.isEmpty() ? new HashMap<>() : passed;
        if (left < 0 || passed.size() == MOST) {
          return passed;
        }
        passed.merge(
            AsciiString.of(name).toLowerCase().toString(),
            value.toString(),
            (first, next) -> first + ", " + next);
      }
    }
    return passed;
  }

  /// Whether the client has named a header in `Connection`, so that it is meant for this connection
  /// alone.
  private static boolean ofConnection(CharSequence name, HttpHeaders headers) {
    return headers.containsValue(HttpHeaderNames.CONNECTION, name, true);
  }
}
