package dev.sluice.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameBudgetTest {
  private final ClientBudgets clients = new ClientBudgets();

  private FrameBudget connection() {
    return new FrameBudget(clients.of("192.0.2.1", 0), 0);
  }

  @Test
  void window_updates_that_come_along_with_an_answer_are_free() {
    FrameBudget budget = connection();
    for (int i = 0; i < 100_000; i++) {
      budget.sent(1024, 0);
      assertThat(budget.frame(1, 0)).isTrue();
      assertThat(budget.frame(1, 0)).isTrue();
    }
  }

  @Test
  void window_updates_of_single_bytes_are_not() {
    FrameBudget budget = connection();
    budget.sent(16 * 1024, 0);
    int taken = 0;
    while (budget.frame(1, 0)) {
      taken++;
    }
    assertThat(taken).isEqualTo(1000);
  }

  @Test
  void a_stream_that_the_server_must_reset_costs_as_much_as_five_that_are_cancelled() {
    FrameBudget budget = connection();
    int taken = 0;
    while (budget.provoked(0)) {
      taken++;
    }
    assertThat(taken).isEqualTo(40);
  }

  @Test
  void a_client_that_comes_again_and_again_is_refused_in_the_end() {
    int connections = 0;
    while (!connection().isSpent(0)) {
      FrameBudget budget = connection();
      while (budget.reset(0)) {
        // Until it is too much.
      }
      budget.fault(0);
      connections++;
    }
    assertThat(connections).isBetween(9, 10);
    assertThat(connection().isSpent(10_000_000_000L)).isFalse();
    assertThat(new FrameBudget(clients.of("192.0.2.2", 0), 0).isSpent(0)).isFalse();
  }

  @Test
  void answers_that_end_earn_what_others_are_cancelled_for() {
    FrameBudget budget = connection();
    for (int i = 0; i < 100_000; i++) {
      budget.answered(0);
      assertThat(budget.reset(0)).isTrue();
    }
  }

  @Test
  void clients_beyond_number_are_forgotten_the_longest_away_first() {
    TokenBucket first = clients.of("first", 0);
    TokenBucket second = clients.of("second", 0);
    for (int i = 0; i < 4095; i++) {
      clients.of("client-" + i, 0);
      assertThat(clients.of("second", 0)).isSameAs(second);
    }
    assertThat(clients.of("first", 0)).isNotSameAs(first);
  }
}
