package dev.sluice.provider.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which session a call has, of whatever tags.
class RoleSessionsTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final Map<String, String> NONE = Map.of();

  /// A session is known here by the tags that it was made with, and by how many were made before.
  private final Map<Map<String, String>, Integer> made = new HashMap<>();

  private final RoleSessions<Map<String, String>> sessions =
      new RoleSessions<>(
          NONE,
          tags -> {
            made.merge(tags, 1, Integer::sum);
            return tags;
          });

  private static Map<String, String> team(int number) {
    return Map.of("team", "t" + number);
  }

  private static Map<String, String> part(String team, int number) {
    return Map.of("team", team, "part", "p" + number);
  }

  @Test
  void calls_of_one_team_share_a_session_and_those_of_none_have_the_plain_one() {
    assertThat(sessions.of(team(1), 0)).isEqualTo(team(1));
    assertThat(sessions.of(team(1), 5 * MINUTE)).isEqualTo(team(1));
    assertThat(sessions.of(NONE, 0)).isSameAs(NONE);
    assertThat(made).containsOnly(Map.entry(team(1), 1));
  }

  @Test
  void parts_that_a_client_invents_cost_a_bounded_number_of_sessions() {
    for (int i = 0; i < 10_000; i++) {
      sessions.of(part("t", i), i);
    }
    assertThat(sessions.size()).isEqualTo(RoleSessions.MOST_OF_TEAM + 1);
    assertThat(made).hasSize(RoleSessions.MOST_OF_TEAM + 1);
    assertThat(sessions.of(part("t", 9_999), 9_999)).isEqualTo(Map.of("team", "t"));
    assertThat(sessions.of(part("other", 1), 9_999)).isEqualTo(part("other", 1));
  }

  @Test
  void parts_of_many_teams_leave_room_for_whole_teams() {
    for (int team = 0; team < 100; team++) {
      for (int i = 0; i < 10; i++) {
        sessions.of(part("t" + team, i), 0);
      }
    }
    assertThat(sessions.size()).isEqualTo(RoleSessions.MOST + 75);
    assertThat(sessions.of(part("t99", 9), 0)).isEqualTo(team(99));
  }

  @Test
  void what_was_not_used_for_longest_gives_way_after_a_minute() {
    for (int i = 0; i < RoleSessions.MOST; i++) {
      sessions.of(team(i), i);
    }
    sessions.of(team(0), RoleSessions.MOST);
    assertThat(sessions.of(team(1_000), MINUTE)).as("all are in use").isSameAs(NONE);
    assertThat(sessions.of(team(1_000), MINUTE + 1)).isEqualTo(team(1_000));
    assertThat(sessions.size()).isEqualTo(RoleSessions.MOST);
    sessions.of(team(0), MINUTE + 1);
    assertThat(made.get(team(0))).as("used since").isEqualTo(1);
    assertThat(sessions.of(team(1), MINUTE + 1))
        .as("it has gone, and no other gives way yet")
        .isSameAs(NONE);
  }
}
