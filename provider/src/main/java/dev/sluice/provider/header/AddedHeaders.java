package dev.sluice.provider.header;

import dev.sluice.config.provider.HeaderPattern;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The headers that the configuration adds to each request to a provider: the account that pays
/// (`openai-organization`, `openai-project`), the token of a gateway between. They go before those
/// of clients. Those on which the gateway itself relies cannot be added.
public final class AddedHeaders {
  private static final int NAME_MAX = 64;

  private static final List<HeaderPattern> CREDENTIALS =
      patterns("authorization", "x-api-key", "api-key", "x-goog-api-key");

  private static final List<HeaderPattern> PROXIES = patterns("proxy-*");

  /// The headers of one connection, of the body, of the form of the answer, of the trace, and of
  /// the gateways that a call has passed.
  private static final List<HeaderPattern> FRAMING =
      patterns(
          "connection",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          "host",
          "expect",
          "content-*",
          "accept",
          "accept-encoding",
          "range",
          "if-*",
          "traceparent",
          "tracestate",
          Hops.HEADER);

  private AddedHeaders() {}

  /// Why a header of this name cannot be added, and what to do instead; empty if it can. Case does
  /// not matter.
  public static Optional<String> refusal(String name) {
    if (!name.matches("[A-Za-z0-9_-]{1," + NAME_MAX + "}")) {
      return Optional.of("is no header's name: letters, digits, - and _ make one, 64 at most");
    }
    if (any(CREDENTIALS, name)) {
      return Optional.of("is how the gateway sends its key: put the key under `key`");
    }
    if (any(PROXIES, name)) {
      return Optional.of("is for a proxy: put the user and the password into the url of `proxy`");
    }
    if (any(FRAMING, name)) {
      return Optional.of("is a header that the gateway sets by itself: remove it");
    }
    return Optional.empty();
  }

  /// Whether a text can be the value of an added header.
  public static boolean fit(String value) {
    return ClientHeaders.fit(value) && !value.isBlank() && value.equals(value.strip());
  }

  /// What tells the account of a provider apart from others of the same key: the values of the
  /// headers that choose it, where the configuration adds them; else empty.
  public static String account(ProviderConfig provider) {
    StringBuilder account = new StringBuilder();
    for (String name : ClientHeaders.ACCOUNT) {
      Secret value = provider.headers().get(name);
      if (value != null) {
        account.append('\0').append(name).append('=').append(value.reveal());
      }
    }
    return account.toString();
  }

  /// The headers that are added to requests to `provider`, by lower-case name.
  ///
  /// @throws IllegalArgumentException if one cannot be added; the message shows no value
  static Map<String, String> of(ProviderConfig provider) {
    Map<String, String> headers = new HashMap<>();
    provider
        .headers()
        .forEach(
            (name, value) -> {
              Optional<String> refusal = refusal(name);
              if (refusal.isPresent() || !fit(value.reveal())) {
                throw new IllegalArgumentException(
                    "provider %s: the header %s %s"
                        .formatted(
                            provider.name(),
                            name,
                            refusal.orElse("must have a value of printable ASCII characters")));
              }
              headers.put(name.toLowerCase(Locale.ROOT), value.reveal());
            });
    return headers;
  }

  private static boolean any(List<HeaderPattern> patterns, String name) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(name));
  }

  private static List<HeaderPattern> patterns(String... names) {
    return Stream.of(names).map(HeaderPattern::of).toList();
  }
}
