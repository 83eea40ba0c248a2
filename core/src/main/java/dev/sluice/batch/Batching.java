package dev.sluice.batch;

import dev.sluice.call.Answered;
import dev.sluice.call.Body;
import dev.sluice.call.Call;
import dev.sluice.call.Clock;
import dev.sluice.call.Elsewhere;
import dev.sluice.call.Filter;
import dev.sluice.call.Gathering;
import dev.sluice.call.Launcher;
import dev.sluice.call.Observer;
import dev.sluice.call.Outcome;
import dev.sluice.call.Running;
import dev.sluice.call.Service;
import dev.sluice.call.Sink;
import dev.sluice.call.item.ItemCodec;
import dev.sluice.call.item.Items;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// Sends concurrent calls for embeddings and moderations of one route together. Stands in front of
/// the retry, so that a repeat of the shared call is one attempt.
public final class Batching implements Filter {
  private final BatchConfig config;
  private final Means means;
  private final Batcher batcher;

  /// What batching needs of others.
  ///
  /// @param codec takes calls and answers apart
  /// @param launcher starts shared calls
  /// @param bodies makes the body of a call of these bytes, which it owns, and counts it; empty
  ///   where all bodies together have reached their bound
  /// @param elsewhere for answers that are too large for a loop
  public record Means(
      ItemCodec codec,
      Launcher launcher,
      Function<ByteBuf, Optional<Body>> bodies,
      Elsewhere elsewhere,
      Observer observer,
      Clock clock) {}

  public Batching(BatchConfig config, Means means) {
    this(config, new Batcher(config), means);
  }

  Batching(BatchConfig config, Batcher batcher, Means means) {
    this.config = config;
    this.batcher = batcher;
    this.means = means;
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    Optional<Items> items = means.codec().read(call).filter(this::fit);
    if (items.isEmpty()) {
      return next.send(call, sink);
    }
    var member = new Member(call, sink, items.get());
    Key key = Key.of(call, items.get().frame());
    return switch (batcher.enter(key, member, means.clock().nanos())) {
      case Place.AtOnce(Lane lane) -> {
        int count = items.get().items().size();
        means.observer().gathered(call, new Gathering(1, count, "idle", Duration.ZERO));
        yield alone(lane, call, sink, next);
      }
      case Place.Together(Group group, boolean opened) -> {
        if (opened) {
          new Shared(group, batcher, means, next, config.maxWait()).launch(call);
        }
        yield together(member, call, sink, next);
      }
    };
  }

  /// What fills a shared call by itself gains nothing.
  private boolean fit(Items items) {
    return items.items().size() < config.maxItems()
        && items.tokens() <= Group.TOKENS_MAX
        && items.bytes() <= Group.BYTES_MAX;
  }

  private Outcome alone(Lane lane, Call call, Sink sink, Service next) throws InterruptedException {
    long begun = means.clock().nanos();
    try {
      Outcome outcome = next.send(call, sink);
      if (outcome instanceof Answered) {
        batcher.took(means.clock().nanos() - begun);
      }
      return outcome;
    } finally {
      batcher.ended(lane, means.clock().nanos());
    }
  }

  private Outcome together(Member member, Call call, Sink sink, Service next)
      throws InterruptedException {
    return switch (await(member)) {
      case Verdict.Alone(Lane lane) -> alone(lane, call, sink, next);
      case Verdict.Part part -> deliver(call, sink, part);
      case Verdict.Broken(var why) -> why;
      case Verdict.Left() -> throw new IllegalStateException("a call that is here has left");
    };
  }

  private Verdict await(Member member) throws InterruptedException {
    try {
      return member.await(means.clock().nanos());
    } catch (InterruptedException left) {
      if (member.leave().orElse(new Verdict.Left()) instanceof Verdict.Alone(Lane lane)) {
        batcher.ended(lane, means.clock().nanos());
      }
      throw left;
    } finally {
      batcher.leave(member).ifPresent(Running::leave);
    }
  }

  private static Outcome deliver(Call call, Sink sink, Verdict.Part part)
      throws InterruptedException {
    var delivery = new Delivery(sink, part);
    call.loop().execute(delivery);
    try {
      return delivery.await();
    } finally {
      delivery.stop();
    }
  }
}
