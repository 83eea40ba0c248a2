package dev.sluice.provider.header;

import dev.sluice.config.provider.HeaderPattern;
import java.util.List;
import java.util.stream.Stream;

/// Headers of a client that never reach a provider, whatever is configured: they carry credentials,
/// belong to the client's connection with the gateway, or are the gateway's own.
public final class PrivateHeaders {
  /// The headers that carry credentials, or look as if they did.
  private static final List<HeaderPattern> CREDENTIALS =
      patterns(
          "authorization",
          "*-authorization",
          "*api-key",
          "*-token",
          "cookie*",
          "set-cookie*",
          "proxy-*");

  private static final List<HeaderPattern> OTHERS =
      patterns(
          // Headers of one connection (RFC 9110, 7.6.1), and of its route.
          "connection",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          "host",
          "expect",
          "via",
          "max-forwards",
          "forwarded",
          "x-forwarded-*",
          "x-real-ip",
          "origin",
          "referer",
          "sec-*",
          // What makes another request of this one: its method, its path or its host.
          "x-http-method*",
          "x-method-override",
          "x-original-*",
          "x-rewrite-url",
          "x-host",
          // The body's headers, and the form of the answer: the gateway writes the one and
          // chooses the other.
          "content-*",
          "accept",
          "accept-*",
          "if-*",
          "range",
          // The gateway's own, and those with which clients describe themselves to it.
          "user-agent",
          "x-request-id",
          "x-sluice-*",
          "x-stainless-*",
          "x-server-timeout");

  private static final List<HeaderPattern> NEVER =
      Stream.concat(CREDENTIALS.stream(), OTHERS.stream()).toList();

  private PrivateHeaders() {}

  private static List<HeaderPattern> patterns(String... names) {
    return Stream.of(names).map(HeaderPattern::of).toList();
  }

  /// Whether all headers that `pattern` matches carry credentials, or look as if they did.
  public static boolean areCredentials(HeaderPattern pattern) {
    return CREDENTIALS.stream().anyMatch(one -> one.covers(pattern));
  }

  /// Whether a header of this name never passes.
  static boolean contains(CharSequence name) {
    for (int i = 0; i < NEVER.size(); i++) {
      if (NEVER.get(i).matches(name)) {
        return true;
      }
    }
    return false;
  }

  /// Whether no header that `pattern` matches can pass.
  public static boolean coverAll(HeaderPattern pattern) {
    return NEVER.stream().anyMatch(never -> never.covers(pattern));
  }
}
