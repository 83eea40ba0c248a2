package dev.sluice.it.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages of keys, cost and audit, in a browser: with no key, with three that it has made, and
/// with two thousand.
class AccountsPagesTest {
  private static final int CHECKS = 17;

  @Test
  void a_browser_makes_keys_and_sees_what_they_cost(@TempDir Path dir) throws Exception {
    Path fresh = Files.createDirectory(dir.resolve("fresh"));
    Path large = Files.createDirectory(dir.resolve("large"));
    try (var none = new KeyedGateway(fresh);
        var many = new KeyedGateway(large)) {
      many.fill(2_000);
      assertThat(BrowserScript.run("accounts.mjs", none.adminUrl(), none.url(), many.adminUrl()))
          .hasSize(CHECKS);
    }
  }
}
