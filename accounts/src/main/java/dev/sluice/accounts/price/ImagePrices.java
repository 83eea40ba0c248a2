package dev.sluice.accounts.price;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The prices of pictures by their kind, in dollars for a thousand. A kind is words with a slash
/// between them, in any order: a quality, a size, or both (`hd/1024x1024`). Immutable.
///
/// A request names words too, and leaves others to the provider. A price fits a request if each of
/// its words is one of the request's, or one that the request leaves open; of those that fit the
/// one with the most of the request's own words counts, and of several the dearest. So nothing is
/// cheaper for what a request does not say.
///
/// @param byKind dollars for a thousand
record ImagePrices(Map<String, BigDecimal> byKind) {
  /// How many words a request can say: a quality and a size.
  private static final int WORDS = 2;

  private static final String SLASH = "/";

  /// The words of a kind. Requests say them so, in lower case.
  private static final Pattern KIND = kind("[a-z][a-z0-9_.-]*", "[0-9]+[x:][0-9]+");

  private static Pattern kind(String quality, String size) {
    return Pattern.compile("%1$s|%2$s|%1$s/%2$s|%2$s/%1$s".formatted(quality, size));
  }

  /// Checks a kind.
  ///
  /// @throws PriceProblem if no request can say it
  static void check(String kind) throws PriceProblem {
    if (!KIND.matcher(kind).matches()) {
      throw new PriceProblem(
          "`image_kind` must name a quality, a size, or both, in lower case, as in `hd/1024x1024`;"
              + " it has `%s`, which no request says".formatted(kind));
    }
  }

  ImagePrices {
    byKind = Map.copyOf(byKind);
  }

  /// The price of a picture; empty where none is known.
  ///
  /// @param kind the quality and the size that are asked for, with a slash between them; either may
  ///   be empty
  /// @param any the price of a picture of which no other is known; empty for none
  Optional<BigDecimal> of(String kind, Optional<BigDecimal> any) {
    List<String> asked = words(kind);
    int best = -1;
    BigDecimal found = null;
    for (var price : byKind.entrySet()) {
      int fit = fit(words(price.getKey()), asked);
      boolean dearer = found != null && price.getValue().compareTo(found) > 0;
      if (fit > best || (fit == best && fit >= 0 && dearer)) {
        best = fit;
        found = price.getValue();
      }
    }
    return found == null ? any.or(this::dearest) : Optional.of(found);
  }

  /// Whether a request leaves open which of these prices holds.
  boolean leavesOpen(String kind) {
    return !byKind.isEmpty() && words(kind).size() < WORDS;
  }

  /// How many words of a price a request says itself; -1 where it says another one in its place.
  private static int fit(List<String> price, List<String> asked) {
    int said = (int) price.stream().filter(asked::contains).count();
    int open = WORDS - asked.size();
    return price.size() - said <= open ? said : -1;
  }

  private Optional<BigDecimal> dearest() {
    return byKind.values().stream().reduce(BigDecimal::max);
  }

  private static List<String> words(String kind) {
    return Arrays.stream(kind.split(SLASH, -1)).filter(word -> !word.isEmpty()).toList();
  }
}
