package dev.sluice.server.people;

import dev.sluice.accounts.Logins.Login;
import dev.sluice.accounts.people.Person.Subject;
import dev.sluice.accounts.people.Profile;
import dev.sluice.server.config.OidcConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the claims of an id_token say of a person.
///
/// @param claims the claims of a token that was verified
record IdClaims(Map<String, Object> claims) {
  private static final int MOST_GROUPS = 2_000;
  private static final int LONGEST = 256;
  private static final int LONGEST_SUBJECT = 255;

  /// How providers say that something is not so.
  private static final Set<String> FALSE = Set.of("false", "False", "0");

  /// The login that they are.
  Login login(OidcConfig config) throws LoginFailed {
    String sub = subject();
    return new Login(
        new Subject(config.provider().issuer(), sub),
        link(config.claims().link()),
        new Profile(userName(), cut(text(claims.get("email"))), cut(text(claims.get("name")))),
        groups(config.claims().groups()),
        !config.provisioned(),
        config.directoryGroups());
  }

  private String subject() throws LoginFailed {
    String sub = text(claims.get("sub"));
    if (sub.isBlank() || sub.length() > LONGEST_SUBJECT || isUnfit(sub)) {
      throw LoginFailed.ofProvider("does not say who you are (`sub`)");
    }
    return sub;
  }

  /// What a directory would call the person; empty for nothing. What does not fit is not cut: a
  /// part of it could be somebody else's. Nor does an e-mail link that the provider has not
  /// verified.
  private String link(String name) {
    String link = text(find(name));
    boolean unverified =
        name.equals("email") && FALSE.contains(String.valueOf(claims.get("email_verified")));
    return unverified || link.length() > LONGEST || isUnfit(link) ? "" : link;
  }

  /// What the provider calls the session; empty for nothing.
  String sid() {
    String sid = text(claims.get("sid"));
    return sid.length() <= LONGEST && !isUnfit(sid) ? sid : "";
  }

  /// What the provider calls the person.
  String userName() {
    String preferred = cut(text(claims.get("preferred_username")));
    return preferred.isBlank() ? cut(text(claims.get("sub"))) : preferred;
  }

  /// Whether they name a place that has the groups in place of these.
  ///
  /// @param name the claim that has the groups
  boolean linksGroups(String name) {
    return find(name) == null && isElsewhere(name);
  }

  /// The failure of a login whose groups are a link.
  static LoginFailed linked() {
    return LoginFailed.ofProvider(
        "does not send your groups but a link to them, since you are in too many"
            + " (`_claim_names`): use app roles (auth.oidc.groups: roles), or let it send the"
            + " groups of this application alone");
  }

  /// The groups that they name.
  private List<String> groups(String name) throws LoginFailed {
    Object found = find(name);
    Set<String> groups = new LinkedHashSet<>();
    for (Object one : found instanceof List<?> list ? list : listOf(found)) {
      String group = text(one);
      if (!group.isEmpty() && group.length() <= LONGEST && !isUnfit(group)) {
        groups.add(group);
      }
    }
    if (groups.size() > MOST_GROUPS) {
      throw LoginFailed.ofProvider(
          "names %d groups of yours, and %d are taken: let it send those of this application alone"
              .formatted(groups.size(), MOST_GROUPS));
    }
    return new ArrayList<>(groups);
  }

  private static List<Object> listOf(@Nullable Object one) {
    return one == null ? List.of() : List.of(one);
  }

  /// Whether a claim is distributed: named in `_claim_names`, and to be fetched with a token.
  private boolean isElsewhere(String name) {
    boolean named =
        claims.get("_claim_names") instanceof Map<?, ?> names && names.containsKey(name);
    return named || Boolean.TRUE.equals(claims.get("hasgroups"));
  }

  /// The value of a claim whose name may lead into objects.
  private @Nullable Object find(String name) {
    if (claims.containsKey(name)) {
      return claims.get(name);
    }
    Object at = claims;
    for (String part : name.split("\\.", -1)) {
      at = at instanceof Map<?, ?> map ? map.get(part) : null;
    }
    return at;
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? text : "";
  }

  /// A text without what the store does not take, which is cut between characters alone.
  private static String cut(String text) {
    String plain = isUnfit(text) ? "" : text;
    if (plain.length() <= LONGEST) {
      return plain;
    }
    boolean splits = Character.isHighSurrogate(plain.charAt(LONGEST - 1));
    return plain.substring(0, splits ? LONGEST - 1 : LONGEST);
  }

  private static boolean isUnfit(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }
}
