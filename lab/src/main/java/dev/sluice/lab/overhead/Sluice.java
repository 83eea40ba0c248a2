package dev.sluice.lab.overhead;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A Sluice in a process of its own, with one provider and one route.
final class Sluice implements Contender {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);
  private static final String READY = "ready ";

  /// What saves calls, all of it.
  private static final String SAVINGS =
      ", cache: {max: 64MiB}, coalesce: true, batch: {max_items: 256}";

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

  /// All of them, the default scheduler's where that is wanted too.
  static Stream<String> names(boolean defaultScheduler) {
    return defaultScheduler
        ? Stream.of(SLUICE, SLUICE_DEFAULT, SLUICE_SAVING)
        : Stream.of(SLUICE, SLUICE_SAVING);
  }

  /// Starts it in front of `provider`, and waits until it is ready.
  ///
  /// @param name which one, of [#names]
  /// @param folder for its configuration; the caller deletes it
  static Sluice start(
      Launch launch, String name, Path folder, InetSocketAddress provider, Cores cores)
      throws IOException, InterruptedException {
    boolean saving = name.equals(SLUICE_SAVING);
    Path config = folder.resolve(saving ? "saving.yaml" : "sluice.yaml");
    Files.writeString(config, config(provider.getPort(), saving ? SAVINGS : ""));
    List<String> serve = List.of("serve", "-c", config.toString());
    Child process = Child.start(cores.proxy(launch.command(!name.equals(SLUICE_DEFAULT), serve)));
    try {
      String line = process.awaitLine(READY, STARTS_WITHIN);
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

  private static String config(int provider, String savings) {
    return """
    server: {listen: "127.0.0.1:0", drain: 1s}
    admin: {listen: "127.0.0.1:0"}
    providers:
      mock: {type: compatible, url: "http://127.0.0.1:%d/v1", allow_private: true}
    routes:
      all: {models: ["*"], targets: [{provider: mock}]%s}
    """
        .formatted(provider, savings);
  }
}
