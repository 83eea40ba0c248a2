package dev.sluice.server;

import dev.sluice.Gateway;
import dev.sluice.call.runtime.Clock;
import dev.sluice.server.config.HeapCheck;
import dev.sluice.server.config.ListenAddresses;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.edge.HeadRules;
import dev.sluice.server.metrics.TlsMeters;
import dev.sluice.server.reload.NotApplied;
import dev.sluice.server.reload.Reloads;
import java.net.URI;
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
  private final TlsMeters meters;

  /// Told the admin listener's address.
  private volatile Consumer<URI> adminFollower = _ -> {};

  /// @param started what the process has started with
  ProcessReload(
      SluiceConfig started,
      ObservedGateway gateway,
      SluiceServer server,
      CurrentViews views,
      TlsMeters meters) {
    this.started = started;
    this.gateway = gateway;
    this.server = server;
    this.views = views;
    this.meters = meters;
  }

  /// The meters of the listeners' TLS.
  TlsMeters meters() {
    return meters;
  }

  /// Tells the admin listener's address, as this machine asks it: now, and when a reload is taken.
  /// On the thread of that reload.
  void followAdmin(Consumer<URI> follower) {
    adminFollower = follower;
    tellAdmin();
  }

  private void tellAdmin() {
    adminFollower.accept(URI.create(server.adminUrl(ListenAddresses::local)));
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
    var heads = HeadRules.of(next.gateway(), next.server(), Clock.SYSTEM::millis);
    changes.add(server.prepare(next.server(), next.admin(), heads));
    changes.add(this::tellAdmin);
    changes.add(() -> meters.use(next));
    gateway.prepare(next, changes);
    changes.add(views.prepare(next, engine.stats(), server::url));
  }
}
