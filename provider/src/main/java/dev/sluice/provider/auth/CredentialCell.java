package dev.sluice.provider.auth;

import dev.sluice.call.runtime.Bugs;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One credential that is kept fresh: calls read a reference, and one fetch at a time, on a thread
/// of its own, brings the next one before the last one ends. A call waits only where there is no
/// credential yet, or the last one is over. Fetches are begun by calls, so that a provider that
/// nobody asks costs nothing. Safe for any thread; takes no lock.
public final class CredentialCell<C> {
  private final CredentialSource<C> source;
  private final CredentialIo io;
  private final CredentialClock clock;
  private final Executor refresher;
  private final Consumer<Optional<CredentialException>> told;
  private final AtomicReference<CellState<C>> state = new AtomicReference<>(CellState.empty());

  /// A wait for a credential, which something else may end: the future is completed with null then.
  @FunctionalInterface
  public interface Patience {
    /// The patience of a caller that nothing but an interrupt stops.
    Patience ENDLESS = _ -> {};

    /// Takes the future that the caller waits for.
    void waits(CompletableFuture<?> forIt);
  }

  /// @param refresher starts each fetch on a virtual thread of its own
  /// @param told is told of the first credential, of the first of several failures in a row, and of
  ///   the credential that follows them; must not wait
  public CredentialCell(
      CredentialSource<C> source,
      CredentialIo io,
      CredentialClock clock,
      Executor refresher,
      Consumer<Optional<CredentialException>> told) {
    this.source = source;
    this.io = io;
    this.clock = clock;
    this.refresher = refresher;
    this.told = told;
  }

  /// Begins to fetch the first credential, unless that has been done.
  public void prepare() {
    if (state.get().held() == null) {
      var _ = fetch();
    }
  }

  /// Returns a credential that can be used now, and sees to the next one. Waits where there is
  /// none.
  ///
  /// @param patience may end the wait
  /// @return the credential; null where the wait was ended
  /// @throws CredentialException if there is none
  public @Nullable C get(Patience patience) throws CredentialException, InterruptedException {
    CellState<C> seen = state.get();
    long now = clock.nanos();
    C usable = seen.usable(now);
    if (usable == null) {
      return await(patience);
    }
    if (seen.isDue(now)) {
      var _ = fetch();
    }
    return usable;
  }

  private @Nullable C await(Patience patience) throws CredentialException, InterruptedException {
    CompletableFuture<C> flight = fetch();
    CellState<C> seen = state.get();
    long now = clock.nanos();
    if (flight == null) {
      C usable = seen.usable(now);
      C last = usable == null ? seen.lastResort(now) : usable;
      return last == null ? failure(seen) : last;
    }
    try {
      return await(flight, patience);
    } catch (CredentialException why) {
      C last = state.get().lastResort(clock.nanos());
      if (last == null) {
        throw why;
      }
      return last;
    }
  }

  private static <C> C failure(CellState<C> seen) throws CredentialException {
    CredentialException why = seen.failure();
    throw why == null ? CredentialException.temporary("a credential has just ended") : why;
  }

  private static <C> @Nullable C await(CompletableFuture<C> flight, Patience patience)
      throws CredentialException, InterruptedException {
    CompletableFuture<C> own = flight.copy();
    patience.waits(own);
    try {
      return own.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CredentialException why) {
        throw why;
      }
      throw new IllegalStateException("a credential could not be fetched", e.getCause());
    }
  }

  /// Sees to a credential other than one that a provider has refused; waits for it. Within half a
  /// minute no second fetch is forced.
  ///
  /// @param refused the credential that was refused
  /// @return whether there is another one now
  public boolean renew(C refused, Patience patience) throws InterruptedException {
    CompletableFuture<C> flight = force(refused);
    if (flight == null) {
      C usable = state.get().usable(clock.nanos());
      return usable != null && !usable.equals(refused);
    }
    try {
      C next = await(flight, patience);
      return next != null && !next.equals(refused);
    } catch (CredentialException e) {
      return false;
    }
  }

  /// Returns the fetch that brings another credential than `refused`; null where there is one, or
  /// none can be had.
  private @Nullable CompletableFuture<C> force(C refused) {
    CompletableFuture<C> begun = new CompletableFuture<>();
    long now = clock.nanos();
    while (true) {
      CellState<C> seen = state.get();
      if (seen.flight() != null) {
        return seen.flight();
      }
      CellState.Held<C> held = seen.held();
      if (held == null || !held.credential().equals(refused) || !seen.mayForce(now)) {
        return null;
      }
      if (state.compareAndSet(seen, seen.forced(begun, now))) {
        start(begun);
        return begun;
      }
    }
  }

  /// Begins a fetch, or joins the one that is under way.
  ///
  /// @return the fetch; null where none is due
  private @Nullable CompletableFuture<C> fetch() {
    CellState<C> seen = state.get();
    if (seen.flight() != null) {
      return seen.flight();
    }
    if (!seen.isDue(clock.nanos())) {
      return null;
    }
    CompletableFuture<C> begun = new CompletableFuture<>();
    if (!state.compareAndSet(seen, seen.fetching(begun))) {
      return fetch();
    }
    start(begun);
    return begun;
  }

  private void start(CompletableFuture<C> flight) {
    try {
      refresher.execute(() -> run(flight));
    } catch (RejectedExecutionException e) {
      failed(flight, CredentialException.temporary("the gateway ends"));
    }
  }

  private void run(CompletableFuture<C> flight) {
    try {
      fetched(flight, fetched());
    } catch (CredentialException why) {
      failed(flight, why);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed(flight, CredentialException.temporary("the fetch took too long, or the gateway ends"));
    } catch (RuntimeException | Error bug) {
      Bugs.report("a bug ended the fetch of a credential", bug);
      failed(flight, CredentialException.temporary("a bug ended the fetch of a credential"));
    }
  }

  /// Fetches, and once more where the refusal has shown that this machine's clock is wrong.
  private Issued<C> fetched() throws CredentialException, InterruptedException {
    long slow = clock.slow();
    try {
      return fresh(source.fetch(io));
    } catch (CredentialException why) {
      if (clock.slow() == slow) {
        throw why;
      }
      return fresh(source.fetch(io));
    }
  }

  private Issued<C> fresh(Issued<C> issued) throws CredentialException {
    // What has been learned of the clock may be wrong: its own time decides then.
    boolean ended = !issued.ends().isAfter(io.now());
    if (ended && (!clock.forget() || !issued.ends().isAfter(io.now()))) {
      throw CredentialException.temporary("the credential that was given has ended already");
    }
    return issued;
  }

  private void fetched(CompletableFuture<C> flight, Issued<C> issued) {
    CellState<C> before = change(seen -> seen.fetched(issued, io.now(), clock.nanos()));
    flight.complete(issued.credential());
    if (before.held() == null || before.failures() > 0) {
      told.accept(Optional.empty());
    }
  }

  private void failed(CompletableFuture<C> flight, CredentialException why) {
    CellState<C> before = change(seen -> seen.failed(why, clock.nanos()));
    flight.completeExceptionally(why);
    if (before.failures() == 0) {
      told.accept(Optional.of(why));
    }
  }

  /// Changes the state and returns the one before.
  private CellState<C> change(UnaryOperator<CellState<C>> how) {
    return state.getAndUpdate(how);
  }
}
