package dev.sluice.batches;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.batches.LineAnswer.Result;
import dev.sluice.call.runtime.Reservation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A caller in virtual time: what answers lines get is played. For one thread.
final class PlayedCaller implements LineCaller {
  /// The time, in nanoseconds.
  long now;

  /// How long an answer takes.
  Duration takes = Duration.ofMillis(200);

  /// How many calls have a target at a time; where there are none, all wait until their answers.
  int targets;

  /// What answers a call gets.
  Script script = (call, tries) -> said(200, call);

  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
  private final Map<String, Integer> tries = new HashMap<>();
  private final Set<String> out = new HashSet<>();
  private long order;
  int mostOut;

  /// How often there is no memory for a line yet.
  int refusesMemory;

  /// How many bytes are reserved for lines that are read.
  long reserved;

  /// How many answers are held.
  int held;

  /// How many were held at a time at most.
  int mostHeld;

  /// When each call was made, in order.
  final List<Long> calledAt = new ArrayList<>();

  interface Script {
    /// Answers a call.
    ///
    /// @param tries how often the line was called before
    LineAnswer answer(LineCall call, int tries);
  }

  private static final class Due {
    private final long at;
    private final long order;
    private final LineCall call;
    private LineAnswer answer;
    private final LineReceiver then;
    private boolean done;
    private boolean holds;

    Due(long at, long order, LineCall call, LineAnswer answer, LineReceiver then) {
      this.at = at;
      this.order = order;
      this.call = call;
      this.answer = answer;
      this.then = then;
    }

    long at() {
      return at;
    }

    long order() {
      return order;
    }
  }

  static Result said(int status, LineCall call) {
    return new Result(status, call.id(), call.body(), new Tokens(2, 0, 1, 0));
  }

  static LineAnswer later(LineAnswer.Why why, @Nullable Duration after, LineCall call) {
    return new LineAnswer.Later(why, Optional.ofNullable(after), said(429, call));
  }

  @Override
  public int largest() {
    return 1 << 20;
  }

  @Override
  public LineRules.Models models(BatchOrder batchOrder) {
    return _ -> Optional.empty();
  }

  @Override
  public Optional<Reservation> memory(long bytes) {
    if (refusesMemory > 0) {
      refusesMemory--;
      return Optional.empty();
    }
    reserved += bytes;
    return Optional.of(
        new Reservation() {
          @Override
          public boolean resize(long other) {
            return false;
          }

          @Override
          public void close() {
            reserved -= bytes;
          }
        });
  }

  @Override
  public Runnable call(LineCall call, LineReceiver then) {
    if (!out.add(call.id())) {
      throw new AssertionError(call.id() + " is out twice at a time");
    }
    if (!new String(call.body(), UTF_8).startsWith("{")) {
      throw new AssertionError("no body: " + new String(call.body(), UTF_8));
    }
    calledAt.add(now);
    mostOut = Math.max(mostOut, out.size());
    int before = tries.merge(call.id(), 1, Integer::sum) - 1;
    var one = new Due(now + takes.toNanos(), order++, call, script.answer(call, before), then);
    due.add(one);
    sent(one);
    return () -> leave(one);
  }

  /// The first calls that are out have targets.
  private void sent(Due one) {
    if (out.size() <= targets) {
      one.then.sent();
    }
  }

  private void leave(Due one) {
    if (!one.done) {
      one.answer = new LineAnswer.NoAnswer();
      finish(one);
    } else if (one.holds) {
      one.holds = false;
      held--;
    }
  }

  private void finish(Due one) {
    one.done = true;
    out.remove(one.call.id());
    one.holds = one.answer instanceof Result;
    held += one.holds ? 1 : 0;
    mostHeld = Math.max(mostHeld, held);
    one.then.answered(one.answer);
  }

  /// How many calls were made.
  int calls() {
    return calledAt.size();
  }

  /// How many calls of a line were made.
  int calls(String id) {
    return tries.getOrDefault(id, 0);
  }

  /// The next instant at which a call has its answer; that one where there is none before.
  long next(long otherwise) {
    due.removeIf(one -> one.done);
    return due.isEmpty() ? otherwise : Math.min(otherwise, due.element().at);
  }

  /// Lets time pass.
  void advanceTo(long to) {
    now = Math.max(now, to);
    while (!due.isEmpty() && due.element().at <= now) {
      Due one = due.remove();
      if (!one.done) {
        finish(one);
      }
    }
  }

  /// The process ends: no call has an answer any more.
  void crash() {
    due.clear();
    out.clear();
  }
}
