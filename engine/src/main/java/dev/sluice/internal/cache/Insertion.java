package dev.sluice.internal.cache;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.item.Items;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Bugs;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Filter that stores the answers of calls, whole or input by input. The end of an answer is passed
/// on when the answer is stored, so that a call that is repeated behind that end finds it.
///
/// @param largest how many bytes are kept of an answer at most, as [CachedAnswer#weight] has it
record Insertion(Cache.Means means, AnswerStore store, long largest) implements Filter {
  /// How many copies of an answer there are while it is split: as received, as a whole, and in
  /// parts.
  private static final long COPIES = 3;

  @Override
  public boolean passes(Call call) {
    return !Cache.eligible(call);
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    Optional<Items> items = call.isKeptByKey() ? Optional.empty() : means.codec().read(call);
    if (items.isPresent() && items.get().items().size() > Cache.INPUTS_MAX) {
      return next.send(call, sink);
    }
    // The key of the answer is made when it has ended well.
    boolean _ = call.body().keep();
    try (Reservation reservation =
        means.memory().reserve(MemoryBudget.Use.COPY, call.hints().caller())) {
      var recorder = new Recorder(sink, reservation, largest);
      Outcome outcome = next.send(call, recorder);
      if (outcome instanceof Answered) {
        try {
          keep(call, items, recorder, reservation);
        } finally {
          end(call, recorder);
        }
      }
      return outcome;
    }
  }

  private void keep(Call call, Optional<Items> items, Recorder recorder, Reservation reservation) {
    try {
      recorder
          .kept(means.clock().nanos())
          .filter(answer -> items.isEmpty() || reservation.resize(COPIES * answer.weight()))
          .ifPresent(answer -> keep(call, items, recorder.target(), answer));
    } catch (RuntimeException | Error bug) {
      store.unkept();
      Bugs.report("the answer to call " + call.id() + " could not be kept", bug);
    }
  }

  private void keep(Call call, Optional<Items> items, String target, CachedAnswer answer) {
    if (items.isEmpty()) {
      keep(call, answer);
    } else {
      keep(new KeyedItems(items.get(), means.keys().of(call, items.get())), target, answer);
    }
  }

  /// Stores a whole answer; a client that leaves now is no failure of the call.
  private void keep(Call call, CachedAnswer answer) {
    try {
      store.put(means.work(call.body().size(), () -> means.keys().of(call)), answer);
    } catch (InterruptedException left) {
      Thread.currentThread().interrupt();
    }
  }

  /// Stores the parts of an answer. The provider has answered already, so that a client that leaves
  /// now is no failure of the call.
  private void keep(KeyedItems asked, String target, CachedAnswer answer) {
    try {
      means
          .work(answer.weight(), () -> apart(asked, target, answer))
          .ifPresent(apart -> apart.parts().forEach(store::put));
    } catch (InterruptedException left) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<SplitAnswer> apart(KeyedItems asked, String target, CachedAnswer answer) {
    return SplitAnswer.of(means.codec(), asked, target, answer.head(), answer.body(), answer.at());
  }

  /// Passes the end on, on the loop, and waits until that has been done, which takes no time: an
  /// answer must have ended when its call returns.
  private static void end(Call call, Recorder recorder) {
    var done = new CompletableFuture<Void>();
    call.loop()
        .execute(
            () -> {
              try {
                recorder.tellEnd();
                done.complete(null);
              } catch (RuntimeException | Error bug) {
                done.completeExceptionally(bug);
              }
            });
    done.join();
  }
}
