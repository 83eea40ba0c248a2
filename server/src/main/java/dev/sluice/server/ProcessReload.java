package dev.sluice.server;

import dev.sluice.Gateway;
import dev.sluice.provider.header.ClientHeaders;
import dev.sluice.server.config.HeapCheck;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.reload.NotApplied;
import dev.sluice.server.reload.Reloads;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Takes another configuration for all parts of a process that runs, whole or not at all. One at a
/// time, not on a loop; [#followAdmin] on any thread.
final class ProcessReload implements Reloads.Taker {
  private final SluiceConfig started;
  private final ObservedGateway gateway;
  private final SluiceServer server;
  private final CurrentViews views;

  /// Told where the admin listener is.
  private volatile Consumer<InetSocketAddress> adminFollower = _ -> {};

  /// @param started what the process has started with
  ProcessReload(
      SluiceConfig started, ObservedGateway gateway, SluiceServer server, CurrentViews views) {
    this.started = started;
    this.gateway = gateway;
    this.server = server;
    this.views = views;
  }

  /// Tells where the admin listener is: now, and when a reload is taken. On the thread of that
  /// reload.
  void followAdmin(Consumer<InetSocketAddress> follower) {
    adminFollower = follower;
    tellAdmin();
  }

  private void tellAdmin() {
    adminFollower.accept(server.adminAddress().orElseThrow());
  }

  @Override
  public long revision() {
    return gateway.engine().revision();
  }

  @Override
  public List<String> take(SluiceConfig before, SluiceConfig next, boolean dry) throws NotApplied {
    Optional<String> problem =
        HeapCheck.problem(next, Runtime.getRuntime().maxMemory())
            .or(() -> gateway.accounting().problem(before, next));
    if (problem.isPresent()) {
      throw new NotApplied(problem.get());
    }
    try (var changes = new Changes()) {
      prepare(next, changes);
      if (!dry) {
        changes.take();
      }
    } catch (CannotListen | IllegalArgumentException | IllegalStateException e) {
      throw new NotApplied(String.valueOf(e.getMessage()));
    }
    return Stream.concat(
            RestartNotes.of(started, next).stream(), gateway.tracingNote(next).stream())
        .toList();
  }

  /// The engine comes first, since it may refuse when it is to take what it has prepared.
  private void prepare(SluiceConfig next, Changes changes) throws CannotListen {
    Gateway.Change engine = gateway.engine().prepare(next.gateway());
    changes.add(engine);
    ClientHeaders passed = ClientHeaders.ofAny(next.gateway().providers());
    changes.add(server.prepare(next.server(), next.admin(), passed));
    changes.add(this::tellAdmin);
    gateway.prepare(next, changes);
    changes.add(views.prepare(next, engine.stats(), server::url));
  }
}
