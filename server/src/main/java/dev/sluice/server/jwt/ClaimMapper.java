package dev.sluice.server.jwt;

import com.nimbusds.jose.Payload;
import dev.sluice.accounts.terms.KeyBands;
import dev.sluice.accounts.terms.KeyScope;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.request.Band;
import dev.sluice.call.text.Ascii;
import dev.sluice.call.text.EnumWords;
import dev.sluice.config.ConfigNames;
import dev.sluice.config.expression.Expression;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.Tenancy;
import dev.sluice.server.config.IssuerConfig;
import dev.sluice.server.config.IssuerConfig.ClaimMapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes clients of claims. What a mapping asks for and claims do not say makes none.
///
/// @param issuer the issuer's name, which stands in front of each client's
public record ClaimMapper(String issuer, ClaimMapping mapping) {
  private static final int LONGEST_NAME = 128;

  /// Whom claims make.
  public sealed interface Mapped {
    /// A caller.
    record Caller(Client client) implements Mapped {}

    /// Nobody.
    ///
    /// @param why what is amiss, as a sentence for the operator
    record Nobody(String why) implements Mapped {}
  }

  /// What terms claims make, or why none.
  private record Granted(@Nullable KeyTerms terms, String why) {}

  public static ClaimMapper of(IssuerConfig config) {
    return new ClaimMapper(config.name(), config.mapping());
  }

  /// Reads claims from JSON, as they stand in a token; null where that is no object.
  public static @Nullable Map<String, Object> claims(String json) {
    return json.strip().startsWith("{") ? new Payload(json).toJSONObject() : null;
  }

  /// Whom the claims of a token make.
  public Mapped map(Map<String, Object> claims) {
    boolean taken =
        mapping.when().map(when -> Boolean.TRUE.equals(when.holds(claims))).orElse(true);
    if (!taken) {
      return new Mapped.Nobody("`when` does not hold for the claims");
    }
    String name = mapping.name().string(claims);
    if (name == null || !isName(name)) {
      return new Mapped.Nobody("`name` makes no 1 to 128 visible characters of ASCII");
    }
    String team = mapping.team().string(claims);
    if (team == null || !ConfigNames.isPlain(team)) {
      return new Mapped.Nobody("`team` makes no name of a team");
    }
    return isTeam(team)
        ? mapped(name, team, claims)
        : new Mapped.Nobody("the team " + team + " is none of `teams`");
  }

  private Mapped mapped(String name, String team, Map<String, Object> claims) {
    Granted granted = granted(claims);
    KeyTerms terms = granted.terms();
    return terms == null
        ? new Mapped.Nobody(granted.why())
        : new Mapped.Caller(
            new Client(issuer + ":" + name, new Tenancy.Fixed(team), terms)
                .known(new Client.Identity(name, claims)));
  }

  /// Whether callers of the issuer may be of a team, whose budgets and whose share they then use.
  private boolean isTeam(String team) {
    List<String> teams = mapping.teams();
    return teams.isEmpty() || teams.stream().anyMatch(allowed -> isTeam(allowed, team));
  }

  private static boolean isTeam(String allowed, String team) {
    return allowed.endsWith("*")
        ? team.startsWith(allowed.substring(0, allowed.length() - 1))
        : team.equals(allowed);
  }

  private static boolean isName(String name) {
    return !name.isEmpty() && name.length() <= LONGEST_NAME && Ascii.visible(name);
  }

  private Granted granted(Map<String, Object> claims) {
    KeyTerms terms = profile(claims);
    if (terms == null) {
      return new Granted(null, "`profile` names none of `profiles`");
    }
    KeyScope scope = scope(terms.scope(), claims);
    if (scope == null) {
      return new Granted(null, "`models` names none that the terms allow");
    }
    KeyBands bands = bands(terms.bands(), claims);
    return bands == null
        ? new Granted(null, "`priority` names no band")
        : new Granted(
            new KeyTerms(scope, bands, terms.cache(), terms.limits(), terms.budget()), "");
  }

  private @Nullable KeyTerms profile(Map<String, Object> claims) {
    if (mapping.profile().isEmpty()) {
      return mapping.terms();
    }
    String name = mapping.profile().get().string(claims);
    return name == null ? null : mapping.profiles().get(name);
  }

  /// The models that claims name, as far as the terms allow them; null where these are none. A
  /// pattern of claims is allowed where the terms bound no models.
  private @Nullable KeyScope scope(KeyScope allowed, Map<String, Object> claims) {
    Optional<Expression<Map<String, Object>>> models = mapping.models();
    if (models.isEmpty()) {
      return allowed;
    }
    List<String> said = models.get().strings(claims);
    if (said == null || said.size() > KeyScope.MOST) {
      return null;
    }
    List<String> within =
        said.stream()
            .filter(model -> allowed.models().isEmpty() || isWithin(allowed, model))
            .toList();
    try {
      return within.isEmpty() ? null : allowed.of(within);
    } catch (IllegalArgumentException noPattern) {
      return null;
    }
  }

  private static boolean isWithin(KeyScope allowed, String model) {
    return model.indexOf('*') < 0 ? allowed.allowsModel(model) : allowed.models().contains(model);
  }

  private @Nullable KeyBands bands(KeyBands allowed, Map<String, Object> claims) {
    if (mapping.priority().isEmpty()) {
      return allowed;
    }
    String said = mapping.priority().get().string(claims);
    for (Band band : Band.values()) {
      if (EnumWords.of(band).equals(said)) {
        return within(allowed, band);
      }
    }
    return null;
  }

  /// The bands of the terms up to the one that a claim names; what it adds beyond is not taken.
  private static KeyBands within(KeyBands allowed, Band said) {
    Band highest = said.compareTo(allowed.highest()) < 0 ? allowed.highest() : said;
    Band usual = allowed.usual().compareTo(highest) < 0 ? highest : allowed.usual();
    return new KeyBands(highest, usual);
  }
}
