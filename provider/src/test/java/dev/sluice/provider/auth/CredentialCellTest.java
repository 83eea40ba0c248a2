package dev.sluice.provider.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import dev.sluice.provider.auth.CredentialCell.Patience;
import dev.sluice.transport.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/// A cell whose fetches run when the test says so, in a time that the test moves.
class CredentialCellTest {
  private final ManualClock time = new ManualClock();
  private final CredentialClock clock = new CredentialClock(time);
  private final Deque<Runnable> fetches = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();
  private Duration life = Duration.ofHours(1);
  private Optional<CredentialException> failure = Optional.empty();
  private int fetched;

  private final CredentialCell<String> cell =
      new CredentialCell<>(
          _ -> next(),
          new NowIo(),
          clock,
          fetches::add,
          why -> told.add(why.map(Exception::getMessage).orElse("there")));

  private Issued<String> next() throws CredentialException {
    fetched++;
    if (failure.isPresent()) {
      throw failure.get();
    }
    return new Issued<>("c" + fetched, clock.now().plus(life));
  }

  /// Waits as a call does, while the fetch that it waits for runs.
  private String get() throws Exception {
    return Objects.requireNonNull(cell.get(_ -> run()));
  }

  private void run() {
    while (!fetches.isEmpty()) {
      fetches.removeFirst().run();
    }
  }

  private void pass(Duration by) {
    time.advance(by);
  }

  @Test
  void the_first_call_waits_and_the_next_ones_do_not() throws Exception {
    assertThat(get()).isEqualTo("c1");
    assertThat(get()).isEqualTo("c1");
    assertThat(fetched).isEqualTo(1);
    assertThat(told).containsExactly("there");
  }

  @Test
  void calls_that_wait_share_one_fetch() {
    var waiting = new ArrayList<CompletableFuture<?>>();
    Patience patient =
        forIt -> {
          waiting.add(forIt);
          forIt.complete(null);
        };
    for (int i = 0; i < 50; i++) {
      assertThat(nothing(patient)).isTrue();
    }
    assertThat(waiting).hasSize(50);
    assertThat(fetches).hasSize(1);
  }

  private boolean nothing(Patience patient) {
    try {
      return cell.get(patient) == null;
    } catch (CredentialException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void five_minutes_before_its_end_the_next_one_is_fetched_in_the_background() throws Exception {
    get();
    pass(Duration.ofMinutes(54));
    get();
    assertThat(fetches).isEmpty();
    pass(Duration.ofMinutes(2));
    assertThat(cell.get(Patience.ENDLESS)).isEqualTo("c1");
    assertThat(fetches).hasSize(1);
    assertThat(cell.get(Patience.ENDLESS)).isEqualTo("c1");
    assertThat(fetches).as("one at a time").hasSize(1);
    run();
    assertThat(get()).isEqualTo("c2");
  }

  @Test
  void a_credential_that_is_over_is_waited_for() throws Exception {
    get();
    pass(Duration.ofMinutes(60));
    assertThat(get()).isEqualTo("c2");
  }

  @Test
  void a_failed_fetch_leaves_the_old_one_until_it_really_ends() throws Exception {
    get();
    pass(Duration.ofMinutes(59).plusSeconds(55));
    failure = Optional.of(CredentialException.temporary("down"));
    assertThat(get()).as("ten seconds before the end, and no other").isEqualTo("c1");
    pass(Duration.ofSeconds(6));
    assertThatExceptionOfType(CredentialException.class).isThrownBy(this::get).withMessage("down");
    failure = Optional.empty();
    pass(Duration.ofMinutes(1));
    assertThat(get()).startsWith("c");
    assertThat(told).containsExactly("there", "down", "there");
  }

  @Test
  void failed_fetches_follow_ever_more_slowly() throws Exception {
    failure = Optional.of(CredentialException.refused("no"));
    for (int second = 0; second < 300; second++) {
      assertThatExceptionOfType(CredentialException.class).isThrownBy(this::get);
      pass(Duration.ofSeconds(1));
    }
    // After 0, 1, 3, 7, 15, 31, 63 and 123 seconds, and each minute from then on.
    assertThat(fetched).isBetween(9, 11);
    assertThat(told).containsExactly("no");
  }

  /// In the time that the test moves: a call each 2 ms, and 20 ms for a fetch.
  @Test
  void over_100_ends_at_500_calls_a_second_no_call_fails_and_one_fetch_is_under_way()
      throws Exception {
    life = Duration.ofSeconds(1);
    assertThat(get()).isEqualTo("c1");
    int calls = 0;
    int left = 0;
    while (fetched <= 100) {
      assertThat(cell.get(_ -> fail("no call waits"))).isEqualTo("c" + fetched);
      calls++;
      assertThat(fetches).hasSizeLessThanOrEqualTo(1);
      left = fetches.isEmpty() ? 10 : left - 1;
      if (left == 0) {
        run();
      }
      pass(Duration.ofMillis(2));
    }
    // A second's credential is fetched anew after half of it.
    assertThat(calls).isGreaterThan(100 * 250);
    assertThat(told).containsExactly("there");
  }

  @Test
  void a_life_of_ten_seconds_is_enough() throws Exception {
    life = Duration.ofSeconds(10);
    for (int second = 0; second < 100; second++) {
      assertThat(get()).startsWith("c");
      run();
      pass(Duration.ofSeconds(1));
    }
    assertThat(fetched).isBetween(15, 25);
  }

  @Test
  void a_credential_that_has_ended_when_it_comes_is_none() {
    life = Duration.ofSeconds(-1);
    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(this::get)
        .withMessageContaining("has ended already");
  }

  @Test
  void a_refused_one_is_fetched_anew_once() throws Exception {
    get();
    assertThat(cell.renew("c1", _ -> run())).isTrue();
    assertThat(get()).isEqualTo("c2");
    assertThat(cell.renew("c1", _ -> run())).as("refused to a call from before").isTrue();
    assertThat(fetched).isEqualTo(2);
    assertThat(cell.renew("c2", _ -> run())).as("within half a minute").isFalse();
    pass(Duration.ofSeconds(31));
    assertThat(cell.renew("c2", _ -> run())).isTrue();
    assertThat(fetched).isEqualTo(3);
  }

  @Test
  void calls_wait_while_a_refused_one_is_fetched_anew() throws Exception {
    get();
    assertThat(cell.renew("c1", forIt -> forIt.complete(null))).isFalse();
    assertThat(fetches).hasSize(1);
    assertThat(get()).isEqualTo("c2");
  }

  @Test
  void a_refused_one_is_used_again_where_no_other_can_be_had() throws Exception {
    get();
    failure = Optional.of(CredentialException.temporary("down"));
    assertThat(cell.renew("c1", _ -> run())).isFalse();
    assertThat(get()).isEqualTo("c1");
  }

  @Test
  void what_a_refusal_shows_of_the_clock_leads_to_a_second_fetch() throws Exception {
    var skewed =
        new CredentialCell<>(
            _ -> {
              fetched++;
              if (clock.slow() == 0) {
                clock.learn(date(Instant.EPOCH.plusSeconds(3600)));
                throw CredentialException.refused("too old");
              }
              return new Issued<>("good", clock.now().plusSeconds(600));
            },
            new NowIo(),
            clock,
            fetches::add,
            _ -> {});
    assertThat(skewed.get(_ -> run())).isEqualTo("good");
    assertThat(fetched).isEqualTo(2);
    assertThat(clock.now()).isEqualTo(Instant.EPOCH.plusSeconds(3600));
  }

  @Test
  void a_clock_learns_nothing_from_what_is_no_date_or_no_error() {
    assertThat(clock.learn("")).isFalse();
    assertThat(clock.learn("yesterday")).isFalse();
    assertThat(clock.learn(date(Instant.EPOCH.plusSeconds(20)))).isFalse();
    assertThat(clock.learn("Fri, 31 Dec 9999 23:59:59 GMT")).isFalse();
    assertThat(clock.learn(date(Instant.EPOCH.plus(Duration.ofHours(25))))).isFalse();
    assertThat(clock.slow()).isZero();
  }

  @Test
  void refusals_that_come_at_once_teach_the_clock_once() throws Exception {
    String date = date(Instant.EPOCH.plusSeconds(3600));
    var ready = new CyclicBarrier(4);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(Thread.ofPlatform().start(() -> learnOften(ready, date)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(clock.slow()).isEqualTo(3_600_000);
  }

  private void learnOften(CyclicBarrier ready, String date) {
    try {
      ready.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new AssertionError(e);
    }
    clock.learn(date);
  }

  @Test
  void what_was_learned_wrongly_of_the_clock_is_forgotten() throws Exception {
    clock.learn(date(Instant.EPOCH.plus(Duration.ofHours(2))));
    var hour =
        new CredentialCell<>(
            _ -> new Issued<>("good", time.wall().plus(Duration.ofHours(1))),
            new NowIo(),
            clock,
            fetches::add,
            _ -> {});
    assertThat(hour.get(_ -> run())).isEqualTo("good");
    assertThat(clock.slow()).isZero();
    pass(Duration.ofMinutes(50));
    assertThat(hour.get(Patience.ENDLESS)).isEqualTo("good");
  }

  @Test
  void a_bug_of_a_source_fails_the_fetch_and_nothing_else() {
    var broken =
        new CredentialCell<String>(
            _ -> {
              throw new IllegalStateException("boom");
            },
            new NowIo(),
            clock,
            fetches::add,
            _ -> {});
    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> broken.get(_ -> run()))
        .withMessageContaining("a bug");
  }

  private static String date(Instant at) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atOffset(ZoneOffset.UTC));
  }

  /// What nothing is fetched by but the time.
  private final class NowIo implements CredentialIo {
    @Override
    public TokenAnswer send(TokenRequest request) {
      throw new AssertionError(request);
    }

    @Override
    public String read(String path) {
      throw new AssertionError(path);
    }

    @Override
    public String run(String command) {
      throw new AssertionError(command);
    }

    @Override
    public <T> T apart(Work<T> work) throws CredentialException {
      return work.result();
    }

    @Override
    public Instant now() {
      return clock.now();
    }
  }
}
