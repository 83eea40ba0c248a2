package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text that no client may see: written in each way that it may be written, and looked for in
/// each of them.
record Marker(String text) {
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\u([0-9a-fA-F]{4})|\\\\([\"\\\\/bfnrt])|%([0-9a-fA-F]{2})");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{12,}");
  private static final int LAYERS = 5;

  /// It, as the inside of a JSON string, in each form.
  List<String> forms() {
    List<String> forms = new ArrayList<>();
    forms.add(json(text, _ -> false, false));
    forms.add(json(text, _ -> false, false).replace("/", "\\/"));
    forms.add(json(text, _ -> true, false));
    forms.add(json(text, _ -> true, true));
    forms.add(json(text, i -> i % 2 == 0, i -> i % 4 == 0));
    forms.add("\\ud83d\\ude00" + json(text, i -> i == 5, true) + "\\uD83D\\uDE00");
    forms.add(json(json(text, i -> i % 3 == 0, true), _ -> false, false));
    forms.add(json(json(text, _ -> true, false), _ -> true, false));
    for (String before : List.of("", "a", "ab")) {
      byte[] bytes = (before + text + "tail").getBytes(UTF_8);
      forms.add(Base64.getEncoder().encodeToString(bytes).replace("/", "\\/"));
      forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
    forms.add(percent(text, _ -> true, false));
    forms.add(json(percent(text, i -> i % 2 == 1, true), _ -> false, false));
    forms.add(json(percent(text, _ -> true, true), _ -> true, true));
    return forms;
  }

  private static String json(String text, IntPredicate byNumber, boolean upper) {
    return json(text, byNumber, _ -> upper);
  }

  private static String json(String text, IntPredicate byNumber, IntPredicate upper) {
    var json = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      String hex = "%04x".formatted((int) c);
      if (byNumber.test(i)) {
        json.append("\\u").append(upper.test(i) ? hex.toUpperCase(Locale.ROOT) : hex);
      } else {
        json.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return json.toString();
  }

  private static String percent(String text, IntPredicate which, boolean upper) {
    var encoded = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      String hex = "%02x".formatted((int) text.charAt(i));
      encoded.append(
          which.test(i)
              ? "%" + (upper ? hex.toUpperCase(Locale.ROOT) : hex)
              : text.substring(i, i + 1));
    }
    return encoded.toString();
  }

  /// Whether `shown` holds it, or all of it but its ends, in some form.
  boolean isIn(String shown) {
    String layer = shown;
    for (int i = 0; i < LAYERS; i++) {
      if (isPlainlyIn(layer) || isInBase64(layer)) {
        return true;
      }
      String next =
          ESCAPE.matcher(layer).replaceAll(found -> Matcher.quoteReplacement(meaning(found)));
      if (next.equals(layer)) {
        return false;
      }
      layer = next;
    }
    return false;
  }

  private boolean isPlainlyIn(String shown) {
    String most = text.substring(2, text.length() - 2).toLowerCase(Locale.ROOT);
    return shown.toLowerCase(Locale.ROOT).contains(most);
  }

  private boolean isInBase64(String shown) {
    return BASE64
        .matcher(shown)
        .results()
        .map(found -> found.group().replace('-', '+').replace('_', '/'))
        .anyMatch(
            run -> {
              boolean found = false;
              for (int at = 0; at < 4; at++) {
                int whole = (run.length() - at) / 4 * 4;
                byte[] bytes = Base64.getDecoder().decode(run.substring(at, at + whole));
                found |= isPlainlyIn(new String(bytes, ISO_8859_1));
              }
              return found;
            });
  }

  private static String meaning(MatchResult found) {
    if (found.group(1) != null) {
      return Character.toString((char) Integer.parseInt(found.group(1), 16));
    }
    if (found.group(2) != null) {
      return "bfnrt".contains(found.group(2)) ? " " : found.group(2);
    }
    return Character.toString((char) Integer.parseInt(found.group(3), 16));
  }
}
