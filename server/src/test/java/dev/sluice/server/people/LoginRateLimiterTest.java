package dev.sluice.server.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.runtime.Clock;
import dev.sluice.server.admin.Page;
import dev.sluice.server.people.PeopleLogin.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// In virtual time.
class LoginRateLimiterTest {
  private static final String ONE = "192.0.2.1";
  private static final String OTHER = "192.0.2.2";
  private static final Step GOOD = () -> Page.line(200, "in");
  private static final Step BAD =
      () -> {
        throw new LoginFailed(403, "no");
      };

  private long nanos = 7;
  private final LoginRateLimiter pace =
      new LoginRateLimiter(
          new Clock() {
            @Override
            public long nanos() {
              return nanos;
            }

            @Override
            public Instant wall() {
              return Instant.EPOCH;
            }
          });

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private void assertRefusedByTheProvider(String from) {
    assertThatThrownBy(() -> pace.answer(from, BAD)).isInstanceOf(LoginFailed.class);
  }

  @Test
  void made_up_answers_of_one_network_reach_the_provider_at_a_pace() throws Exception {
    for (int i = 0; i < 60; i++) {
      assertRefusedByTheProvider(ONE);
    }
    Page late = pace.answer(ONE, BAD);
    assertThat(late.status()).isEqualTo(429);
    assertThat(late.headers()).containsEntry("retry-after", "2");
    assertThat(pace.answer(OTHER, GOOD).status()).isEqualTo(200);
    pass(Duration.ofSeconds(2));
    assertRefusedByTheProvider(ONE);
    assertThat(pace.answer(ONE, GOOD).status()).isEqualTo(429);
  }

  @Test
  void answers_that_open_sessions_cost_nothing() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      assertThat(pace.answer(ONE, GOOD).status()).isEqualTo(200);
    }
  }

  @Test
  void terminals_of_one_network_begin_thirty_logins_a_minute_after_thirty() throws Exception {
    for (int i = 0; i < 30; i++) {
      assertThat(pace.begin(ONE, GOOD).status()).isEqualTo(200);
    }
    assertThat(pace.begin(ONE, GOOD).status()).isEqualTo(429);
    assertThat(pace.begin(OTHER, GOOD).status()).isEqualTo(200);
    pass(Duration.ofMinutes(1));
    for (int i = 0; i < 30; i++) {
      assertThat(pace.begin(ONE, GOOD).status()).isEqualTo(200);
    }
    assertThat(pace.begin(ONE, GOOD).status()).isEqualTo(429);
  }

  @Test
  void terminals_that_ask_each_five_seconds_go_on_and_more_of_them_are_slowed_down()
      throws Exception {
    for (int i = 0; i < 100; i++) {
      for (int terminal = 0; terminal < 10; terminal++) {
        assertThat(pace.poll(ONE, GOOD).status()).isEqualTo(200);
      }
      pass(Duration.ofSeconds(5));
    }
    for (int i = 0; i < 120; i++) {
      assertThat(pace.poll(ONE, GOOD).status()).isEqualTo(200);
    }
    Page slower = pace.poll(ONE, GOOD);
    assertThat(slower.status()).isEqualTo(202);
    assertThat(new String(slower.body(), StandardCharsets.UTF_8)).isEqualTo("slow_down\n");
    assertThat(pace.poll(OTHER, GOOD).status()).isEqualTo(200);
  }
}
