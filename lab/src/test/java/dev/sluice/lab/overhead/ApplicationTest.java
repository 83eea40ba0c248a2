package dev.sluice.lab.overhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationTest {

  @Test
  void an_application_that_embeds_the_gateway_tells_what_its_calls_have_taken(@TempDir Path folder)
      throws Exception {
    Bench.run(
        1,
        bench -> {
          var provider = bench.provider().address();
          try (Application application =
              Application.inProcess(folder, provider, new Cores("", ""))) {
            Application.Taken first = application.soFar();
            await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> application.soFar().calls().calls() > first.calls().calls());
            Application.Taken then = application.soFar();
            assertThat(then.calls().failed()).isZero();
            assertThat(then.cpuMicrosSince(first)).isPositive();
            assertThat(then.allocatedSince(first)).isPositive();
          }
        });
  }
}
