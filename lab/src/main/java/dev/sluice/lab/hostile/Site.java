package dev.sluice.lab.hostile;

import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.process.ChildGateway;
import dev.sluice.lab.process.CommandOutput;
import dev.sluice.lab.process.Folder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A gateway that is attacked: a process of the lab's, or another one.
final class Site implements AutoCloseable {
  private static final long ENDS_WITHIN_SECONDS = 5;

  private final String key;

  /// The address of the API, which changes when the gateway is started again.
  private volatile URI api;

  private volatile Optional<Started> started;

  /// The state of a process of the lab's.
  private record Started(
      ChildGateway gateway,
      Path folder,
      GatewayProgram program,
      HostileProvider provider,
      List<String> command) {}

  private Site(URI api, String key, Optional<Started> started) {
    this.api = api;
    this.key = key;
    this.started = started;
  }

  /// Returns the site of a gateway that runs elsewhere.
  public static Site at(URI api) {
    return new Site(api, "", Optional.empty());
  }

  /// Starts a gateway in front of `provider`, and waits until it is ready.
  ///
  /// @param folder for its configuration and what it says
  /// @param before what the command begins with, such as a binding to a core
  public static Site start(
      GatewayProgram program,
      Setup setup,
      HostileProvider provider,
      Path folder,
      List<String> before)
      throws IOException {
    String key = setup.hasStore() ? HonestKey.in(folder) : setup.key();
    String yaml = setup.yaml(provider.port(), folder);
    Path config = Files.writeString(folder.resolve("sluice.yaml"), yaml);
    List<String> serve = program.command(setup.jvm(), List.of("serve", "-c", config.toString()));
    List<String> command = new ArrayList<>(before);
    command.addAll(setup.within(serve));
    return start(key, folder, program, provider, command);
  }

  private static Site start(
      String key,
      Path folder,
      GatewayProgram program,
      HostileProvider provider,
      List<String> command)
      throws IOException {
    ChildGateway gateway = ChildGateway.start(command, folder);
    return new Site(
        gateway.api(), key, Optional.of(new Started(gateway, folder, program, provider, command)));
  }

  /// Ends the process as SIGTERM does, and starts it again on the same files.
  public void restart() throws IOException, InterruptedException {
    Started before = own();
    before.gateway.end();
    Site next = start(key, before.folder, before.program, before.provider, before.command);
    api = next.api;
    started = next.started;
  }

  /// Returns the key that the site's honest client shows.
  public String key() {
    return key;
  }

  /// Connects a client of the API.
  public RawConnection connect() throws IOException {
    return new RawConnection(api);
  }

  /// Connects a client of the admin listener.
  public RawConnection admin() throws IOException {
    return new RawConnection(own().gateway.admin());
  }

  public HostileProvider provider() {
    return own().provider;
  }

  /// Makes one call on a connection of its own.
  public RawAnswer call(String body, String... headers) throws IOException {
    try (RawConnection client = connect()) {
      return client.write(Requests.post(body, headers)).answer();
    }
  }

  /// Makes one call with a key, on a connection of its own.
  public RawAnswer callAs(String shown, String body, String... headers) throws IOException {
    String[] all = Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = "Authorization: Bearer " + shown;
    return call(body, all);
  }

  /// Finds whether the gateway still serves others: whether an honest call gets its answer.
  public AttackResult honest() throws IOException {
    if (started.isEmpty()) {
      return foreign();
    }
    if (!own().gateway.process().isAlive()) {
      return new AttackResult(false, "the process has ended");
    }
    String body = Requests.chat("up/ok", "hello");
    return AttackResult.status(key.isEmpty() ? call(body) : callAs(key, body), 200);
  }

  /// Makes an honest call, which must not take longer than `millis`.
  public AttackResult honestWithin(long millis) throws IOException {
    long began = System.nanoTime();
    AttackResult result = honest();
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    return result.and(
        new AttackResult(
            took <= millis, took <= millis ? "" : "an honest call took " + took + " ms"));
  }

  private AttackResult foreign() throws IOException {
    try (RawConnection client = connect()) {
      RawAnswer answer = client.write(Requests.get("/v1/models")).answer();
      return new AttackResult(answer.status() > 0 && answer.status() < 500, answer.summary());
    }
  }

  /// Reads the gateway's metrics, in Prometheus' text format.
  public RawAnswer metrics() throws IOException {
    try (RawConnection client = admin()) {
      return client.write(Requests.get("/metrics")).answer();
    }
  }

  boolean isAlive() {
    return started.isEmpty() || own().gateway.process().isAlive();
  }

  public long pid() {
    return own().gateway.process().pid();
  }

  /// Sends a signal to the gateway's process.
  public void signal(String name) throws IOException, InterruptedException {
    var _ = CommandOutput.text("kill", "-" + name, Long.toString(pid()));
  }

  /// Returns the gateway's output on stderr.
  public String said() throws IOException {
    return Files.readString(own().folder.resolve(ChildGateway.SAID));
  }

  /// Runs another command of the same program.
  ///
  /// @return what it says, behind its exit code; empty if it does not end within `seconds`
  public Optional<String> run(long seconds, List<String> arguments)
      throws IOException, InterruptedException {
    Path out = own().folder.resolve("command.out");
    Process process = start(arguments, out);
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return Optional.empty();
    }
    return Optional.of(process.exitValue() + " " + Files.readString(out).strip());
  }

  private Process start(List<String> arguments, Path out) throws IOException {
    return new ProcessBuilder(own().program.command(List.of(), arguments))
        .redirectErrorStream(true)
        .redirectOutput(out.toFile())
        .start();
  }

  public Path folder() {
    return own().folder;
  }

  @Override
  public void close() {
    started.ifPresent(Site::end);
  }

  private Started own() {
    return started.orElseThrow(() -> new IllegalStateException("no process of ours"));
  }

  private static void end(Started started) {
    Process process = started.gateway.process();
    process.destroy();
    try {
      if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    delete(started.folder);
  }

  private static void delete(Path folder) {
    try {
      new Folder(folder).close();
    } catch (IOException _) {
      // A folder of temporary files stays behind.
    }
  }
}
