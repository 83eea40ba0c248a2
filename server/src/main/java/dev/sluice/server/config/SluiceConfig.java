package dev.sluice.server.config;

import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.batches.BatchesConfig;
import dev.sluice.batches.file.FilesConfig;
import dev.sluice.config.GatewayConfig;
import dev.sluice.report.ReportConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The whole configuration of a gateway process.
///
/// @param server the listener for calls
/// @param admin the listener for health and metrics
/// @param gateway what calls pass
/// @param report what calls are measured against
/// @param log what is logged
/// @param otel which calls are sent to a trace collector
/// @param watch whether it is read again when one of its files changes, and not only on request
/// @param store where teams and keys are kept; empty for none but those of this configuration
/// @param money what calls cost, and what all keys together may spend
/// @param webhooks where owners of budgets are told of them
/// @param cluster what it shares with other gateways, and how; empty where it is alone
/// @param passThroughs what is passed through to providers as it is; each has its route in
///   `gateway`, too
/// @param files where files of clients are kept; empty where none are
/// @param batches how batches run; empty where none do
public record SluiceConfig(
    ServerConfig server,
    AdminConfig admin,
    GatewayConfig gateway,
    ReportConfig report,
    LogConfig log,
    OtelConfig otel,
    boolean watch,
    Optional<StoreConfig> store,
    MoneyConfig money,
    List<WebhookConfig> webhooks,
    Optional<ClusterConfig> cluster,
    List<PassThroughConfig> passThroughs,
    Optional<FilesConfig> files,
    Optional<BatchesConfig> batches) {
  public SluiceConfig {
    webhooks = List.copyOf(webhooks);
    passThroughs = List.copyOf(passThroughs);
  }

  /// The files of the listeners' TLS.
  public List<Path> certificateFiles() {
    return Stream.of(server.tls(), admin.tls())
        .flatMap(Optional::stream)
        .flatMap(tls -> tls.files().stream())
        .toList();
  }

  /// Returns this configuration with what the files of the listeners' TLS hold now.
  ///
  /// @throws IllegalArgumentException if one is not what it must be; the message is one line
  public SluiceConfig renewed(Instant now) {
    return new SluiceConfig(
        server.with(server.tls().map(tls -> tls.renewed("server.tls", now))),
        admin.with(admin.tls().map(tls -> tls.renewed("admin.tls", now))),
        gateway,
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

  /// A configuration with the usual aims and logs, that is read again on request.
  public SluiceConfig(ServerConfig server, AdminConfig admin, GatewayConfig gateway) {
    this(
        server,
        admin,
        gateway,
        ReportConfig.defaults(),
        LogConfig.defaults(),
        OtelConfig.defaults(),
        false,
        Optional.empty(),
        MoneyConfig.defaults(),
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }
}
