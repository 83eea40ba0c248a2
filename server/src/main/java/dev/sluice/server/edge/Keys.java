package dev.sluice.server.edge;

import dev.sluice.call.Claim;
import dev.sluice.provider.Secret;
import dev.sluice.server.wire.Ascii;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The keys that open the server, kept and compared as SHA-256 digests: all of them every time, in
/// constant time, so that an answer's delay tells nothing. Safe for any thread.
public final class Keys {
  /// Longer ones are not looked at.
  private static final int LONGEST = 512;

  private static final String SCHEME = "Bearer ";

  private final List<byte[]> digests;
  private final List<String> names;

  /// @param keys none: everybody may come in
  public Keys(List<Secret> keys) {
    digests = keys.stream().map(key -> digest(key.reveal())).toList();
    names = IntStream.rangeClosed(1, keys.size()).mapToObj(place -> "key " + place).toList();
  }

  /// Whether a request with these headers may come in.
  public boolean admit(HttpHeaders headers) {
    return caller(headers, Claim.NOBODY) != null;
  }

  /// Who sends a request with these headers: the key that it shows, by its place in the
  /// configuration.
  ///
  /// @param keyless who it is where no key is asked
  /// @return null if it may not come in
  @Nullable String caller(HttpHeaders headers, String keyless) {
    if (digests.isEmpty()) {
      return keyless;
    }
    List<String> shown = headers.getAll(HttpHeaderNames.AUTHORIZATION);
    return shown.size() == 1 ? caller(shown.getFirst()) : null;
  }

  private @Nullable String caller(String shown) {
    if (!shown.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    String key = shown.substring(SCHEME.length()).strip();
    boolean fit = !key.isEmpty() && key.length() <= LONGEST && Ascii.visible(key);
    return fit ? named(digest(key)) : null;
  }

  private @Nullable String named(byte[] digest) {
    int found = -1;
    for (int i = 0; i < digests.size(); i++) {
      found = MessageDigest.isEqual(digests.get(i), digest) ? i : found;
    }
    return found < 0 ? null : names.get(found);
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
