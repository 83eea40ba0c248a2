package dev.sluice.batches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batches.BatchRun.Step;
import dev.sluice.batches.LineAnswer.Why;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Batches whose process is killed, again and again, at random instants, on a disk that loses what
/// was not forced. Each seed is another history.
class BatchCrashTest {
  private static final int SEEDS = 100;
  private static final int LINES = 300;
  private static final int KILLS = 6;

  @Test
  void each_line_has_one_result_whenever_the_process_ends() throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      play(seed);
    }
  }

  private static void play(int seed) throws IOException, InterruptedException {
    var random = new SplittableRandom(seed);
    var rig = new RunRig(LINES);
    rig.waiting = 16;
    rig.running = 16;
    rig.caller.script = (call, _) -> answer(random, call);
    rig.begin();
    for (int kill = 0; kill < KILLS; kill++) {
      rig.caller.takes = Duration.ofMillis(random.nextInt(1, 400));
      Step _ = rig.go(Duration.ofMillis(random.nextInt(1, 3_000)));
      rig.caller.crash();
      rig.logs.crash(random);
      rig.epoch += random.nextInt(2);
      rig.begin();
    }
    assertThat(rig.go()).as("seed " + seed).isEqualTo(new Step.Ended(Ending.DONE));
    RunRig.Written written = rig.finish(Ending.DONE);
    assertThat(written.all())
        .as("seed " + seed)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, LINES).mapToObj(line -> "c-" + line).toList());
    assertThat(rig.log.counts())
        .isEqualTo(new LineCounts(LINES, written.output().size(), written.errors().size()));
    assertThat(rig.caller.calls()).isLessThan(3 * LINES);
  }

  private static LineAnswer answer(SplittableRandom random, LineCall call) {
    return switch (random.nextInt(20)) {
      case 0 -> PlayedCaller.later(Why.CAPACITY, Duration.ofMillis(random.nextInt(1_000)), call);
      case 1 -> PlayedCaller.later(Why.FAILURE, null, call);
      case 2 -> PlayedCaller.said(400, call);
      default -> PlayedCaller.said(200, call);
    };
  }
}
