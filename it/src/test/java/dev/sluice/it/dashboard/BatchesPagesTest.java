package dev.sluice.it.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page of batches, in a browser: with some that go on, wait, have failed and are cancelled,
/// with many, and with what a gateway says that has none; and that of people for those who may not
/// see it.
class BatchesPagesTest {
  private static final int CHECKS = 5;
  private static final int ENDED = 30;

  @Test
  void a_browser_sees_how_batches_stand_and_ends_one(@TempDir Path dir) throws Exception {
    try (var gateway = new BatchingGateway(dir)) {
      gateway.fill(ENDED);
      assertThat(
              BrowserScript.run("batches.mjs", gateway.adminUrl(), gateway.url(), gateway.poor()))
          .hasSize(CHECKS);
    }
  }
}
