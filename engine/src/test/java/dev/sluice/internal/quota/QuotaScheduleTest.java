package dev.sluice.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Permit;
import dev.sluice.config.quota.ChargeRule;
import dev.sluice.config.quota.ChargeTerms;
import dev.sluice.config.quota.Concurrency;
import dev.sluice.config.quota.Dimension;
import dev.sluice.config.quota.QuotaLimits;
import dev.sluice.stats.QuotaGauges;
import dev.sluice.testing.LongForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Random schedules of everything that can happen to a quota, against a reference that keeps the
/// accounts by hand.
class QuotaScheduleTest {
  private static final int SCHEDULES = LongForm.rounds(2_500, 10_000);
  private static final int STEPS = 60;
  private static final List<Failed.Dimension> DIMENSIONS =
      List.of(Failed.Dimension.REQUESTS, Failed.Dimension.TOKENS);
  private static final long SECOND = 1_000_000_000L;

  @Test
  void nothing_is_ever_granted_that_is_not_there() {
    for (long seed = 0; seed < SCHEDULES; seed++) {
      new Schedule(seed).run();
    }
  }

  private static final class Schedule {
    private final long seed;
    private final SplittableRandom random;
    private final double rpm;
    private final double tpm;
    private final int concurrent;
    private final Quota quota;
    private final List<Held> held = new ArrayList<>();
    private double tokens;
    private double requests;
    private long now;

    private record Held(Permit permit, long begun, double amount) {}

    Schedule(long seed) {
      this.seed = seed;
      random = new SplittableRandom(seed);
      rpm = random.nextLong(60, 600);
      tpm = random.nextLong(100_000, 1_000_000);
      concurrent = random.nextInt(1, 20);
      tokens = tpm;
      requests = rpm;
      var none = OptionalLong.empty();
      Optional<Duration> burst =
          random.nextBoolean() ? Optional.of(Duration.ofSeconds(30)) : Optional.empty();
      quota =
          new Quota(
              new QuotaLimits(
                  OptionalLong.of((long) rpm),
                  OptionalLong.of((long) tpm),
                  none,
                  none,
                  none,
                  burst,
                  OptionalInt.of(concurrent),
                  none,
                  ChargeTerms.NONE),
              ChargeRule.defaults(),
              new Concurrency.Unbounded(),
              new LearnedEstimate(none),
              false,
              0);
    }

    void run() {
      for (int i = 0; i < STEPS; i++) {
        switch (random.nextInt(4)) {
          case 0 -> pass(random.nextLong(2 * SECOND));
          case 1, 2 -> ask();
          default -> end();
        }
      }
      while (!held.isEmpty()) {
        end();
      }
      QuotaGauges gauges = quota.gauges(now);
      assertThat(gauges.inFlight()).isZero();
      assertThat(gauges.of(Dimension.TOKENS).reserved()).isZero();
      assertThat(gauges.of(Dimension.REQUESTS).reserved()).isZero();
    }

    private void pass(long nanos) {
      now += nanos;
      tokens = Math.min(tpm, tokens + nanos / 1e9 * tpm / 60);
      requests = Math.min(rpm, requests + nanos / 1e9 * rpm / 60);
    }

    private void ask() {
      Call call = QuotaCalls.call(random.nextInt(100, 20_000), random.nextInt(1, 2_000));
      if (quota.closed(call, true, now).isPresent()) {
        return;
      }
      double amount = quota.expected(call).of(Dimension.TOKENS);
      held.add(new Held(quota.enter(call, now), now, amount));
      tokens -= amount;
      requests--;
      assertThat(tokens).as("tokens, seed %d", seed).isGreaterThanOrEqualTo(-1);
      assertThat(requests).as("requests, seed %d", seed).isGreaterThanOrEqualTo(-0.01);
      assertThat(held.size()).as("seed %d", seed).isLessThanOrEqualTo(concurrent);
    }

    private void end() {
      if (held.isEmpty()) {
        return;
      }
      Held ends = held.remove(random.nextInt(held.size()));
      Usage usage = QuotaCalls.used(random.nextLong(1, 5_000), random.nextLong(1, 2_000));
      Outcome outcome = outcome();
      double used =
          switch (outcome) {
            case Failed.Throttled _, Failed.Unreachable _ -> 0.0;
            default -> (double) (usage.input() + usage.output());
          };
      tokens = Math.min(tpm, tokens + ends.amount() - used);
      if (outcome instanceof Failed.Unreachable) {
        requests = Math.min(rpm, requests + 1);
      }
      QuotaCalls.settle(ends.permit(), outcome, usage, ends.begun(), now);
    }

    private Outcome outcome() {
      return switch (random.nextInt(8)) {
        case 0 -> new Failed.Throttled(DIMENSIONS.get(random.nextInt(2)), Optional.empty(), "");
        case 1 -> new Failed.Unreachable(Failed.Obstacle.REFUSED, "");
        case 2 -> new Failed.Cancelled();
        default -> new Answered();
      };
    }
  }
}
