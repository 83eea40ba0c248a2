package dev.sluice.it.dashboard;

import static org.awaitility.Awaitility.await;

import dev.sluice.GatewayEdge;
import dev.sluice.accounts.Accounts;
import dev.sluice.batches.file.FileStore;
import dev.sluice.batches.file.FilesConfig;
import dev.sluice.call.runtime.Clock;
import dev.sluice.cli.config.Loaded;
import dev.sluice.cli.config.Stores;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.explain.SettingsPage;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.ProcessParts;
import dev.sluice.server.config.SluiceConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;

/// A gateway in this process, from a file, with the store and the files that the file names.
final class PageGateway implements AutoCloseable {
  private final GatewayProcess gateway;
  private final Optional<Accounts> accounts;

  /// What is done to the accounts before the gateway starts.
  @FunctionalInterface
  interface Preparation {
    void prepare(Accounts accounts) throws Exception;
  }

  private PageGateway(GatewayProcess gateway, Optional<Accounts> accounts) {
    this.gateway = gateway;
    this.accounts = accounts;
  }

  static PageGateway start(Path folder, String yaml) throws Exception {
    return start(folder, yaml, _ -> {});
  }

  static PageGateway start(Path folder, String yaml, Preparation preparation) throws Exception {
    Path file = Files.writeString(file(folder), yaml);
    Loaded loaded = loaded(file);
    SluiceConfig config = loaded.config();
    Optional<Stores.Opened> store =
        config.store().isEmpty()
            ? Optional.empty()
            : Stores.open(config.store(), config.money().zone()).await();
    Optional<Accounts> accounts = store.map(Stores.Opened::accounts);
    if (accounts.isPresent()) {
      preparation.prepare(accounts.get());
    }
    Optional<FileStore> files = Optional.empty();
    for (FilesConfig kept : config.files().stream().toList()) {
      files =
          Optional.of(
              FileStore.open(kept, accounts.orElseThrow(), Clock.SYSTEM, new SecureRandom()));
    }
    var parts =
        new ProcessParts(
            Optional.empty(), accounts, store.map(Stores.Opened::ledger), Optional.empty(), files);
    ProcessOptions options =
        ProcessOptions.defaults()
            .source(_ -> again(file))
            .sections(() -> SettingsPage.of(loaded))
            .parts(parts);
    return new PageGateway(GatewayProcess.start(config, options), accounts);
  }

  /// Where its configuration lies.
  static Path file(Path folder) {
    return folder.resolve("sluice.yaml");
  }

  private static Loaded loaded(Path file) throws CannotStart {
    return Loaded.from(Optional.of(file.toString()), Map.of());
  }

  private static SluiceConfig again(Path file) {
    try {
      return loaded(file).config();
    } catch (CannotStart e) {
      throw new IllegalStateException(e);
    }
  }

  Accounts accounts() {
    return accounts.orElseThrow();
  }

  GatewayProcess process() {
    return gateway;
  }

  String url() {
    return gateway.url();
  }

  String adminUrl() {
    return gateway.adminUrl();
  }

  /// Waits until no call is under way: what a call is counted in is read behind its answer.
  void settle() {
    settle(gateway);
  }

  static void settle(GatewayProcess gateway) {
    await().until(() -> GatewayEdge.of(gateway.gateway()).engine().running() == 0);
  }

  @Override
  public void close() {
    try {
      gateway.drainAndClose();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
