package dev.sluice.provider.error;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Hides in a provider's words what is the gateway's own: its keys, the address at which it asks
/// the provider, and whatever looks like a key or an account. Secrets are found beneath the escapes
/// of JSON, of percent encoding and of HTML, several layers of them, and in base64, broken into
/// lines or not. The rest stays as it was written, byte for byte, and JSON stays JSON. Immutable.
///
/// The time that a text takes grows with its length ([SecretSearch]).
///
/// Limitations: a provider that means to tell a key to clients can do so in forms that are none of
/// these.
public final class Redaction {
  /// A redaction without secrets of its own, which hides what looks like a key or an account.
  public static final Redaction NONE = new Redaction(Stream.empty());

  private static final Pattern LIKE_A_SECRET =
      Pattern.compile(
          "\\b(?:(?:(?:sk|org|proj|key)-|(?:org|proj|gsk)_|AIza)[A-Za-z0-9*_-]{12,}"
              + "|user_[A-Za-z0-9]{27}\\b)");

  private final SecretSearch secrets;

  /// @param secrets texts that are hidden at every position; a text with fewer than eight
  ///   characters is not hidden, as it would be found within other words
  public Redaction(Stream<String> secrets) {
    this.secrets = new SecretSearch(secrets.flatMap(SecretForm::of).distinct().toList());
  }

  /// Returns `text`, which is for people, without secrets.
  public String text(String text) {
    var hidden = new HiddenParts(text);
    search(text, 0, text.length(), hidden::hide);
    return hidden.shown();
  }

  /// Returns `json`, or an event with such data, without secrets. A number that holds one becomes a
  /// string.
  public String json(String json) {
    var hidden = new HiddenParts(json);
    int index = 0;
    while (index < json.length()) {
      int quote = json.indexOf('"', index);
      int string = quote < 0 ? json.length() : quote + 1;
      search(json, index, quote < 0 ? string : quote, hidden::hideValue);
      index = endOfString(json, string);
      search(json, string, index, hidden::hide);
      index++;
    }
    return hidden.shown();
  }

  /// The end of the string with its first character at `from`; where the string has no end, the end
  /// of its line.
  private static int endOfString(String json, int from) {
    for (int i = from; i < json.length(); i++) {
      switch (json.charAt(i)) {
        case '\\' -> i++;
        case '"', '\n', '\r' -> {
          return i;
        }
        default -> {}
      }
    }
    return json.length();
  }

  /// Returns the name or the value of a header without the gateway's own data. What only looks like
  /// an account stays, since some headers are for that.
  public String header(String value) {
    var hidden = new HiddenParts(value);
    if (!EscapedText.mayBeIn(value)) {
      secrets.search(value, hidden::hide);
    } else {
      var escaped = new EscapedText(value, 0, value.length());
      do {
        secrets.search(escaped.layer(), at(escaped, 0, hidden::hide));
      } while (escaped.unescape());
    }
    return hidden.shown();
  }

  private void search(String text, int from, int to, SecretSearch.Found found) {
    if (to - from < SecretForm.SHORTEST) {
      return;
    }
    var escaped = new EscapedText(text, from, to);
    SecretSearch.Found inText = at(escaped, from, found);
    do {
      CharSequence layer = escaped.layer();
      secrets.search(layer, inText);
      Matcher like = LIKE_A_SECRET.matcher(layer);
      while (like.find()) {
        inText.at(like.start(), like.end());
      }
    } while (escaped.unescape());
  }

  /// A listener that translates positions in the current layer of `escaped` to positions in the
  /// text.
  ///
  /// @param from the index in the text at which `escaped` begins
  private static SecretSearch.Found at(EscapedText escaped, int from, SecretSearch.Found found) {
    return (begin, end) -> found.at(from + escaped.begin(begin), from + escaped.end(end - 1));
  }
}
