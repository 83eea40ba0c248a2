package dev.sluice.it.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages that every gateway has, in a browser.
class DashboardTest {
  private static final int CHECKS = 19;

  @Test
  void a_browser_finds_the_dashboard_as_it_should_be(@TempDir Path dir) throws Exception {
    try (var open = new BusyGateway(dir, false);
        var guarded = new BusyGateway(dir, true)) {
      open.work();
      assertThat(
              BrowserScript.run(
                  "dashboard.mjs", open.adminUrl(), guarded.adminUrl(), BusyGateway.TOKEN))
          .hasSize(CHECKS);
    }
  }
}
