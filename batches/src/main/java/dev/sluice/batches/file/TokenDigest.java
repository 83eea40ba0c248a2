package dev.sluice.batches.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What the store keeps of a token: its SHA-256, from which nobody finds the token again. Pure
/// functions.
final class TokenDigest {
  private TokenDigest() {}

  /// The digest of a token.
  static String of(String token) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Whether a digest is that of a token; takes the same time whatever the two have in common.
  static boolean is(String digest, String token) {
    return MessageDigest.isEqual(digest.getBytes(UTF_8), of(token).getBytes(UTF_8));
  }
}
