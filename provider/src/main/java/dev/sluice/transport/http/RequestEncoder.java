package dev.sluice.transport.http;

import dev.sluice.config.provider.Origin;
import dev.sluice.transport.WireRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/// An encoder of the heads of requests to one origin. Text from outside (path, header names and
/// values) is checked character by character as it is written, so that nothing can end a line.
///
/// Confined to the loop. The encoder writes into an array of its own first, since a buffer checks
/// every byte for its bounds.
final class RequestEncoder {
  private static final Set<String> OURS =
      Set.of(
          "host",
          "connection",
          "content-length",
          "transfer-encoding",
          "accept-encoding",
          "te",
          "trailer",
          "upgrade",
          "expect");

  private final byte[] fixed;
  private byte[] scratch = new byte[1024];
  private int length;

  // The last written text up to its length, which is what most requests have in common: it stays at
  // the beginning of the array.
  private String method = "";
  private String path = "";
  private Map<String, String> headers = Map.of();
  private int common;

  public RequestEncoder(Origin origin) {
    String lines =
        " HTTP/1.1\r\nhost: %s\r\nconnection: keep-alive\r\naccept-encoding: identity\r\n"
            .formatted(host(origin));
    fixed = lines.getBytes(StandardCharsets.US_ASCII);
  }

  /// Returns the head of `request`, with its empty line.
  ///
  /// @param joined whether the body follows in the same buffer, as a copy
  /// @throws IllegalArgumentException if a part of the request must not go on the wire; the maker
  ///   of the request should have checked that
  public ByteBuf encode(WireRequest request, boolean joined, ByteBufAllocator allocator) {
    begin(request);
    int size = request.body().readableBytes();
    if (size > 0 || !request.method().equals("GET")) {
      header0("content-length", Integer.toString(size));
    }
    crlf();
    ByteBuf head = allocator.buffer(joined ? length + size : length);
    head.writeBytes(scratch, 0, length);
    return joined ? head.writeBytes(request.body(), request.body().readerIndex(), size) : head;
  }

  /// Writes the beginning of a head. Headers are compared by identity, since the common part of a
  /// provider's requests is made once.
  @SuppressWarnings("ReferenceEquality")
  private void begin(WireRequest request) {
    length = common;
    if (common == 0
        || request.method() != method
        || request.path() != path
        || request.headers() != headers) {
      length = 0;
      common = 0;
      token("method", request.method(), 'A', 'Z');
      put((byte) ' ');
      text("", "path", request.path(), '!');
      put(fixed);
      for (Map.Entry<String, String> header : request.headers().entrySet()) {
        header(header.getKey(), header.getValue());
      }
      method = request.method();
      path = request.path();
      headers = request.headers();
      common = length;
    }
  }

  private void header(String name, String value) {
    if (OURS.contains(name)) {
      throw new IllegalArgumentException("header " + name + " is set by the transport alone");
    }
    header0(name, value);
  }

  private void header0(String name, String value) {
    token("header name", name, 'a', 'z');
    put((byte) ':');
    put((byte) ' ');
    text("header ", name, value, ' ');
    crlf();
  }

  private void token(String what, String token, char first, char last) {
    ensure(token.length());
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      boolean letter = c >= first && c <= last;
      if (!letter && (c < '0' || c > '9') && c != '-' && c != '_') {
        throw new IllegalArgumentException(what + " has a character that is not allowed at " + i);
      }
      scratch[length++] = (byte) c;
    }
    if (token.isEmpty()) {
      throw new IllegalArgumentException(what + " is empty");
    }
  }

  /// Writes a text and checks it.
  ///
  /// @param what the kind of text in a complaint, with `name` as its name
  private void text(String what, String name, String text, char first) {
    ensure(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < first || c > '~') {
        throw new IllegalArgumentException(
            what + name + " has a character that is not allowed at " + i);
      }
      scratch[length++] = (byte) c;
    }
  }

  private void crlf() {
    put((byte) '\r');
    put((byte) '\n');
  }

  private void put(byte b) {
    ensure(1);
    scratch[length++] = b;
  }

  private void put(byte[] bytes) {
    ensure(bytes.length);
    System.arraycopy(bytes, 0, scratch, length, bytes.length);
    length += bytes.length;
  }

  private void ensure(int more) {
    if (length + more > scratch.length) {
      scratch = Arrays.copyOf(scratch, Math.max(length + more, 2 * scratch.length));
    }
  }

  private static String host(Origin origin) {
    int usual = origin.tls() ? 443 : 80;
    return origin.port() == usual ? name(origin) : authority(origin);
  }

  /// The origin's host and port, as a proxy is asked for them.
  ///
  /// @throws IllegalArgumentException if the host must not go on the wire
  static String authority(Origin origin) {
    return name(origin) + ":" + origin.port();
  }

  private static String name(Origin origin) {
    if (!origin.host().chars().allMatch(c -> c >= '!' && c <= '~')) {
      throw new IllegalArgumentException(
          "the host " + origin.host() + " has a character that is not allowed; write it in ASCII");
    }
    return NetUtil.isValidIpV6Address(origin.host()) ? "[" + origin.host() + "]" : origin.host();
  }
}
