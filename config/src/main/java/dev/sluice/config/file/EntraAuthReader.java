package dev.sluice.config.file;

import dev.sluice.config.provider.Auth;
import dev.sluice.config.provider.ClientCertificate;
import dev.sluice.config.provider.EntraAuth;
import dev.sluice.config.provider.EntraAuth.App;
import dev.sluice.config.provider.EntraAuth.Certificate;
import dev.sluice.config.provider.EntraAuth.ClientSecret;
import dev.sluice.config.provider.EntraAuth.Federated;
import dev.sluice.config.provider.EntraAuth.Host;
import dev.sluice.config.provider.EntraAuth.Managed;
import dev.sluice.config.provider.EntraAuth.Proof;
import dev.sluice.config.provider.EntraAuth.Source;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.value.Credential;
import dev.sluice.config.value.FilePath;
import dev.sluice.config.value.ProviderUrl;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The reader of `auth` of the kind `entra`: an application with a secret, a certificate or a
/// federated token, or a managed identity, in the order of Azure's own clients.
final class EntraAuthReader {
  private static final Type<Boolean> SOURCE =
      Types.oneOf(Map.entry("app", false), Map.entry("managed", true));

  private static final String AUTHORITY = "https://login.microsoftonline.com";
  private static final String MACHINE = "http://169.254.169.254";

  private EntraAuthReader() {}

  static Optional<Auth> read(Section in, URI url) {
    String scope = in.get("scope", Types.TEXT, scope(url.getHost().toLowerCase(Locale.ROOT)));
    Optional<Boolean> managed = in.get("source", SOURCE);
    Optional<String> client = in.get("client", Types.TEXT);
    Optional<Source> app = app(in, client);
    if (managed.isPresent() && !managed.get() && app.isEmpty()) {
      in.fail("needs `tenant`, `client` and a `secret`, a `certificate` or a `token_file`");
    }
    Optional<Source> source =
        managed.orElse(app.isEmpty()) ? Optional.of(managed(in, client)) : app;
    return source.map(from -> new EntraAuth(from, scope));
  }

  /// The scope that Azure's hosts ask for. The answer "audience is incorrect" means the other one.
  private static String scope(String host) {
    if (host.endsWith(".services.ai.azure.com")) {
      return EntraAuth.FOUNDRY;
    }
    String end = host.endsWith(".us") ? "us" : host.endsWith(".cn") ? "cn" : "com";
    return "https://cognitiveservices.azure." + end + "/.default";
  }

  private static Optional<Source> app(Section in, Optional<String> named) {
    Optional<String> tenant =
        in.get("tenant", Types.TEXT).or(() -> AuthReader.variable(in, "AZURE_TENANT_ID"));
    Optional<String> client = named.or(() -> AuthReader.variable(in, "AZURE_CLIENT_ID"));
    URI authority =
        in.get("authority", new ProviderUrl())
            .or(() -> AuthReader.address(in, "AZURE_AUTHORITY_HOST"))
            .orElse(URI.create(AUTHORITY));
    Optional<Proof> proof = proof(in);
    return tenant.isEmpty() || client.isEmpty()
        ? Optional.empty()
        : proof.map(by -> new App(authority, tenant.get(), client.get(), by));
  }

  private static Optional<Proof> proof(Section in) {
    Optional<Secret> secret = in.get("secret", new Credential());
    Optional<Path> file = in.get("token_file", new FilePath());
    Optional<ClientCertificate> certificate = WayOutReader.certificate(in);
    return secret
        .<Proof>map(ClientSecret::new)
        .or(() -> certificate.map(Certificate::new))
        .or(() -> file.map(path -> new Federated(path.toString())))
        .or(() -> ofVariables(in));
  }

  private static Optional<Proof> ofVariables(Section in) {
    return AuthReader.variable(in, "AZURE_CLIENT_SECRET")
        .<Proof>map(text -> new ClientSecret(new Secret(text)))
        .or(() -> AuthReader.variable(in, "AZURE_FEDERATED_TOKEN_FILE").map(Federated::new));
  }

  /// The managed identity of what this process runs on.
  static Managed managed(Section in, Optional<String> client) {
    Optional<URI> endpoint = AuthReader.address(in, "IDENTITY_ENDPOINT");
    Optional<Secret> header = AuthReader.variable(in, "IDENTITY_HEADER").map(Secret::new);
    if (endpoint.isEmpty()) {
      return new Managed(Host.MACHINE, URI.create(MACHINE), Optional.empty(), client);
    }
    return header.isPresent()
        ? new Managed(Host.APP_SERVICE, endpoint.get(), header, client)
        : new Managed(Host.ARC, endpoint.get(), Optional.empty(), client);
  }
}
