package dev.sluice.server.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// One answer of the admin listener. Immutable.
///
/// @param contentType the media type of the body
/// @param body what it holds; not written to from now on
/// @param headers the headers beside type and length
/// @param cookies the values of `Set-Cookie`
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Page(
    int status,
    String contentType,
    byte[] body,
    Map<String, String> headers,
    List<String> cookies) {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";
  private static final int WORTH_ZIPPING = 512;

  public Page {
    headers = Map.copyOf(headers);
    cookies = List.copyOf(cookies);
  }

  /// A page that sets no cookie.
  public Page(int status, String contentType, byte[] body, Map<String, String> headers) {
    this(status, contentType, body, headers, List.of());
  }

  /// A page without headers of its own.
  public Page(int status, String contentType, String text) {
    this(status, contentType, text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /// A line of text.
  public static Page line(int status, String text) {
    return new Page(status, TEXT, text + "\n");
  }

  /// A JSON document, which no cache may keep.
  public static Page json(String json) {
    return new Page(200, JSON, json).with("cache-control", "no-store");
  }

  /// Returns this page with one header more.
  public Page with(String name, String value) {
    var more = new HashMap<>(headers);
    more.put(name, value);
    return new Page(status, contentType, body, more, cookies);
  }

  /// Returns this page with one cookie more.
  public Page cookie(String value) {
    var more = new ArrayList<>(cookies);
    more.add(value);
    return new Page(status, contentType, body, headers, more);
  }

  /// Returns this page compressed, or as it is where compression saves next to nothing.
  public Page zipped() {
    if (body.length < WORTH_ZIPPING) {
      return this;
    }
    Page zipped = new Page(status, contentType, gzip(body), headers, cookies);
    return zipped.with("content-encoding", "gzip").with("vary", "accept-encoding");
  }

  private static byte[] gzip(byte[] plain) {
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException("a stream into memory does not fail", e);
    }
    return out.toByteArray();
  }
}
