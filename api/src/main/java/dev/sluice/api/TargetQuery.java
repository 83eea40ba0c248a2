package dev.sluice.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The query of a request's target, as Gemini's clients use it: a key, the form of a stream, the
/// page of a list. A name that is there twice says what it says first.
public final class TargetQuery {
  /// The name under which a key is shown.
  public static final String KEY = "key";

  /// The name under which the token of an upload is shown.
  public static final String UPLOAD_TOKEN = "upload_token";

  private static final TargetQuery NONE = new TargetQuery(Map.of());

  /// Google writes the names of its system parameters with a dollar, too.
  private static final String SYSTEM = "$";

  private static final Set<String> SECRETS = Set.of(KEY, SYSTEM + KEY, UPLOAD_TOKEN);

  private final Map<String, String> values;

  private TargetQuery(Map<String, String> values) {
    this.values = values;
  }

  /// Reads the query of a request target.
  public static TargetQuery of(String target) {
    int at = target.indexOf('?');
    if (at < 0) {
      return NONE;
    }
    var values = new HashMap<String, String>();
    for (String part : target.substring(at + 1).split("&", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      values.putIfAbsent(decoded(name), equals < 0 ? "" : decoded(part.substring(equals + 1)));
    }
    return new TargetQuery(values);
  }

  /// The value of `name`; null where the query has none.
  public @Nullable String get(String name) {
    return values.get(name);
  }

  /// The key; null where there is none.
  public @Nullable String key() {
    return values.getOrDefault(KEY, values.get(SYSTEM + KEY));
  }

  /// Whether the query gives `name` the value `value`.
  public boolean says(String name, String value) {
    return value.equals(values.get(name));
  }

  /// The request target as it may stand in a log, without a key or a token in its query; of what is
  /// passed through without the query, in which any API's credential may be.
  public static String withoutKey(String target) {
    int query = target.indexOf('?');
    if (query < 0) {
      return target;
    }
    if (target.startsWith(PassThroughPath.PREFIX)) {
      return target.substring(0, query) + "?***";
    }
    return Stream.of(target.substring(query + 1).split("&", -1))
        .map(TargetQuery::masked)
        .collect(Collectors.joining("&", target.substring(0, query + 1), ""));
  }

  private static String masked(String part) {
    int equals = part.indexOf('=');
    String name = equals < 0 ? "" : decoded(part.substring(0, equals));
    return SECRETS.contains(name) ? name + "=***" : part;
  }

  /// Decodes a text; returns it as it is where it cannot be decoded.
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }
}
