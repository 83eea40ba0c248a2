package dev.sluice.server.config.reader;

import dev.sluice.accounts.budget.TermsBound;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.value.CertificatesText;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Credential;
import dev.sluice.config.value.PlainName;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import dev.sluice.server.config.AdminToken.Role;
import dev.sluice.server.config.OidcConfig;
import dev.sluice.server.config.OidcConfig.Claims;
import dev.sluice.server.config.OidcConfig.TeamRights;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The reader of `auth.oidc`.
final class OidcReader {
  private static final Type<Duration> SESSION =
      Types.duration(Duration.ofMinutes(5), Duration.ofDays(7));
  private static final Type<Integer> KEYS = Types.integer(0, 100);
  private static final int USUAL_KEYS = 5;
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private OidcReader() {}

  /// Reads how people log in; empty where that is wrong, which is noted.
  ///
  /// @param stored whether there is a store, which has people
  static Optional<OidcConfig> read(Section in, boolean stored) {
    if (!stored) {
      in.fail("needs a store, where people and their sessions are kept: add `store: {path: data}`");
    }
    Optional<OidcConfig.Registration> provider = provider(in);
    Optional<URI> redirect =
        in.need(
            "redirect",
            new Redirect(),
            "add `redirect: https://HOST[:PORT]`, the admin listener as browsers have it");
    Claims claims =
        new Claims(
            in.get("groups", OidcReader::claim, "groups"),
            in.get("link", OidcReader::claim, "sub"));
    Duration session = in.get("session", SESSION, Duration.ofHours(8));
    Optional<Duration> idle = idle(in, session);
    boolean provisioned = in.get("only_provisioned", Types.BOOLEAN, false);
    boolean directoryGroups = in.get("directory_groups", Types.BOOLEAN, true);
    boolean device = in.get("device", Types.BOOLEAN, false);
    Map<Role, Set<String>> roles = in.in("roles", OidcReader::roles);
    Map<String, TeamRights> teams = teams(in);
    if (roles.isEmpty() && teams.isEmpty()) {
      in.fail(
          "lets nobody in: add `roles: {viewer: [GROUP]}`, or `teams: {TEAM: {member: [GROUP]}}`");
    }
    return provider.isEmpty() || redirect.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new OidcConfig(
                provider.get(),
                claims,
                redirect.get(),
                session,
                idle,
                provisioned,
                directoryGroups,
                device,
                roles,
                teams));
  }

  private static Optional<Duration> idle(Section in, Duration session) {
    Optional<Duration> idle = in.get("idle", SESSION);
    if (idle.isPresent() && idle.get().compareTo(session) > 0) {
      in.fail("idle", "must be at most session, after which a session ends whether used or not");
    }
    return idle;
  }

  private static Optional<OidcConfig.Registration> provider(Section in) {
    Optional<String> issuer =
        in.need("issuer", new Issuer(), "add `issuer: URL`, the provider's address")
            .map(URI::toString);
    Optional<String> client =
        in.need("client_id", Types.TEXT, "add `client_id: NAME`, as the provider has it");
    Optional<Secret> secret = in.get("client_secret", new Credential());
    Set<String> scopes = new LinkedHashSet<>(List.of("openid"));
    scopes.addAll(in.has("scopes") ? in.list("scopes", OidcReader::scope) : usualScopes());
    var ca = in.get("ca", new CertificatesText("")).orElse(List.of());
    return issuer.isEmpty() || client.isEmpty()
        ? Optional.empty()
        : Optional.of(new OidcConfig.Registration(issuer.get(), client.get(), secret, scopes, ca));
  }

  private static List<String> usualScopes() {
    return List.of("profile", "email");
  }

  private static Map<Role, Set<String>> roles(Section in) {
    Map<Role, Set<String>> roles = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      String name = role.name().toLowerCase(Locale.ROOT);
      if (in.has(name)) {
        roles.put(role, groups(in, name));
      }
    }
    return roles;
  }

  private static Map<String, TeamRights> teams(Section in) {
    Map<String, TeamRights> teams = new HashMap<>();
    if (in.has("teams")) {
      var _ =
          in.named(
              "teams",
              (name, team) -> {
                if (!PlainName.is(name)) {
                  team.fail("must have a name of " + PlainName.MUST);
                }
                teams.put(name, team(team));
                return Optional.of(name);
              });
    }
    return teams;
  }

  private static TeamRights team(Section in) {
    KeyTerms terms = in.in("terms", TermsReader::stored);
    KeyTerms most = in.has("most") ? in.in("most", TermsReader::stored) : terms;
    TermsBound.beyond(terms, most)
        .ifPresent(beyond -> in.fail("terms", "must be within most: " + beyond));
    if (!in.has("member") && !in.has("owner")) {
      in.fail("has nobody: add `member: [GROUP]`, or `owner: [GROUP]`");
    }
    return new TeamRights(
        groups(in, "member"), groups(in, "owner"), in.get("keys", KEYS, USUAL_KEYS), terms, most);
  }

  private static Set<String> groups(Section in, String key) {
    return new LinkedHashSet<>(in.list(key, Types.TEXT));
  }

  private static String scope(String text) throws ConfigProblem {
    if (text.matches("[!#-\\[\\]-~]{1,128}")) {
      return text;
    }
    throw new ConfigProblem("must be a scope: visible ASCII characters without quotes and spaces");
  }

  private static String claim(String text) throws ConfigProblem {
    if (text.matches("[^.\\s][^\\s]{0,127}") && !text.contains("..") && !text.endsWith(".")) {
      return text;
    }
    throw new ConfigProblem("must be the name of a claim, such as groups or realm_access.roles");
  }

  /// The address of an identity provider.
  private record Issuer(SecuredUrl url) implements Type<URI> {
    Issuer() {
      this(
          new SecuredUrl(
              "without TLS a third party could change its answers, and log in as anybody"));
    }

    @Override
    public URI read(String text) throws ConfigProblem {
      URI read = url.read(text);
      if (read.getRawQuery() != null) {
        throw new ConfigProblem("must have no query");
      }
      return read;
    }

    @Override
    public String show(String raw) {
      return url.show(raw);
    }
  }

  /// The address at which browsers come here.
  private record Redirect(SecuredUrl url) implements Type<URI> {
    Redirect() {
      this(
          new SecuredUrl(
              "without TLS a third party could read what browsers send, and use their sessions"));
    }

    @Override
    public URI read(String text) throws ConfigProblem {
      URI read = url.read(text);
      String path = read.getRawPath();
      if (read.getRawQuery() != null || !(path.isEmpty() || path.equals("/"))) {
        throw new ConfigProblem("must be a host alone, such as https://sluice.example.com");
      }
      return originOf(read);
    }

    @Override
    public String show(String raw) {
      return url.show(raw);
    }
  }

  /// The origin of an address, as browsers write it (RFC 6454 6.2): in small letters, and without
  /// the port that is the scheme's.
  private static URI originOf(URI url) {
    String scheme = url.getScheme();
    boolean usual = url.getPort() == (scheme.equals("https") ? HTTPS : HTTP);
    String port = url.getPort() < 0 || usual ? "" : ":" + url.getPort();
    return URI.create(scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + port);
  }
}
