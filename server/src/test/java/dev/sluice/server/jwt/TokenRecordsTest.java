package dev.sluice.server.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.runtime.Clock;
import dev.sluice.server.jwt.TokenVerdict.Refused;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenRecordsTest {
  private final AtomicLong nanos = new AtomicLong();
  private final List<String> entries = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();

  private TokenRecords records() {
    return new TokenRecords(
        new SimpleMeterRegistry(),
        (issuer, what) -> entries.add(issuer + ": " + what),
        notices::add,
        team -> team.equals("legal"),
        new Clock() {
          @Override
          public long nanos() {
            return nanos.get();
          }

          @Override
          public Instant wall() {
            return Instant.EPOCH;
          }
        });
  }

  @Test
  void a_team_that_the_store_does_not_have_is_told_once_and_so_many_in_all() {
    try (TokenRecords records = records()) {
      records.verified("login", "legal");
      assertThat(notices).isEmpty();
      records.verified("login", "lgeal");
      records.verified("login", "lgeal");
      assertThat(notices)
          .singleElement()
          .asString()
          .contains("of the team lgeal, which the store does not have", "teams create lgeal");
      for (int i = 0; i < 100; i++) {
        records.verified("login", "team-" + i);
      }
      assertThat(notices).hasSize(UnknownTeams.MOST);
      assertThat(notices.getLast()).endsWith("no more such teams are told");
    }
  }

  @Test
  void a_provider_that_sends_links_in_place_of_groups_is_told_once() {
    try (TokenRecords records = records()) {
      records.groupsLinked("https://login.example.com");
      records.groupsLinked("https://login.example.com");
      assertThat(notices)
          .singleElement()
          .asString()
          .startsWith("https://login.example.com sends a link")
          .contains("auth.oidc.groups: roles");
    }
  }

  @Test
  void entries_come_ever_less_often_and_name_all_reasons_at_once() {
    // A closed one starts no thread: the test writes.
    TokenRecords records = records();
    records.close();
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      pauses.add(Duration.ofNanos(records.untilNext()).toSeconds());
      nanos.addAndGet(records.untilNext());
      records.refused(new Refused(TokenFault.SIGNATURE, "login", ""));
      records.refused(new Refused(TokenFault.REVOKED, "login", "al\u001b[1m\nice\u0000"));
      records.write();
    }
    assertThat(pauses).containsExactly(0L, 10L, 60L, 600L, 3_600L);
    assertThat(entries).hasSize(5);
    assertThat(entries.getFirst()).contains("signature", "revoked, the last of al?[1m?ice?");
    nanos.addAndGet(Duration.ofHours(3).toNanos());
    assertThat(records.untilNext()).isZero();
    records.write();
    assertThat(entries).hasSize(5);
  }
}
