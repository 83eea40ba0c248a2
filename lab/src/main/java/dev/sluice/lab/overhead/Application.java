package dev.sluice.lab.overhead;

import dev.sluice.call.runtime.Rollback;
import dev.sluice.lab.process.EmbedderPath;
import dev.sluice.lab.process.ProcessUsage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// An application that makes calls by itself, in a process of its own: it embeds the gateway, or
/// calls one that serves on the same core. The load of other contenders is not for it.
final class Application implements Contender {
  private static final List<String> OPTIONS =
      List.of(
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private final String name;
  private final InetSocketAddress address;
  private final Optional<Sluice> server;
  private final Process process;
  private final BufferedReader told;
  private final Writer asks;

  private Application(
      String name, InetSocketAddress address, Optional<Sluice> server, Process process) {
    this.name = name;
    this.address = address;
    this.server = server;
    this.process = process;
    told = process.inputReader();
    asks = process.outputWriter();
  }

  /// What an application, and the server that it calls, have taken since their start.
  ///
  /// @param cpuNanos user and system time of both
  /// @param server what the server has allocated, where there is one
  record Taken(CallsSoFar calls, long cpuNanos, Optional<AllocationCounter.Reading> server) {

    double cpuMicrosSince(Taken before) {
      return (cpuNanos - before.cpuNanos) / 1e3;
    }

    /// The bytes that both have allocated.
    double allocatedSince(Taken before) {
      CallsSoFar own = calls.since(before.calls);
      double others =
          server
              .flatMap(now -> before.server.map(now::perSecondSince))
              .map(perSecond -> perSecond * own.seconds())
              .orElse(0.0);
      return own.allocated() + others;
    }
  }

  /// Starts one that embeds the gateway in front of `provider`.
  ///
  /// @param folder for its classes; the caller deletes it
  static Application inProcess(Path folder, InetSocketAddress provider, Cores cores)
      throws IOException {
    Process process = start(folder, CallingApplication.IN_PROCESS, provider.getPort(), cores);
    return new Application(IN_PROCESS, provider, Optional.empty(), process);
  }

  /// Starts one that calls `server`, which it ends in the end.
  static Application overLoopback(Sluice server, Path folder, Cores cores) throws IOException {
    try (var rollback = Rollback.of(server::close)) {
      int port = server.address().getPort();
      Process process = start(folder, CallingApplication.OVER_LOOPBACK, port, cores);
      return rollback.keep(
          new Application(OVER_LOOPBACK, server.address(), Optional.of(server), process));
    }
  }

  private static Process start(Path folder, String way, int port, Cores cores) throws IOException {
    Path classes = Files.createTempDirectory(folder, "application");
    List<String> command =
        EmbedderPath.command(
            classes, OPTIONS, CallingApplication.CLASSES, List.of(way, Integer.toString(port)));
    return new ProcessBuilder(cores.proxy(command))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// Asks what it has done and taken so far.
  Taken soFar() {
    CallsSoFar calls = ask();
    long servers = server.flatMap(Sluice::usage).map(ProcessUsage::cpuNanos).orElse(0L);
    return new Taken(
        calls,
        calls.cpuNanos() + servers,
        server.flatMap(Sluice::allocations).map(AllocationCounter::read));
  }

  private CallsSoFar ask() {
    try {
      asks.write("\n");
      asks.flush();
      String line = told.readLine();
      if (line == null) {
        throw new IllegalStateException(name + " has ended; its output stands above");
      }
      return CallsSoFar.read(line);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " has gone", e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public Optional<ProcessUsage> usage() {
    return Optional.of(new ProcessUsage(process.pid()));
  }

  @Override
  public Optional<Application> application() {
    return Optional.of(this);
  }

  @Override
  public Duration startedIn() {
    return Duration.ZERO;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    server.ifPresent(Sluice::close);
  }
}
