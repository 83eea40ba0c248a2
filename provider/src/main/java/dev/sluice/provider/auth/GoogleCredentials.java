package dev.sluice.provider.auth;

import dev.sluice.config.provider.AwsAuth;
import dev.sluice.config.provider.GoogleAuth;
import dev.sluice.config.provider.GoogleAuth.File;
import dev.sluice.config.provider.GoogleAuth.Metadata;
import dev.sluice.dialect.json.JsonNode;
import java.util.Map;
import java.util.Optional;

/// The source of the tokens that requests to Google Cloud bear. Immutable.
final class GoogleCredentials implements CredentialSource<AccessToken> {
  private static final String WHAT = "Google's credentials file";

  private final GoogleAuth auth;

  GoogleCredentials(GoogleAuth auth) {
    this.auth = auth;
  }

  @Override
  public Issued<AccessToken> fetch(CredentialIo io)
      throws CredentialException, InterruptedException {
    return switch (auth.source()) {
      case Metadata metadata ->
          AccessToken.of(acting(MetadataServer.token(metadata.endpoint(), scope(), io), io));
      case File file -> ofFile(file, io);
    };
  }

  private Issued<AccessToken> ofFile(File file, CredentialIo io)
      throws CredentialException, InterruptedException {
    JsonNode json = TokenAnswer.json(io.read(file.path()), WHAT + " " + file.path());
    Issued<String> token = acting(token(json, file.aws(), io), io);
    String billed = json.string("quota_project_id", "");
    return AccessToken.of(
        token, billed.isEmpty() ? Map.of() : Map.of("x-goog-user-project", billed));
  }

  /// The scope of the token that the source gives. A token by which somebody else is acted as is
  /// for that alone; the other token has the scope that was asked for.
  private String scope() {
    return auth.impersonated().isPresent() ? GoogleAuth.CLOUD : auth.scope();
  }

  private Issued<String> acting(Issued<String> token, CredentialIo io)
      throws CredentialException, InterruptedException {
    return auth.impersonated().isEmpty()
        ? token
        : Impersonation.of(auth.impersonated().get(), auth.delegates(), auth.scope())
            .token(token.credential(), io);
  }

  private Issued<String> token(JsonNode file, Optional<AwsAuth> aws, CredentialIo io)
      throws CredentialException, InterruptedException {
    String type = file.string("type", "");
    return switch (type) {
      case "service_account" -> ServiceAccount.token(file, scope(), auth.selfSigned(), io);
      case "authorized_user" -> AuthorizedUser.token(file, io);
      case "external_account" -> new ExternalAccount(file, aws).token(scope(), io);
      case "impersonated_service_account" -> impersonated(file, aws, io);
      default ->
          throw CredentialException.refused(
              "%s has the type %s; known are service_account, authorized_user, external_account and"
                      .formatted(WHAT, CredentialException.word(type))
                  + " impersonated_service_account");
    };
  }

  private Issued<String> impersonated(JsonNode file, Optional<AwsAuth> aws, CredentialIo io)
      throws CredentialException, InterruptedException {
    JsonNode source = file.get("source_credentials");
    if (source == null || source.string("type", "").equals("impersonated_service_account")) {
      throw CredentialException.refused(WHAT + " has no source_credentials that stand alone");
    }
    Issued<String> token = token(source, aws, io);
    return Impersonation.of(file, scope()).token(token.credential(), io);
  }
}
