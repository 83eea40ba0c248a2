package dev.sluice.it.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.List;

/// A browser that looks at the first pages of gateways, one after the other. Threads wait for one
/// another.
final class FirstPages implements AutoCloseable {
  private static final String PASSED = "passed: ";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Process process = BrowserScript.start("situation.mjs");
  private final BufferedWriter in = process.outputWriter();
  private final BufferedReader out = process.inputReader();

  FirstPages() throws IOException {}

  /// Fails where a page is not as it should be.
  ///
  /// @param name of the pictures that the long form leaves
  /// @param window of the report that it shows
  synchronized void look(StagedGateway gateway, String name, String window) throws IOException {
    in.write(MAPPER.writeValueAsString(List.of(gateway.adminUrl(), name, window)));
    in.newLine();
    in.flush();
    assertThat(out.readLine()).as("the page of %s", name).startsWith(PASSED);
  }

  @Override
  public void close() throws IOException {
    in.close();
    process.onExit().join();
  }
}
