package dev.sluice.provider.error;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A form in which a secret may stand in a text, once the text's escapes are off.
///
/// In base64 the characters of a secret depend on where in a group of three bytes it begins, since
/// more may be encoded together with it. So there are three forms, each of the characters that only
/// the secret decides. The characters in front of the form and behind it may hold a part of the
/// secret as well.
///
/// @param text the characters of the form, folded by [#fold]
/// @param encoded whether the form is base64
/// @param before whether the character in front of the form holds a part of the secret
/// @param behind whether the character behind the form holds a part of the secret
record SecretForm(String text, boolean encoded, boolean before, boolean behind) {
  /// The least characters of a form that is searched for. A shorter text is a word rather than a
  /// secret.
  static final int SHORTEST = 8;

  private static final int BYTE = 8;

  /// The bits that a character of base64 stands for.
  private static final int SEXTET = 6;

  private static final int GROUP = 3;

  private static final char[] FOLDED = folded();

  /// The forms of `secret`; none where it is too short.
  static Stream<SecretForm> of(String secret) {
    if (secret.length() < SHORTEST) {
      return Stream.empty();
    }
    return Stream.concat(
        Stream.concat(plain(secret), plain(unescaped(secret))),
        IntStream.range(0, GROUP).mapToObj(offset -> base64(secret, offset)));
  }

  private static Stream<SecretForm> plain(String secret) {
    return secret.length() < SHORTEST
        ? Stream.empty()
        : Stream.of(new SecretForm(fold(secret), false, false, false));
  }

  /// Returns the secret without escapes. A secret may itself hold what looks like an escape, which
  /// is taken off with the others.
  private static String unescaped(String secret) {
    var text = new EscapedText(secret, 0, secret.length());
    text.unescape();
    return text.layer().toString();
  }

  /// The form in base64 of a secret that begins within a group of three bytes.
  ///
  /// @param offset the number of bytes of the first group in front of the secret
  private static SecretForm base64(String secret, int offset) {
    byte[] bytes = secret.getBytes(UTF_8);
    byte[] group = new byte[offset + bytes.length];
    System.arraycopy(bytes, 0, group, offset, bytes.length);
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(group);
    int bits = group.length * BYTE;
    int from = Math.ceilDiv(offset * BYTE, SEXTET);
    String own = encoded.substring(from, bits / SEXTET);
    return new SecretForm(fold(own), true, offset > 0, bits % SEXTET > 0);
  }

  /// Whether `c` may stand in base64, in either alphabet.
  static boolean isBase64(char c) {
    return (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || "+/-_".indexOf(c) >= 0;
  }

  /// Maps characters that do not tell a form from another to one: upper and lower case, since names
  /// of hosts have either, and the characters that differ between the two alphabets of base64.
  static char fold(char c) {
    return c < FOLDED.length ? FOLDED[c] : c;
  }

  private static String fold(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      chars[i] = fold(chars[i]);
    }
    return new String(chars);
  }

  private static char[] folded() {
    char[] folded = new char[128];
    for (char c = 0; c < folded.length; c++) {
      folded[c] =
          switch (c) {
            case '-' -> '+';
            case '_' -> '/';
            default -> c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
          };
    }
    return folded;
  }
}
