package dev.sluice.server.batches;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.budget.BatchAccount;
import dev.sluice.batches.Batches;
import dev.sluice.batches.BatchesConfig;
import dev.sluice.batches.file.FileStore;
import dev.sluice.call.runtime.Clock;
import dev.sluice.server.client.Client;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.edge.InnerCalls;
import dev.sluice.server.edge.Resource;
import dev.sluice.server.log.NoticeLog;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The batches of a server: their HTTP, their meters, and the calls of their lines. Safe for any
/// thread.
public final class BatchService implements AutoCloseable {
  private final Batches batches;
  private final Resource resource;
  private volatile LineHeaders headers;
  private volatile SluiceConfig config;

  /// What makes the calls; null until the server is there.
  private volatile @Nullable InnerCalls inner;

  /// Makes the batches of a gateway.
  ///
  /// @param payers pays for what providers run
  /// @param notices is told what operators want to know
  public static BatchService of(
      SluiceConfig config,
      BatchesConfig how,
      FileStore files,
      Accounts accounts,
      Function<Client, BatchAccount> payers,
      MeterRegistry registry,
      NoticeLog notices) {
    var meters = new BatchMeters(registry, notices::batches, notices::batchesWait);
    return new BatchService(config, how, files, accounts, payers, meters);
  }

  private BatchService(
      SluiceConfig config,
      BatchesConfig how,
      FileStore files,
      Accounts accounts,
      Function<Client, BatchAccount> payers,
      BatchMeters meters) {
    this.config = config;
    this.headers = LineHeaders.of(config);
    this.batches =
        Batches.of(
            how,
            new Batches.Parts(
                files,
                accounts,
                new GatewayLines(this::inner),
                new ProviderDelegates(this::inner, () -> this.config, payers, new SecureRandom()),
                UUID.randomUUID().toString(),
                Clock.SYSTEM,
                new SecureRandom(),
                meters));
    meters.follow(batches);
    this.resource =
        new BatchesResource(batches, how.window().toHours() + "h", () -> headers, this::inner);
  }

  private InnerCalls inner() {
    InnerCalls calls = inner;
    if (calls == null) {
      throw new IllegalStateException("the server has not begun");
    }
    return calls;
  }

  /// What answers requests about batches.
  public Resource resource() {
    return resource;
  }

  /// Begins to work, since the server can call.
  public void begin(InnerCalls calls) {
    inner = calls;
    batches.start();
  }

  /// Goes by another configuration.
  public void use(SluiceConfig next) {
    config = next;
    headers = LineHeaders.of(next);
  }

  /// What keeps batches from going on; empty for nothing.
  public Optional<String> trouble() {
    return batches.trouble();
  }

  /// Calls no more lines.
  public void stop() {
    batches.stop();
  }

  /// Ends, once the calls under way have.
  @Override
  public void close() {
    batches.close();
  }
}
