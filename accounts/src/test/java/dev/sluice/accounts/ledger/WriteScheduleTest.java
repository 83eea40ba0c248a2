package dev.sluice.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// When batches are due.
class WriteScheduleTest {
  private static final Duration MOST = Duration.ofMillis(100);

  private static long ms(long count) {
    return Duration.ofMillis(count).toNanos();
  }

  @Test
  void a_batch_is_due_a_quarter_of_a_second_after_the_last_one_was_begun() {
    var schedule = new WriteSchedule(ms(1_000));
    assertThat(schedule.isDue(ms(1_000))).isTrue();
    schedule.begun(ms(1_000));
    assertThat(schedule.isDue(ms(1_249))).isFalse();
    assertThat(schedule.isDue(ms(1_250))).isTrue();
  }

  @Test
  void it_is_due_at_once_where_there_is_more() {
    var schedule = new WriteSchedule(0);
    schedule.begun(0);
    schedule.makeDue(ms(5));
    assertThat(schedule.isDue(ms(5))).isTrue();
  }

  @Test
  void rest_ends_when_the_next_batch_is_due() {
    var schedule = new WriteSchedule(0);
    schedule.begun(0);
    assertThat(schedule.rest(ms(10), MOST)).isEqualTo(MOST);
    assertThat(schedule.rest(ms(230), MOST)).isEqualTo(Duration.ofMillis(20));
    assertThat(schedule.rest(ms(400), MOST)).isEqualTo(MOST);
  }
}
