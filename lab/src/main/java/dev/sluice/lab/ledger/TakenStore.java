package dev.sluice.lab.ledger;

import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.config.provider.Secret;
import dev.sluice.lab.process.SizeLimit;
import dev.sluice.sim.proxy.Behaviour;
import dev.sluice.sim.proxy.FaultProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A store that can be taken away from the process that uses it, and given back.
interface TakenStore extends AutoCloseable {
  /// Returns where the gateway finds the store.
  StoreConfig config();

  /// Takes the store away from a process.
  void take(Process process) throws IOException, InterruptedException;

  void giveBack(Process process) throws IOException, InterruptedException;

  /// What a client is told meanwhile whose key nobody knows.
  default String toStranger() {
    return "503 keys_unavailable";
  }

  @Override
  default void close() {}

  /// Makes a store in this folder, or takes the one at the URL of the options.
  ///
  /// @return the store, once for each outage
  static List<TakenStore> of(Path folder, OutageOptions options) {
    return options
        .url()
        .map(url -> List.<TakenStore>of(new CutConnections(folder, url)))
        .orElseGet(() -> options.outages().stream().map(outage -> of(folder, outage)).toList());
  }

  private static TakenStore of(Path folder, OutageOptions.Outage outage) {
    return switch (outage) {
      case AWAY -> new MovedFolder(folder);
      case FULL -> new FullDisk(folder);
    };
  }

  /// A folder that is moved elsewhere, with all that is in it.
  record MovedFolder(Path folder) implements TakenStore {
    private Path elsewhere() {
      return folder.resolveSibling("elsewhere");
    }

    @Override
    public StoreConfig config() {
      return StoreConfig.in(folder);
    }

    @Override
    public void take(Process process) throws IOException {
      Files.move(folder, elsewhere());
    }

    @Override
    public void giveBack(Process process) throws IOException {
      Files.move(elsewhere(), folder);
    }
  }

  /// A folder in which the process writes nothing any more, as if the disk were full. What is there
  /// can be read.
  record FullDisk(Path folder) implements TakenStore {
    @Override
    public StoreConfig config() {
      return StoreConfig.in(folder);
    }

    @Override
    public void take(Process process) throws IOException, InterruptedException {
      SizeLimit.nothing(process);
    }

    @Override
    public void giveBack(Process process) throws IOException, InterruptedException {
      SizeLimit.none(process);
    }

    @Override
    public String toStranger() {
      return OutageFindings.UNKNOWN;
    }
  }

  /// A database behind a relay, which resets all connections and accepts none for long.
  final class CutConnections implements TakenStore {
    private static final int USUAL_PORT = 5432;
    private static final Pattern URL =
        Pattern.compile(
            "(jdbc:postgresql://(?:[^/@]*@)?)(?:localhost|127\\.0\\.0\\.1)(?::(\\d{1,5}))?(/.*)");

    private final FaultProxy relay;
    private final StoreConfig config;

    CutConnections(Path folder, String url) {
      Matcher form = URL.matcher(url);
      if (!form.matches()) {
        throw new IllegalArgumentException(
            "--url must be jdbc:postgresql://localhost:PORT/DATABASE?user=..., of this machine,"
                + " since a relay stands in front of it");
      }
      int port = form.group(2) == null ? USUAL_PORT : Integer.parseInt(form.group(2));
      relay = FaultProxy.start(port);
      String through = form.group(1) + "127.0.0.1:" + relay.port() + form.group(3);
      config = new StoreConfig(folder, Optional.of(new Secret(through)));
    }

    @Override
    public StoreConfig config() {
      return config;
    }

    @Override
    public void take(Process from) {
      relay.behave(Behaviour.CLOSE);
      relay.resetAll();
    }

    @Override
    public void giveBack(Process to) {
      relay.behave(Behaviour.PASS);
    }

    @Override
    public void close() {
      relay.close();
    }
  }
}
