package dev.sluice.server.jwt;

import dev.sluice.server.config.IssuerConfig.KeysAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Fetches a JWKS over HTTP/1.1. It follows no redirect, since the address is the one that the
/// configuration trusts. For one thread at a time.
final class HttpKeysFetch implements KeysFetch {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration HEAD = Duration.ofSeconds(4);
  private static final int LONGEST_TOKEN = 64 * 1024;

  private final KeysAddress address;
  private @Nullable HttpClient client;

  HttpKeysFetch(KeysAddress address) {
    this.address = address;
  }

  @Override
  public byte[] get() throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.url())
            .timeout(HEAD)
            .header("accept", "application/jwk-set+json, application/json");
    if (address.token().isPresent()) {
      var _ = request.header("authorization", "Bearer " + token(address.token().get()));
    }
    HttpResponse<InputStream> answer =
        client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      if (answer.statusCode() != 200) {
        throw new IOException("it answers with status " + answer.statusCode());
      }
      byte[] bytes = body.readNBytes(IssuerKeys.LARGEST + 1);
      if (bytes.length > IssuerKeys.LARGEST) {
        throw new IOException("it is larger than 1 MiB");
      }
      return bytes;
    }
  }

  /// Read each time, since the kubelet replaces it.
  private static String token(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LONGEST_TOKEN), StandardCharsets.US_ASCII).strip();
    }
  }

  private synchronized HttpClient client() throws IOException {
    HttpClient made = client;
    if (made == null) {
      made = NamedAuthorities.client(address.ca(), CONNECT);
      client = made;
    }
    return made;
  }
}
