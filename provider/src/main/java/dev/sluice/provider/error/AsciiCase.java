package dev.sluice.provider.error;

/// Lower case of the letters of ASCII alone. Unicode's lower case would make letters of ASCII out
/// of others (the Kelvin sign), so that words would be found in a message that its request does not
/// contain.
final class AsciiCase {
  private AsciiCase() {}

  static String lower(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (chars[i] >= 'A' && chars[i] <= 'Z') {
        chars[i] = (char) (chars[i] | 0x20);
      }
    }
    return new String(chars);
  }
}
