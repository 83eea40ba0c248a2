package dev.sluice.provider.auth;

import dev.sluice.config.provider.AwsAuth.Container;
import dev.sluice.config.provider.AwsAuth.Instance;
import dev.sluice.config.provider.Secret;
import dev.sluice.dialect.json.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.Set;

/// The endpoints by which AWS gives a machine the keys of its own role. Pure functions but for what
/// they are given.
final class MachineKeys {
  /// The hosts that a container may be told to ask without TLS: those that only the machine itself
  /// reaches. Any other would be told the token (botocore, `ContainerMetadataFetcher`).
  private static final Set<String> CONTAINER_HOSTS =
      Set.of(
          "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]", "localhost", "127.0.0.1", "[::1]");

  private static final String CONTAINER = "the container's credentials endpoint";
  private static final String INSTANCE = "the instance metadata service";
  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";
  private static final int NOT_FOUND = 404;

  private MachineKeys() {}

  /// Whether a container's endpoint may be asked.
  static boolean isAllowed(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme();
    String host = url.getHost() == null ? "" : url.getHost();
    return scheme.equals("https")
        || (scheme.equals("http")
            && (CONTAINER_HOSTS.contains(host) || host.matches("127\\.\\d+\\.\\d+\\.\\d+")));
  }

  static Issued<AwsKeys> ofContainer(Container endpoint, CredentialIo io)
      throws CredentialException, InterruptedException {
    if (!isAllowed(endpoint.url())) {
      throw CredentialException.refused(
          CONTAINER + " is on another host without TLS, which would be told the token");
    }
    TokenRequest request =
        TokenRequest.ofMachine("GET", endpoint.url()).with("accept", "application/json");
    String token =
        endpoint.tokenFile().isPresent()
            ? io.token(endpoint.tokenFile().get())
            : endpoint.token().map(Secret::reveal).orElse("");
    TokenAnswer answer = io.send(token.isEmpty() ? request : request.with("authorization", token));
    return keys(answer, CONTAINER);
  }

  static Issued<AwsKeys> ofInstance(Instance service, CredentialIo io)
      throws CredentialException, InterruptedException {
    TokenAnswer token =
        io.send(
            TokenRequest.ofMachine("PUT", service.endpoint().resolve("/latest/api/token"))
                .with("x-aws-ec2-metadata-token-ttl-seconds", "21600"));
    if (!token.isGood()) {
      throw token.refusal(INSTANCE, "");
    }
    String role = metadata(service, ROLES, token, io).body().strip();
    if (!role.matches("[A-Za-z0-9_+=,.@-]{1,128}")) {
      throw CredentialException.temporary(INSTANCE + " names no role");
    }
    return keys(metadata(service, ROLES + role, token, io), INSTANCE);
  }

  private static TokenAnswer metadata(
      Instance service, String path, TokenAnswer token, CredentialIo io)
      throws CredentialException, InterruptedException {
    TokenAnswer answer =
        io.send(
            TokenRequest.ofMachine("GET", service.endpoint().resolve(path))
                .with("x-aws-ec2-metadata-token", token.body().strip()));
    if (answer.status() == NOT_FOUND) {
      throw CredentialException.refused(INSTANCE + " knows no role: attach one to the instance");
    }
    if (!answer.isGood()) {
      throw answer.refusal(INSTANCE, "");
    }
    return answer;
  }

  /// Reads the keys of an answer, or of a command's output, which has the same form.
  ///
  /// @param what whose answer it is, for the messages
  static Issued<AwsKeys> keys(TokenAnswer answer, String what) throws CredentialException {
    if (!answer.isGood()) {
      throw answer.refusal(what, "");
    }
    JsonNode json = answer.json(what + "'s answer");
    String code = json.string("Code", "Success");
    if (!code.equals("Success")) {
      throw CredentialException.refused(
          what + " answered " + CredentialException.word(code) + " in place of keys");
    }
    String session = json.string("Token", json.string("SessionToken", ""));
    String ends = json.string("Expiration", "");
    return new Issued<>(
        new AwsKeys(
            TokenAnswer.need(json, "AccessKeyId", what + "'s answer"),
            TokenAnswer.need(json, "SecretAccessKey", what + "'s answer"),
            session),
        ends.isEmpty() ? Instant.MAX : TokenAnswer.instant(ends, what));
  }
}
