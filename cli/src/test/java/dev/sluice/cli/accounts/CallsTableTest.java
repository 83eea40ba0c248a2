package dev.sluice.cli.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tables of calls at a terminal and in a pipe.
class CallsTableTest {
  private static final String LEDGER =
      """
      {"key": null, "team": "search", "calls": [
        {"at": 1795680000000, "model": "a-model-of-a-very-long-name", "outcome": "answered",
         "payer": "key", "reason": "", "input": 90010, "cache_read": 9000, "output": 242,
         "cost": 0.00069525, "estimated": true}]}
      """;

  private static final String KEPT =
      """
      {"kept": 1, "calls": [
        {"id": "req_0f9c2d5b7a814e6f9c2d5b7a814e6f00", "at": 1795680000000, "total": 1.25,
         "outcome": "credential_refused", "error": {"status": 424},
         "tenant": "a-team-of-a-very-long-name",
         "attempts": [{"target": "provider/a-model-of-a-very-long-name"}]}]}
      """;

  private static List<String> ledger(boolean whole) throws Exception {
    return CallsTable.of(new ObjectMapper().readTree(LEDGER), 50, whole).lines().toList();
  }

  private static List<String> kept(boolean whole) throws Exception {
    return KeptCalls.table(new ObjectMapper().readTree(KEPT), whole).lines().toList();
  }

  @Test
  void a_table_fits_80_columns_at_a_terminal() throws Exception {
    assertThat(ledger(false)).allMatch(line -> line.length() <= 80);
    assertThat(ledger(false).get(2)).contains("a-model-of").contains("...");
    assertThat(kept(false).getFirst()).isEqualTo("1 call in memory, times in UTC");
    assertThat(kept(false).get(2))
        .startsWith(
            "11-26 08:00:01  credential_refused  424     provider/...  a-team-of...  1.25s");
  }

  @Test
  void names_are_whole_in_a_pipe() throws Exception {
    assertThat(ledger(true).getFirst()).isEqualTo("calls of team search, times in UTC");
    assertThat(ledger(true).get(2)).contains("a-model-of-a-very-long-name");
    assertThat(kept(true).get(2))
        .contains("a-team-of-a-very-long-name", "provider/a-model-of-a-very-long-name")
        .endsWith("req_0f9c2d5b7a814e6f9c2d5b7a814e6f00");
  }

  @Test
  void refusals_before_the_last_call_of_a_page_wait_for_the_pages_behind_it() throws Exception {
    String text =
        """
        {"key": "k", "next": %s, "calls": [{"at": 1795680000000, "model": "m"}],
         "refused_here": {"calls": [
           {"at": 1795680001000, "model": "later", "limit": "rate"},
           {"at": 1795679999000, "model": "earlier", "limit": "rate"}]}}
        """;
    String page = CallsTable.of(new ObjectMapper().readTree(text.formatted("\"n\"")), 50, true);
    assertThat(page).contains("later").doesNotContain("earlier");
    String last = CallsTable.of(new ObjectMapper().readTree(text.formatted("null")), 50, true);
    assertThat(last).contains("later", "earlier");
  }
}
