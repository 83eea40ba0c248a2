package dev.sluice.cli.litellm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.AccountImport.ImportedKey;
import dev.sluice.accounts.AccountImport.ImportedTeam;
import dev.sluice.accounts.key.KeyRing;
import dev.sluice.accounts.key.StoredKey;
import dev.sluice.accounts.key.StoredKey.Life;
import dev.sluice.accounts.key.Team;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.call.request.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountPlanTest {
  private static final long NOW = 1_790_000_000_000L;
  private static final long DOLLAR = 1_000_000_000L;

  private final List<ForeignRow> teams = new ArrayList<>();
  private final List<ForeignRow> users = new ArrayList<>();
  private final List<ForeignRow> budgets = new ArrayList<>();
  private final List<ForeignRow> keys = new ArrayList<>();

  private AccountPlan plan() {
    return plan(KeyRing.EMPTY);
  }

  private AccountPlan plan(KeyRing ring) {
    return AccountPlan.of(new ForeignTables(teams, users, budgets, keys), ring, NOW);
  }

  private static ForeignRow row(String... pairs) {
    Map<String, String> columns = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      columns.put(pairs[i], pairs[i + 1]);
    }
    return new ForeignRow(columns);
  }

  private void team(String... pairs) {
    teams.add(row("team_id", "t1", "team_alias", "search").or(row(pairs)));
  }

  /// A key with a token of its own.
  private void key(String... pairs) {
    String token = "%064x".formatted(keys.size() + 1);
    keys.add(row(pairs).or(row("token", token, "key_alias", "live", "team_id", "t1")));
  }

  private ImportedKey only() {
    assertThat(plan().leftOut()).isEmpty();
    assertThat(plan().keys()).hasSize(1);
    return plan().keys().getFirst();
  }

  @Test
  void a_team_and_its_key_carry_their_budgets_and_what_they_have_spent() {
    team("max_budget", "500", "budget_duration", "30d", "spend", "12.5");
    key("max_budget", "50", "spend", "1.0000000001", "expires", "1790000000001");
    assertThat(plan().teams())
        .containsExactly(
            new ImportedTeam(
                "search", new BudgetTerms(List.of("500USD/month"), false), 12_500_000_000L));
    ImportedKey key = only();
    assertThat(key.key().team()).isEqualTo("search");
    assertThat(key.key().name()).isEqualTo("live");
    assertThat(key.key().expires()).isEqualTo(1_790_000_000_001L);
    assertThat(key.key().terms().budget().budgets()).containsExactly("50USD/total");
    assertThat(key.spent()).isEqualTo(1_000_000_001L);
    assertThat(plan().remarks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "24h, 7USD/day, true",
    "1d, 7USD/day, true",
    "7d, 7USD/week, true",
    "30d, 7USD/month, true",
    "1mo, 7USD/month, true",
    "12h, 7USD/day, false",
    "14d, 7USD/month, false",
    "90d, 7USD/total, false",
    "soon, 7USD/total, false",
    "999999mo, 7USD/total, false"
  })
  void a_duration_becomes_a_period_in_which_no_more_may_be_spent(
      String duration, String budget, boolean exact) {
    team();
    key("max_budget", "7", "budget_duration", duration);
    assertThat(only().key().terms().budget().budgets()).containsExactly(budget);
    assertThat(plan().remarks().isEmpty()).isEqualTo(exact);
  }

  @ParameterizedTest
  @CsvSource({"0, 0USD/total", "-3, 0USD/total", "1e-12, 0USD/total", "1e300, 1000000000USD/total"})
  void an_amount_that_cannot_be_counted_becomes_a_lower_one(String amount, String budget) {
    team();
    key("max_budget", amount);
    assertThat(only().key().terms().budget().budgets()).containsExactly(budget);
  }

  @Test
  void a_window_that_is_over_has_nothing_spent() {
    team();
    key("max_budget", "7", "budget_duration", "1d", "spend", "3", "budget_reset_at", "" + NOW);
    assertThat(only().spent()).isZero();
  }

  @Test
  void a_key_takes_budget_and_limits_of_the_row_that_it_names_where_it_has_none() {
    team("rpm_limit", "30", "tpm_limit", "900");
    budgets.add(
        row("budget_id", "b", "max_budget", "9", "budget_duration", "7d", "rpm_limit", "60"));
    key("budget_id", "b", "spend", "2", "max_parallel_requests", "4");
    assertThat(only().key().terms().budget().budgets()).containsExactly("9USD/week");
    assertThat(only().key().terms().limits()).isEqualTo(new KeyLimits(30, 900, 4));
    assertThat(only().spent()).isEqualTo(2 * DOLLAR);
    keys.clear();
    key("budget_id", "b", "max_budget", "5", "rpm_limit", "10");
    assertThat(only().key().terms().budget().budgets()).containsExactly("5USD/total");
    assertThat(only().key().terms().limits().rpm()).isEqualTo(10);
  }

  @Test
  void models_are_those_that_key_and_team_both_have() {
    team("models", "[\"a\", \"openai/*\"]");
    key();
    assertThat(only().key().terms().scope().models()).containsExactly("a", "openai/*");
    keys.clear();
    key("models", "[\"all-team-models\"]");
    assertThat(only().key().terms().scope().models()).containsExactly("a", "openai/*");
    keys.clear();
    key("models", "[\"openai/x\", \"b\", \"a\"]");
    assertThat(only().key().terms().scope().models()).containsExactly("openai/x", "a");
    keys.clear();
    teams.clear();
    team("models", "[\"all-proxy-models\"]");
    key("models", "[\"b\"]");
    assertThat(only().key().terms().scope().models()).containsExactly("b");
  }

  @Test
  void paths_become_operations() {
    team();
    key("allowed_routes", "[\"/v1/embeddings\", \"/chat/completions\", \"/other\"]");
    assertThat(only().key().terms().scope().operations())
        .containsExactlyInAnyOrder(Operation.EMBEDDINGS, Operation.CHAT);
    keys.clear();
    key("allowed_routes", "[\"llm_api_routes\"]");
    assertThat(only().key().terms().scope().operations()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          token          | sk-in-clear            | is kept in another form than a SHA-256
          blocked        | true                   | is blocked
          expires        | 1790000000000          | has expired
          expires        | never                  | its expires is no number
          rpm_limit      | 0                      | may make no calls: a rpm_limit is 0
          max_budget     | NaN                    | its max_budget is no number
          models         | ["no-default-models"]  | may call no model: no-default-models
          models         | ["b"]                  | may call no model: its team has none of its models
          models         | {"a": 1}               | its models is no list
          models         | ["a,b"]                | may call no model: its team
          allowed_routes | ["management_routes"]  | may call nothing that is served here
          team_id        | t2                     | is of a team that is not there
          team_id        | t3                     | is of a team that is blocked
          """)
  void a_key_that_cannot_be_taken_over_is_left_out_and_said(
      String column, String value, String why) {
    team("models", "[\"a\"]");
    teams.add(row("team_id", "t3", "team_alias", "gone", "blocked", "true"));
    key(column, value);
    assertThat(plan().keys()).isEmpty();
    assertThat(plan().leftOut().getLast()).startsWith("the key 'live' of ").contains(why);
    assertThat(plan().leftOut().toString()).doesNotContain("sk-in-clear");
  }

  @Test
  void a_pattern_that_no_key_may_have_leaves_the_key_out() {
    team();
    key("models", "[\"a,b\"]");
    assertThat(plan().leftOut().getFirst()).contains("cannot have its models: a pattern must be");
  }

  @Test
  void what_is_not_kept_to_here_is_said() {
    team("model_max_budget", "{\"a\": 1}", "budget_limits", "null");
    key("organization_id", "o", "aliases", "{}", "project_id", "p");
    assertThat(plan().remarks())
        .containsExactly(
            "the team 'search' has model_max_budget, which have no counterpart: what they forbid is"
                + " not forbidden here",
            "the key 'live' has organization_id, project_id, which have no counterpart: what they"
                + " forbid is not forbidden here");
  }

  @Test
  void keys_without_a_team_are_their_users_or_stand_alone() {
    users.add(row("user_id", "u1", "user_alias", "Ada L.", "max_budget", "3", "spend", "1"));
    key("team_id", "");
    keys.clear();
    keys.add(row("token", "a".repeat(64), "user_id", "u1", "key_alias", "laptop"));
    keys.add(row("token", "b".repeat(64), "user_id", "u1"));
    keys.add(row("token", "c".repeat(64), "user_id", "u2@h.example"));
    keys.add(row("token", "d".repeat(64), "key_alias", "ci job"));
    assertThat(plan().teams())
        .extracting(ImportedTeam::name)
        .containsExactly("Ada-L", "u2-h.example", "ci-job");
    assertThat(plan().teams().getFirst().spent()).isEqualTo(DOLLAR);
    assertThat(plan().keys())
        .extracting(key -> key.key().team() + "/" + key.key().name())
        .containsExactly("Ada-L/laptop", "Ada-L/key", "u2-h.example/key", "ci-job/ci-job");
  }

  @Test
  void namesakes_get_names_of_their_own() {
    team();
    teams.add(row("team_id", "t2", "team_alias", "search"));
    key();
    key();
    key("team_id", "t2");
    assertThat(plan().keys())
        .extracting(key -> key.key().team() + "/" + key.key().name())
        .containsExactly("search/live", "search/live-2", "search-2/live");
  }

  @Test
  void keys_of_LiteLLMs_own_pages_are_not_taken() {
    key("team_id", "litellm-dashboard");
    assertThat(plan().keys()).isEmpty();
    assertThat(plan().leftOut()).isEmpty();
  }

  @Test
  void a_second_import_adds_what_is_new() {
    team("max_budget", "500");
    key();
    users.add(row("user_id", "u1"));
    keys.add(row("token", "a".repeat(64), "user_id", "search"));
    KeyRing ring = ring(plan());
    key();
    keys.add(row("token", "b".repeat(64), "user_id", "search"));
    AccountPlan second = plan(ring);
    assertThat(second.there()).isEqualTo(2);
    assertThat(second.teams()).isEmpty();
    assertThat(second.keys())
        .extracting(key -> key.key().team() + "/" + key.key().name())
        .containsExactly("search/live-2", "search-2/key-2");
    assertThat(second.remarks()).contains("the team search is there: it stays as it is");
  }

  @Test
  void a_key_that_stands_alone_joins_no_team_of_the_store() {
    keys.add(row("token", "d".repeat(64), "key_alias", "search"));
    KeyRing ring =
        new KeyRing(2, List.of(new Team("search", BudgetTerms.NONE, 1, 1)), List.of(), List.of());
    assertThat(plan(ring).keys().getFirst().key().team()).isEqualTo("search-2");
  }

  /// What a store has once it was imported.
  private static KeyRing ring(AccountPlan plan) {
    List<Team> teams =
        plan.teams().stream().map(team -> new Team(team.name(), team.budget(), 1, 1)).toList();
    List<StoredKey> keys = new ArrayList<>();
    for (ImportedKey one : plan.keys()) {
      var of = one.key();
      var principal = new Principal("id" + keys.size(), of.name(), of.team(), false, of.terms());
      keys.add(new StoredKey(principal, new Life(1, 0, 0, false), List.of(one.secret()), 1));
    }
    return new KeyRing(2, teams, keys, List.of());
  }
}
