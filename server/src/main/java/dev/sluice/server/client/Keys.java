package dev.sluice.server.client;

import dev.sluice.accounts.key.KeySecret;
import dev.sluice.call.text.Ascii;
import io.netty.handler.codec.http.HttpHeaders;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys that a configuration lists, kept and compared as SHA-256 digests: all of them every
/// time, in constant time, so that an answer's delay reveals nothing. Safe for any thread.
public final class Keys {
  /// The longest key that is looked at, in characters.
  private static final int LONGEST = 512;

  private final List<ClientKey> keys;
  private final List<byte[]> digests;

  /// Makes the keys of a configuration.
  ///
  /// @param keys none: everybody may come in
  public Keys(List<ClientKey> keys) {
    this.keys = List.copyOf(keys);
    digests = keys.stream().map(key -> KeySecret.digest(key.secret().reveal())).toList();
  }

  /// The client that shows one of these keys as a bearer token; null if it shows none.
  public @Nullable Client bearer(HttpHeaders headers) {
    String shown = KeyForm.BEARER.key(headers);
    ClientKey found = shown == null ? null : find(shown);
    return found == null ? null : found.client();
  }

  /// The key that is `shown`; null if it is none of these.
  @Nullable ClientKey find(String shown) {
    return isFit(shown) ? find(KeySecret.digest(shown)) : null;
  }

  /// The key of a name; null if none of these has it.
  @Nullable ClientKey named(String name) {
    for (ClientKey key : keys) {
      if (key.client().name().equals(name)) {
        return key;
      }
    }
    return null;
  }

  /// Whether a text may be a key at all.
  static boolean isFit(String shown) {
    return !shown.isEmpty() && shown.length() <= LONGEST && Ascii.visible(shown);
  }

  private @Nullable ClientKey find(byte[] digest) {
    int found = -1;
    for (int i = 0; i < digests.size(); i++) {
      found = MessageDigest.isEqual(digests.get(i), digest) ? i : found;
    }
    return found < 0 ? null : keys.get(found);
  }
}
