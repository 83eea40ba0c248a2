package dev.sluice.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnerNamesTest {
  @Test
  void a_team_and_a_key_are_told_apart_and_no_digest_of_a_secret_is_shown() {
    assertThat(OwnerNames.team(OwnerNames.ofTeam("key a"))).contains("key a");
    assertThat(OwnerNames.key(OwnerNames.ofTeam("a"))).isEmpty();
    assertThat(OwnerNames.key(OwnerNames.ofKey("team a"))).contains("team a");
    assertThat(OwnerNames.team(OwnerNames.ofKey("a"))).isEmpty();
    assertThat(OwnerNames.key(OwnerNames.ofKey("0a".repeat(32)))).isEmpty();
    assertThat(OwnerNames.team("")).isEmpty();
    assertThat(OwnerNames.key("")).isEmpty();
  }
}
