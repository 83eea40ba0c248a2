package dev.sluice.internal.batch;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.BufferedAnswer;
import dev.sluice.call.answer.DiscardingResponse;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.item.BuiltRequest;
import dev.sluice.call.pipeline.BatchInfo;
import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The shared call of one group, on a thread of its own: waits until the group has closed, asks for
/// all of it, and gives each member its result. The members that are left at its end get the
/// outcome of the shared call.
record BatchCall(
    Batch batch, Batcher batcher, BatchDependencies means, Service next, Duration maxWait)
    implements Service {
  private static final Failed DRAINING = new Failed.Shed(Failed.Reason.DRAINING, Optional.empty());
  private static final Failed BUG = new Failed.Internal();
  private static final Failed NO_MEMORY = new Failed.OutOfMemory();
  private static final int NOT_FOUND = 404;

  /// Starts the shared call beside `call`, on the same loop. Where that fails, the members are
  /// notified at once.
  void launch(Call call) {
    var body = new Body(Unpooled.EMPTY_BUFFER, () -> {});
    Call own = call.with(call.id() + "-batch", call.facts(), body, call.deadline(), call.hints());
    CallHandle running;
    try {
      running = means.launcher().launch(this, own, DiscardingResponse.NOBODY);
    } catch (RuntimeException | Error bug) {
      finish(BUG);
      throw bug;
    }
    if (batcher.launched(batch, running)) {
      running.leave();
    }
  }

  @Override
  public Outcome send(Call own, Sink nobody) throws InterruptedException {
    Failed otherwise = BUG;
    try {
      awaitClosing(own.loop());
      Outcome outcome = together(own);
      otherwise = outcome instanceof Failed why ? why : otherwise;
      return outcome;
    } catch (InterruptedException left) {
      // The members that are still there have not left: the process ends.
      otherwise = DRAINING;
      throw left;
    } finally {
      finish(otherwise);
    }
  }

  private void finish(Failed otherwise) {
    var broken = new MemberResult.Broken(otherwise);
    batcher.finish(batch, means.clock().nanos()).forEach(member -> member.complete(broken));
  }

  private void awaitClosing(Loop loop) throws InterruptedException {
    Loop.Timer timer = loop.schedule(maxWait, batch.closed::countDown);
    try {
      batch.closed.await();
    } finally {
      timer.cancel();
    }
  }

  private Outcome together(Call own) throws InterruptedException {
    List<BatchedCall> members = batcher.close(batch, means.clock().nanos());
    if (members.isEmpty()) {
      return new Failed.Cancelled();
    }
    gathered(own, members);
    if (members.size() == 1 && !batch.again()) {
      return alone(members);
    }
    var merged = new MergedItems(members);
    BuiltRequest built =
        means.codec().ask(batch.state().key().frame(), merged.items(), own.facts());
    Optional<Body> body = means.memory().body(built.body(), own.hints().caller());
    if (body.isEmpty()) {
      return alone(members);
    }
    try (Body held = body.get()) {
      Call all = Claims.merge(own, members, built.facts(), held);
      return ask(own, all.asking(built.operation()), merged);
    }
  }

  private void gathered(Call own, List<BatchedCall> members) {
    Batch.Reason reason = batch.reason;
    if (reason != null && reason != Batch.Reason.PART) {
      int items = members.stream().mapToInt(member -> member.items().items().size()).sum();
      String why = reason.name().toLowerCase(Locale.ROOT);
      means.observer().gathered(own, new BatchInfo(members.size(), items, why, batch.waited()));
    }
  }

  private Outcome alone(List<BatchedCall> members) {
    members.forEach(member -> batcher.alone(batch, member));
    return new Answered();
  }

  private Outcome ask(Call own, Call call, MergedItems merged) throws InterruptedException {
    int items = merged.items().size();
    Reservation reservation =
        means.memory().reserve(MemoryBudget.Use.ANSWER, call.hints().caller());
    try (var collector = new Collector(reservation, merged.members(), items)) {
      long begun = means.clock().nanos();
      Outcome outcome = send(call, collector);
      if (collector.overflown()) {
        // Alone, they need not be held.
        return alone(merged.members());
      }
      return ended(own, outcome, merged, collector, begun);
    }
  }

  /// Sends the shared call, and reports its usage as lost where no member owes it: after an
  /// interrupt or a passed deadline no member is left, and an answer that is not held reaches none.
  private Outcome send(Call call, Collector collector) throws InterruptedException {
    try {
      Outcome outcome = next.send(call, collector);
      if (outcome.isGivenUp() || collector.overflown()) {
        unowed(call, collector, outcome);
      }
      return outcome;
    } catch (InterruptedException left) {
      unowed(call, collector, new Failed.Cancelled());
      throw left;
    }
  }

  /// Reports the usage of a call that no member owes. The provider bills what was sent, whether or
  /// not it has told its usage.
  private static void unowed(Call call, Collector collector, Outcome outcome) {
    if (collector.info().sent() || !collector.usage().equals(Usage.NONE)) {
      lost(call, collector, collector.usage(), outcome);
    }
  }

  private static void lost(Call call, Collector collector, Usage usage, Outcome outcome) {
    if (call.payer().pays()) {
      var loss = new Payer.Loss(collector.info().asked(), Payer.Loss.Cause.SHARED, usage, outcome);
      call.payer().lost(call, loss);
    }
  }

  private Outcome ended(
      Call own, Outcome outcome, MergedItems merged, Collector collector, long begun)
      throws InterruptedException {
    return switch (outcome) {
      case Answered() -> {
        batcher.took(means.clock().nanos() - begun);
        yield answered(own, merged, collector);
      }
      case Failed.Refused(int status, _, _, _) when status != NOT_FOUND ->
          halve(own, merged, outcome);
      case Failed.Invalid _ -> halve(own, merged, outcome);
      case Failed why -> why.inOurWords();
    };
  }

  private Outcome answered(Call own, MergedItems merged, Collector collector)
      throws InterruptedException {
    var answers =
        new ResponseSplitter(means.codec(), batch.state().key().frame(), merged, collector);
    List<Optional<BufferedAnswer>> parts = answers.apart(means.elsewhere());
    collector.close(); // the parts need the memory now
    List<BatchedCall> missing = new ArrayList<>();
    Map<BatchedCall, BufferedAnswer> answered = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      BatchedCall member = merged.members().get(i);
      parts
          .get(i)
          .ifPresentOrElse(answer -> answered.put(member, answer), () -> missing.add(member));
    }
    Set<BatchedCall> there = Set.copyOf(batcher.release(batch, List.copyOf(answered.keySet())));
    Set<BatchedCall> completed =
        answered.entrySet().stream()
            .filter(one -> there.contains(one.getKey()) && tell(one.getKey(), one.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    means.observer().saved(own, "batch", Math.max(0, completed.size() - 1));
    Usage unpaid = unpaid(merged, collector, completed);
    if (!unpaid.equals(Usage.NONE)) {
      lost(own, collector, unpaid, new Answered());
    }
    return missing.isEmpty() ? new Answered() : again(own, missing, merged);
  }

  /// Returns what members have used that do not get their answer, since they have left or are asked
  /// for again.
  private static Usage unpaid(MergedItems merged, Collector collector, Set<BatchedCall> completed) {
    Usage unpaid = Usage.NONE;
    for (int i = 0; i < merged.members().size(); i++) {
      if (!completed.contains(merged.members().get(i))) {
        unpaid = unpaid.and(merged.share(i).of(collector.usage()));
      }
    }
    return unpaid;
  }

  /// @return whether the member has its answer
  private boolean tell(BatchedCall member, BufferedAnswer answer) {
    String owner = member.call().hints().caller();
    Reservation reservation = means.memory().reserve(MemoryBudget.Use.ANSWER, owner);
    boolean fits = reservation.resize(answer.size());
    boolean counts =
        member.complete(
            fits ? new MemberResult.Part(answer, reservation) : new MemberResult.Broken(NO_MEMORY));
    if (!fits || !counts) {
      reservation.close();
    }
    return fits && counts;
  }

  /// Asks once more for the items that the answer leaves out.
  private Outcome again(Call own, List<BatchedCall> missing, MergedItems merged) {
    if (batch.again()) {
      String detail =
          "the answer leaves out inputs of %d of %d calls that were sent together, again"
              .formatted(missing.size(), merged.members().size());
      return new Failed.BadAnswer(Failed.Flaw.MALFORMED, detail);
    }
    part(own, missing, true);
    return new Answered();
  }

  /// Splits a batch in which one call or several are refused: each half is sent anew.
  private Outcome halve(Call own, MergedItems merged, Outcome refused) {
    List<BatchedCall> members = merged.members();
    if (members.size() == 1) {
      return refused;
    }
    means.observer().bisected(own);
    int half = members.size() / 2;
    half(own, members.subList(0, half));
    half(own, members.subList(half, members.size()));
    return new Answered();
  }

  private void half(Call own, List<BatchedCall> half) {
    if (half.size() == 1) {
      batcher.alone(batch, half.getFirst());
    } else {
      part(own, half, batch.again());
    }
  }

  private void part(Call own, List<BatchedCall> some, boolean again) {
    Batch part = batcher.part(batch, some, again, means.clock().nanos());
    new BatchCall(part, batcher, means, next, maxWait).launch(own);
  }
}
