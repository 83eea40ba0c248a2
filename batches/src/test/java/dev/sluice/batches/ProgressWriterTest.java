package dev.sluice.batches;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batches.DelegateConfig.Mode;
import dev.sluice.batches.LogRecord.Kind;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How far batches are, in their rows.
class ProgressWriterTest {
  @TempDir private Path folder;

  /// Else the thread of the store would read a log that changes meanwhile, and find more answers
  /// than results.
  @Test
  void counts_are_those_of_the_instant_at_which_they_were_looked_at() throws Exception {
    try (DelegateRig rig = new DelegateRig(folder, 3, Mode.AUTO)) {
      rig.log.append(0, Kind.ANSWERED, Tokens.NONE, "a".getBytes(UTF_8));
      CountDownLatch store = rig.holdStore();
      rig.progress().look();
      rig.log.append(1, Kind.ANSWERED, Tokens.NONE, "b".getBytes(UTF_8));
      store.countDown();
      assertThat(rig.row().results().counts()).isEqualTo(new LineCounts(3, 1, 0));
    }
  }
}
