package dev.sluice.it.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// People who log in with a browser at npm's `oidc-provider`, make keys of their own, and log out.
class PeoplePagesTest {
  private static final int CHECKS = 5;
  private static final String ISSUER = "issuer: ";

  @Test
  void people_log_in_make_keys_and_are_out_when_their_provider_says_so(@TempDir Path folder)
      throws Exception {
    try (var gateway = new PeopleGateway(folder)) {
      Process script = BrowserScript.start("people.mjs", gateway.adminUrl(), gateway.url());
      List<String> said = new ArrayList<>();
      try (BufferedReader lines = script.inputReader(UTF_8);
          var go = script.outputWriter(UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          said.add(line);
          if (line.startsWith(ISSUER)) {
            gateway.trust(line.substring(ISSUER.length()));
            go.write("go\n");
            go.flush();
          }
        }
      }
      assertThat(script.waitFor()).as("people.mjs said: %s", said).isZero();
      assertThat(said).filteredOn(line -> line.startsWith("passed: ")).hasSize(CHECKS);
    }
  }
}
