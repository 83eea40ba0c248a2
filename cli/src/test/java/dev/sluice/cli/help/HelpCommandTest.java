package dev.sluice.cli.help;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Run;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpCommandTest {
  @Test
  void without_a_topic_it_lists_commands_sections_and_pages() {
    Run run = Run.of("help");
    assertThat(run.out())
        .startsWith("Usage: sluice ")
        .contains("  validate  ", "  Sections of sluice.yaml\n      server, server.keys, ")
        .contains("  Install and run\n      deploy.md, security.md\n");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(run.code()).isZero();
  }

  /// `budgets` is a command, a section of sluice.yaml and a page: the shorter ones are shown.
  @Test
  void a_word_shows_the_command_and_the_section_and_names_the_page() {
    Run run = Run.of("help", "budgets");
    assertThat(run.out())
        .startsWith("Usage: sluice budgets")
        .contains("\n[docs/configuration.md, budgets]\n\nbudgets\n-------\n")
        .contains("\n\nMore: ./sluice help budgets.md")
        .doesNotContain("](", "**");
    assertThat(run.out().lines().count()).isLessThan(100);
    assertThat(run.code()).isZero();
  }

  @Test
  void a_command_of_several_has_its_own() {
    assertThat(Run.of("help", "keys", "create").out()).startsWith("Usage: sluice keys create");
  }

  @Test
  void a_file_shows_the_whole_page() {
    for (String name : List.of("budgets.md", "docs/budgets.md")) {
      Run run = Run.of("help", name);
      assertThat(run.out()).startsWith("\n[docs/budgets.md]\n\nBudgets and limits\n=====");
      assertThat(run.out()).contains("More: ./sluice help ");
    }
    assertThat(Run.of("help", "queue.md").out()).startsWith("\n[docs/design/queue.md]\n");
  }

  @Test
  void a_heading_shows_what_stands_below_it() {
    assertThat(Run.of("help", "behind", "a", "proxy").out())
        .startsWith("\n[docs/deploy.md, Behind a proxy]\n")
        .contains("proxy_buffering off;")
        .doesNotContain("Upgrade and rollback");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "server.drain | [docs/configuration.md, server] | drain",
        "affinity | [docs/configuration.md, balance, affinity, keys] | affinity",
        "budget_exceeded | [docs/api.md, Errors] | insufficient_quota",
        "x-sluice-priority | [docs/api.md, Headers that a client may send] | critical",
        "sluice.attempts | [docs/metrics.md] | counter",
        "sluice_attempts_total | [docs/metrics.md] | counter",
        "SluiceErrorBudgetBurns | [docs/alerts.md, | SluiceErrorBudgetBurns",
        "commit point | [docs/glossary.md, | first meaningful event"
      })
  void a_word_of_a_table_shows_its_row(String topic, String place, String text) {
    Run run = Run.of("help", topic);
    assertThat(run.out()).contains(place, text);
    assertThat(run.out().lines().count()).isLessThan(60);
    assertThat(run.code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"budgts", "server.drian", "no-such-thing\u001b[31m"})
  void what_is_not_there_is_told_with_what_may_be_meant(String topic) {
    Run run = Run.of("help", topic);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("sluice: no topic \"" + topic.replace('\u001b', '?') + "\".")
        .endsWith(" `./sluice help` lists commands, sections and pages\n");
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void a_misspelt_topic_is_guessed() {
    assertThat(Run.of("help", "budgts").err()).contains("Did you mean `budgets`");
  }
}
