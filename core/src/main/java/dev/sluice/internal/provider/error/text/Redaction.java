package dev.sluice.internal.provider.error.text;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Hides in a provider's error what is the gateway's own: its keys, the address at which it asks
/// the provider, and whatever looks like a key or an account. The rest stays as it was written, and
/// JSON stays JSON. Immutable.
public final class Redaction {
  /// Hides nothing in particular, but what looks like a key or an account.
  public static final Redaction NONE = new Redaction(Stream.empty());

  /// A shorter text is a word rather than a secret.
  private static final int SHORTEST = 8;

  private static final String HIDDEN = "***";

  private final List<String> secrets;

  /// @param secrets texts that are hidden at every position; a text with fewer than eight
  ///   characters is not, as it would be found within other words
  public Redaction(Stream<String> secrets) {
    this.secrets =
        secrets
            .filter(secret -> secret.length() >= SHORTEST)
            .distinct()
            // A secret that is part of another must not break that up.
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /// `text` without them.
  public String clean(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, HIDDEN);
    }
    return Messages.withoutKeys(clean);
  }
}
