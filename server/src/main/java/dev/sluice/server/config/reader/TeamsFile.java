package dev.sluice.server.config.reader;

import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.config.value.PlainName;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Doc;
import dev.sluice.config.yaml.FilePosition;
import dev.sluice.config.yaml.Section;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Teams and keys of a store as a file says them:
///
/// ```yaml
/// teams:
///   search:
///     budgets: [500USD/month]
///     keys:
///       live: {models: ["gpt-5*"], budgets: [50USD/month], limits: {rpm: 60, tpm: 200K}}
///       nightly: {priority: batch, expires: 2027-01-31}
/// ```
///
/// What a key or a team may do is as in `server.keys`, but for what a secret is needed for.
///
/// @param teams in the order of the file
public record TeamsFile(List<TeamEntry> teams) {

  /// A team as the file has it.
  ///
  /// @param budget what all its keys together may cost
  /// @param at where it stands
  public record TeamEntry(String name, BudgetTerms budget, List<KeyEntry> keys, FilePosition at) {}

  /// A key as the file has it.
  ///
  /// @param divided whether `x-sluice-tenant` names parts of the team
  /// @param expires in milliseconds since 1970; 0 for never
  /// @param at where it stands
  public record KeyEntry(
      String team, String name, boolean divided, long expires, KeyTerms terms, FilePosition at) {
    /// The name of a key with its team's: `TEAM/NAME`.
    public String fullName() {
      return team + "/" + name;
    }
  }

  /// Reads a file.
  ///
  /// @param env what `${env:NAME}` refers to
  /// @throws dev.sluice.config.yaml.ConfigException with everything that is wrong with it
  public static TeamsFile load(String file, Map<String, String> env) {
    return of(Doc.load(file, env));
  }

  /// Reads a document that was composed already.
  public static TeamsFile of(Doc doc) {
    return doc.read(TeamsFile::read);
  }

  private static TeamsFile read(Section root) {
    if (!root.has("teams")) {
      root.fail("has no teams: add `teams: {NAME: {budgets: [500USD/month]}}`");
    }
    return new TeamsFile(root.named("teams", TeamsFile::team));
  }

  private static Optional<TeamEntry> team(String name, Section in) {
    checkName(name, in);
    BudgetTerms budget = TermsReader.budget(in);
    List<KeyEntry> keys =
        in.has("keys") ? in.named("keys", (key, of) -> key(name, key, of)) : List.of();
    return Optional.of(new TeamEntry(name, budget, keys, in.position()));
  }

  private static Optional<KeyEntry> key(String team, String name, Section in) {
    checkName(name, in);
    boolean divided = in.get("tenants", Types.BOOLEAN, false);
    long expires = in.get("expires", TermsReader::instant, 0L);
    KeyTerms terms = TermsReader.stored(in);
    return Optional.of(new KeyEntry(team, name, divided, expires, terms, in.position()));
  }

  private static void checkName(String name, Section in) {
    if (!PlainName.is(name)) {
      in.fail("must be called by " + PlainName.MUST);
    }
  }
}
