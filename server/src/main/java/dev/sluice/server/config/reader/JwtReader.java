package dev.sluice.server.config.reader;

import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.config.ConfigNames;
import dev.sluice.config.expression.Expression;
import dev.sluice.config.expression.ExpressionException;
import dev.sluice.config.expression.ValueType;
import dev.sluice.config.expression.Vocabulary;
import dev.sluice.config.value.CertificatesText;
import dev.sluice.config.value.ConditionText;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.FilePath;
import dev.sluice.config.value.PlainName;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import dev.sluice.server.config.IssuerConfig;
import dev.sluice.server.config.IssuerConfig.ClaimMapping;
import dev.sluice.server.config.IssuerConfig.KeysAddress;
import dev.sluice.server.config.IssuerConfig.TokenCheck;
import dev.sluice.server.config.JwtConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The reader of `auth.jwt`.
final class JwtReader {
  private static final SecuredUrl KEYS =
      new SecuredUrl("without TLS a third party could replace the keys, and forge tokens");

  private static final Vocabulary<Map<String, Object>> CLAIMS =
      Vocabulary.<Map<String, Object>>builder()
          .fact("claims", ValueType.VALUES_BY_NAME, claims -> claims)
          .build();

  /// What can be accepted. Symmetric algorithms, and none, cannot.
  private static final List<String> ALGORITHMS =
      List.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

  private static final Type<String> ALGORITHM =
      text -> {
        if (ALGORITHMS.contains(text)) {
          return text;
        }
        throw new ConfigProblem(
            "must be one of " + String.join(", ", ALGORITHMS),
            "symmetric algorithms and none would let anybody sign who can verify");
      };

  /// A team, or the beginning of some.
  private static final Type<String> TEAM =
      text -> {
        String plain = text.endsWith("*") ? text.substring(0, text.length() - 1) : text;
        if (!text.isEmpty() && (plain.isEmpty() || ConfigNames.isPlain(plain))) {
          return text;
        }
        throw new ConfigProblem(
            "must be a team's name, or its beginning with a * behind it", "write `ci-*` for many");
      };

  private static final Type<Duration> LEEWAY = Types.duration(Duration.ZERO, Duration.ofMinutes(5));
  private static final Type<Duration> MAX_LIFE =
      Types.duration(Duration.ofMinutes(1), Duration.ofDays(400));
  private static final Type<Preset> PRESET = Types.oneOf(Preset.class);
  private static final String SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount/";
  private static final int MOST_REVOKED = 10_000;

  /// What is known of an issuer by its kind.
  private enum Preset {
    KUBERNETES
  }

  private JwtReader() {}

  static Optional<JwtConfig> jwt(Section in) {
    Map<String, String> before = new HashMap<>();
    List<IssuerConfig> issuers =
        in.named("issuers", (name, issuer) -> issuer(name, issuer, before));
    if (!in.has("issuers")) {
      in.fail("has no issuers: add `issuers: {NAME: {issuer: URL, audience: [NAME]}}`");
    }
    Set<String> revoked = new HashSet<>(in.list("revoked", Types.TEXT));
    in.file("revoked_file").ifPresent(file -> revoked.addAll(lines(file, in)));
    if (revoked.size() > MOST_REVOKED) {
      in.fail("revoked", "must be at most %d, are %d".formatted(MOST_REVOKED, revoked.size()));
    }
    return issuers.isEmpty() ? Optional.empty() : Optional.of(new JwtConfig(issuers, revoked));
  }

  private static List<String> lines(Path file, Section in) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .limit(MOST_REVOKED + 1L)
          .toList();
    } catch (IOException | RuntimeException e) {
      in.fail("revoked_file", "cannot be read: put a text with a jti in each line there");
      return List.of();
    }
  }

  private static Optional<IssuerConfig> issuer(
      String name, Section in, Map<String, String> before) {
    if (!PlainName.is(name)) {
      in.fail("must have a name of " + PlainName.MUST + ": it stands in front of callers' names");
    }
    Optional<Preset> preset = in.get("preset", PRESET);
    boolean cluster = preset.isPresent();
    Optional<String> issuer =
        cluster
            ? Optional.of(
                in.get("issuer", Types.TEXT, "https://kubernetes.default.svc.cluster.local"))
            : in.need("issuer", Types.TEXT, "add `issuer: URL`, the `iss` of its tokens");
    Optional<KeysAddress> keys = keys(in, cluster);
    TokenCheck check = check(in);
    Optional<ClaimMapping> mapping = mapping(name, in, cluster);
    String other = issuer.map(iss -> before.putIfAbsent(iss, name)).orElse(null);
    if (other != null) {
      in.fail("issuer", "must not be that of %s, too".formatted(other));
    }
    return issuer.isPresent() && keys.isPresent() && mapping.isPresent()
        ? Optional.of(new IssuerConfig(name, issuer.get(), keys.get(), check, mapping.get()))
        : Optional.empty();
  }

  private static Optional<KeysAddress> keys(Section in, boolean cluster) {
    Optional<URI> url =
        cluster
            ? Optional.of(
                in.get("jwks", KEYS, URI.create("https://kubernetes.default.svc/openid/v1/jwks")))
            : in.need("jwks", KEYS, "add `jwks: URL`, where the issuer's keys are");
    Optional<List<X509Certificate>> ca = in.get("ca", new CertificatesText(""));
    Optional<Path> token = in.get("jwks_token_file", new FilePath());
    List<X509Certificate> trusted =
        ca.orElseGet(() -> cluster && !in.has("jwks") ? clusterAuthority(in) : List.of());
    Optional<Path> shown =
        token.isEmpty() && cluster && !in.has("jwks")
            ? Optional.of(Path.of(SERVICE_ACCOUNT + "token"))
            : token;
    return url.map(at -> new KeysAddress(at, trusted, shown));
  }

  /// The authority of the cluster, as a pod has it. A file may be checked outside of one.
  private static List<X509Certificate> clusterAuthority(Section in) {
    try {
      String text = Files.readString(Path.of(SERVICE_ACCOUNT + "ca.crt"));
      return new CertificatesText("").read(text);
    } catch (IOException | ConfigProblem e) {
      in.note(
          "preset",
          "finds no "
              + SERVICE_ACCOUNT
              + "ca.crt here, so that no keys can be fetched: a pod with a service account has it;"
              + " elsewhere add `jwks` and `ca`");
      return List.of();
    }
  }

  private static TokenCheck check(Section in) {
    Set<String> audiences = Set.copyOf(new HashSet<>(in.list("audience", Types.TEXT)));
    if (!in.has("audience")) {
      in.fail("has no audience: add `audience: [NAME]`, else tokens for others would do here");
    }
    Set<String> algorithms = new HashSet<>(in.list("algorithms", ALGORITHM));
    if (!in.has("algorithms")) {
      algorithms.addAll(ALGORITHMS);
    }
    return new TokenCheck(
        audiences,
        algorithms,
        in.get("type", Types.TEXT),
        new HashSet<>(in.list("clients", Types.TEXT)),
        in.get("bound", Types.BOOLEAN, false),
        in.get("leeway", LEEWAY, Duration.ofMinutes(1)),
        in.get("max_life", MAX_LIFE, Duration.ofDays(1)));
  }

  private static Optional<ClaimMapping> mapping(String issuer, Section in, boolean cluster) {
    KeyTerms terms = in.in("terms", TermsReader::read);
    Map<String, KeyTerms> profiles = new HashMap<>();
    if (in.has("profiles")) {
      var _ =
          in.named(
              "profiles",
              (name, profile) -> {
                profiles.put(name, TermsReader.read(profile));
                return Optional.of(name);
              });
    }
    Optional<Expression<Map<String, Object>>> profile = text(in, "profile");
    if (in.has("profile") != in.has("profiles")) {
      in.fail("must have both profile, which names one, and profiles, or neither");
    }
    String team = cluster ? "claims[\"kubernetes.io\"].namespace" : "\"" + issuer + "\"";
    Optional<Expression<Map<String, Object>>> name = text(in, "name").or(() -> own("claims.sub"));
    Optional<Expression<Map<String, Object>>> teams = text(in, "team").or(() -> own(team));
    List<String> allowed = in.list("teams", TEAM);
    Optional<Expression<Map<String, Object>>> when = in.get("when", type(ValueType.BOOL));
    Optional<Expression<Map<String, Object>>> models = in.get("models", type(ValueType.DYNAMIC));
    Optional<Expression<Map<String, Object>>> priority = text(in, "priority");
    return name.isEmpty() || teams.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ClaimMapping(
                when,
                name.get(),
                teams.get(),
                allowed,
                priority,
                models,
                terms,
                profile,
                profiles));
  }

  private static Optional<Expression<Map<String, Object>>> text(Section in, String key) {
    return in.get(key, type(ValueType.STRING));
  }

  private static Type<Expression<Map<String, Object>>> type(ValueType wanted) {
    return text -> {
      try {
        return CLAIMS.expression(text, wanted);
      } catch (ExpressionException e) {
        throw ConditionText.problem(e);
      }
    };
  }

  private static Optional<Expression<Map<String, Object>>> own(String text) {
    try {
      return Optional.of(CLAIMS.expression(text, ValueType.STRING));
    } catch (ExpressionException e) {
      // The name of an issuer that is wrong is reported already.
      return Optional.empty();
    }
  }
}
