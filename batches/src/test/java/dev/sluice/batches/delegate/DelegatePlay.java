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

/// A delegated batch in virtual time, at a provider in memory: deeds are done as they are told, and
/// each state is kept as a row keeps it.
final class DelegatePlay {
  static final String BATCH = "batch_0";
  static final DelegateTimes TIMES = DelegateTimes.from(Duration.ofMinutes(1));

  final PlayedProvider provider = new PlayedProvider();
  final Map<String, Integer> results = new HashMap<>();
  final List<Long> pollsAt = new ArrayList<>();
  final List<Deed> deeds = new ArrayList<>();
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
      Deed deed = machine.next(delegation, stop, now);
      if (deed instanceof Deed.Over) {
        return true;
      }
      if (deed instanceof Deed.Wait(long at)) {
        now = Math.max(at, now + 1);
      } else {
        deeds.add(deed);
        now += 10;
        attempt(deed);
      }
    }
    return false;
  }

  private void attempt(Deed deed) throws IOException, InterruptedException {
    int part = place(deed);
    if (deed instanceof Deed.Create) {
      delegation = machine.creating(delegation, part, now);
    }
    try {
      delegation = done(deed, delegation.parts().get(part));
    } catch (RemoteFailure why) {
      delegation =
          switch (deed) {
            case Deed.Cancel _ ->
                why.kind() == RemoteFailure.Kind.REFUSED
                    ? machine.cancelled(delegation, part, now)
                    : machine.uncancelled(delegation, part, now);
            case Deed.Create _ -> machine.uncreated(delegation, part, why, now);
            default -> machine.failed(delegation, part, why, now);
          };
    }
  }

  private static int place(Deed deed) {
    return switch (deed) {
      case Deed.Upload(int part) -> part;
      case Deed.Create(int part) -> part;
      case Deed.Find(int part) -> part;
      case Deed.Poll(int part) -> part;
      case Deed.Cancel(int part) -> part;
      case Deed.Take(int part) -> part;
      case Deed.Drop(int part) -> part;
      case Deed.Wait _, Deed.Over _ -> -1;
    };
  }

  private Delegation done(Deed deed, Part of)
      throws RemoteFailure, IOException, InterruptedException {
    return switch (deed) {
      case Deed.Upload(int part) ->
          machine.uploaded(delegation, part, provider.upload("x", lines(of)), now);
      case Deed.Create(int part) -> {
        String id = provider.create(of.file(), "/", of.mark(BATCH), () -> lines(of)).id();
        yield machine.created(delegation, part, id, now);
      }
      case Deed.Find(int part) -> {
        Optional<RemoteBatch> found = provider.find(of.mark(BATCH), of.lines(), of.since());
        yield found.isPresent()
            ? machine.created(delegation, part, found.get().id(), now)
            : machine.notFound(delegation, part, stop, now);
      }
      case Deed.Poll(int part) -> {
        pollsAt.add(now);
        yield machine.polled(delegation, part, provider.get(of.remote()), now);
      }
      case Deed.Cancel(int part) -> {
        provider.cancel(of.remote());
        yield machine.cancelled(delegation, part, now);
      }
      case Deed.Take(int part) -> {
        for (String file : of.results()) {
          provider.read(file, result -> results.merge(result.id(), 1, Integer::sum));
        }
        yield machine.over(delegation, part, now);
      }
      case Deed.Drop(int part) -> machine.over(delegation, part, now);
      case Deed.Wait _, Deed.Over _ -> delegation;
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
