package dev.sluice.internal.batch;

import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.config.policy.BatchConfig;
import dev.sluice.internal.batch.Batch.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Nagle's algorithm for calls: while nothing of a kind is under way a call is sent at once; the
/// others gather until nothing is under way any more, the batch is full, or the first has waited
/// for long enough. Decides which calls go together, and when.
///
/// ```text
/// idle    : send at once, alone
/// busy    : gather until  nothing is under way  or  items = max_items  or  first + max_wait
/// gathers : only if  deadline - now >= max_wait + 2 * usual
/// usual   = 0.9 * usual + 0.1 * duration of the last shared call
/// ```
///
/// A batch is also full at 300,000 tokens or 1 MiB of inputs. Calls are of one kind if they have
/// the same [Key]; a call that goes alone or a batch that has closed uses the state of its kind
/// until [#ended] or [#finish], and a kind without users is forgotten.
///
/// Source: Nagle, "Congestion Control in IP/TCP Internetworks" (RFC 896), with a bound on the wait;
/// ADR 0028.
///
/// Limitations: the first call of a burst always goes alone, and callers that send one call after
/// the other gain nothing. The usual duration is one for all kinds of a route, so that a slow model
/// makes calls for a fast one less willing to wait.
///
/// A state machine: it takes `now`, neither waits nor calls other code, and knows of threads only
/// that they may be many.
final class Batcher {
  /// How much of what a call usually takes is kept from one to the next.
  private static final double KEPT = 0.9;

  /// How many times the usual duration of a shared call a call must have left to wait for others.
  private static final double SLACK = 2;

  private final BatchConfig config;
  private final Map<Key, BatchKeyState> states = new HashMap<>();

  /// The batches that calls gather in.
  private final Map<BatchKeyState, Batch> open = new HashMap<>();

  /// The batch in which each call waits.
  private final Map<BatchedCall, Batch> batches = new HashMap<>();

  /// The usual duration of a shared call, in nanoseconds; zero until one has ended. Calls that go
  /// alone do not count, since their duration depends on how fast their clients read.
  private double usual;

  Batcher(BatchConfig config) {
    this.config = config;
  }

  /// Places a call that has arrived.
  Placement enter(Key key, BatchedCall member, long now) {
    return locked(() -> entered(states.computeIfAbsent(key, BatchKeyState::new), member, now));
  }

  private Placement entered(BatchKeyState state, BatchedCall member, long now) {
    boolean idle = isIdle(state);
    if (idle || !canWait(member, now)) {
      state.busy++;
      return new Placement.AtOnce(state, !idle);
    }
    Batch gathering = open.get(state);
    if (gathering != null && !gathering.fits(member, config.maxItems())) {
      close(gathering, Reason.FULL, now);
    }
    boolean opens = !open.containsKey(state);
    Batch batch = open.computeIfAbsent(state, _ -> new Batch(state, false, now));
    add(member, batch);
    if (batch.isFull(config.maxItems())) {
      close(batch, Reason.FULL, now);
    }
    return new Placement.Together(batch, opens);
  }

  private boolean isIdle(BatchKeyState state) {
    return state.busy == 0 && !open.containsKey(state);
  }

  private void add(BatchedCall member, Batch batch) {
    batch.add(member);
    batches.put(member, batch);
  }

  private void remove(BatchedCall member, Batch batch) {
    batch.remove(member);
    batches.remove(member);
  }

  /// Takes those of `some` out of `batch` that still wait in it.
  private List<BatchedCall> takeOut(List<BatchedCall> some, Batch batch) {
    List<BatchedCall> there = some.stream().filter(member -> batches.get(member) == batch).toList();
    there.forEach(member -> remove(member, batch));
    return there;
  }

  private boolean canWait(BatchedCall member, long now) {
    double needed = config.maxWait().toNanos() + SLACK * usual;
    return member.call().deadline().nanos() - now >= needed;
  }

  /// Closes a batch that has waited long enough, unless it is closed already.
  ///
  /// @return the members that still wait
  List<BatchedCall> close(Batch batch, long now) {
    return locked(
        () -> {
          close(batch, Reason.WAIT, now);
          return batch.members();
        });
  }

  private void close(Batch batch, Reason reason, long now) {
    if (batch.reason == null) {
      BatchKeyState state = batch.state();
      batch.reason = reason;
      batch.until = now;
      open.remove(state, batch);
      state.busy++;
      batch.closed.countDown();
    }
  }

  /// Notes that the shared call of `batch` runs.
  ///
  /// @return whether no call waits for the shared call any more
  boolean launched(Batch batch, CallHandle running) {
    return locked(
        () -> {
          batch.running = running;
          return batch.isEmpty();
        });
  }

  /// Removes a call that waits no more, whether it has a result or not.
  ///
  /// @return the shared call, if no call waits for it any more
  Optional<CallHandle> leave(BatchedCall member) {
    return locked(
        () -> {
          Batch batch = batches.get(member);
          if (batch == null) {
            return Optional.empty();
          }
          remove(member, batch);
          if (batch.isEmpty()) {
            drop(batch);
          }
          return batch.isEmpty() ? Optional.ofNullable(batch.running) : Optional.empty();
        });
  }

  /// Removes members of a closed batch that are about to get their results.
  ///
  /// @return the members among `some` that still waited; they are no longer members
  List<BatchedCall> release(Batch batch, List<BatchedCall> some) {
    return locked(() -> takeOut(some, batch));
  }

  /// Sends one member of a closed batch alone, if it still waits.
  void alone(Batch batch, BatchedCall member) {
    change(
        () -> {
          if (!takeOut(List.of(member), batch).isEmpty()
              && member.complete(new MemberResult.Alone(batch.state()))) {
            batch.state().busy++;
          }
        });
  }

  /// Moves some members of a closed batch to a batch of their own, which is closed.
  Batch part(Batch batch, List<BatchedCall> some, boolean again, long now) {
    return locked(
        () -> {
          var part = new Batch(batch.state(), again, now);
          takeOut(some, batch).forEach(member -> add(member, part));
          close(part, Reason.PART, now);
          return part;
        });
  }

  /// Ends a batch.
  ///
  /// @return the members without a result; they are no longer members
  List<BatchedCall> finish(Batch batch, long now) {
    return locked(
        () -> {
          List<BatchedCall> left = takeOut(batch.members(), batch);
          if (batch.reason == null) {
            drop(batch);
          } else {
            free(batch.state(), now);
          }
          return left;
        });
  }

  /// Notes that a call that went alone has ended.
  void ended(BatchKeyState state, long now) {
    change(() -> free(state, now));
  }

  /// Notes that a shared call was answered.
  ///
  /// @param nanos how long the answer took
  void took(long nanos) {
    change(
        () -> {
          usual = usual == 0 ? nanos : KEPT * usual + (1 - KEPT) * nanos;
        });
  }

  /// Returns how many keys are in use.
  int keysInUse() {
    return locked(states::size);
  }

  /// Removes a batch that still gathers, so that no more members join it.
  private void drop(Batch batch) {
    if (open.remove(batch.state(), batch)) {
      forgetIfIdle(batch.state());
    }
  }

  private void free(BatchKeyState state, long now) {
    state.busy--;
    Batch gathering = open.get(state);
    if (state.busy == 0 && gathering != null) {
      close(gathering, Reason.FREE, now);
    }
    forgetIfIdle(state);
  }

  private void forgetIfIdle(BatchKeyState state) {
    if (isIdle(state)) {
      states.remove(state.key(), state);
    }
  }

  private synchronized void change(Runnable change) {
    change.run();
  }

  private synchronized <T> T locked(Supplier<T> change) {
    return change.get();
  }
}
