package dev.sluice.internal.wiring;

import dev.sluice.config.provider.Secret;
import dev.sluice.dialect.rule.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The digest that tells the credentials of a provider apart: the same in every process and
/// wherever in the configuration a credential stands. It is the beginning of a hash (SHA-256), from
/// which no credential can be read. Safe for any thread.
final class AccountDigest {
  private AccountDigest() {}

  /// Returns the digest of one credential.
  public static long of(Secret credential) {
    return ByteBuffer.wrap(hash(credential.reveal().getBytes(StandardCharsets.UTF_8))).getLong();
  }

  /// Returns the digest of an account: of the address of its provider, and of its credential where
  /// it has one.
  static long of(String url, Optional<Secret> credential) {
    String text = url + '\n' + credential.map(Secret::reveal).orElse("");
    return ByteBuffer.wrap(hash(text.getBytes(StandardCharsets.UTF_8))).getLong();
  }

  private static byte[] hash(byte[] text) {
    return Digests.sha256().digest(text);
  }
}
