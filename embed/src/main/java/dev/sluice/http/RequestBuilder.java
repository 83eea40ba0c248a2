package dev.sluice.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A builder of a request out of the parts in which client libraries have it. For one thread.
public final class RequestBuilder {
  private static final String DEADLINE = "x-sluice-deadline-ms";
  private static final String FIRST_BYTE = "x-stainless-read-timeout";
  private static final String TYPE = "content-type";

  /// The longest deadline that a header can say.
  private static final long DEADLINE_MOST = Duration.ofHours(24).toMillis();

  private final String method;
  private final StringBuilder path;
  private final StringBuilder query = new StringBuilder();
  private final Map<String, List<String>> headers = new LinkedHashMap<>();
  private byte[] body = {};

  /// @param base the client's base URL, of which the path alone counts
  RequestBuilder(String method, String base) {
    this.method = method;
    URI uri = URI.create(base);
    String below = uri.getRawPath() == null ? "" : uri.getRawPath();
    this.path =
        new StringBuilder(below.endsWith("/") ? below.substring(0, below.length() - 1) : below);
    if (uri.getRawQuery() != null) {
      query.append('?').append(uri.getRawQuery());
    }
  }

  /// Adds a segment to the path; a slash in it is escaped.
  public RequestBuilder segment(String segment) {
    path.append('/').append(escaped(segment));
    return this;
  }

  /// Adds a parameter to the query.
  public RequestBuilder query(String name, String value) {
    query.append(query.isEmpty() ? '?' : '&').append(escaped(name)).append('=');
    query.append(escaped(value));
    return this;
  }

  /// Adds a header.
  public RequestBuilder header(String name, String value) {
    headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1)).add(value);
    return this;
  }

  /// Makes the client's timeout for the whole answer the call's deadline, unless a header of the
  /// request says another one. Zero means none.
  public RequestBuilder timeout(Duration whole) {
    if (whole.isPositive()) {
      long millis = Math.min(Math.max(1, whole.toMillis()), DEADLINE_MOST);
      headers.putIfAbsent(DEADLINE, List.of(Long.toString(millis)));
    }
    return this;
  }

  /// Makes the client's timeout a bound of the time to the first byte of a stream, and of the whole
  /// of any other answer, unless a header of the request says another one. Zero means none.
  public RequestBuilder firstByte(Duration wait) {
    if (wait.isPositive()) {
      String seconds = BigDecimal.valueOf(Math.max(1, wait.toMillis()), 3).toPlainString();
      headers.putIfAbsent(FIRST_BYTE, List.of(seconds));
    }
    return this;
  }

  /// Sets the body, which must not change until the request is answered.
  ///
  /// @param type its media type, where no header says one; empty for none
  public RequestBuilder body(String type, byte[] bytes) {
    body = bytes;
    if (!type.isEmpty()) {
      headers.putIfAbsent(TYPE, List.of(type));
    }
    return this;
  }

  /// Makes the request.
  public ApiRequest build() {
    return new ApiRequest(method, (path.isEmpty() ? "/" : path.toString()) + query, headers, body);
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
