package dev.sluice.batches.delegate;

import dev.sluice.batches.delegate.Action.Cancel;
import dev.sluice.batches.delegate.Action.Create;
import dev.sluice.batches.delegate.Action.Drop;
import dev.sluice.batches.delegate.Action.Find;
import dev.sluice.batches.delegate.Action.Over;
import dev.sluice.batches.delegate.Action.Poll;
import dev.sluice.batches.delegate.Action.Take;
import dev.sluice.batches.delegate.Action.Upload;
import dev.sluice.batches.delegate.Action.Wait;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/// The state machine of a delegated batch: what is done next about it, and what it is once that has
/// gone well or badly. No request that may have been taken is repeated: a part that is being made
/// is looked for by its mark, and is made anew only where the provider has not had it for a while.
/// Questions follow each other by exponential backoff with jitter. All times are milliseconds since
/// 1970 in UTC; nothing waits, and nothing is asked here.
public final class DelegateMachine {
  /// So often a request is repeated that the provider refuses, or whose batch it does not know.
  static final int MOST_REFUSED = 5;

  private static final double GROWTH = 1.5;
  private static final double SPREAD = 0.2;

  private static final long LONGEST_HINT = 900_000;

  /// No wait is longer.
  private static final long LONGEST = 7_200_000;

  private static final int STEPS = 16;
  private static final int DOUBLINGS = 8;

  private final DelegateTimes times;
  private final RandomGenerator random;

  public DelegateMachine(DelegateTimes times, RandomGenerator random) {
    this.times = times;
    this.random = random;
  }

  /// What is done next.
  public Action next(Delegation of, Stop stop, long now) {
    for (int i = 0; i < of.parts().size(); i++) {
      Optional<Action> action = action(of, i, stop, now);
      if (action.isPresent()) {
        return action.get();
      }
    }
    OptionalLong soonest = soonest(of, now);
    return soonest.isPresent() ? new Wait(soonest.getAsLong()) : new Over();
  }

  /// When something is to be done about any part; empty where all are over.
  private static OptionalLong soonest(Delegation of, long now) {
    return of.parts().stream()
        .filter(part -> !part.isOver())
        .mapToLong(part -> due(part, now))
        .min();
  }

  /// What is to be done about a part now; empty for nothing.
  private Optional<Action> action(Delegation of, int i, Stop stop, long now) {
    Part part = of.parts().get(i);
    if (part.isOver()) {
      return Optional.empty();
    }
    if (stop == Stop.LEAVE && isOverdue(of, now) && hasFailed(part, now)) {
      return Optional.of(new Drop(i));
    }
    Optional<Action> ending = stop == Stop.NONE ? Optional.empty() : ending(i, part, now);
    return ending.isPresent() || due(part, now) > now ? ending : Optional.of(usual(i, part));
  }

  /// Whether the window has ended so long ago that a provider that cannot be asked is left.
  private boolean isOverdue(Delegation of, long now) {
    return of.left() > 0 && Math.abs(now - of.left()) >= times.leaves();
  }

  /// Whether the provider was asked about a part just now, and that has failed: what only this
  /// process lacks, such as room on a disk, leaves no results there.
  private static boolean hasFailed(Part part, long now) {
    return part.failed() > 0 && due(part, now) > now;
  }

  private Optional<Action> ending(int i, Part part, long now) {
    return switch (part.state()) {
      case PLANNED, UPLOADED -> Optional.of(new Drop(i));
      case RUNNING -> Optional.of(new Cancel(i));
      case CANCELLING ->
          goesOn(part) && Math.abs(now - part.since()) >= times.ends()
              ? Optional.of(new Drop(i))
              : Optional.empty();
      case CREATING, ENDED, OVER -> Optional.empty();
    };
  }

  /// Whether the provider was asked for the end of a part, and has just said that it goes on.
  private static boolean goesOn(Part part) {
    return part.asked() > 1 && part.failed() == 0;
  }

  private static Action usual(int i, Part part) {
    return switch (part.state()) {
      case PLANNED -> new Upload(i);
      case UPLOADED -> new Create(i);
      case CREATING -> new Find(i);
      case RUNNING -> new Poll(i);
      case CANCELLING -> part.asked() == 0 ? new Cancel(i) : new Poll(i);
      case ENDED -> new Take(i);
      case OVER -> new Over();
    };
  }

  /// When something is to be done about a part. What lies further ahead than any wait was told by a
  /// clock that has been set back since.
  private static long due(Part part, long now) {
    return part.due() - now > LONGEST ? now : part.due();
  }

  /// The lines of a part are a file.
  public Delegation uploaded(Delegation of, int part, String file, long now) {
    return of.with(part, of.parts().get(part).withFile(file, now));
  }

  /// The provider is about to be asked for a batch.
  public Delegation creating(Delegation of, int part, long now) {
    Part made = of.parts().get(part);
    return of.with(part, made.still(PartState.CREATING, now, now + times.soon()));
  }

  /// The provider has a batch of a part.
  public Delegation created(Delegation of, int part, String remote, long now) {
    return of.with(part, of.parts().get(part).withRemote(remote, now, now + spread(times.first())));
  }

  /// The provider has no batch with the mark of a part. One that was asked for a moment ago may be
  /// on its way.
  public Delegation notFound(Delegation of, int part, Stop stop, long now) {
    Part sought = of.parts().get(part);
    if (Math.abs(now - sought.since()) < times.settle()) {
      return of.with(part, sought.asked(now + times.soon()));
    }
    PartState next = stop == Stop.NONE ? PartState.UPLOADED : PartState.OVER;
    return of.with(part, sought.in(next, now));
  }

  /// The provider has told of a part.
  public Delegation polled(Delegation of, int part, RemoteBatch told, long now) {
    Part asked = of.parts().get(part);
    if (told.ended()) {
      return of.with(part, asked.ended(told.results(), now));
    }
    boolean soon = asked.state() == PartState.CANCELLING;
    return of.with(part, asked.asked(now + (soon ? times.soon() : wait(asked.asked()))));
  }

  /// The provider was asked for the end of a part.
  public Delegation cancelled(Delegation of, int part, long now) {
    Part asked = of.parts().get(part).in(PartState.CANCELLING, now);
    return of.with(part, asked.asked(now + times.soon()));
  }

  /// The provider could not be asked for the end of a part.
  public Delegation uncancelled(Delegation of, int part, long now) {
    Part asked = of.parts().get(part);
    Part again =
        asked.state() == PartState.CANCELLING ? asked : asked.in(PartState.CANCELLING, now);
    return of.with(part, again.failed(now + backoff(times.soon(), again.failed()), false));
  }

  /// The window has ended: from the first time on that this is seen it is known since when.
  public Delegation left(Delegation of, long now) {
    return of.left() > 0 ? of : of.leftAt(now);
  }

  /// Nothing more is expected of a part.
  public Delegation over(Delegation of, int part, long now) {
    return of.with(part, of.parts().get(part).in(PartState.OVER, now));
  }

  /// A request for a batch of a part has failed: the same file is tried again where it is sure not
  /// to have been taken, and else the batch is looked for.
  public Delegation uncreated(Delegation of, int part, RemoteFailure why, long now) {
    Part asked = of.parts().get(part);
    if (isLastRefusal(asked, why) || why.kind() == RemoteFailure.Kind.MISSING) {
      return over(of, part, now);
    }
    if (why.kind() == RemoteFailure.Kind.UNKNOWN) {
      return of.with(part, asked.failed(now + times.soon(), false));
    }
    Part failed = asked.failed(later(asked, why, now), isRefused(why));
    return of.with(part, failed.still(PartState.UPLOADED, now, failed.due()));
  }

  /// Another request about a part has failed.
  public Delegation failed(Delegation of, int part, RemoteFailure why, long now) {
    Part asked = of.parts().get(part);
    boolean last = asked.state() == PartState.PLANNED && isRefused(why);
    if (last || isLastRefusal(asked, why)) {
      return over(of, part, now);
    }
    return asked.state() == PartState.ENDED && why.isOwn()
        ? of.with(part, asked.asked(now + spread(backoff(times.again(), asked.asked()))))
        : of.with(part, asked.failed(later(asked, why, now), isRefused(why)));
  }

  private static boolean isLastRefusal(Part asked, RemoteFailure why) {
    return isRefused(why) && asked.refused() + 1 >= MOST_REFUSED;
  }

  private static boolean isRefused(RemoteFailure why) {
    return switch (why.kind()) {
      case REFUSED, MISSING -> true;
      case LATER, UNKNOWN -> false;
    };
  }

  private long later(Part asked, RemoteFailure why, long now) {
    long hint = why.after().map(after -> Math.min(after.toMillis(), LONGEST_HINT)).orElse(0L);
    return now + Math.max(hint, spread(backoff(times.again(), asked.failed())));
  }

  private long backoff(long first, int failed) {
    return Math.min(times.most(), first << Math.min(failed, DOUBLINGS));
  }

  private long wait(int asked) {
    double wait = times.first() * Math.pow(GROWTH, Math.min(asked + 1, STEPS));
    return spread(Math.min(times.most(), (long) wait));
  }

  /// A time with some jitter, so that batches that were made together are not asked for together;
  /// it is not longer than any is to be.
  private long spread(long time) {
    double some = time * (1 - SPREAD + 2 * SPREAD * random.nextDouble());
    return Math.min(times.most(), (long) some);
  }
}
