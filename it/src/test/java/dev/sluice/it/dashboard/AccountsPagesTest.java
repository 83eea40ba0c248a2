package dev.sluice.it.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.LongForm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages of keys, cost and audit, in a browser: with no key, with three that it has made, and
/// with hundreds, two thousand in the long form.
class AccountsPagesTest {
  private static final int CHECKS = 17;

  /// Of two teams, of which the one has spent twice as much as the other.
  private static final int MANY = LongForm.isOn() ? 2_000 : 302;

  @Test
  void a_browser_makes_keys_and_sees_what_they_cost(@TempDir Path dir) throws Exception {
    Path fresh = Files.createDirectory(dir.resolve("fresh"));
    Path large = Files.createDirectory(dir.resolve("large"));
    try (var none = new KeyedGateway(fresh);
        var many = new KeyedGateway(large)) {
      many.fill(MANY);
      assertThat(
              BrowserScript.run(
                  "accounts.mjs", none.adminUrl(), none.url(), many.adminUrl(), "" + MANY))
          .hasSize(CHECKS);
    }
  }
}
