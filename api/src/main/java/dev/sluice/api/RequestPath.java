package dev.sluice.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The path of a request's target: percent-decoded once, nothing else resolved or cleaned up.
final class RequestPath {
  private RequestPath() {}

  /// Decodes the path in `target`; empty where that cannot be decoded.
  static Optional<String> decode(String target) {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    return path.indexOf('%') < 0 ? Optional.of(path) : unescape(path);
  }

  private static Optional<String> unescape(String path) {
    ByteBuffer bytes = ByteBuffer.allocate(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '%') {
        int octet = octet(path, i + 1);
        if (octet < 0) {
          return Optional.empty();
        }
        bytes.put((byte) octet);
        i += 2;
      } else if (c > '~') {
        return Optional.empty();
      } else {
        bytes.put((byte) c);
      }
    }
    return utf8(bytes.flip());
  }

  private static int octet(String path, int at) {
    if (at + 2 > path.length()) {
      return -1;
    }
    int high = Character.digit(path.charAt(at), 16);
    int low = Character.digit(path.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static Optional<String> utf8(ByteBuffer bytes) {
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }
}
