package dev.sluice.it.batches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.ledger.Ledger;
import dev.sluice.accounts.ledger.LedgerConfig;
import dev.sluice.batches.file.FileStore;
import dev.sluice.batches.file.FilesConfig;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.yaml.Doc;
import dev.sluice.lab.batch.BatchClient;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.ProcessParts;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Scenario;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;

/// A gateway with batches in this process, in front of a simulated provider.
final class BatchGateway implements AutoCloseable {
  static final String RED = "sk-red";
  static final String RED_TOO = "sk-red-2";
  static final String BLUE = "sk-blue";
  static final String CHAT = "sk-chat";

  final Simulator simulator;
  final Accounts accounts;
  final GatewayProcess gateway;
  private volatile String text;

  /// @param more of the configuration, from its routes on; its first argument is the address of the
  ///   provider, the second one the same without a path
  BatchGateway(Path folder, Scenario scenario, String more) throws Exception {
    this(folder, scenario, FilesConfig.QUOTA, more);
  }

  /// @param quota of each team's files, in bytes
  BatchGateway(Path folder, Scenario scenario, long quota, String more) throws Exception {
    this(folder, scenario, FilesConfig.LARGEST, quota, "", more);
  }

  /// @param files what else the section of files says, with a comma in front
  BatchGateway(Path folder, Scenario scenario, long quota, String files, String more)
      throws Exception {
    this(folder, scenario, FilesConfig.LARGEST, quota, files, more);
  }

  /// @param largest how many bytes a file of calls may have
  BatchGateway(Path folder, Scenario scenario, long largest, long quota, String more)
      throws Exception {
    this(folder, scenario, largest, quota, "", more);
  }

  private BatchGateway(
      Path folder, Scenario scenario, long largest, long quota, String files, String more)
      throws Exception {
    simulator = Simulator.start(scenario, 0);
    text =
        config(folder, files) + more.formatted(simulator.url(), simulator.url().replace("/v1", ""));
    SluiceConfig config = config();
    var store = config.store().orElseThrow();
    accounts = Accounts.open(store, Clock.SYSTEM);
    var kept = LedgerConfig.in(store.path(), store.keep(), config.money().zone());
    Ledger ledger = Ledger.open(kept, accounts::store, accounts::nameOf, Clock.SYSTEM);
    FilesConfig asked = config.files().orElseThrow();
    var how =
        new FilesConfig(
            asked.folder(),
            asked.shared(),
            asked.key(),
            largest,
            quota,
            asked.retention(),
            asked.s3(),
            asked.free());
    FileStore stored = FileStore.open(how, accounts, Clock.SYSTEM, new SecureRandom());
    gateway =
        GatewayProcess.start(
            config,
            ProcessOptions.defaults()
                .source(_ -> config())
                .parts(
                    new ProcessParts(
                        Optional.empty(),
                        Optional.of(accounts),
                        Optional.of(ledger),
                        Optional.empty(),
                        Optional.of(stored))));
  }

  private SluiceConfig config() {
    return ConfigFile.of(Doc.parse("sluice.yaml", text, Map.of())).config();
  }

  /// Changes a part of the configuration.
  void change(String from, String to) {
    text = text.replace(from, to);
    assertThat(gateway.reload("test", false).problems()).isEmpty();
  }

  private static String config(Path folder, String files) {
    return """
    store: {path: "%1$s/data"}
    files: {folder: "%1$s/files"%2$s}
    batches: {lines: 2000, delegate: auto, poll: 200ms}
    server: {listen: "127.0.0.1:0", drain: 1s, keys: [
      {name: red, key: sk-red, team: red}, {name: red2, key: sk-red-2, team: red},
      {name: blue, key: sk-blue, team: blue},
      {name: chat, key: sk-chat, team: red, operations: [chat, files, batches]}]}
    admin: {listen: "127.0.0.1:0"}
    log: {calls: off}
    """
        .formatted(folder, files);
  }

  BatchClient client(String key) {
    return new BatchClient(URI.create(gateway.url()), key);
  }

  @Override
  public void close() {
    try {
      gateway.drainAndClose();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      simulator.close();
    }
  }
}
