package dev.sluice.lab.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.function.IntPredicate;

/// Ways to write a text inside a JSON string, so that those who read the JSON read the text.
final class EscapedWords {
  private EscapedWords() {}

  /// Returns `text` as JSON, in each way to escape it.
  public static List<String> of(String text) {
    byte[] behindOne = ("x" + text + "yz").getBytes(UTF_8);
    byte[] behindTwo = ("xy" + text + "z").getBytes(UTF_8);
    return List.of(
        text,
        byNumber(text, i -> i == 2, "\\u%04x"),
        byNumber(text, i -> i % 2 == 0, "\\u%04X"),
        byNumber(text, _ -> true, "\\u%04x"),
        byNumber(text, i -> i == 4, "\\\\u%04x"),
        byNumber(text, i -> i == 2, "%%%02x"),
        byNumber(text, _ -> true, "%%%02X"),
        Base64.getEncoder().encodeToString(text.getBytes(UTF_8)),
        Base64.getEncoder().encodeToString(behindOne).replace("/", "\\/"),
        Base64.getUrlEncoder().withoutPadding().encodeToString(behindTwo));
  }

  private static String byNumber(String text, IntPredicate which, String form) {
    var words = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      String c = text.substring(i, i + 1);
      words.append(which.test(i) ? form.formatted((int) text.charAt(i)) : c);
    }
    return words.toString();
  }
}
