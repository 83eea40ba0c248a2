package dev.sluice.provider.error;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The message of an error for people, as far as its words are the provider's own: a word that is
/// in the request too may be an echo of it, and counts for nothing.
final class ProviderMessage {
  private static final Pattern DELAY =
      Pattern.compile(
          "(?:try again|retry) (?:in|after) ((?:[0-9.]{1,12} ?[a-z\u00B5\u03BC]{1,12} ?){1,4})");

  /// The words by which OpenRouter says that what is left of the credit pays for less than was
  /// asked for, and for how many tokens.
  private static final Pattern CREDIT =
      Pattern.compile(
          "(?:this request requires more credits, or fewer max_tokens\\."
              + " you requested up to [0-9]{1,18} tokens, but can only afford"
              + "|(?:prompt tokens|max_tokens) limit exceeded: [0-9]{1,18} >)"
              + " ([0-9]{1,18})(?![0-9])");

  private final String text;
  private final RequestText request;

  public ProviderMessage(String message, RequestText request) {
    this.text = AsciiCase.lower(message);
    this.request = request;
  }

  /// Whether the provider says `phrase`.
  ///
  /// @param phrase in lower case
  public boolean says(String phrase) {
    return text.contains(phrase) && !request.mayContain(phrase);
  }

  /// Whether the provider says that the account's credit pays for a smaller request, though not for
  /// this one. The message must begin with that: what it repeats of a request stands behind words
  /// of its own. The request may contain the same words: else a client would close the model to all
  /// by writing them.
  public boolean paysForLess() {
    Matcher matcher = CREDIT.matcher(text);
    return matcher.lookingAt() && Long.parseLong(matcher.group(1)) > 0;
  }

  /// The time that the provider asks to stay away.
  public Optional<Duration> delay() {
    Matcher matcher = DELAY.matcher(text);
    while (matcher.find()) {
      Optional<Duration> delay = DurationParser.parse(matcher.group(1));
      if (delay.isPresent() && !request.mayContain(matcher.group().strip())) {
        return delay;
      }
    }
    return Optional.empty();
  }
}
