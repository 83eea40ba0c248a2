package dev.sluice.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Calls;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.policy.RoutePolicy.CommitConfig;
import dev.sluice.testing.LongForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Random attempts at random paces, of which some fail, hang until the time is up or are left by
/// their caller. Whatever happens a client has the events of one attempt alone, from its first on,
/// and never an end that is not that of the answer.
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommitScheduleTest extends CommitFixture {
  private static final int SCHEDULES = LongForm.rounds(2_500, 10_000);

  private int repeated;
  private int cut;
  private int left;
  private int tooLong;

  @Test
  void a_client_has_one_answer_alone_in_any_schedule() {
    for (int seed = 0; seed < SCHEDULES; seed++) {
      try {
        run(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
      assertThat(memory.used()).isZero();
      assertThat(loop.timers()).isZero();
    }
    // The schedules are worth something.
    assertThat(List.of(repeated, cut, left, tooLong)).allMatch(times -> times > SCHEDULES / 50);
  }

  private void run(Random random) {
    attempts.clear();
    var out = new RecordingExit();
    List<String> said = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      attempts.add(attempt("abc".charAt(i), random, said));
    }
    beforeDecision = () -> loop.advance(Duration.ofMillis(random.nextInt(1_500)));
    Optional<Duration> hold =
        random.nextBoolean() ? Optional.empty() : Optional.of(Duration.ofSeconds(1));
    var config = new CommitConfig(hold, random.nextInt(4) == 0 ? 12 : 1 << 16);
    check(send(config, out), out, said);
    repeated += said.size() > 1 ? 1 : 0;
  }

  /// @return what it ended with; empty where the caller has left
  private Optional<Outcome> send(CommitConfig config, RecordingExit out) {
    try {
      return Optional.of(
          send(config, Calls.streamed(loop, "m"), new CommitPoint(out, true, Clock.SYSTEM)));
    } catch (InterruptedException caller) {
      left++;
      return Optional.empty();
    }
  }

  private Service attempt(char name, Random random, List<String> said) {
    int events = random.nextInt(8);
    int way = random.nextInt(8);
    return (_, to) -> {
      said.add("");
      begin(to);
      for (int i = 0; i < events; i++) {
        loop.advance(Duration.ofMillis(random.nextInt(400)));
        String event = "" + name + i;
        said.set(said.size() - 1, said.getLast() + event);
        say(to, event);
      }
      return end(to, way, random);
    };
  }

  private Outcome end(Sink to, int way, Random random) throws InterruptedException {
    loop.advance(Duration.ofSeconds(random.nextInt(4) == 0 ? 20 : 0));
    if (way == 0) {
      throw new InterruptedException();
    }
    if (way > 3) {
      return CUT;
    }
    loop.execute(to::end);
    return new Answered();
  }

  private void check(Optional<Outcome> outcome, RecordingExit out, List<String> said) {
    List<String> seen = new ArrayList<>(out.events());
    String answer = answer(seen);
    boolean whole = outcome.filter(Answered.class::isInstance).isPresent();
    if (whole) {
      assertThat(answer).isEqualTo(said.getLast());
      assertThat(seen.getLast()).isEqualTo("finish");
    } else {
      assertThat(answer).isIn("", said.getLast());
      assertThat(seen).doesNotContain("finish");
    }
    long begun = seen.stream().filter(event -> event.startsWith("start")).count();
    assertThat(begun).isLessThanOrEqualTo(1);
    cut += !whole && !answer.isEmpty() ? 1 : 0;
    tooLong += seen.stream().anyMatch(event -> event.startsWith(": the answer is longer")) ? 1 : 0;
  }

  private static String answer(List<String> seen) {
    var answer = new StringBuilder();
    for (String event : seen) {
      answer.append(event.matches("([abc]\\d)+") ? event : "");
    }
    return answer.toString();
  }
}
