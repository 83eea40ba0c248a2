package dev.sluice.cli.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.runtime.Clock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// A batch is followed, in virtual time.
class BatchWatchTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ProgressLine progress =
      new ProgressLine(new PrintStream(bytes, true, UTF_8), Optional.empty());
  private final List<Duration> waits = new ArrayList<>();
  private long now;

  private final Clock clock =
      new Clock() {
        @Override
        public long nanos() {
          return now;
        }

        @Override
        public Instant wall() {
          return Instant.EPOCH.plusNanos(now);
        }
      };

  private BatchWatch watch(BatchWatch.Source source) {
    return new BatchWatch(
        source,
        progress,
        clock,
        time -> {
          waits.add(time);
          now += time.toNanos();
        });
  }

  private static BatchStatus in(String state) {
    return new BatchStatus(
        "batch_1", state, 10, 10, 0, "", "", List.of(), OptionalLong.empty(), "");
  }

  private String text() {
    return bytes.toString(UTF_8);
  }

  @Test
  void the_end_is_seen_soon_however_long_it_takes() throws Exception {
    BatchStatus end =
        watch(() -> now < Duration.ofHours(2).toNanos() ? in("validating") : in("expired"))
            .follow();
    assertThat(end.state()).isEqualTo("expired");
    assertThat(waits.getFirst()).isEqualTo(Duration.ofSeconds(1));
    assertThat(waits.getLast()).isEqualTo(Duration.ofSeconds(15));
    assertThat(text()).isEqualToIgnoringNewLines("validating");
  }

  @Test
  void an_api_that_is_away_for_a_while_is_asked_again() throws Exception {
    BatchStatus end =
        watch(
                () -> {
                  if (now < Duration.ofMinutes(9).toNanos()) {
                    throw new ApiFault(503, "draining");
                  }
                  return in("completed");
                })
            .follow();
    assertThat(end.isCompleted()).isTrue();
    assertThat(text()).contains("no answer for 0s: draining");
  }

  @Test
  void an_api_that_is_away_for_long_ends_it() {
    assertThatThrownBy(
            () ->
                watch(
                        () -> {
                          throw new ApiFault(0, "nothing answers");
                        })
                    .follow())
        .hasMessage("nothing answers");
    assertThat(Duration.ofNanos(now)).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
  }

  @Test
  void a_refusal_ends_it_at_once() {
    assertThatThrownBy(
            () ->
                watch(
                        () -> {
                          throw new ApiFault(404, "no such batch");
                        })
                    .follow())
        .hasMessage("no such batch");
    assertThat(now).isZero();
  }

  @Test
  void a_line_says_how_far_a_batch_is_in_eighty_columns() {
    assertThat(BatchWatch.words(in("finalizing"), "")).isEqualTo("writing the results");
    var running =
        new BatchStatus(
            "batch_1",
            "in_progress",
            50_000,
            12_345,
            1_203,
            "",
            "",
            List.of(),
            OptionalLong.empty(),
            "");
    assertThat(BatchWatch.words(running, "about 23h 59m left by the pace"))
        .isEqualTo("13,548 of 50,000 lines (27 %), 1,203 failed, about 23h 59m left by the pace")
        .hasSizeLessThan(80);
    assertThat(BatchWatch.words(TimeLeftTest.running(5, OptionalLong.empty(), "budget"), ""))
        .isEqualTo("5 of 1,000 lines (0 %), pauses (budget)");
  }
}
