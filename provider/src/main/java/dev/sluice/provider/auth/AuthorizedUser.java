package dev.sluice.provider.auth;

import dev.sluice.dialect.json.JsonNode;

/// What `gcloud auth application-default login` leaves on a developer's machine.
final class AuthorizedUser {
  private static final String WHAT = "Google's credentials file";

  private AuthorizedUser() {}

  static Issued<String> token(JsonNode file, CredentialIo io)
      throws CredentialException, InterruptedException {
    String endpoint = file.string("token_uri", "https://oauth2.googleapis.com/token");
    TokenRequest request =
        TokenRequest.form(
            ServiceAccount.url(endpoint),
            TokenRequest.fields(
                "grant_type", "refresh_token",
                "client_id", TokenAnswer.need(file, "client_id", WHAT),
                "client_secret", TokenAnswer.need(file, "client_secret", WHAT),
                "refresh_token", TokenAnswer.need(file, "refresh_token", WHAT)));
    return io.send(request).token("Google's token endpoint", io.now());
  }
}
