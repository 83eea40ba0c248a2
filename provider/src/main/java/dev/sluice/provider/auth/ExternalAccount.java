package dev.sluice.provider.auth;

import dev.sluice.config.provider.AwsAuth;
import dev.sluice.dialect.json.JsonNode;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/// Workload identity federation: the token of another identity provider, from a file, from an
/// address or of AWS, is exchanged at Google's security token service (RFC 8693).
///
/// https://google.aip.dev/auth/4117
///
/// Limitations: no executables, which a server had better not start.
final class ExternalAccount {
  private static final String WHAT = "the external account's file";
  private static final String STS = "Google's security token service";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ACCESS = "urn:ietf:params:oauth:token-type:access_token";

  private final JsonNode file;
  private final Optional<AwsAuth> aws;

  /// @param aws the keys by which the gateway proves who it is at AWS
  ExternalAccount(JsonNode file, Optional<AwsAuth> aws) {
    this.file = file;
    this.aws = aws;
  }

  Issued<String> token(String scope, CredentialIo io)
      throws CredentialException, InterruptedException {
    boolean acts = !file.string("service_account_impersonation_url", "").isEmpty();
    Issued<String> own = exchanged(acts ? Impersonation.ownScope() : scope, io);
    return acts ? Impersonation.of(file, scope).token(own.credential(), io) : own;
  }

  /// The scope is required, although RFC 8693 has it optional.
  private Issued<String> exchanged(String scope, CredentialIo io)
      throws CredentialException, InterruptedException {
    URI url = ServiceAccount.url(TokenAnswer.need(file, "token_url", WHAT));
    TokenRequest request =
        TokenRequest.form(
            url,
            TokenRequest.fields(
                "grant_type",
                GRANT,
                "audience",
                TokenAnswer.need(file, "audience", WHAT),
                "scope",
                scope,
                "requested_token_type",
                ACCESS,
                "subject_token",
                subject(io),
                "subject_token_type",
                TokenAnswer.need(file, "subject_token_type", WHAT)));
    return io.send(request).token(STS, io.now());
  }

  private String subject(CredentialIo io) throws CredentialException, InterruptedException {
    JsonNode source = file.get("credential_source");
    if (source == null) {
      throw CredentialException.refused(WHAT + " has no credential_source");
    }
    String path = source.string("file", "");
    String url = source.string("url", "");
    if (source.string("environment_id", "").startsWith("aws")) {
      return ofAws(source, io);
    }
    if (!path.isEmpty()) {
      return text(source, io.token(path));
    }
    if (!url.isEmpty()) {
      return text(source, get(ServiceAccount.url(url), source, io));
    }
    throw CredentialException.refused(
        WHAT + " names neither a file nor a url nor AWS as its credential_source");
  }

  private static String get(URI url, JsonNode source, CredentialIo io)
      throws CredentialException, InterruptedException {
    TokenRequest request = TokenRequest.ofMachine("GET", url);
    JsonNode headers = source.get("headers");
    if (headers != null) {
      for (JsonNode header : headers.children()) {
        String name = header.name().toLowerCase(Locale.ROOT);
        request = request.with(name, header.text());
      }
    }
    TokenAnswer answer = io.send(request);
    if (!answer.isGood()) {
      throw answer.refusal("the address of " + WHAT, "");
    }
    return answer.body();
  }

  /// Returns the token in a text, which is the text itself or a member of its JSON.
  private static String text(JsonNode source, String text) throws CredentialException {
    JsonNode format = source.get("format");
    if (format == null || !format.string("type", "text").equals("json")) {
      return text.strip();
    }
    String what = "the subject token";
    String member = TokenAnswer.need(format, "subject_token_field_name", WHAT);
    return TokenAnswer.need(TokenAnswer.json(text, what), member, what);
  }

  private String ofAws(JsonNode source, CredentialIo io)
      throws CredentialException, InterruptedException {
    AwsAuth auth =
        aws.orElseThrow(
            () ->
                CredentialException.refused(
                    WHAT + " names AWS, and no keys of AWS are there: set AWS_REGION"));
    String url = TokenAnswer.need(source, "regional_cred_verification_url", WHAT);
    String proof =
        CallerIdentity.proof(
            ServiceAccount.url(url.replace("{region}", auth.region())),
            auth.region(),
            new AwsCredentials(auth).fetch(io).credential(),
            TokenAnswer.need(file, "audience", WHAT),
            io.now());
    return TokenRequest.encoded(proof);
  }
}
