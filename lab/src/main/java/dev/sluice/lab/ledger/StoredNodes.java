package dev.sluice.lab.ledger;

import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.config.provider.Secret;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.process.ChildGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Four gateways of one cluster at one PostgreSQL. Safe for any thread.
final class StoredNodes implements AutoCloseable {
  static final int NODES = 4;

  private static final String TOKEN = "lab-admin";
  private static final String DIRECTORY = "the-directory-of-the-lab";
  private static final String ADMIN = ", token: " + TOKEN + ", scim: {token: " + DIRECTORY + "}";

  private final GatewayProgram program;
  private final Path folder;
  private final String url;
  private final int redis;
  private final int provider;
  private final AtomicReferenceArray<ChildGateway> running = new AtomicReferenceArray<>(NODES);

  /// @param url the JDBC URL of the store
  /// @param redis the port of Redis
  /// @param provider the port of the provider
  StoredNodes(GatewayProgram program, Path folder, String url, int redis, int provider)
      throws IOException {
    this.program = program;
    this.folder = folder;
    this.url = url;
    this.redis = redis;
    this.provider = provider;
    for (int i = 0; i < NODES; i++) {
      start(i);
    }
  }

  /// Starts a gateway in its place, on the files of the one before.
  void start(int place) throws IOException {
    running.set(place, ChildGateway.start(program, own(place), yaml(place, "")));
  }

  private Path own(int place) throws IOException {
    return Files.createDirectories(folder.resolve("n" + place));
  }

  /// Writes the files of all anew, with another key.
  void configure(String key) throws IOException {
    String keys = ", keys: [{name: web, key: %s, team: ops}]".formatted(key);
    for (int i = 0; i < NODES; i++) {
      Path _ = Files.writeString(own(i).resolve(ChildGateway.FILE), yaml(i, keys));
    }
  }

  /// @param keys further members of `server`
  private String yaml(int place, String keys) {
    return """
    store: {path: "%s", url: "%s"}
    cluster: {redis: "redis://127.0.0.1:%d", name: lab, node: n%d, nodes: %d}
    server: {listen: "127.0.0.1:0"%s}
    %s\
    """
        .formatted(data(place), url, redis, place, NODES, keys, LedgerLab.rest(provider, ADMIN));
  }

  private Path data(int place) {
    return folder.resolve("n" + place).resolve(LedgerLab.DATA);
  }

  /// The store, as the first of them has it.
  StoreConfig store() {
    return new StoreConfig(data(0), Optional.of(new Secret(url)));
  }

  /// The store, as one more process has it.
  StoreConfig besideThem() {
    return new StoreConfig(folder.resolve("beside"), Optional.of(new Secret(url)));
  }

  ChildGateway at(int place) {
    return running.get(place);
  }

  AdminView admin(int place) {
    return new AdminView(at(place), TOKEN);
  }

  /// As the directory sees a node, which writes people.
  AdminView directory(int place) {
    return new AdminView(at(place), DIRECTORY);
  }

  /// Lets all end as SIGTERM does: what they hold is in the store then.
  void end() throws IOException, InterruptedException {
    for (int i = 0; i < NODES; i++) {
      at(i).end();
    }
  }

  @Override
  public void close() {
    for (int i = 0; i < NODES; i++) {
      ChildGateway gateway = running.get(i);
      if (gateway != null) {
        gateway.process().destroyForcibly();
      }
    }
  }
}
