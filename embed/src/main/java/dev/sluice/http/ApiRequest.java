package dev.sluice.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A request of HTTP to one of the providers' APIs.
///
/// @param method as HTTP has it: `POST`, `GET`, `DELETE`
/// @param target the path, with a slash in front and percent-encoded, and its query:
///   `/v1/chat/completions`
/// @param headers by name, whose case does not matter
/// @param body its bytes, which must not change until the request is answered; none for none
@SuppressWarnings("ArrayRecordComponent") // The body is handed on as it is, and never compared.
public record ApiRequest(
    String method, String target, Map<String, List<String>> headers, byte[] body) {
  private static final byte[] NONE = {};

  public ApiRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(body, "body");
    if (!target.startsWith("/")) {
      throw new IllegalArgumentException(
          "the target is '" + target + "'; it must be a path that begins with a slash");
    }
    headers = Map.copyOf(headers);
  }

  /// A `POST` of JSON.
  public static ApiRequest post(String target, String json) {
    return new ApiRequest(
        "POST", target, Map.of("content-type", List.of("application/json")), json.getBytes(UTF_8));
  }

  /// A `GET`.
  public static ApiRequest get(String target) {
    return new ApiRequest("GET", target, Map.of(), NONE);
  }

  /// Begins a request out of the parts in which client libraries have it.
  ///
  /// @param base the client's base URL, of which the path and the query count
  public static RequestBuilder to(String method, String base) {
    return new RequestBuilder(method, base);
  }

  /// Returns this request with a header more, in place of one whose name is written the same.
  public ApiRequest header(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, List.of(value));
    return new ApiRequest(method, target, more, body);
  }

  /// Shows method and target without the query, which may hold a key.
  @Override
  public String toString() {
    int query = target.indexOf('?');
    return method + " " + (query < 0 ? target : target.substring(0, query));
  }
}
