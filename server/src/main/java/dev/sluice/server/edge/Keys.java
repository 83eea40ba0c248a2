package dev.sluice.server.edge;

import dev.sluice.provider.Secret;
import dev.sluice.server.wire.Ascii;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/// The keys that open the server, kept and compared as SHA-256 digests: all of them every time, in
/// constant time, so that an answer's delay tells nothing. Safe for any thread.
public final class Keys {
  /// Longer ones are not looked at.
  private static final int LONGEST = 512;

  private static final String SCHEME = "Bearer ";

  private final List<byte[]> digests;

  /// @param keys none: everybody may come in
  public Keys(List<Secret> keys) {
    digests = keys.stream().map(key -> digest(key.reveal())).toList();
  }

  /// Whether a request with these headers may come in.
  public boolean admit(HttpHeaders headers) {
    if (digests.isEmpty()) {
      return true;
    }
    List<String> shown = headers.getAll(HttpHeaderNames.AUTHORIZATION);
    return shown.size() == 1 && admit(shown.getFirst());
  }

  private boolean admit(String shown) {
    if (!shown.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    String key = shown.substring(SCHEME.length()).strip();
    boolean fit = !key.isEmpty() && key.length() <= LONGEST && Ascii.visible(key);
    return fit && known(digest(key));
  }

  private boolean known(byte[] digest) {
    boolean found = false;
    for (byte[] known : digests) {
      found |= MessageDigest.isEqual(known, digest);
    }
    return found;
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
