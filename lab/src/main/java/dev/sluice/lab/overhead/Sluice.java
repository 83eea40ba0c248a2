package dev.sluice.lab.overhead;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A Sluice in a process of its own, with one provider and one route.
final class Sluice implements Contender {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);
  private static final String READY = "ready ";

  private final String name;
  private final Child process;
  private final InetSocketAddress address;
  private final Duration startedIn;

  private Sluice(String name, Child process, URI ready) {
    this.name = name;
    this.process = process;
    this.startedIn = process.age();
    this.address = new InetSocketAddress(ready.getHost(), ready.getPort());
  }

  /// Starts it in front of `provider`, and waits until it is ready.
  ///
  /// @param folder for its configuration; the caller deletes it
  static Sluice start(
      Launch launch, boolean loopCarried, Path folder, InetSocketAddress provider, Cores cores)
      throws IOException, InterruptedException {
    Path config = folder.resolve("sluice.yaml");
    Files.writeString(config, config(provider.getPort()));
    List<String> serve = List.of("serve", "-c", config.toString());
    Child process = Child.start(cores.proxy(launch.command(loopCarried, serve)));
    try {
      String line = process.awaitLine(READY, STARTS_WITHIN);
      String name = loopCarried ? SLUICE : SLUICE_DEFAULT;
      return new Sluice(name, process, URI.create(line.substring(READY.length()).strip()));
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.close();
      throw e;
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
  public Optional<Usage> usage() {
    return Optional.of(new Usage(process.pid()));
  }

  @Override
  public Duration startedIn() {
    return startedIn;
  }

  @Override
  public void close() {
    process.close();
  }

  private static String config(int provider) {
    return """
    server: {listen: "127.0.0.1:0", drain: 1s}
    admin: {listen: "127.0.0.1:0"}
    providers:
      mock: {type: compatible, url: "http://127.0.0.1:%d/v1", allow_private: true}
    routes:
      all: {models: ["*"], targets: [{provider: mock}]}
    """
        .formatted(provider);
  }
}
