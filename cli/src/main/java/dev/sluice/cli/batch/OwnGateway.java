package dev.sluice.cli.batch;

import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.batches.BatchesConfig;
import dev.sluice.batches.DelegateConfig;
import dev.sluice.batches.file.FileStore;
import dev.sluice.batches.file.FilesConfig;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Rollback;
import dev.sluice.cli.config.Stores;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.provider.Secret;
import dev.sluice.server.CannotListen;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.ProcessParts;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.client.Tenancy;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.LogConfig;
import dev.sluice.server.config.OtelConfig;
import dev.sluice.server.config.ProviderBatches;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.proxy.NamedProxies;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A gateway in this process that runs for one batch: with the providers, routes, limits and prices
/// of a configuration, and with a store and files of its own, which no other process touches. It
/// listens on the loopback address at free ports, for a key that nobody else has.
///
/// @param key the key that it asks for
record OwnGateway(GatewayProcess gateway, OutputStream log, String key) implements AutoCloseable {
  private static final String NAME = "batch";
  private static final Duration DRAIN = Duration.ofSeconds(3);
  private static final int KEY_BYTES = 32;

  /// Starts it. Batches that its folder has go on.
  ///
  /// @param window how long a batch may take
  /// @throws CannotStart if its folder is in use, or cannot be used
  static OwnGateway start(SluiceConfig config, OwnFolder folder, Duration window)
      throws CannotStart, InterruptedException {
    String key = secret();
    SluiceConfig own = config(config, folder, window, key);
    try {
      OutputStream log =
          Files.newOutputStream(folder.log(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      try (var rollback = Rollback.of(log::close)) {
        return rollback.keep(new OwnGateway(start(own, folder, log), log, key));
      }
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static GatewayProcess start(SluiceConfig own, OwnFolder folder, OutputStream log)
      throws CannotStart, InterruptedException {
    try {
      return GatewayProcess.start(
          own,
          ProcessOptions.defaults()
              .logs(OutputStream.nullOutputStream(), log)
              .parts(parts(own, folder)));
    } catch (CannotListen e) {
      throw new CannotStart(
          "no gateway for the batch (%s): run it again, or name one that serves with --url"
              .formatted(ApiWords.line(String.valueOf(e.getMessage()))));
    }
  }

  private static CannotStart unusable(OwnFolder folder, IOException why) {
    return new CannotStart(
        "%s cannot be used (%s): end the run that holds it, and see that it may be written"
            .formatted(folder.path(), ApiWords.line(why.toString())));
  }

  private static String secret() {
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    return "sk-" + HexFormat.of().formatHex(random);
  }

  private static ProcessParts parts(SluiceConfig own, OwnFolder folder)
      throws CannotStart, InterruptedException {
    Stores.Opened store;
    try {
      store = Stores.open(own.store(), own.money().zone()).await().orElseThrow();
    } catch (Stores.GivenUp _) {
      throw new InterruptedException();
    }
    try (var accounts = Rollback.of(store.accounts()::close);
        var ledger = Rollback.of(store.ledger()::close)) {
      FileStore files =
          FileStore.open(
              own.files().orElseThrow(), store.accounts(), Clock.SYSTEM, new SecureRandom());
      accounts.keep();
      ledger.keep();
      return new ProcessParts(
          Optional.empty(),
          Optional.of(store.accounts()),
          Optional.of(store.ledger()),
          Optional.empty(),
          Optional.of(files));
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static SluiceConfig config(
      SluiceConfig config, OwnFolder folder, Duration window, String key) {
    FilesConfig files = files(config, folder);
    return new SluiceConfig(
        server(config.server(), key),
        new AdminConfig(anyPort(), Optional.of(new Secret(secret()))),
        gateway(config),
        config.report(),
        new LogConfig(LogConfig.Calls.OFF, config.log().level()),
        OtelConfig.defaults(),
        false,
        Optional.of(StoreConfig.in(folder.store())),
        config.money(),
        List.of(),
        Optional.empty(),
        config.passThroughs(),
        Optional.of(files),
        Optional.of(batches(config, files, window)));
  }

  /// With the ways to the batches of providers, which a configuration without batches has not.
  private static GatewayConfig gateway(SluiceConfig config) {
    GatewayConfig gateway = config.gateway();
    return config.batches().isPresent()
        ? gateway
        : gateway.withRoutes(ProviderBatches.routes(gateway));
  }

  /// The bounds of the configuration, or the usual ones; the quota is that of one batch's files.
  private static FilesConfig files(SluiceConfig config, OwnFolder folder) {
    return new FilesConfig(
        folder.files(),
        false,
        config.files().flatMap(FilesConfig::key),
        config.files().map(FilesConfig::largest).orElse(FilesConfig.LARGEST),
        config.files().map(FilesConfig::quota).orElse(FilesConfig.QUOTA),
        config.files().map(FilesConfig::retention).orElse(FilesConfig.RETENTION),
        Optional.empty(),
        config.files().map(FilesConfig::free).orElse(OptionalLong.empty()));
  }

  private static BatchesConfig batches(SluiceConfig config, FilesConfig files, Duration window) {
    return new BatchesConfig(
        files.folder().resolve("batches"),
        config.batches().map(BatchesConfig::lines).orElse(BatchesConfig.LINES),
        window,
        config.batches().map(BatchesConfig::waiting).orElse(BatchesConfig.WAITING),
        config.batches().map(BatchesConfig::running).orElse(BatchesConfig.RUNNING),
        files.retention(),
        config.batches().map(BatchesConfig::delegate).orElse(DelegateConfig.USUAL));
  }

  /// Clients of the configuration do not come here: neither its keys count, nor its TLS.
  private static ServerConfig server(ServerConfig config, String key) {
    ServerConfig usual = ServerConfig.defaults();
    var client = new Client(NAME, new Tenancy.Fixed(NAME), ClientKey.HIGHEST);
    return new ServerConfig(
        anyPort(),
        List.of(new ClientKey(new Secret(key), client, false)),
        Math.min(config.maxBody(), usual.maxBody()),
        usual.bodies(),
        config.headerTimeout(),
        config.bodyTimeout(),
        ServerConfig.Drain.of(DRAIN),
        true,
        0,
        List.of(),
        usual.http2(),
        Optional.empty(),
        NamedProxies.NONE,
        Optional.empty());
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  }

  /// The address of its API.
  URI url() {
    return URI.create(gateway.url() + "/v1");
  }

  /// Stops it: calls under way have three seconds, and lines that have no result keep their place.
  @Override
  public void close() {
    try {
      gateway.drainAndClose();
      log.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException _) {
      // What it has told is no result.
    }
  }
}
