package dev.sluice.accounts.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/// The form of a key's secret: `sk-slc-ID-RANDOM-CHECK`. The check digits, a CRC-32 of what stands
/// before them, refuse what is mistyped, cut or made up without a look-up; the id finds the key;
/// the random part, 256 bits, needs no slow hash. Letters are Crockford's base 32 in lower case,
/// which has no `l`, `o`, `i` and `u`. The idea of a prefix and check digits is GitHub's.
///
/// @param id finds the key
/// @param text the whole secret; shown once, and kept by nobody
public record KeySecret(String id, String text) {
  public static final String PREFIX = "sk-slc-";

  private static final String LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int ID = 10;
  private static final int RANDOM = 52;
  private static final int CHECK = 8;
  private static final int ID_END = PREFIX.length() + ID;
  private static final int RANDOM_END = ID_END + 1 + RANDOM;
  private static final int LENGTH = RANDOM_END + 1 + CHECK;

  /// A digest for each thread that checks secrets, which a use leaves as new: to make one takes
  /// longer than to use it.
  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(KeySecret::sha256);

  @Override
  public String toString() {
    return PREFIX + id + "-***";
  }

  /// Makes the id of a new key.
  public static String newId(RandomGenerator random) {
    return letters(random, ID);
  }

  /// A new secret of a key.
  ///
  /// @param random a generator that cannot be foretold
  public static KeySecret of(String id, RandomGenerator random) {
    String begin = PREFIX + id + "-" + letters(random, RANDOM);
    return new KeySecret(id, begin + "-" + check(begin));
  }

  private static String letters(RandomGenerator random, int count) {
    var text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  /// Whether `text` is meant to be such a secret.
  public static boolean isMeant(String text) {
    return text.startsWith(PREFIX);
  }

  /// Reads a secret; empty where its form or its check digits are wrong.
  public static Optional<KeySecret> parse(String text) {
    boolean formed =
        text.length() == LENGTH
            && isMeant(text)
            && text.charAt(ID_END) == '-'
            && text.charAt(RANDOM_END) == '-'
            && check(text.substring(0, RANDOM_END)).equals(text.substring(RANDOM_END + 1));
    return formed
        ? Optional.of(new KeySecret(text.substring(PREFIX.length(), ID_END), text))
        : Optional.empty();
  }

  private static String check(String begin) {
    var crc = new CRC32();
    crc.update(begin.getBytes(StandardCharsets.ISO_8859_1));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  /// The SHA-256 of the secret, which is what is kept of it.
  public byte[] digest() {
    return digest(text);
  }

  /// The SHA-256 of a text.
  public static byte[] digest(String text) {
    return SHA_256.get().digest(text.getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
