package dev.sluice.batches.delegate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// A delegated batch in virtual time, at a provider in memory: actions are carried out as they are
/// told, and each state is kept as a row keeps it.
final class DelegatePlay {
  static final String BATCH = "batch_0";
  static final DelegateTimes TIMES = DelegateTimes.from(Duration.ofMinutes(1));

  final PlayedProvider provider = new PlayedProvider();
  final Map<String, Integer> results = new HashMap<>();
  final List<Long> pollsAt = new ArrayList<>();
  final List<Action> actions = new ArrayList<>();
  Delegation delegation;
  Stop stop = Stop.NONE;
  long now = 1_000_000_000_000L;

  private DelegateMachine machine = machine();

  DelegatePlay(int... bounds) {
    List<Part> parts = new ArrayList<>();
    for (int i = 1; i < bounds.length; i++) {
      parts.add(Part.planned(bounds[i - 1], bounds[i], bounds[i] - bounds[i - 1], now));
    }
    delegation = new Delegation("openai/m", parts);
  }

  private static DelegateMachine machine() {
    return new DelegateMachine(TIMES, new SplittableRandom(3));
  }

  /// Another process goes on from the row.
  void restart() {
    delegation = DelegationJson.read(DelegationJson.write(delegation));
    machine = machine();
  }

  /// Does what is due, and lets time pass, until all is over or so much time has passed.
  ///
  /// @return whether all is over
  boolean go(Duration most) throws IOException, InterruptedException {
    long until = now + most.toMillis();
    while (now <= until) {
      if (stop == Stop.LEAVE) {
        delegation = machine.left(delegation, now);
      }
      Action action = machine.next(delegation, stop, now);
      if (action instanceof Action.Over) {
        return true;
      }
      if (action instanceof Action.Wait(long at)) {
        now = Math.max(at, now + 1);
      } else {
        actions.add(action);
        now += 10;
        attempt(action);
      }
    }
    return false;
  }

  private void attempt(Action action) throws IOException, InterruptedException {
    int part = place(action);
    if (action instanceof Action.Create) {
      delegation = machine.creating(delegation, part, now);
    }
    try {
      delegation = done(action, delegation.parts().get(part));
    } catch (RemoteFailure why) {
      delegation =
          switch (action) {
            case Action.Cancel _ ->
                why.kind() == RemoteFailure.Kind.REFUSED
                    ? machine.cancelled(delegation, part, now)
                    : machine.uncancelled(delegation, part, now);
            case Action.Create _ -> machine.uncreated(delegation, part, why, now);
            default -> machine.failed(delegation, part, why, now);
          };
    }
  }

  private static int place(Action action) {
    return switch (action) {
      case Action.Upload(int part) -> part;
      case Action.Create(int part) -> part;
      case Action.Find(int part) -> part;
      case Action.Poll(int part) -> part;
      case Action.Cancel(int part) -> part;
      case Action.Take(int part) -> part;
      case Action.Drop(int part) -> part;
      case Action.Wait _, Action.Over _ -> -1;
    };
  }

  private Delegation done(Action action, Part of)
      throws RemoteFailure, IOException, InterruptedException {
    return switch (action) {
      case Action.Upload(int part) ->
          machine.uploaded(delegation, part, provider.upload("x", lines(of)), now);
      case Action.Create(int part) -> {
        String id = provider.create(of.file(), "/", of.mark(BATCH), () -> lines(of)).id();
        yield machine.created(delegation, part, id, now);
      }
      case Action.Find(int part) -> {
        Optional<RemoteBatch> found = provider.find(of.mark(BATCH), of.lines(), of.since());
        yield found.isPresent()
            ? machine.created(delegation, part, found.get().id(), now)
            : machine.notFound(delegation, part, stop, now);
      }
      case Action.Poll(int part) -> {
        pollsAt.add(now);
        yield machine.polled(delegation, part, provider.get(of.remote()), now);
      }
      case Action.Cancel(int part) -> {
        provider.cancel(of.remote());
        yield machine.cancelled(delegation, part, now);
      }
      case Action.Take(int part) -> {
        for (String file : of.results()) {
          provider.read(file, result -> results.merge(result.id(), 1, Integer::sum));
        }
        yield machine.over(delegation, part, now);
      }
      case Action.Drop(int part) -> machine.over(delegation, part, now);
      case Action.Wait _, Action.Over _ -> delegation;
    };
  }

  private static byte[] lines(Part part) {
    var lines = new StringBuilder();
    for (int line = part.from(); line < part.to(); line++) {
      lines.append("line-").append(line).append('\n');
    }
    return lines.toString().getBytes(UTF_8);
  }

  /// The one batch that there is.
  String remote() {
    return provider.made().getFirst();
  }
}
