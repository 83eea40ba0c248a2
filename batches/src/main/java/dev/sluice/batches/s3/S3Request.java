package dev.sluice.batches.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A request to S3. Immutable.
///
/// @param name of the object, with the prefix; empty for the bucket itself
/// @param query by name; an empty value for a name alone
/// @param headers that are not signed, by lower-case name
/// @param tries how often it may be made in all
record S3Request(
    String method,
    String name,
    Map<String, String> query,
    Map<String, String> headers,
    S3Body body,
    int tries) {
  /// How often a request is made that is worth it.
  static final int USUAL_TRIES = 5;

  private static final long LEAST_RATE = 64 << 10;
  private static final Duration LEAST = Duration.ofSeconds(20);

  static S3Request of(String method, String name) {
    return new S3Request(method, name, Map.of(), Map.of(), S3Body.NONE, USUAL_TRIES);
  }

  S3Request query(String key, String value) {
    var more = new TreeMap<>(query);
    more.put(key, value);
    return new S3Request(method, name, more, headers, body, tries);
  }

  S3Request header(String key, String value) {
    var more = new TreeMap<>(headers);
    more.put(key, value);
    return new S3Request(method, name, query, more, body, tries);
  }

  S3Request body(S3Body other) {
    return new S3Request(method, name, query, headers, other, tries);
  }

  S3Request tries(int most) {
    return new S3Request(method, name, query, headers, body, most);
  }

  /// How long the head of the answer may take: as long as the body does on a slow line, and more.
  Duration patience() {
    return LEAST.plusSeconds(body.length() / LEAST_RATE);
  }

  /// The path with its query, as it is sent and signed. Names have nothing to escape.
  ///
  /// @param bucket the path of the bucket, without a slash at its end
  String path(String bucket) {
    String parameters =
        new TreeMap<>(query)
            .entrySet().stream()
                .map(one -> escaped(one.getKey()) + "=" + escaped(one.getValue()))
                .collect(Collectors.joining("&"));
    return bucket + "/" + name + (parameters.isEmpty() ? "" : "?" + parameters);
  }

  /// The escapes of RFC 3986, which signatures go by.
  private static String escaped(String text) {
    return URLEncoder.encode(text, UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  /// What was asked for, in words that name no object.
  String words() {
    String what = String.join(", ", query.keySet());
    return method + (what.isEmpty() ? "" : " (" + what + ")");
  }
}
