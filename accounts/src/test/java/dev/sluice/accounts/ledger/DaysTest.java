package dev.sluice.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The days of instants, in zones whose days are not all as long.
class DaysTest {
  private static final long FROM = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  @Test
  void days_are_those_of_the_zone_whatever_was_asked_before() {
    var random = new Random(3);
    for (String zone :
        List.of("UTC", "Europe/Berlin", "America/Havana", "Asia/Kathmandu", "Pacific/Apia")) {
      ZoneId of = ZoneId.of(zone);
      var days = new Days(of);
      for (int i = 0; i < 20_000; i++) {
        long at = FROM + random.nextLong(Duration.ofDays(i % 2 == 0 ? 3 : 400).toMillis());
        assertThat(days.of(at)).as("%s, %d", zone, at).isEqualTo(Days.of(at, of));
      }
    }
  }

  @Test
  void a_day_begins_and_ends_with_its_first_and_last_millisecond() {
    var days = new Days(ZoneId.of("Europe/Berlin"));
    long midnight = Instant.parse("2026-03-28T23:00:00Z").toEpochMilli();
    long next = Instant.parse("2026-03-29T22:00:00Z").toEpochMilli();
    assertThat(days.of(midnight - 1)).isEqualTo("2026-03-28");
    assertThat(days.of(midnight)).isEqualTo("2026-03-29");
    assertThat(days.of(next - 1)).isEqualTo("2026-03-29");
    assertThat(days.of(next)).isEqualTo("2026-03-30");
    assertThat(days.of(midnight)).isEqualTo("2026-03-29");
  }
}
