package dev.sluice.batches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batches.Visits.Visit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who is looked after next at which provider.
class VisitsTest {
  private static final long NOW = 1_000;

  private final List<Visit> running = new ArrayList<>();
  private final List<Visit> due = new ArrayList<>();

  private static Visit visit(String id, String team, String provider, long due) {
    return new Visit(id, team, provider, due);
  }

  private String next() {
    return Visits.next(running, due, NOW).map(Visit::id).orElse("none");
  }

  /// Makes visits until there is room for no more.
  private int visitAll() {
    int made = 0;
    for (String next = next(); !next.equals("none"); next = next()) {
      String id = next;
      running.addAll(due.stream().filter(one -> one.id().equals(id)).toList());
      due.removeIf(one -> one.id().equals(id));
      made++;
    }
    return made;
  }

  @Test
  void the_one_that_has_waited_longest_is_next() {
    due.add(visit("b", "red", "openai", 900));
    due.add(visit("a", "red", "openai", 800));
    assertThat(next()).isEqualTo("a");
  }

  @Test
  void a_provider_that_does_not_answer_keeps_no_visit_from_another_one() {
    for (int i = 0; i < 50; i++) {
      due.add(visit("h" + i, "team " + i, "hung", 100));
    }
    assertThat(visitAll()).isEqualTo(Visits.MOST_AT_PROVIDER);
    due.add(visit("a", "team 1", "openai", 900));
    assertThat(next()).isEqualTo("a");
  }

  @Test
  void a_team_leaves_one_visit_at_a_provider_to_others() {
    for (int i = 0; i < 50; i++) {
      due.add(visit("r" + i, "red", "openai", 100));
    }
    assertThat(visitAll()).isEqualTo(Visits.MOST_AT_PROVIDER - 1);
    due.add(visit("b", "blue", "openai", 900));
    assertThat(next()).isEqualTo("b");
  }

  @Test
  void the_team_with_the_fewest_visits_is_next() {
    running.add(visit("r0", "red", "openai", 100));
    due.add(visit("r1", "red", "openai", 100));
    due.add(visit("b1", "blue", "openai", 900));
    assertThat(next()).isEqualTo("b1");
  }
}
