package dev.sluice.lab.ledger;

import dev.sluice.lab.load.GatewayProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A gateway in a process of its own.
///
/// @param api where it serves
record KilledGateway(Process process, URI api) {
  private static final String READY = "ready ";
  private static final long ENDS_WITHIN_SECONDS = 30;
  private static final List<String> JVM = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");

  /// Starts it and waits until it is ready.
  ///
  /// @param folder of its configuration, its store, and what it says
  static KilledGateway start(GatewayProgram program, Path folder, int provider) throws IOException {
    Path config = Files.writeString(folder.resolve("sluice.yaml"), yaml(folder, provider));
    Path err = folder.resolve("serve.err");
    Process process =
        new ProcessBuilder(program.command(JVM, List.of("serve", "-c", config.toString())))
            .redirectError(err.toFile())
            .start();
    String ready = process.inputReader().readLine();
    if (ready == null || !ready.startsWith(READY)) {
      process.destroyForcibly();
      throw new IOException("the gateway does not start: " + Files.readString(err));
    }
    Thread.ofVirtual().start(() -> drop(process));
    return new KilledGateway(process, URI.create(ready.substring(READY.length()).strip()));
  }

  private static String yaml(Path folder, int provider) {
    return """
        store: {path: "%s"}
        server: {listen: "127.0.0.1:0", keys: [{name: web, key: %s, team: ops}]}
        admin: {listen: "127.0.0.1:0"}
        log: {calls: off}
        prices: {models: [{provider: p, model: "*", input: 1, output: 10}]}
        providers: {p: {type: compatible, url: "http://127.0.0.1:%d/v1", allow_private: true}}
        routes: {all: {models: [m], targets: [{provider: p, model: m}]}}
        """
        .formatted(folder.resolve("data"), LedgerLab.KEY, provider);
  }

  private static void drop(Process process) {
    try {
      process.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // It has ended.
    }
  }

  /// As `kill -9` does.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /// As SIGTERM does.
  void end() throws InterruptedException, IOException {
    process.destroy();
    if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("the gateway did not end within " + ENDS_WITHIN_SECONDS + " s");
    }
  }
}
