package dev.sluice.internal.permodel;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.gate.Permit;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// State by model of a target that passes on the names that calls have, which clients make up. All
/// names that have not answered yet share one state; a name gets its own, new one with its first
/// answer, so that failures of the others never change its state. At most [BoundedByModel#MOST]
/// names have their own: the least recently used without an attempt under way shares again, and
/// where there is none a further name goes on sharing. Not safe for threads.
///
/// @param <V> the state
public final class SharedUntilAnswered<V> {
  private final V shared;
  private final Fresh<V> fresh;
  private final Consumer<? super V> gone;
  private final BoundedByModel<V> own;

  /// A factory of the states of models that have answered.
  ///
  /// @param <V> the state
  @FunctionalInterface
  public interface Fresh<V> {
    /// Makes the state of `model` at its first answer.
    ///
    /// @param now on [dev.sluice.call.runtime.Clock#nanos]
    V of(String model, long now);
  }

  /// @param shared the state of all names that have not answered
  /// @param fresh makes the state of a name that has answered
  /// @param gone notified of each state that makes room for another, or finds none
  public SharedUntilAnswered(V shared, Fresh<V> fresh, Consumer<? super V> gone) {
    this.shared = shared;
    this.fresh = fresh;
    this.gone = gone;
    this.own = new BoundedByModel<>(gone);
  }

  /// Returns the state that applies to `model`.
  public V of(String model) {
    V known = own.get(model);
    return known == null ? shared : known;
  }

  /// Returns all states, the shared one first.
  public Collection<V> all() {
    return Stream.concat(Stream.of(shared), own.values().stream()).toList();
  }

  /// Removes and returns the own state of `model`, which shares from now on; null if it has none.
  public @Nullable V remove(String model) {
    return own.take(model);
  }

  /// Gives `model` a state that is known already, if there is room.
  public void put(String model, V known) {
    V before = own.take(model);
    if (before != null) {
      gone.accept(before);
    }
    if (own.hasRoom()) {
      own.put(model, known);
    } else {
      gone.accept(known);
    }
  }

  /// Lets an attempt at `model` through.
  ///
  /// @param way enters the state that applies
  /// @return the permit of `way`, which in addition keeps the state while the attempt is under way,
  ///   or notes that `model` has answered
  public Permit enter(String model, Function<? super V, Permit> way) {
    V known = own.get(model);
    return known == null
        ? new Noting(model, way.apply(shared))
        : new Using(way.apply(known), own.use(model));
  }

  private void answered(String model, long now) {
    if (own.get(model) == null && own.hasRoom()) {
      own.put(model, fresh.of(model, now));
    }
  }

  /// The permit of a model that has its own state.
  private record Using(Permit permit, Runnable release) implements Permit {
    @Override
    public void started(long at) {
      permit.started(at);
    }

    @Override
    public void allowed(RateLimitInfo allowance, long at) {
      permit.allowed(allowance, at);
    }

    @Override
    public void settle(AttemptResult attempt) {
      try {
        permit.settle(attempt);
      } finally {
        release.run();
      }
    }
  }

  /// The permit of a model that shared when its attempt began.
  private final class Noting implements Permit {
    private final String model;
    private final Permit permit;

    Noting(String model, Permit permit) {
      this.model = model;
      this.permit = permit;
    }

    @Override
    public void started(long at) {
      permit.started(at);
      answered(model, at);
    }

    @Override
    public void allowed(RateLimitInfo allowance, long at) {
      permit.allowed(allowance, at);
    }

    @Override
    public void settle(AttemptResult attempt) {
      permit.settle(attempt);
      if (attempt.outcome() instanceof Answered) {
        answered(model, attempt.ended());
      }
    }
  }
}
