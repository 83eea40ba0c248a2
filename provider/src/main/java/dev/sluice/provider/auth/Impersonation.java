package dev.sluice.provider.auth;

import dev.sluice.config.provider.GoogleAuth;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonStrings;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/// Acting as a service account, by the token of somebody who may.
///
/// https://cloud.google.com/iam/docs/reference/credentials/rest
///
/// @param url of the service account's `generateAccessToken`
/// @param life in seconds
record Impersonation(URI url, List<String> delegates, String scope, long life) {
  private static final String WHAT = "Google's IAM credentials service";
  private static final String BASE =
      "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/";
  private static final String PROJECT = "projects/-/serviceAccounts/";
  private static final long LIFE = 3600;

  static Impersonation of(String account, List<String> delegates, String scope) {
    URI url = URI.create(BASE + account + ":generateAccessToken");
    List<String> names = delegates.stream().map(name -> PROJECT + name).toList();
    return new Impersonation(url, names, scope, LIFE);
  }

  /// Acting as a file of credentials says.
  static Impersonation of(JsonNode file, String scope) throws CredentialException {
    String url =
        TokenAnswer.need(file, "service_account_impersonation_url", "Google's credentials file");
    List<String> names = file.children("delegates").stream().map(JsonNode::text).toList();
    JsonNode settings = file.get("service_account_impersonation");
    long life = settings == null ? LIFE : settings.number("token_lifetime_seconds", LIFE);
    return new Impersonation(ServiceAccount.url(url), names, scope, life);
  }

  /// @param by the token of who acts
  Issued<String> token(String by, CredentialIo io)
      throws CredentialException, InterruptedException {
    String list =
        delegates.stream().map(JsonStrings::quote).collect(Collectors.joining(",", "[", "]"));
    String body =
        "{\"scope\":[%s],\"delegates\":%s,\"lifetime\":\"%ds\"}"
            .formatted(JsonStrings.quote(scope), list, life);
    TokenAnswer answer =
        io.send(TokenRequest.json(url, body).with("authorization", "Bearer " + by));
    if (!answer.isGood()) {
      throw answer.refusal(WHAT, answer.errorWord());
    }
    JsonNode json = answer.json(WHAT + "'s answer");
    String token = TokenAnswer.need(json, "accessToken", WHAT + "'s answer");
    String ends = TokenAnswer.need(json, "expireTime", WHAT + "'s answer");
    return new Issued<>(token, TokenAnswer.instant(ends, WHAT));
  }

  /// The scope of a token that is for this alone.
  static String ownScope() {
    return GoogleAuth.CLOUD;
  }
}
