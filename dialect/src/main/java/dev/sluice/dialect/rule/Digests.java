package dev.sluice.dialect.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Names that stand for longer texts: the same name for the same text, everywhere and always.
public final class Digests {
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int BITS = 5;

  private Digests() {}

  /// The hash of a text in 64 hexadecimal digits.
  public static String hex(String text) {
    return HexFormat.of().formatHex(hash(text));
  }

  /// The first `length` characters of the hash in base 32 (RFC 4648, lower case); at most 51.
  public static String base32(String text, int length) {
    byte[] hash = hash(text);
    var out = new StringBuilder(length);
    int bits = 0;
    int held = 0;
    int next = 0;
    while (out.length() < length) {
      if (held < BITS) {
        bits = (bits << Byte.SIZE) | (hash[next++] & 0xFF);
        held += Byte.SIZE;
      }
      held -= BITS;
      out.append(BASE32.charAt((bits >> held) & 0x1F));
    }
    return out.toString();
  }

  private static byte[] hash(String text) {
    return sha256().digest(text.getBytes(UTF_8));
  }

  /// A digest by SHA-256, which has taken nothing yet.
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// The code of `bytes` by the algorithm of `key` (HMAC).
  public static byte[] mac(SecretKeySpec key, byte[] bytes) {
    try {
      Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + key.getAlgorithm(), e);
    }
  }
}
