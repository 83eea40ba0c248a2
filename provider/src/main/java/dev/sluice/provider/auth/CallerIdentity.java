package dev.sluice.provider.auth;

import dev.sluice.dialect.json.JsonStrings;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A proof of who has keys of AWS: a signed request for `GetCallerIdentity`, which whoever gets the
/// proof sends to AWS.
final class CallerIdentity {
  private CallerIdentity() {}

  /// Returns the proof in the form of Google's security token service, before it is escaped.
  ///
  /// @param url of AWS' security token service, with its query
  /// @param audience whom the proof is for, so that nobody else can use it
  static String proof(URI url, String region, AwsKeys keys, String audience, Instant at) {
    var added = new TreeMap<String, String>();
    added.put("x-goog-cloud-target-resource", audience);
    keys.session().ifPresent(token -> added.put("x-amz-security-token", token.reveal()));
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    var request =
        new SigV4.Request("POST", url.getRawAuthority(), path + query, Map.of(), SigV4.NO_BODY);
    Map<String, String> headers =
        new TreeMap<>(new SigV4(region, "sts").signed(request, added, keys, at));
    headers.put("host", url.getRawAuthority());
    String list =
        headers.entrySet().stream()
            .map(header -> pair("key", header.getKey(), "value", header.getValue()))
            .collect(Collectors.joining(",", "[", "]"));
    return "{\"url\":%s,\"method\":\"POST\",\"headers\":%s}"
        .formatted(JsonStrings.quote(url.toString()), list);
  }

  private static String pair(String... texts) {
    return "{%s:%s,%s:%s}"
        .formatted(
            JsonStrings.quote(texts[0]),
            JsonStrings.quote(texts[1]),
            JsonStrings.quote(texts[2]),
            JsonStrings.quote(texts[3]));
  }
}
