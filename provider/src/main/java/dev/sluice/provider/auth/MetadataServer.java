package dev.sluice.provider.auth;

import java.net.URI;

/// The metadata server of a machine of Google's. Both sides say who they are by a header, so that
/// nobody else is taken for it.
///
/// https://cloud.google.com/compute/docs/metadata/overview
final class MetadataServer {
  private static final String WHAT = "Google's metadata server";
  private static final String ACCOUNT = "/computeMetadata/v1/instance/service-accounts/default/";
  private static final String FLAVOR = "metadata-flavor";
  private static final int NOT_FOUND = 404;

  private MetadataServer() {}

  /// Returns an access token of the machine's service account.
  static Issued<String> token(URI server, String scope, CredentialIo io)
      throws CredentialException, InterruptedException {
    return get(server, "token?scopes=" + TokenRequest.encoded(scope), io).token(WHAT, io.now());
  }

  /// Returns an identity token of the machine's service account.
  ///
  /// @param audience whom it is for
  static String identity(URI server, String audience, CredentialIo io)
      throws CredentialException, InterruptedException {
    String path = "identity?format=full&audience=" + TokenRequest.encoded(audience);
    TokenAnswer answer = get(server, path, io);
    if (!answer.isGood()) {
      throw answer.refusal(WHAT, "");
    }
    return answer.body().strip();
  }

  private static TokenAnswer get(URI server, String path, CredentialIo io)
      throws CredentialException, InterruptedException {
    TokenRequest request =
        TokenRequest.ofMachine("GET", server.resolve(ACCOUNT + path)).with(FLAVOR, "Google");
    TokenAnswer answer = io.send(request);
    if (!answer.headers().getOrDefault(FLAVOR, "").equals("Google")) {
      throw CredentialException.refused(
          "what answers at %s is not %s".formatted(server.getHost(), WHAT));
    }
    if (answer.status() == NOT_FOUND) {
      throw CredentialException.refused(WHAT + " knows no service account of this machine");
    }
    return answer;
  }
}
