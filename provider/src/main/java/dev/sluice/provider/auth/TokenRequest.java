package dev.sluice.provider.auth;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// A request to an endpoint that gives credentials. Immutable.
///
/// @param headers by lower-case name
/// @param local whether the endpoint belongs to the machine, so that it is asked directly, at an
///   address that may be private, and has to take the connection within a second
public record TokenRequest(
    String method, URI url, Map<String, String> headers, String body, boolean local) {
  public TokenRequest {
    headers = Map.copyOf(headers);
  }

  /// A request without a body to an endpoint that mostly belongs to the machine. Where its address
  /// does not, it is asked as any other one is: over TLS, by the provider's way out.
  public static TokenRequest ofMachine(String method, URI url) {
    return new TokenRequest(method, url, Map.of(), "", MachineHosts.has(url));
  }

  /// A `POST` of a form.
  ///
  /// @param fields in the order in which they are sent
  public static TokenRequest form(URI url, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return new TokenRequest(
        "POST",
        url,
        Map.of("content-type", "application/x-www-form-urlencoded", "accept", "*/*"),
        body,
        false);
  }

  /// A `POST` of JSON.
  public static TokenRequest json(URI url, String body) {
    return new TokenRequest(
        "POST",
        url,
        Map.of("content-type", "application/json", "accept", "application/json"),
        body,
        false);
  }

  /// Fields in the order in which they are written, two texts each; a field with an empty value is
  /// left out.
  public static Map<String, String> fields(String... namesAndValues) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
      if (!namesAndValues[i + 1].isEmpty()) {
        fields.put(namesAndValues[i], namesAndValues[i + 1]);
      }
    }
    return fields;
  }

  /// A copy of this request with one header more, or another value of it.
  public TokenRequest with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return with(more);
  }

  /// A copy of this request with other headers.
  public TokenRequest with(Map<String, String> others) {
    return new TokenRequest(method, url, others, body, local);
  }

  /// A text as a part of a query or a form.
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// The endpoint in words: host and port, and nothing of a user whom the address names.
  public String endpoint() {
    String host = url.getHost() == null ? "no host" : url.getHost();
    return url.getPort() < 0 ? host : host + ":" + url.getPort();
  }

  /// Shows neither headers nor body, which hold secrets.
  @Override
  public String toString() {
    return method + " " + url.getScheme() + "://" + endpoint() + url.getRawPath();
  }
}
