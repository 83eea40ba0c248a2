package dev.sluice.server.jwt;

import dev.sluice.dialect.rule.Digests;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// The SHA-256 of a token, by which it is known once it was verified.
record TokenDigest(long a, long b, long c, long d) {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final ThreadLocal<MessageDigest> SHA = ThreadLocal.withInitial(Digests::sha256);

  /// Called on loops and on the threads of the pool, of which there are few.
  static TokenDigest of(String token) {
    byte[] digest = SHA.get().digest(token.getBytes(StandardCharsets.ISO_8859_1));
    return new TokenDigest(
        (long) LONGS.get(digest, 0),
        (long) LONGS.get(digest, 8),
        (long) LONGS.get(digest, 16),
        (long) LONGS.get(digest, 24));
  }

  @Override
  public int hashCode() {
    return (int) a;
  }
}
