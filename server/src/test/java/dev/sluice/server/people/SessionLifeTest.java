package dev.sluice.server.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.people.PersonSession;
import dev.sluice.accounts.people.PersonSession.Kind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionLifeTest {
  private static final long NOW = 1_000_000_000;
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private final SessionLife life =
      new SessionLife(Duration.ofHours(1), Optional.of(Duration.ofMinutes(20)));
  private final SessionLife always = new SessionLife(Duration.ofHours(1), Optional.empty());

  private static PersonSession session(Kind kind, long ends) {
    return new PersonSession("d", "p", kind, "", NOW, ends);
  }

  @Test
  void a_session_of_a_browser_ends_when_nobody_has_used_it_for_so_long() {
    assertThat(life.begun(Kind.BROWSER, NOW)).isEqualTo(NOW + 20 * MINUTE);
    assertThat(life.begun(Kind.TERMINAL, NOW)).isEqualTo(NOW + 60 * MINUTE);
    assertThat(always.begun(Kind.BROWSER, NOW)).isEqualTo(NOW + 60 * MINUTE);
  }

  @Test
  void a_use_lets_it_go_on_which_is_noted_now_and_then() {
    PersonSession session = session(Kind.BROWSER, NOW + 20 * MINUTE);
    assertThat(life.used(session, NOW + 4 * MINUTE)).isEmpty();
    assertThat(life.used(session, NOW + 5 * MINUTE)).contains(NOW + 25 * MINUTE);
    assertThat(life.used(session(Kind.TERMINAL, NOW + 20 * MINUTE), NOW + 15 * MINUTE)).isEmpty();
    assertThat(always.used(session, NOW + 15 * MINUTE)).isEmpty();
  }

  @Test
  void no_use_lets_it_go_on_beyond_its_longest_life() {
    PersonSession late = session(Kind.BROWSER, NOW + 50 * MINUTE);
    assertThat(life.used(late, NOW + 45 * MINUTE)).contains(NOW + 60 * MINUTE);
    PersonSession last = session(Kind.BROWSER, NOW + 60 * MINUTE);
    assertThat(life.used(last, NOW + 59 * MINUTE)).isEmpty();
  }
}
