package dev.sluice.sim.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request as it was received.
///
/// Not a record: the body is the array itself, not to be changed.
///
/// @param target path and query, as sent
/// @param headers the headers in the order in which they came, with names as sent
@SuppressWarnings("ArrayRecordComponent")
public record ReceivedRequest(String method, String target, List<Header> headers, byte[] body) {
  /// Returns the path alone.
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /// The value of a parameter in the query, without escapes; null where there is none.
  public @Nullable String query(String name) {
    int query = target.indexOf('?');
    String[] pairs = query < 0 ? new String[0] : target.substring(query + 1).split("&", -1);
    for (String pair : pairs) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return null;
  }

  /// The value of the first header of this name.
  public @Nullable String header(String name) {
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        return header.value();
      }
    }
    return null;
  }

  /// Returns the body as text.
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return method + " " + target + " (" + body.length + " bytes)";
  }
}
