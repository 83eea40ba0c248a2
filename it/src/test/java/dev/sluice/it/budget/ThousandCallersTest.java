package dev.sluice.it.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.accounts.AccountChanges.Issued;
import dev.sluice.accounts.budget.BudgetStatus;
import dev.sluice.accounts.ledger.Spend;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.lab.hostile.RawAnswer;
import dev.sluice.lab.hostile.RawConnection;
import dev.sluice.sim.Recorded.Bill;
import dev.sluice.sim.scenario.Distribution;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.testing.LongForm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A thousand callers over sockets, or three hundred in the short form, share one key. Sizes of
/// calls and answers are drawn.
class ThousandCallersTest {
  private static final long DOLLARS = LongForm.rounds(4, 14);
  private static final int MOST = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// How long a caller waits for the end of a call before it looks again: the gateway may have
  /// taken note of the last end behind the client. Hundreds that look more often take most of the
  /// time of a machine.
  private static final Duration NOTED = Duration.ofSeconds(1);

  /// The most that one of the calls may cost, in nano-dollars.
  private static final long DEAREST = 3_000 * StoredGateway.READ + MOST * StoredGateway.WRITTEN;

  /// Long-tailed answers, some 200 tokens at the mean.
  private static final Model CHATTY =
      Model.named("chatty")
          .speed(Speed.of(Duration.ofMillis(20), Duration.ZERO))
          .output(new Distribution.LogNormal(134, 0.9));

  private static final Model SHORT = Model.named("short").output(Distribution.of(16));
  private static final Model SILENT =
      Model.named("silent").speed(Speed.of(Duration.ofMinutes(5), Duration.ZERO));

  private static final Pattern STANDING =
      Pattern.compile("([0-9.]+) USD are spent, ([0-9.]+) USD are set aside");

  @TempDir private Path folder;

  private interface Trial {
    void with(StoredGateway gateway) throws Exception;
  }

  private void with(String kind, Trial trial) throws Exception {
    if (kind.equals("sqlite")) {
      with(Optional.empty(), trial);
      return;
    }
    with(Optional.of(TestPostgres.empty()), trial);
  }

  private void with(Optional<String> url, Trial trial) throws Exception {
    try (var gateway = new StoredGateway(folder, url, CHATTY, SHORT, SILENT)) {
      trial.with(gateway);
    }
  }

  /// What the refusal of a call has said, in nano-dollars.
  ///
  /// @param passes whether it passes as other calls end
  private record Refusal(boolean passes, long spent, long setAside) {
    static Refusal of(RawAnswer answer) {
      assertThat(answer.status()).as(answer.body()).isEqualTo(429);
      boolean passes = answer.body().contains("budget_in_use");
      assertThat(passes || answer.body().contains("budget_exceeded")).isTrue();
      Matcher standing = STANDING.matcher(answer.body());
      assertThat(standing.find()).as(answer.body()).isTrue();
      return new Refusal(passes, nanos(standing.group(1)), nanos(standing.group(2)));
    }

    private static long nanos(String dollars) {
      return Math.round(Double.parseDouble(dollars) * Money.DOLLAR);
    }

    double part() {
      return (double) (spent + setAside) / (DOLLARS * Money.DOLLAR);
    }
  }

  /// What is spent is counted in memory, whichever the store.
  static List<String> kinds() {
    return LongForm.isOn() ? List.of("sqlite", "postgres") : List.of("sqlite");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void one_budget_is_used_up_and_passed_by_next_to_nothing(String kind) throws Exception {
    with(
        kind,
        gateway -> {
          BudgetStatus plain = spend(gateway, false);
          assertThat((double) plain.spent() / plain.budget().nanos()).isBetween(0.97, 1.005);
          BudgetStatus strict = spend(gateway, true);
          assertThat((double) strict.spent() / strict.budget().nanos()).isGreaterThan(0.97);
          // Bodies have four bytes a token, but for their frame.
          assertThat(strict.spent()).isLessThanOrEqualTo(strict.budget().nanos());
          Bill bill = bill(gateway, "chatty");
          long billed = bill.input() * StoredGateway.READ + bill.output() * StoredGateway.WRITTEN;
          assertThat(plain.spent() + strict.spent()).isEqualTo(billed);
          Spend.Sums kept = gateway.end();
          assertThat(kept.nanos()).isEqualTo(billed);
          assertThat(kept.calls()).isEqualTo(bill.calls());
          assertThat(kept.estimated()).isZero();
        });
  }

  /// Spends a budget with calls until each caller was refused.
  private static BudgetStatus spend(StoredGateway gateway, boolean strict) throws Exception {
    var terms = new BudgetTerms(List.of(DOLLARS + "USD/total"), strict);
    Issued key = gateway.key(strict ? "strict" : "plain", KeyLimits.NONE, terms);
    String secret = key.secret().text();
    try (var throng = new Throng(gateway.address())) {
      Queue<Refusal> passing = new ConcurrentLinkedQueue<>();
      var ended = new Semaphore(0);
      List<Refusal> refusals =
          throng.run((connection, random) -> refused(connection, secret, random, passing, ended));
      assertThat(refusals).allSatisfy(one -> assertThat(one.part()).isGreaterThanOrEqualTo(0.97));
      // More than those can cost that are with the provider: calls that wait have set aside, too.
      assertThat(passing)
          .anySatisfy(
              one -> assertThat(one.setAside()).isGreaterThan(StoredGateway.AT_ONCE * DEAREST));
    }
    await().atMost(PATIENCE).until(() -> gateway.budget(key, DOLLARS, strict).setAside() == 0);
    return gateway.budget(key, DOLLARS, strict);
  }

  /// Calls until a refusal does not pass, and behind one that does as soon as a call has ended.
  private static Refusal refused(
      RawConnection connection,
      String secret,
      Random random,
      Queue<Refusal> passing,
      Semaphore ended)
      throws InterruptedException {
    while (true) {
      int bytes = random.nextInt(6_000, 10_000);
      RawAnswer answer = Throng.chat(connection, secret, "chatty", bytes, MOST);
      if (answer.status() == 200) {
        ended.release();
        continue;
      }
      if (answer.status() == 503) {
        // A busy machine serves fewer calls than the thousand callers make.
        assertThat(answer.body()).contains("upstream_overloaded");
        continue;
      }
      Refusal refusal = Refusal.of(answer);
      if (!refusal.passes()) {
        return refusal;
      }
      passing.add(refusal);
      // The gateway takes note of an end behind the client.
      boolean _ = ended.tryAcquire(NOTED.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Test
  void no_more_calls_are_under_way_than_a_key_may_make_at_the_same_time() throws Exception {
    with(
        "sqlite",
        gateway -> {
          int most = 50;
          Issued key = gateway.key("few", new KeyLimits(0, 0, most), BudgetTerms.NONE);
          for (int round = 1; round <= 2; round++) {
            try (var throng = new Throng(gateway.address())) {
              List<Future<RawAnswer>> calls =
                  throng.begin((connection, _) -> silent(connection, key));
              await().atMost(PATIENCE).until(() -> done(calls) == Throng.SIZE - most);
              long silent = (long) round * most;
              await()
                  .atMost(PATIENCE)
                  .untilAsserted(() -> assertThat(silentCalls(gateway)).isEqualTo(silent));
              await()
                  .atMost(PATIENCE)
                  .untilAsserted(() -> assertThat(gateway.provider().inFlight()).isEqualTo(most));
              for (Future<RawAnswer> call : calls) {
                if (call.isDone()) {
                  limited(call.get());
                }
              }
            }
            await().atMost(PATIENCE).until(() -> gateway.provider().inFlight() == 0);
          }
        });
  }

  private static long silentCalls(StoredGateway gateway) {
    return gateway.provider().calls(kind -> kind.model().equals("silent"));
  }

  private static RawAnswer silent(RawConnection connection, Issued key) {
    return Throng.chat(connection, key.secret().text(), "silent", 100, 16);
  }

  private static long done(List<? extends Future<?>> calls) {
    return calls.stream().filter(Future::isDone).count();
  }

  private static void limited(RawAnswer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(429);
    assertThat(answer.body()).contains("limit_exceeded");
  }

  @Test
  void no_more_calls_and_tokens_are_let_through_than_a_key_may_use_a_minute() throws Exception {
    with(
        "sqlite",
        gateway -> {
          long calls = LongForm.rounds(600, 1_500);
          long tokens = 60_000;
          Bill ofCalls = exhaust(gateway, "calls", new KeyLimits(calls, 0, 0));
          assertThat(ofCalls.calls()).isGreaterThanOrEqualTo(calls);
          Bill ofTokens = exhaust(gateway, "tokens", new KeyLimits(0, tokens, 0));
          assertThat(ofTokens.input() + ofTokens.output()).isGreaterThanOrEqualTo(tokens * 9 / 10);
        });
  }

  /// Calls until each caller was refused, and checks what was let through by the time it took.
  private static Bill exhaust(StoredGateway gateway, String name, KeyLimits limits)
      throws Exception {
    String secret = gateway.key(name, limits, BudgetTerms.NONE).secret().text();
    Bill before = bill(gateway, "short");
    long begun = System.nanoTime();
    try (var throng = new Throng(gateway.address())) {
      throng
          .run((connection, _) -> untilLimited(connection, secret))
          .forEach(ThousandCallersTest::limited);
    }
    double minutes = (double) (System.nanoTime() - begun) / TimeUnit.MINUTES.toNanos(1);
    Bill after = bill(gateway, "short");
    var bill =
        new Bill(
            after.calls() - before.calls(),
            after.input() - before.input(),
            0,
            after.output() - before.output());
    if (limits.rpm() > 0) {
      assertThat((double) bill.calls()).isLessThanOrEqualTo(limits.rpm() * (1 + minutes));
    } else {
      assertThat((double) (bill.input() + bill.output()))
          .isLessThanOrEqualTo(limits.tpm() * (1 + minutes));
    }
    return bill;
  }

  /// What the provider has billed, which it does behind an answer.
  private static Bill bill(StoredGateway gateway, String model) {
    await().atMost(PATIENCE).until(() -> gateway.provider().inFlight() == 0);
    return gateway.provider().bill(model);
  }

  private static RawAnswer untilLimited(RawConnection connection, String secret) {
    RawAnswer answer;
    do {
      answer = Throng.chat(connection, secret, "short", 400, 16);
    } while (answer.status() == 200);
    return answer;
  }
}
