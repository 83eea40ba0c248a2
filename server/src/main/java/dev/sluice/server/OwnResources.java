package dev.sluice.server;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.batches.file.FileStore;
import dev.sluice.call.runtime.Clock;
import dev.sluice.server.accounts.BatchAdminView;
import dev.sluice.server.accounts.BatchesApi;
import dev.sluice.server.accounts.FileAdminView;
import dev.sluice.server.batches.BatchService;
import dev.sluice.server.config.ListenAddresses;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.edge.InnerCalls;
import dev.sluice.server.edge.Resource;
import dev.sluice.server.edge.Resources;
import dev.sluice.server.files.FilesResource;
import dev.sluice.server.files.KeptFilesView;
import dev.sluice.server.log.NoticeLog;
import dev.sluice.server.payment.ClientPayers;
import dev.sluice.stats.QuotaStats;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// What a gateway keeps for clients and answers itself: files, and batches. Nothing of either is
/// loaded where it is not configured, which a lambda's types would be.
final class OwnResources implements AutoCloseable {
  private final Optional<FileStore> files;
  private final Optional<BatchService> batching;
  private final NoticeLog notices;

  /// @param quotas those of the targets, as they are now
  OwnResources(
      SluiceConfig config,
      ProcessParts parts,
      Supplier<QuotaStats> quotas,
      ClientPayers payers,
      MeterRegistry registry,
      NoticeLog notices) {
    this.files = parts.files();
    this.notices = notices;
    Optional<Accounts> accounts = parts.accounts();
    this.batching =
        config.batches().isEmpty() || files.isEmpty() || accounts.isEmpty()
            ? Optional.empty()
            : Optional.of(
                BatchService.of(
                    config,
                    node(config, parts),
                    config.batches().get(),
                    files.get(),
                    accounts.get(),
                    quotas,
                    payers::ofBatches,
                    registry,
                    notices));
  }

  /// The name of this process for people: that of the node in a cluster, else where it listens.
  private static String node(SluiceConfig config, ProcessParts parts) {
    return parts
        .cluster()
        .map(cluster -> cluster.status().get().node())
        .orElseGet(() -> ListenAddresses.text(config.server().listen()));
  }

  /// Whether files are kept here.
  boolean any() {
    return files.isPresent();
  }

  /// What operators see and change of it.
  ///
  /// @param keys finds the key with an id, if it is there now
  BatchesApi admin(Function<String, Optional<Principal>> keys) {
    Optional<BatchAdminView> batches = Optional.empty();
    Optional<FileAdminView> kept = Optional.empty();
    if (batching.isPresent()) {
      batches = Optional.of(batching.get().view());
    }
    if (files.isPresent()) {
      kept = Optional.of(new KeptFilesView(files.get().admin()));
    }
    return new BatchesApi(batches, kept, keys);
  }

  /// What answers requests.
  Resources answers() {
    if (files.isEmpty()) {
      return Resources.NONE;
    }
    Resource answers = new FilesResource(files.get(), Clock.SYSTEM, notices::files);
    var kept = new Resources(Optional.of(answers), Optional.empty());
    return batching.isEmpty() ? kept : kept.with(batching.get().resource());
  }

  /// Begins to work on batches, since the server can call.
  void begin(Supplier<InnerCalls> calls) {
    if (batching.isPresent()) {
      batching.get().begin(calls.get());
    }
  }

  /// Goes by another configuration.
  void use(SluiceConfig next) {
    if (batching.isPresent()) {
      batching.get().use(next);
    }
  }

  /// What does not work as it should; empty where all does.
  Optional<String> trouble() {
    Optional<String> paused = batching.isEmpty() ? Optional.empty() : batching.get().trouble();
    return paused.isPresent() || files.isEmpty() ? paused : files.get().trouble();
  }

  /// Calls no more lines of batches.
  void stop() {
    if (batching.isPresent()) {
      batching.get().stop();
    }
  }

  /// Ends the batches, once the calls of their lines have ended.
  @Override
  public void close() {
    if (batching.isPresent()) {
      batching.get().close();
    }
  }

  /// Ends the files, which nothing asks for any more.
  void closeFiles() {
    if (files.isPresent()) {
      files.get().close();
    }
  }
}
