package dev.sluice.sim.credential;

import dev.sluice.sim.wire.ReceivedRequest;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The endpoints that give credentials, or what leads to one, by the path and what a request has to
/// have.
enum Exchange {
  /// https://docs.aws.amazon.com/STS/latest/APIReference
  STS("POST", "/", "", "Action=AssumeRole"),
  /// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
  INSTANCE_TOKEN("PUT", "/latest/api/token", "x-aws-ec2-metadata-token-ttl-seconds", ""),
  INSTANCE_ROLE(
      "GET", "/latest/meta-data/iam/security-credentials/?", "x-aws-ec2-metadata-token", ""),
  INSTANCE_KEYS(
      "GET", "/latest/meta-data/iam/security-credentials/.+", "x-aws-ec2-metadata-token", ""),
  /// https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
  CONTAINER("GET", "/v2/credentials/.+", "", ""),
  /// https://cloud.google.com/compute/docs/metadata/overview
  GOOGLE_METADATA(
      "GET", "/computeMetadata/v1/instance/service-accounts/default/token", "metadata-flavor", ""),
  GOOGLE_IDENTITY(
      "GET",
      "/computeMetadata/v1/instance/service-accounts/default/identity",
      "metadata-flavor",
      ""),
  /// https://developers.google.com/identity/protocols/oauth2/service-account and
  /// https://cloud.google.com/iam/docs/reference/sts/rest
  GOOGLE_TOKEN("POST", "/token|/v1/token", "", "grant_type="),
  /// https://cloud.google.com/iam/docs/reference/credentials/rest
  GOOGLE_IMPERSONATION(
      "POST", "/v1/projects/-/serviceAccounts/[^/]+:generateAccessToken", "authorization", ""),
  /// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
  ENTRA("POST", "/[^/]+/oauth2/v2\\.0/token", "", "grant_type=client_credentials"),
  /// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources
  ENTRA_MACHINE("GET", "/metadata/identity/oauth2/token", "metadata", ""),
  ENTRA_APP_SERVICE("GET", "/msi/token", "x-identity-header", ""),
  OPENAI("POST", "/oauth/token", "", "subject_token"),
  ANTHROPIC("POST", "/v1/oauth/token", "", "assertion");

  private final String method;
  private final Pattern path;
  private final String header;
  private final String body;

  /// @param header that a request has to have; empty for none
  /// @param body what the body has to have in it; empty for nothing
  Exchange(String method, String path, String header, String body) {
    this.method = method;
    this.path = Pattern.compile(path);
    this.header = header;
    this.body = body;
  }

  /// The endpoint that a request is for; null for none.
  static @Nullable Exchange of(ReceivedRequest request) {
    return Arrays.stream(values())
        .filter(one -> one.method.equals(request.method()))
        .filter(one -> one.path.matcher(request.path()).matches())
        .findFirst()
        .orElse(null);
  }

  /// Whether the request has what it has to have.
  boolean accepts(ReceivedRequest request) {
    return (header.isEmpty() || request.header(header) != null)
        && (body.isEmpty() || request.text().contains(body));
  }
}
