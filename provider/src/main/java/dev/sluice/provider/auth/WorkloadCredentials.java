package dev.sluice.provider.auth;

import dev.sluice.config.provider.WorkloadAuth;
import dev.sluice.config.provider.WorkloadAuth.Anthropic;
import dev.sluice.config.provider.WorkloadAuth.AzureToken;
import dev.sluice.config.provider.WorkloadAuth.GoogleToken;
import dev.sluice.config.provider.WorkloadAuth.OpenAi;
import dev.sluice.config.provider.WorkloadAuth.TokenFile;
import dev.sluice.dialect.json.JsonStrings;
import java.util.Map;
import java.util.stream.Collectors;

/// The source of tokens of OpenAI's or Anthropic's own, for which the gateway shows the token of
/// another identity provider. Immutable.
final class WorkloadCredentials implements CredentialSource<AccessToken> {
  private static final String BETA = "anthropic-beta";
  private static final String OAUTH = "oauth-2025-04-20";
  private static final int LONGEST_PROOF = 16 * 1024;

  private final WorkloadAuth auth;

  WorkloadCredentials(WorkloadAuth auth) {
    this.auth = auth;
  }

  @Override
  public Issued<AccessToken> fetch(CredentialIo io)
      throws CredentialException, InterruptedException {
    String proof = proof(io);
    if (proof.isEmpty() || proof.length() > LONGEST_PROOF) {
      throw CredentialException.refused("the identity token is empty or larger than 16 KiB");
    }
    return switch (auth.exchange()) {
      case OpenAi openAi -> AccessToken.of(token(openAi, proof, io));
      case Anthropic anthropic -> AccessToken.of(token(anthropic, proof, io), Map.of(BETA, OAUTH));
    };
  }

  private String proof(CredentialIo io) throws CredentialException, InterruptedException {
    return switch (auth.proof()) {
      case TokenFile file -> io.token(file.path());
      case AzureToken token -> new EntraCredentials(token.identity()).token(io).credential();
      case GoogleToken token -> MetadataServer.identity(token.endpoint(), token.audience(), io);
    };
  }

  private Issued<String> token(OpenAi as, String proof, CredentialIo io)
      throws CredentialException, InterruptedException {
    String type = auth.proof() instanceof GoogleToken ? "id_token" : "jwt";
    String body =
        json(
            "grant_type",
            "urn:ietf:params:oauth:grant-type:token-exchange",
            "subject_token",
            proof,
            "subject_token_type",
            "urn:ietf:params:oauth:token-type:" + type,
            "identity_provider_id",
            as.provider(),
            "service_account_id",
            as.account());
    return io.send(TokenRequest.json(as.endpoint(), body))
        .token("OpenAI's token endpoint", io.now());
  }

  private static Issued<String> token(Anthropic as, String proof, CredentialIo io)
      throws CredentialException, InterruptedException {
    TokenRequest request =
        TokenRequest.json(as.endpoint(), body(as, proof))
            .with(BETA, OAUTH + ",oidc-federation-2026-04-01");
    return io.send(request).token("Anthropic's token endpoint", io.now());
  }

  private static String body(Anthropic as, String proof) {
    return json(
        "grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "assertion", proof,
        "federation_rule_id", as.rule(),
        "organization_id", as.organization(),
        "service_account_id", as.account().orElse(""),
        "workspace_id", as.workspace().orElse(""));
  }

  private static String json(String... members) {
    return TokenRequest.fields(members).entrySet().stream()
        .map(
            member ->
                JsonStrings.quote(member.getKey()) + ":" + JsonStrings.quote(member.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }
}
