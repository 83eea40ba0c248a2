package dev.sluice.internal.batch;

import dev.sluice.call.Call;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.BufferedAnswer;
import dev.sluice.call.answer.BufferedAnswerWriter;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.item.Items;
import dev.sluice.call.pipeline.BatchInfo;
import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Band;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.config.policy.BatchConfig;
import java.time.Duration;
import java.util.Optional;

/// Filter that sends concurrent calls for embeddings and moderations of one route together. It
/// stands in front of the retry, so that a repeat of the shared call is one attempt.
public final class Batching implements Filter {
  private final Gathering which;
  private final BatchConfig config;
  private final BatchDependencies means;
  private final Batcher batcher;

  /// Which calls are put together.
  ///
  /// @param config how
  /// @param batchBandOnly whether only those of the band `batch` are
  public record Gathering(BatchConfig config, boolean batchBandOnly) {
    boolean has(Call call) {
      return !batchBandOnly || call.hints().band() == Band.BATCH;
    }
  }

  public Batching(Gathering which, BatchDependencies means) {
    this(which, new Batcher(which.config()), means);
  }

  Batching(Gathering which, Batcher batcher, BatchDependencies means) {
    this.which = which;
    this.config = which.config();
    this.batcher = batcher;
    this.means = means;
  }

  @Override
  public boolean passes(Call call) {
    return !which.has(call);
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    Optional<Items> items = means.codec().read(call).filter(this::fit);
    if (items.isEmpty()) {
      return next.send(call, sink);
    }
    try (Reservation reservation =
        means.memory().reserve(MemoryBudget.Use.COPY, call.hints().caller())) {
      return reservation.resize(items.get().held())
          ? send(call, items.get(), sink, next)
          : next.send(call, sink);
    }
  }

  private Outcome send(Call call, Items items, Sink sink, Service next)
      throws InterruptedException {
    var member = new BatchedCall(call, sink, items);
    Key key = Key.of(call, items.frame());
    return switch (batcher.enter(key, member, means.clock().nanos())) {
      case Placement.AtOnce(BatchKeyState state, boolean urgent) -> {
        int count = items.items().size();
        String reason = urgent ? "urgent" : "idle";
        means.observer().gathered(call, new BatchInfo(1, count, reason, Duration.ZERO));
        yield alone(state, call, sink, next);
      }
      case Placement.Together(Batch batch, boolean opened) -> {
        if (opened) {
          new BatchCall(batch, batcher, means, next, config.maxWait()).launch(call);
        }
        yield together(member, call, sink, next);
      }
    };
  }

  /// Whether a call is small enough to share one: a call that fills a shared call by itself gains
  /// nothing.
  private boolean fit(Items items) {
    return items.items().size() < config.maxItems()
        && items.tokens() <= Batch.TOKENS_MAX
        && items.bytes() <= Batch.BYTES_MAX;
  }

  private Outcome alone(BatchKeyState state, Call call, Sink sink, Service next)
      throws InterruptedException {
    try {
      return next.send(call, sink);
    } finally {
      batcher.ended(state, means.clock().nanos());
    }
  }

  private Outcome together(BatchedCall member, Call call, Sink sink, Service next)
      throws InterruptedException {
    return switch (await(member)) {
      case MemberResult.Alone(BatchKeyState state) -> alone(state, call, sink, next);
      case MemberResult.Part(BufferedAnswer answer, Reservation reservation) ->
          deliver(call, sink, answer, reservation);
      case MemberResult.Broken(var why) -> why;
      case MemberResult.Left() -> throw new IllegalStateException("a call that is here has left");
    };
  }

  private MemberResult await(BatchedCall member) throws InterruptedException {
    try {
      return member.await(means.clock().nanos());
    } catch (InterruptedException left) {
      member.leave().ifPresent(this::giveBack);
      throw left;
    } finally {
      batcher.leave(member).ifPresent(CallHandle::leave);
    }
  }

  /// Releases the memory of a result that the call has no use for any more.
  private void giveBack(MemberResult result) {
    switch (result) {
      case MemberResult.Alone(BatchKeyState state) -> batcher.ended(state, means.clock().nanos());
      case MemberResult.Part(_, Reservation reservation) -> reservation.close();
      case MemberResult.Broken _, MemberResult.Left() -> {}
    }
  }

  private Outcome deliver(Call call, Sink sink, BufferedAnswer answer, Reservation reservation)
      throws InterruptedException {
    try (reservation) {
      return new BufferedAnswerWriter(call, sink, answer)
          .run(call.deadline().remaining(means.clock().nanos()));
    }
  }
}
