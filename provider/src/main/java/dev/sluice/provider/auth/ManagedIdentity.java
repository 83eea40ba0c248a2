package dev.sluice.provider.auth;

import dev.sluice.config.provider.EntraAuth.Host;
import dev.sluice.config.provider.EntraAuth.Managed;
import dev.sluice.config.provider.Secret;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The identity of a machine or a service of Azure, as its own endpoint gives it. Pure functions
/// but for what they are given.
///
/// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources
final class ManagedIdentity {
  private static final String WHAT = "Azure's endpoint of managed identities";
  private static final String MACHINE = "/metadata/identity/oauth2/token";
  private static final int UNAUTHORIZED = 401;

  /// The file that Arc's agent may name, which only itself and its group may read.
  private static final Pattern CHALLENGE =
      Pattern.compile("Basic realm=\"?(/var/opt/azcmagent/tokens/[A-Za-z0-9_-]+\\.key)\"?");

  private ManagedIdentity() {}

  static Issued<String> token(Managed identity, String resource, CredentialIo io)
      throws CredentialException, InterruptedException {
    TokenRequest request = request(identity, resource);
    TokenAnswer answer = io.send(request);
    if (identity.host() == Host.ARC && answer.status() == UNAUTHORIZED) {
      answer = io.send(request.with("authorization", "Basic " + challenge(answer, io)));
    }
    return answer.token(WHAT, io.now());
  }

  private static TokenRequest request(Managed identity, String resource) {
    String path = identity.host() == Host.MACHINE ? MACHINE : identity.endpoint().getRawPath();
    URI url = identity.endpoint().resolve(path + query(identity, resource));
    TokenRequest request = TokenRequest.ofMachine("GET", url);
    return identity.host() == Host.APP_SERVICE
        ? request.with("x-identity-header", identity.header().map(Secret::reveal).orElse(""))
        : request.with("metadata", "true");
  }

  private static String query(Managed identity, String resource) {
    return "?api-version="
        + version(identity.host())
        + "&resource="
        + TokenRequest.encoded(resource)
        + identity.client().map(id -> "&client_id=" + TokenRequest.encoded(id)).orElse("");
  }

  private static String version(Host host) {
    return switch (host) {
      case MACHINE -> "2018-02-01";
      case APP_SERVICE -> "2019-08-01";
      case ARC -> "2019-11-01";
    };
  }

  private static String challenge(TokenAnswer answer, CredentialIo io)
      throws CredentialException, InterruptedException {
    Matcher file = CHALLENGE.matcher(answer.headers().getOrDefault("www-authenticate", ""));
    if (!file.matches()) {
      throw CredentialException.refused(WHAT + " names a file that is none of Arc's");
    }
    return io.read(file.group(1)).strip();
  }
}
