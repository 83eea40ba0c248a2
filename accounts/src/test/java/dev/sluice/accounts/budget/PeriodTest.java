package dev.sluice.accounts.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTest {
  private static final ZoneId UTC = ZoneOffset.UTC;

  private static long at(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-25T23:59:59.999Z, 2026-11-25, 2026-W48, 2026-11",
    "2026-11-26T00:00:00Z, 2026-11-26, 2026-W48, 2026-11",
    "2026-12-31T12:00:00Z, 2026-12-31, 2026-W53, 2026-12",
    "2027-01-01T12:00:00Z, 2027-01-01, 2026-W53, 2027-01",
    "2027-01-04T00:00:00Z, 2027-01-04, 2027-W01, 2027-01",
    "2028-02-29T12:00:00Z, 2028-02-29, 2028-W09, 2028-02",
  })
  void a_window_has_the_name_of_its_time(String instant, String day, String week, String month) {
    assertThat(Period.windows(at(instant), UTC)).containsExactly(day, week, month, "total");
  }

  @Test
  void a_window_begins_and_ends_in_its_zone() {
    Period.Window day =
        Period.DAY.window(at("2026-11-26T03:00:00Z"), ZoneId.of("America/New_York"));
    assertThat(day.name()).isEqualTo("2026-11-25");
    assertThat(day.from()).isEqualTo(at("2026-11-25T05:00:00Z"));
    assertThat(day.until()).isEqualTo(at("2026-11-26T05:00:00Z"));
  }

  @Test
  void a_day_on_which_clocks_change_is_shorter_or_longer() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Period.Window spring = Period.DAY.window(at("2026-03-29T10:00:00Z"), berlin);
    Period.Window autumn = Period.DAY.window(at("2026-10-25T10:00:00Z"), berlin);
    assertThat(spring.until() - spring.from()).isEqualTo(Duration.ofHours(23).toMillis());
    assertThat(autumn.until() - autumn.from()).isEqualTo(Duration.ofHours(25).toMillis());
  }

  @Test
  void windows_of_a_period_cover_all_time_without_gaps() {
    for (Period period : Period.values()) {
      Period.Window window = period.window(at("2024-12-30T10:00:00Z"), UTC);
      for (int i = 0; i < 100 && period != Period.TOTAL; i++) {
        Period.Window next = period.window(window.until(), UTC);
        assertThat(next.from()).isEqualTo(window.until());
        assertThat(period.window(window.until() - 1, UTC)).isEqualTo(window);
        assertThat(Period.ofWindow(next.name())).isEqualTo(period);
        window = next;
      }
    }
    assertThat(Period.ofWindow("total")).isEqualTo(Period.TOTAL);
  }
}
