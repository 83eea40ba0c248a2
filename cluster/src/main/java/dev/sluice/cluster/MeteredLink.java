package dev.sluice.cluster;

import dev.sluice.call.runtime.Clock;
import dev.sluice.cluster.link.Link;
import dev.sluice.cluster.link.RedisReply;
import dev.sluice.cluster.link.Script;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A link that counts what is asked, and how it is answered. Safe for any thread.
final class MeteredLink implements Link {
  private static final int MOST_CODES = 32;
  private static final String OTHER = "OTHER";

  private final Link link;
  private final Clock clock;
  private final long patience;
  private final LongAdder asked = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final Map<String, LongAdder> failed = new ConcurrentHashMap<>();
  private volatile @Nullable Timer time;
  private volatile Consumer<String> newCode = _ -> {};

  /// @param patience after how long an answer is late
  MeteredLink(Link link, Clock clock, Duration patience) {
    this.link = link;
    this.clock = clock;
    this.patience = patience.toNanos();
  }

  /// Records how long answers take with `timer`, and has `listener` called with the first word of
  /// each new kind of failure.
  void measure(Timer timer, Consumer<String> listener) {
    newCode = listener;
    time = timer;
    failed.keySet().forEach(listener);
  }

  @Override
  public void ask(
      Script script, List<String> keys, List<String> args, Consumer<RedisReply> answer) {
    asked.increment();
    long begun = clock.nanos();
    link.ask(
        script,
        keys,
        args,
        reply -> {
          answered(reply, clock.nanos() - begun);
          answer.accept(reply);
        });
  }

  private void answered(RedisReply reply, long nanos) {
    if (nanos > patience) {
      late.increment();
    }
    switch (reply) {
      case RedisReply.Values _ -> {
        Timer timer = time;
        if (timer != null) {
          timer.record(nanos, TimeUnit.NANOSECONDS);
        }
      }
      case RedisReply.Refused refused -> failed(refused.code());
      case RedisReply.Down _ -> failed("DOWN");
    }
  }

  /// Counts a failure. What Redis says is no label before it is bounded.
  private void failed(String code) {
    String known = failed.size() < MOST_CODES || failed.containsKey(code) ? code : OTHER;
    failed
        .computeIfAbsent(
            known,
            made -> {
              newCode.accept(made);
              return new LongAdder();
            })
        .increment();
  }

  long asked() {
    return asked.sum();
  }

  long late() {
    return late.sum();
  }

  long failedBy(String code) {
    LongAdder count = failed.get(code);
    return count == null ? 0 : count.sum();
  }

  @Override
  public void onLine(String channel, Consumer<String> listener) {
    link.onLine(channel, listener);
  }

  @Override
  public long connection() {
    return link.connection();
  }

  @Override
  public boolean isSpread() {
    return link.isSpread();
  }

  @Override
  public Optional<RedisReply.Refused> unheard() {
    return link.unheard();
  }
}
