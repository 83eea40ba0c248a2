package dev.sluice.provider.auth;

import dev.sluice.call.Head;
import dev.sluice.provider.error.Redaction;
import dev.sluice.transport.FindableHeaders;
import dev.sluice.transport.WireRequest;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a request has told its provider and nobody else is to see, should an answer repeat it.
///
/// @param credential what belongs to the credential, which is prepared once for all requests
/// @param signature the request's own signature; empty for none
record SentSecrets(OfCredential credential, String signature) {
  private static final String SIGNATURE = "Signature=";
  private static final String HIDDEN = "***";

  /// The secrets of a credential.
  ///
  /// @param longest the number of characters of the longest one
  record OfCredential(List<String> secrets, Redaction redaction, int longest) {
    static OfCredential of(List<String> secrets) {
      int longest = secrets.stream().mapToInt(String::length).max().orElse(0);
      return new OfCredential(secrets, new Redaction(secrets.stream()), longest);
    }
  }

  static SentSecrets of(OfCredential credential, WireRequest request) {
    String authorization = request.headers().getOrDefault("authorization", "");
    int at = authorization.lastIndexOf(SIGNATURE);
    return new SentSecrets(
        credential, at < 0 ? "" : authorization.substring(at + SIGNATURE.length()));
  }

  /// The number of characters of the longest secret.
  int longest() {
    return Math.max(credential.longest, signature.length());
  }

  /// Returns an error without secrets.
  ///
  /// @param json its body
  String without(String json) {
    return new Redaction(Stream.of(signature)).json(credential.redaction.json(json));
  }

  /// Returns the head of an error, in a copy, without secrets.
  Head without(Head head) {
    Map<String, String> headers = new HashMap<>();
    head.headers().forEach((name, value) -> headers.put(name, header(value)));
    return new Head(head.status(), headers);
  }

  /// Returns a view of a head, which shows no secrets.
  Head viewed(Head head) {
    return new Head(head.status(), new Headers(head.headers()));
  }

  private String header(String value) {
    String shown = credential.redaction.header(value);
    return signature.isEmpty() ? shown : shown.replace(signature, HIDDEN);
  }

  /// The view of headers: of the many, a few are asked for.
  private final class Headers extends AbstractMap<String, String> implements FindableHeaders {
    private final Map<String, String> from;

    Headers(Map<String, String> from) {
      this.from = from;
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
      String value = from.get(name);
      return value == null ? null : header(value);
    }

    @Override
    public String getOrDefault(@Nullable Object name, String otherwise) {
      String value = get(name);
      return value == null ? otherwise : value;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
      return from.containsKey(name);
    }

    @Override
    public void find(String part, BiConsumer<? super String, ? super String> found) {
      FindableHeaders.find(from, part, (name, value) -> found.accept(name, header(value)));
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
      Map<String, String> shown = new HashMap<>();
      from.forEach((name, value) -> shown.put(name, header(value)));
      return shown.entrySet();
    }
  }
}
