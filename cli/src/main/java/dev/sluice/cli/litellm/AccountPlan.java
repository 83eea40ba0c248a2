package dev.sluice.cli.litellm;

import dev.sluice.accounts.AccountChanges.NewKey;
import dev.sluice.accounts.AccountImport.ImportedKey;
import dev.sluice.accounts.AccountImport.ImportedTeam;
import dev.sluice.accounts.key.KeyRing;
import dev.sluice.accounts.key.SecretDigest;
import dev.sluice.accounts.terms.CacheRight;
import dev.sluice.accounts.terms.KeyBands;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.server.client.ClientKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The teams and keys that a store takes over from LiteLLM's tables. What the store has already
/// stays as it is, so that a second import adds what is new.
final class AccountPlan {
  /// The team of the keys by which LiteLLM's own pages ask its proxy.
  private static final String PAGES = "litellm-dashboard";

  private static final String TEAM = "team:";
  private static final String USER = "user:";
  private static final String TEAM_ID = "team_id";
  private static final String USER_ID = "user_id";
  private static final String ALIAS = "key_alias";

  /// The name of what has no alias.
  private static final String NAMELESS = "key";

  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  /// What keys, teams and users may have that nothing here holds them to.
  private static final List<String> LOST =
      List.of(
          "model_max_budget",
          "budget_limits",
          "organization_id",
          "project_id",
          "agent_id",
          "object_permission_id",
          "access_group_ids",
          "policies",
          "permissions",
          "aliases",
          "config");

  private final KeyRing ring;
  private final long now;
  private final Map<String, ForeignRow> budgets = new HashMap<>();
  private final Map<String, ForeignRow> users = new HashMap<>();
  private final Map<String, Holder> holders = new HashMap<>();
  private final Map<String, String> refusedTeams = new HashMap<>();
  private final Map<String, String> userNames = new HashMap<>();
  private final Names teamNames = new Names();
  private final Map<String, Names> keyNames = new HashMap<>();
  private final List<ImportedTeam> teams = new ArrayList<>();
  private final List<ImportedKey> keys = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private int there;

  /// A team of LiteLLM's, or a user whose keys are of no team.
  ///
  /// @param team its name here
  private record Holder(String team, ForeignRow row) {}

  private AccountPlan(KeyRing ring, long now) {
    this.ring = ring;
    this.now = now;
  }

  /// Makes a plan.
  ///
  /// @param ring what the store has
  /// @param now milliseconds since 1970
  static AccountPlan of(ForeignTables tables, KeyRing ring, long now) {
    var plan = new AccountPlan(ring, now);
    ring.keys().forEach(key -> plan.names(key.principal().team()).take(key.principal().name()));
    tables.budgets().forEach(row -> plan.budgets.put(row.text("budget_id"), row));
    tables.users().forEach(row -> plan.users.put(row.text("user_id"), row));
    tables.teams().forEach(plan::addTeam);
    tables.keys().forEach(plan::nameUser);
    tables.keys().forEach(plan::addKey);
    return plan;
  }

  private Names names(String team) {
    return keyNames.computeIfAbsent(team, _ -> new Names());
  }

  private void addTeam(ForeignRow row) {
    String id = row.text(TEAM_ID);
    String shown = row.text("team_alias").isEmpty() ? id : row.text("team_alias");
    String words = "the team " + Foreign.quoted(shown);
    String name = teamNames.unused(shown);
    try {
      if (row.flag("blocked")) {
        throw new NotTaken("is blocked");
      }
      holders.put(TEAM + id, holder(name, row, words));
    } catch (NotTaken e) {
      refusedTeams.put(id, String.valueOf(e.getMessage()));
      leftOut.add(words + " " + e.getMessage());
    }
  }

  /// Names the user of a key without a team, whether the key is taken or not: another import must
  /// find the same name.
  private void nameUser(ForeignRow key) {
    if (key.text(TEAM_ID).isEmpty() && !key.text(USER_ID).isEmpty()) {
      userNames.computeIfAbsent(
          key.text(USER_ID),
          id -> {
            String alias = users.getOrDefault(id, ForeignRow.NONE).text("user_alias");
            return teamNames.unused(alias.isEmpty() ? id : alias);
          });
    }
  }

  /// Plans a team, unless it is there.
  private Holder holder(String name, ForeignRow row, String words) throws NotTaken {
    List<String> own = new ArrayList<>();
    var budget = ForeignTerms.budget(row, own::add);
    long spent = ForeignTerms.spent(row, now);
    if (ring.team(name).isPresent()) {
      remarks.add("the team " + name + " is there: it stays as it is");
    } else {
      teams.add(new ImportedTeam(name, budget, spent));
      own.forEach(remark -> remarks.add(words + ": " + remark));
      addLost(row, words);
    }
    return new Holder(name, row);
  }

  private void addLost(ForeignRow row, String words) {
    List<String> lost = LOST.stream().filter(row::has).toList();
    if (!lost.isEmpty()) {
      remarks.add(
          "%s has %s, which have no counterpart: what they forbid is not forbidden here"
              .formatted(words, String.join(", ", lost)));
    }
  }

  private void addKey(ForeignRow row) {
    if (row.text(TEAM_ID).equals(PAGES)) {
      return;
    }
    String alias = row.text(ALIAS);
    String words = alias.isEmpty() ? "a key without an alias" : "the key " + Foreign.quoted(alias);
    try {
      SecretDigest secret = secret(row);
      if (ring.imported(secret).isPresent()) {
        there++;
      } else {
        checkAlive(row);
        take(row, secret, words);
      }
    } catch (NotTaken e) {
      leftOut.add(words + of(row) + " " + e.getMessage());
    }
  }

  private static String of(ForeignRow row) {
    return Stream.of(TEAM_ID, USER_ID)
        .map(row::text)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .map(holder -> " of " + Foreign.quoted(holder))
        .orElse("");
  }

  private SecretDigest secret(ForeignRow row) throws NotTaken {
    String token = row.text("token");
    if (!SHA_256.matcher(token).matches()) {
      throw new NotTaken("is kept in another form than a SHA-256: make it anew");
    }
    return new SecretDigest(HexFormat.of().parseHex(token), now, 0, true);
  }

  private void checkAlive(ForeignRow row) throws NotTaken {
    if (row.flag("blocked")) {
      throw new NotTaken("is blocked");
    }
    long expires = row.instant("expires");
    if (expires != 0 && expires <= now) {
      throw new NotTaken("has expired");
    }
  }

  private void take(ForeignRow row, SecretDigest secret, String words) throws NotTaken {
    ForeignRow whole = row.or(budgets.getOrDefault(row.text("budget_id"), ForeignRow.NONE));
    List<String> own = new ArrayList<>();
    var budget = ForeignTerms.budget(whole, own::add);
    long spent = ForeignTerms.spent(whole, now);
    Holder holder = holder(row);
    var terms =
        new KeyTerms(
            ForeignTerms.scope(row, holder.row()),
            KeyBands.upTo(ClientKey.HIGHEST),
            CacheRight.FULL,
            ForeignTerms.limits(List.of(whole, holder.row())),
            budget);
    String alias = row.text(ALIAS);
    String name = names(holder.team()).unused(alias.isEmpty() ? NAMELESS : alias);
    var key = new NewKey(name, holder.team(), false, row.instant("expires"), terms);
    keys.add(new ImportedKey(key, secret, spent));
    own.forEach(remark -> remarks.add(words + ": " + remark));
    addLost(row, words);
  }

  /// The team of a key; else its user, who becomes a team; else a team of its own.
  private Holder holder(ForeignRow key) throws NotTaken {
    String user = key.text(USER_ID);
    if (!key.text(TEAM_ID).isEmpty()) {
      return teamOf(key.text(TEAM_ID));
    }
    if (user.isEmpty()) {
      return holder(ownTeam(key), ForeignRow.NONE, "");
    }
    Holder known = holders.get(USER + user);
    if (known == null) {
      ForeignRow row = users.getOrDefault(user, ForeignRow.NONE);
      String words = "the user " + Foreign.quoted(user);
      known = holder(userNames.getOrDefault(user, user), row, words);
      holders.put(USER + user, known);
    }
    return known;
  }

  private Holder teamOf(String id) throws NotTaken {
    Holder known = holders.get(TEAM + id);
    if (known == null) {
      throw new NotTaken("is of a team that " + refusedTeams.getOrDefault(id, "is not there"));
    }
    return known;
  }

  /// A name that no team of the store has either: it would share what that has.
  private String ownTeam(ForeignRow key) {
    String wish = key.text(ALIAS).isEmpty() ? NAMELESS : key.text(ALIAS);
    String name = teamNames.unused(wish);
    while (ring.team(name).isPresent()) {
      name = teamNames.unused(wish);
    }
    return name;
  }

  List<ImportedTeam> teams() {
    return teams;
  }

  List<ImportedKey> keys() {
    return keys;
  }

  /// What is different from LiteLLM, a sentence each.
  List<String> remarks() {
    return remarks;
  }

  /// What is not taken over, and why, a sentence each.
  List<String> leftOut() {
    return leftOut;
  }

  /// How many keys the store has taken over before.
  int there() {
    return there;
  }
}
