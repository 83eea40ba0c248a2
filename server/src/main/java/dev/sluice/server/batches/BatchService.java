package dev.sluice.server.batches;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.budget.BatchAccount;
import dev.sluice.api.Endpoint;
import dev.sluice.batches.Batches;
import dev.sluice.batches.BatchesConfig;
import dev.sluice.batches.file.FileStore;
import dev.sluice.call.runtime.Clock;
import dev.sluice.server.accounts.BatchAdminView;
import dev.sluice.server.client.Client;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.edge.InnerCalls;
import dev.sluice.server.edge.Resource;
import dev.sluice.server.files.FileFaults;
import dev.sluice.server.log.NoticeLog;
import dev.sluice.stats.QuotaStats;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The batches of a server: their HTTP, their meters, and the calls of their lines. Safe for any
/// thread.
public final class BatchService implements AutoCloseable {
  private final Batches batches;
  private final LineUses uses = new LineUses();
  private final Resource resource;
  private volatile LineHeaders headers;
  private volatile SluiceConfig config;

  /// What makes the calls; null until the server is there.
  private volatile @Nullable InnerCalls inner;

  /// Makes the batches of a gateway.
  ///
  /// @param node the name of this process for people
  /// @param quotas those of the targets, as they are now
  /// @param payers pays for what providers run
  /// @param notices is told what operators want to know
  public static BatchService of(
      SluiceConfig config,
      String node,
      BatchesConfig how,
      FileStore files,
      Accounts accounts,
      Supplier<QuotaStats> quotas,
      Function<Client, BatchAccount> payers,
      MeterRegistry registry,
      NoticeLog notices) {
    var meters = new ClientBatchMeters(registry, notices::batches, notices::batchesWait);
    var faults = new FileFaults(notices::files, Clock.SYSTEM);
    return new BatchService(config, node, how, files, accounts, quotas, payers, meters, faults);
  }

  private BatchService(
      SluiceConfig config,
      String node,
      BatchesConfig how,
      FileStore files,
      Accounts accounts,
      Supplier<QuotaStats> quotas,
      Function<Client, BatchAccount> payers,
      ClientBatchMeters meters,
      FileFaults faults) {
    this.config = config;
    this.headers = LineHeaders.of(config);
    this.batches =
        Batches.of(
            how,
            new Batches.Parts(
                files,
                accounts,
                new GatewayLines(this::inner, uses),
                new ProviderDelegates(this::inner, () -> this.config, payers, new SecureRandom()),
                UUID.randomUUID().toString(),
                node,
                Clock.SYSTEM,
                new SecureRandom(),
                new UsesListener(meters, uses)));
    meters.follow(batches);
    var sender = new BatchSender(() -> headers, this::inner);
    var forecast = new BatchForecast(uses, quotas, batches::pause);
    var own = new BatchesResource(batches, how.window().toHours() + "h", sender, forecast);
    var inputs = new InputWriter(files, batches);
    var messages = new MessageBatchesResource(inputs, how, sender, faults);
    var generations = new GenerateBatchesResource(inputs, how, sender, faults);
    var generationFiles =
        new GenerateFilesResource(inputs, faults, new UploadTokens(files, this::inner));
    this.resource =
        (request, reply) -> {
          Resource of =
              switch (request.endpoint()) {
                case Endpoint.MessageBatches _ -> messages;
                case Endpoint.GenerateBatches _ -> generations;
                case Endpoint.GenerateFiles _ -> generationFiles;
                default -> own;
              };
          of.serve(request, reply);
        };
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

  /// What the admin listener shows of all of them.
  public BatchAdminView view() {
    return new StoredBatchesView(batches.admin());
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
