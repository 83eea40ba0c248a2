package dev.sluice.internal.admission.queue;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.CallOrigin;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Cost;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.QueuedDemand;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.QueueConfig;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A queue in front of one target whose tokens come in at a steady rate. A call needs as many as
/// its body has bytes.
public final class Scene {
  static final long SECOND = 1_000_000_000L;
  static final Set<Operation> CHAT = Set.of(Operation.CHAT);
  private static final VirtualLoop LOOP = new VirtualLoop();
  private static final byte[] BYTES = new byte[1 << 17];

  final Meter meter;
  final Target target;
  public final List<Ticket> decided = new ArrayList<>();
  final CallQueue queue;
  final RouteQueue route;
  long now;

  public Scene(double tokensPerSecond, Map<String, Integer> weights, QueueConfig config) {
    this(new Meter(tokensPerSecond), weights, config);
  }

  public Scene(double tokensPerSecond) {
    this(tokensPerSecond, Map.of(), QueueConfig.defaults());
  }

  public Scene(Meter meter, Map<String, Integer> weights, QueueConfig config) {
    this.meter = meter;
    this.target = target("p/m", meter);
    this.queue = new CallQueue(weights, decided::add);
    this.route = queue.route(config, false);
    setMeanCost();
  }

  /// Ten calls of 1,400 tokens that another route and target have served.
  private void setMeanCost() {
    RouteQueue other = queue.route(QueueConfig.defaults(), false);
    List<Target> free = List.of(target("other/m", new Free()));
    for (int i = 0; i < 10; i++) {
      queue.offer(other, call(Band.NORMAL, "*", 1_400, Duration.ofHours(1), now), free, now);
    }
  }

  static Target target(String name, Gate gate) {
    return new Target(name, CHAT, 1, 0, List.of(gate), (_, _) -> new Answered());
  }

  public Ticket offer(Band band, int tokens) {
    return offer(band, "*", tokens, Duration.ofHours(1));
  }

  public Ticket offer(Band band, String tenant, int tokens, Duration patience) {
    return offer(call(band, tenant, tokens, patience, now));
  }

  public Ticket offer(Call call) {
    return queue.offer(route, call, List.of(target), now);
  }

  static Call call(Band band, String tenant, int tokens, Duration patience, long arrived) {
    return new Call(
        "call",
        Operation.CHAT,
        new RequestFacts("m", 0, 0, true, false, OptionalLong.empty(), false),
        new Body(Unpooled.wrappedBuffer(BYTES, 0, tokens), () -> {}),
        Map.of(),
        arrived,
        Deadline.in(patience, arrived),
        LOOP,
        new SchedulingHints(band, tenant, 0),
        FailedTargets.NONE,
        Call.Trace.NONE,
        Payer.NOBODY,
        "",
        CallOrigin.NONE);
  }

  /// Lets time pass, and what happens in it by itself.
  public void pass(Duration time) {
    long until = now + time.toNanos();
    for (long wake = queue.wakeAt(); wake <= until; wake = queue.wakeAt()) {
      now = Math.max(now, wake);
      queue.advance(now);
    }
    now = until;
  }

  void settle(Ticket ticket) {
    Usage used = new Usage(ticket.call().body().size(), 0, 0, false);
    settle(ticket.grant(), new AttemptResult(new Answered(), used, now, OptionalLong.empty(), now));
  }

  void settle(Grant grant, AttemptResult settled) {
    queue.settle(grant, settled);
  }

  /// A gate without a limit.
  private static final class Free implements Gate {
    @Override
    public Optional<Closed> closed(Call call, boolean last, long now) {
      return Optional.empty();
    }

    @Override
    public Permit enter(Call call, long now) {
      return _ -> {};
    }

    @Override
    public Cost cost(Call call, long now) {
      return new Cost(call.body().size(), 0, 0);
    }
  }

  /// Tokens that come in, up to a second's worth, and calls that are under way.
  static final class Meter implements Gate {
    private final double rate;
    private double level;
    private long at;
    private long shutUntil;
    int slots = Integer.MAX_VALUE;
    int taken;
    int entered;
    int settled;
    int foreseen;
    Optional<Failed> broken = Optional.empty();

    Meter(double rate) {
      this.rate = rate;
    }

    @Override
    public Optional<Closed> closed(Call call, boolean last, long now) {
      if (broken.isPresent()) {
        return Optional.of(new Closed(broken.get(), now + SECOND));
      }
      if (taken >= slots) {
        return Optional.of(
            new Closed(new Failed.Overloaded(503, Optional.empty(), "busy"), now + SECOND));
      }
      if (shutUntil > now) {
        var why = new Failed.Throttled(Failed.Dimension.REQUESTS, Optional.empty(), "shut");
        return Optional.of(new Closed(why, shutUntil));
      }
      fill(now);
      double missing = call.body().size() - level;
      if (missing <= 1e-6) {
        return Optional.empty();
      }
      var why = new Failed.Throttled(Failed.Dimension.TOKENS, Optional.empty(), "used up");
      return Optional.of(new Closed(why, now + (long) Math.ceil(missing / rate * SECOND)));
    }

    @Override
    public Permit enter(Call call, long now) {
      if (closed(call, true, now).isPresent()) {
        throw new IllegalStateException("over-granted");
      }
      level -= call.body().size();
      taken++;
      entered++;
      return _ -> {
        taken--;
        settled++;
      };
    }

    @Override
    public Optional<Object> source(Call call, long now) {
      return Optional.of(this);
    }

    @Override
    public Cost cost(Call call, long now) {
      return new Cost(call.body().size(), 0, 0);
    }

    @Override
    public long nextOpen(Call call, QueuedDemand queued, long now) {
      foreseen++;
      fill(now);
      double missing = queued.input() + call.body().size() - level;
      double turns = slots == Integer.MAX_VALUE ? 0 : (queued.calls() + taken + 1) / slots - 1;
      long from = Math.max(now, shutUntil);
      return from + (long) (Math.max(Math.max(0, turns), missing / rate) * SECOND);
    }

    /// Lets no call pass for a time in which no tokens come in either.
    void shut(Duration time, long now) {
      fill(now);
      level = 0;
      shutUntil = now + time.toNanos();
    }

    private void fill(long now) {
      long from = Math.max(at, Math.min(now, shutUntil));
      level = Math.min(Math.max(rate, 1 << 17), level + rate * (now - from) / SECOND);
      at = now;
    }
  }
}
