package dev.sluice.config.file;

import dev.sluice.config.provider.Auth;
import dev.sluice.config.provider.EntraAuth;
import dev.sluice.config.provider.WorkloadAuth;
import dev.sluice.config.provider.WorkloadAuth.Anthropic;
import dev.sluice.config.provider.WorkloadAuth.AzureToken;
import dev.sluice.config.provider.WorkloadAuth.GoogleToken;
import dev.sluice.config.provider.WorkloadAuth.OpenAi;
import dev.sluice.config.provider.WorkloadAuth.Proof;
import dev.sluice.config.provider.WorkloadAuth.TokenFile;
import dev.sluice.config.value.FilePath;
import dev.sluice.config.value.ProviderUrl;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The reader of `auth` of the kinds `openai` and `anthropic`: workload identity.
final class WorkloadAuthReader {
  private static final Type<Boolean> TOKEN =
      Types.oneOf(Map.entry("azure", true), Map.entry("google", false));

  private static final String OPENAI = "https://auth.openai.com/oauth/token";
  private static final String OPENAI_AUDIENCE = "https://api.openai.com/v1";
  private static final String ANTHROPIC_PATH = "/v1/oauth/token";

  /// What OpenAI takes for a token of an Azure identity.
  private static final String AZURE = "https://management.azure.com/.default";

  private WorkloadAuthReader() {}

  static Optional<Auth> openAi(Section in, URI url) {
    URI endpoint = in.get("endpoint", new ProviderUrl(), URI.create(OPENAI));
    Optional<String> provider =
        in.need("provider", Types.TEXT, "add the id of the identity provider at OpenAI");
    Optional<String> account =
        in.need("account", Types.TEXT, "add the id of the service account at OpenAI");
    Optional<Proof> proof = proof(in, Optional.empty(), OPENAI_AUDIENCE);
    return provider.isEmpty() || account.isEmpty()
        ? Optional.empty()
        : proof.map(
            by -> new WorkloadAuth(new OpenAi(endpoint, provider.get(), account.get()), by));
  }

  static Optional<Auth> anthropic(Section in, URI url) {
    URI endpoint = in.get("endpoint", new ProviderUrl(), url.resolve(ANTHROPIC_PATH));
    Optional<String> rule = id(in, "rule", "ANTHROPIC_FEDERATION_RULE_ID", true);
    Optional<String> organization = id(in, "organization", "ANTHROPIC_ORGANIZATION_ID", true);
    Optional<String> account = id(in, "account", "ANTHROPIC_SERVICE_ACCOUNT_ID", false);
    Optional<String> workspace = id(in, "workspace", "ANTHROPIC_WORKSPACE_ID", false);
    Optional<String> file = AuthReader.variable(in, "ANTHROPIC_IDENTITY_TOKEN_FILE");
    Optional<Proof> proof = proof(in, file, url.resolve("/").toString());
    return rule.isEmpty() || organization.isEmpty()
        ? Optional.empty()
        : proof.map(
            by ->
                new WorkloadAuth(
                    new Anthropic(endpoint, rule.get(), organization.get(), account, workspace),
                    by));
  }

  private static Optional<String> id(Section in, String key, String variable, boolean needed) {
    Optional<String> id = in.get(key, Types.TEXT).or(() -> AuthReader.variable(in, variable));
    if (needed && id.isEmpty()) {
      in.fail("has no " + key + ": add `" + key + ": ID`, or set " + variable);
    }
    return id;
  }

  /// @param usual the file where the section names none
  /// @param audience whom Google's token is for where the section names nobody
  private static Optional<Proof> proof(Section in, Optional<String> usual, String audience) {
    Optional<Path> file = in.get("token_file", new FilePath());
    Optional<Boolean> azure = in.get("token", TOKEN);
    String whom = in.get("audience", Types.TEXT, audience);
    Optional<String> client = in.get("client", Types.TEXT);
    if (azure.isPresent()) {
      return Optional.of(
          azure.get()
              ? new AzureToken(new EntraAuth(EntraAuthReader.managed(in, client), AZURE))
              : new GoogleToken(GoogleAuthReader.metadata(in).endpoint(), whom));
    }
    Optional<String> path = file.map(Path::toString).or(() -> usual);
    if (path.isEmpty() && !in.has("token")) {
      in.fail("has no proof: add `token_file: /PATH`, or `token: azure` or `google`");
    }
    return path.map(TokenFile::new);
  }
}
