package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `apply` against a gateway that `serve` runs with a store.
class ApplyCommandTest {
  private static final String TEAMS =
      """
      teams:
        search:
          budgets: [500USD/month]
          keys:
            live: {models: ["gpt-5*"], budgets: [50USD/month], limits: {rpm: 60, tpm: 200K}}
            nightly: {priority: batch, tenants: true}
        support: {}
      """;

  @TempDir private Path folder;
  private ServedStore served;

  @BeforeEach
  void start() throws Exception {
    served = new ServedStore(folder);
  }

  @AfterEach
  void stop() throws Exception {
    served.close();
  }

  private String file(String text) throws Exception {
    return Files.writeString(folder.resolve("teams.yaml"), text).toString();
  }

  private Run apply(String text, String... options) throws Exception {
    String[] args = new String[options.length + 3];
    args[0] = "apply";
    args[1] = "-f";
    args[2] = file(text);
    System.arraycopy(options, 0, args, 3, options.length);
    return served.run(args);
  }

  private Run applied(String text, String... options) throws Exception {
    Run run = apply(text, options);
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  @Test
  void teams_and_keys_are_made_once_and_each_secret_is_printed_once() throws Exception {
    Run first = applied(TEAMS);
    assertThat(first.err())
        .isEqualTo(
            """
            + team search
                budgets: 500USD/month
            + key search/live
                models: gpt-5*
                rpm: 60
                tpm: 200000
                budgets: 50USD/month
            + key search/nightly
                priority: batch
                default_priority: batch
            + team support
            4 changes made
            """);
    assertThat(first.out())
        .matches("search/live sk-slc-[0-9a-z-]+\nsearch/nightly sk-slc-[0-9a-z-]+\n");
    assertThat(served.status(first.out().lines().findFirst().orElseThrow().split(" ", -1)[1]))
        .isEqualTo(200);
    Run second = applied(TEAMS, "--prune");
    assertThat(second.err()).isEqualTo("nothing to change\n");
    assertThat(second.out()).isEmpty();
  }

  @Test
  void what_differs_is_set_back_to_what_the_file_says() throws Exception {
    applied(TEAMS);
    served.done("keys", "update", "search/live", "--rpm", "5", "--expires", "90d", "--models", "");
    served.done("teams", "update", "search", "--budget", "9USD/day", "--overrun", "2");
    Run dry = applied(TEAMS, "--dry");
    assertThat(dry.err().replaceAll("expires: \\S+Z", "expires: SOON"))
        .isEqualTo(
            """
            ~ team search
                budgets: 9USD/day -> 500USD/month
                overrun: 2 -> 1.25
            ~ key search/live
                models: all -> gpt-5*
                rpm: 5 -> 60
                expires: SOON -> never
            """);
    assertThat(served.done("keys", "show", "live").out()).contains("\"rpm\" : 5,");
    Run made = applied(TEAMS);
    assertThat(made.err()).endsWith("2 changes made\n");
    assertThat(made.out()).isEmpty();
    assertThat(served.done("keys", "show", "live").out())
        .contains("\"rpm\" : 60,", "\"expires\" : null", "gpt-5*");
    assertThat(applied(TEAMS).err()).isEqualTo("nothing to change\n");
  }

  @Test
  void what_the_file_does_not_name_is_left_unless_it_is_pruned() throws Exception {
    applied(TEAMS);
    String less =
        "teams: {search: {budgets: [500USD/month], keys: {nightly: {priority: batch,"
            + " tenants: true}}}}";
    assertThat(applied(less).err()).isEqualTo("nothing to change\n");
    Run asked = apply(less, "--prune");
    assertThat(asked.code()).isEqualTo(3);
    assertThat(asked.err())
        .isEqualTo(
            """
            - key search/live
                ends; calls that run finish
            - team support
            sluice: --prune ends what is marked with - above (2): say --yes, nothing was changed
            """);
    assertThat(served.done("teams", "list").out()).contains("support");
    assertThat(applied(less, "--prune", "--yes").err()).endsWith("2 changes made\n");
    assertThat(served.done("teams", "list").out()).doesNotContain("support");
    assertThat(served.done("keys", "list", "--state", "revoked").out()).contains("live");
    assertThat(applied(less, "--prune").err()).isEqualTo("nothing to change\n");
  }

  @Test
  void each_key_that_ends_with_its_team_is_a_change_of_its_own() throws Exception {
    applied(TEAMS);
    Run dry = applied("teams: {support: {}}", "--prune", "--dry");
    assertThat(dry.err())
        .isEqualTo(
            """
            - key search/live
                ends; calls that run finish
            - key search/nightly
                ends; calls that run finish
            - team search
                with key search/live, active
                with key search/nightly, active
            """);
    assertThat(applied("teams: {support: {}}", "--prune", "--yes").err())
        .endsWith("3 changes made\n");
    assertThat(served.done("teams", "list").out()).doesNotContain("search");
  }

  @Test
  void each_mistake_is_told_by_file_line_and_remedy_and_nothing_is_changed() throws Exception {
    Run wrong =
        apply(
            """
            teams:
              search:
                budget: [5USD/month]
                keys:
                  live: {models: [m], limits: {rpm: x}}
                  "a b": {expires: soon}
            """);
    String file = folder.resolve("teams.yaml").toString();
    assertThat(wrong.code()).isEqualTo(3);
    assertThat(wrong.err().replace(file, "teams.yaml"))
        .isEqualTo(
            """
            teams.yaml:3:5: unknown key 'budget' in teams.search, did you mean 'budgets'? (accepted: budgets, strict, overrun, keys)
            teams.yaml:5:41: teams.search.keys.live.limits.rpm must be a whole number from 0 to 1000G, such as 500, 200K or 5M, is 'x'
            teams.yaml:6:14: teams.search.keys.a b must be called by 1 to 64 letters, digits, dots, dashes and underscores
            teams.yaml:6:24: teams.search.keys.a b.expires must be a day or an instant in UTC, such as 2027-01-31 or 2027-01-31T18:00:00Z, is 'soon'
            """);
    assertThat(served.done("teams", "list").out()).doesNotContain("search");
    assertThat(apply("keys: {}").err())
        .contains("the file has no teams: add `teams: {NAME: {budgets: [500USD/month]}}`");
  }

  @Test
  void what_cannot_be_made_so_is_told_before_anything_is() throws Exception {
    applied(TEAMS);
    served.done("keys", "revoke", "search/live");
    Run revoked = apply(TEAMS.replace("support", "other").replace(", tenants: true", ""));
    assertThat(revoked.err().replace(folder.toString(), ""))
        .isEqualTo(
            """
            sluice: /teams.yaml:5:13: teams.search.keys.live is revoked, which is for good: give it another name, or leave it out
            /teams.yaml:6:16: teams.search.keys.nightly has tenants as it was made: give it another name, or write what it has
            """);
    assertThat(served.done("teams", "list").out()).doesNotContain("other");
    Run late = apply("teams: {search: {budgets: [500USD/month]}, lone: {}}");
    assertThat(late.code()).isEqualTo(3);
    assertThat(late.err().replace(folder.toString(), ""))
        .contains("sluice: /teams.yaml:1:50: team lone: ", "0 changes were made before it");
  }
}
