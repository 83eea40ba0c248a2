package dev.sluice.server;

import dev.sluice.api.ModelSource;
import dev.sluice.call.Payer;
import dev.sluice.call.pipeline.CallExecutor;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.internal.engine.Engine;
import dev.sluice.memory.HeapBudget;
import dev.sluice.provider.header.ClientHeaders;
import dev.sluice.server.admin.AdminPages;
import dev.sluice.server.admin.AdminWrites;
import dev.sluice.server.client.EdgeObserver;
import dev.sluice.server.edge.HeadRules;
import dev.sluice.server.edge.OriginRules;
import dev.sluice.server.edge.PassThroughs;
import dev.sluice.server.edge.Resource;
import dev.sluice.server.edge.Resources;
import dev.sluice.server.jwt.TokenListener;
import dev.sluice.server.reload.ReloadResult;
import dev.sluice.transport.loop.Loops;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The dependencies of servers whose operators may change nothing.
public final class ServerBases {
  private ServerBases() {}

  /// The dependencies of a server that answers for files by itself.
  static ServerBase answering(Loops loops, MemoryBudget memory, Resource files) {
    return of(
        new Engine(new FakePipeline()),
        List::of,
        ClientHeaders.ofAny(List.of()),
        loops,
        memory,
        _ -> "",
        _ -> {},
        new Resources(Optional.of(files), Optional.empty()));
  }

  static ServerBase of(
      CallExecutor engine,
      ModelSource models,
      ClientHeaders passed,
      Loops loops,
      MemoryBudget memory,
      UnaryOperator<String> metrics,
      EdgeObserver observer) {
    return of(engine, models, passed, loops, memory, metrics, observer, Resources.NONE);
  }

  private static ServerBase of(
      CallExecutor engine,
      ModelSource models,
      ClientHeaders passed,
      Loops loops,
      MemoryBudget memory,
      UnaryOperator<String> metrics,
      EdgeObserver observer,
      Resources resources) {
    return new ServerBase(
        engine,
        models,
        new HeadRules(passed, OriginRules.NONE, PassThroughs.of(List.of())),
        loops,
        memory,
        metrics,
        observer,
        AdminPages.Source.NONE,
        new AdminWrites(dry -> new ReloadResult(1, dry, false, List.of("fixed"), List.of())),
        Optional.empty(),
        _ -> Payer.NOBODY,
        TokenListener.NONE,
        Optional::empty,
        resources);
  }

  /// The dependencies of a server without models and metrics.
  public static ServerBase bare(Loops loops) {
    return of(
        new Engine(new FakePipeline()),
        List::of,
        ClientHeaders.ofAny(List.of()),
        loops,
        new HeapBudget(1 << 20),
        _ -> "",
        _ -> {});
  }
}
