package dev.sluice.provider.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.config.provider.AwsAuth.Role;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// AWS' security token service, in one region: it gives the keys of a role. Immutable.
///
/// https://docs.aws.amazon.com/STS/latest/APIReference/
final class Sts {
  private static final String WHAT = "AWS STS";
  private static final String VERSION = "2011-06-15";
  private static final String DENIED = "AccessDenied";
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final URI url;
  private final SigV4 signer;

  /// @param instead the address that is asked instead of the region's own
  Sts(String region, Optional<URI> instead) {
    url = instead.orElseGet(() -> AwsHosts.sts(region));
    signer = new SigV4(region, "sts");
  }

  /// Exchanges a token of another identity provider, which nothing but itself authorises.
  ///
  /// @param token the proof, which has an end of its own
  Issued<AwsKeys> withWebIdentity(Role role, String token, CredentialIo io)
      throws CredentialException, InterruptedException {
    Map<String, String> fields = fields("AssumeRoleWithWebIdentity", role);
    fields.put("WebIdentityToken", token);
    return keys(io.send(TokenRequest.form(url, fields)), role);
  }

  /// Assumes a role by the keys of somebody who may.
  Issued<AwsKeys> assume(Role role, AwsKeys by, CredentialIo io)
      throws CredentialException, InterruptedException {
    Map<String, String> fields = fields("AssumeRole", role);
    role.externalId().ifPresent(id -> fields.put("ExternalId", id));
    int number = 0;
    for (Map.Entry<String, String> tag : new TreeMap<>(role.tags()).entrySet()) {
      number++;
      fields.put("Tags.member." + number + ".Key", tag.getKey());
      fields.put("Tags.member." + number + ".Value", tag.getValue());
    }
    return keys(io.send(signed(TokenRequest.form(url, fields), signer, by, io)), role);
  }

  private static Map<String, String> fields(String action, Role role) {
    Map<String, String> fields =
        TokenRequest.fields(
            "Action",
            action,
            "Version",
            VERSION,
            "RoleArn",
            role.arn(),
            "RoleSessionName",
            role.session());
    role.life().ifPresent(life -> fields.put("DurationSeconds", life.toSeconds() + ""));
    return fields;
  }

  /// Returns a request with its signature.
  static TokenRequest signed(TokenRequest request, SigV4 signer, AwsKeys keys, CredentialIo io) {
    String type = request.headers().getOrDefault("content-type", "");
    var what =
        new SigV4.Request(
            request.method(),
            host(request.url()),
            pathAndQuery(request.url()),
            type.isEmpty() ? Map.of() : Map.of("content-type", type),
            SigV4.hash(ByteBuffer.wrap(request.body().getBytes(UTF_8))));
    Map<String, String> headers = new TreeMap<>(request.headers());
    headers.putAll(signer.sign(what, keys, io.now()));
    return request.with(headers);
  }

  private static String pathAndQuery(URI url) {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  /// The header `host` as the transport sends it: a usual port is left out.
  private static String host(URI url) {
    int usual = "https".equalsIgnoreCase(url.getScheme()) ? HTTPS : HTTP;
    boolean plain = url.getPort() < 0 || url.getPort() == usual;
    return plain ? url.getHost() : url.getHost() + ":" + url.getPort();
  }

  private static Issued<AwsKeys> keys(TokenAnswer answer, Role role) throws CredentialException {
    if (!answer.isGood()) {
      throw refusal(answer, role, value(answer.body(), "Code"));
    }
    return new Issued<>(
        new AwsKeys(
            need(answer, "AccessKeyId"),
            need(answer, "SecretAccessKey"),
            need(answer, "SessionToken")),
        TokenAnswer.instant(need(answer, "Expiration"), WHAT));
  }

  /// The reason of a refusal. Of a role that has tags AWS does not say whether they, or all of it,
  /// were not allowed.
  private static CredentialException refusal(TokenAnswer answer, Role role, String code) {
    boolean tags = code.equals(DENIED) && !role.tags().isEmpty();
    String tagged =
        tags
            ? " with the tags %s, for which its trust policy needs sts:TagSession,"
                .formatted(String.join(", ", new TreeSet<>(role.tags().keySet())))
            : "";
    return answer.refusal(WHAT + " for " + role.arn() + tagged, code);
  }

  private static String need(TokenAnswer answer, String name) throws CredentialException {
    String value = value(answer.body(), name);
    if (value.isEmpty()) {
      throw CredentialException.temporary(WHAT + "'s answer has no " + name);
    }
    return value;
  }

  /// The text of the first element of a name that has no other elements within; else empty.
  private static String value(String xml, String name) {
    int from = xml.indexOf("<" + name + ">");
    int to = xml.indexOf("</" + name + ">");
    if (from < 0 || to < from) {
      return "";
    }
    String text = xml.substring(from + name.length() + 2, to).strip();
    return text.indexOf('<') >= 0 ? "" : text.replace("&amp;", "&");
  }
}
