package dev.sluice.server.config.reader;

import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.batches.BatchesConfig;
import dev.sluice.batches.file.FilesConfig;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.file.ForeignFile;
import dev.sluice.config.file.GatewaySections;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Doc;
import dev.sluice.config.yaml.FilePosition;
import dev.sluice.config.yaml.Section;
import dev.sluice.report.ReportConfig;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.ClusterConfig;
import dev.sluice.server.config.LogConfig;
import dev.sluice.server.config.MoneyConfig;
import dev.sluice.server.config.OtelConfig;
import dev.sluice.server.config.PassThroughConfig;
import dev.sluice.server.config.ProviderBatches;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.WebhookConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A configuration file that is in order.
///
/// @param config what it says
/// @param doc where it says so
public record ConfigFile(SluiceConfig config, Doc doc) {
  private static final Type<Boolean> WATCH =
      Types.oneOf(Map.of("on_request", false, "watch", true));

  /// Reads and checks a file.
  ///
  /// @param env what `${env:NAME}` refers to
  /// @throws dev.sluice.config.yaml.ConfigException with everything that is wrong with it
  public static ConfigFile load(String file, Map<String, String> env) {
    return of(Doc.load(file, env));
  }

  /// Reads and checks a file again, by the rules of [Doc#reload].
  ///
  /// @param reads notified of each file before it is read
  /// @throws dev.sluice.config.yaml.ConfigException with everything that is wrong with it
  public static ConfigFile reload(String file, Map<String, String> env, Consumer<Path> reads) {
    return of(Doc.reload(file, env, reads));
  }

  /// Checks a document.
  ///
  /// @throws dev.sluice.config.yaml.ConfigException with everything that is wrong with it
  public static ConfigFile of(Doc doc) {
    ForeignFile.refuse(doc);
    SluiceConfig config = doc.read(ConfigFile::read);
    UnmatchedPatterns.note(config, doc);
    return new ConfigFile(config, doc);
  }

  /// The position of the value under these keys; empty if it is a default.
  public Optional<FilePosition> position(String... keys) {
    return doc.position(keys);
  }

  private static SluiceConfig read(Section root) {
    Optional<StoreConfig> store = StoreReader.read(root);
    Optional<ClusterConfig> cluster = ClusterReader.read(root, store);
    AuthSection auth = AuthSection.read(root, store.isPresent());
    ServerConfig server =
        root.in("server", in -> ServerReader.server(in, store.isPresent(), auth.jwt()));
    AdminConfig listener =
        root.in("admin", in -> ServerReader.admin(in, server.listen(), store.isPresent()));
    AdminConfig admin = auth.people(root, listener);
    ReportConfig report = root.in("report", ReportReader::read);
    LogConfig log = root.in("log", LogReader::read);
    OtelConfig otel = root.in("otel", OtelReader::read);
    boolean watch = root.get("reload", WATCH, false);
    MoneyConfig money = MoneyReader.read(root);
    List<WebhookConfig> webhooks = WebhookReader.read(root);
    GatewayConfig gateway = GatewaySections.read(root);
    List<PassThroughConfig> passThroughs = PassThroughReader.read(root, gateway);
    Optional<FilesConfig> files =
        root.has("files") ? FilesReader.read(root, store, cluster.isPresent()) : Optional.empty();
    Optional<BatchesConfig> batches =
        root.has("batches") ? BatchesReader.read(root, files) : Optional.empty();
    return new SluiceConfig(
        server,
        admin,
        withOwnRoutes(gateway, passThroughs, batches),
        report,
        log,
        otel,
        watch,
        store,
        money,
        webhooks,
        cluster,
        passThroughs,
        files,
        batches);
  }

  private static GatewayConfig withOwnRoutes(
      GatewayConfig gateway,
      List<PassThroughConfig> passThroughs,
      Optional<BatchesConfig> batches) {
    GatewayConfig all =
        gateway.withRoutes(passThroughs.stream().map(PassThroughConfig::route).toList());
    return batches.isEmpty() ? all : all.withRoutes(ProviderBatches.routes(gateway));
  }
}
