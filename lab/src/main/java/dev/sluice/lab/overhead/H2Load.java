package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Payload;
import dev.sluice.lab.process.CommandOutput;
import dev.sluice.lab.process.ProcessUsage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The load of nghttp2's `h2load`, which is not this process's.
///
/// @param scheme `http` or `https`
/// @param size the bytes of a call's body
/// @param options how many connections and streams, and which protocol
record H2Load(String scheme, int size, List<String> options) {
  private static final int CALLS_A_SECOND = 10_000;

  /// What a call costs a contender.
  record Cost(double micros, double callsPerSecond) {}

  /// Measures as many calls as a core can do in some seconds, behind as many unmeasured ones.
  ///
  /// @param title the scenario's, for complaints
  Cost cost(Contender contender, InetSocketAddress at, Bench bench, String title, Sheet sheet)
      throws InterruptedException {
    int calls = CALLS_A_SECOND * bench.seconds();
    run(contender, at, calls, title, sheet);
    ProcessUsage usage = contender.usage().orElseThrow();
    long cpu = usage.cpuNanos();
    long begun = bench.clock().nanos();
    run(contender, at, calls, title, sheet);
    double seconds = (bench.clock().nanos() - begun) / 1e9;
    return new Cost((usage.cpuNanos() - cpu) / 1e3 / calls, calls / seconds);
  }

  private void run(Contender contender, InetSocketAddress at, int calls, String title, Sheet sheet)
      throws InterruptedException {
    String host = "127.0.0.1:" + at.getPort();
    try {
      Path body = Files.createTempFile("sluice-overhead", ".json");
      try {
        Files.writeString(body, Payload.chat(host, "mock", false, size).body());
        List<String> first = List.of("h2load", "-n" + calls, "-d" + body);
        String url = scheme + "://" + host + contender.path();
        List<String> last = List.of("-Hcontent-type: application/json", url);
        CommandOutput output =
            CommandOutput.run(Stream.of(first, options, last).flatMap(List::stream).toList());
        if (!output.text().contains(calls + " 2xx")) {
          sheet.complain("%s, %s: %s".formatted(contender.name(), title, output.end()));
        }
      } finally {
        Files.delete(body);
      }
    } catch (IOException e) {
      sheet.complain("%s needs h2load (nghttp2-client): %s".formatted(title, e.getMessage()));
    }
  }
}
