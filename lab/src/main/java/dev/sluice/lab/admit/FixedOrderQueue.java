package dev.sluice.lab.admit;

import dev.sluice.lab.load.ReplyListener;
import dev.sluice.sim.limit.LimitDecision.Refused;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A gateway that lets calls wait in a fixed order and knows the provider's limits. The gateway
/// estimates what a call reads without bias, 10 % off; a call that has waited to its deadline
/// fails.
final class FixedOrderQueue implements Policy {
  private static final double ERROR = 0.1;

  private final World world;
  private final Order order;
  private final Mirror mirror;
  private final TreeSet<Waiting> line;

  /// The calls that could not go at once.
  private final Set<Waiting> held = new HashSet<>();

  private long wakes = Long.MAX_VALUE;

  FixedOrderQueue(World world, Order order) {
    this.world = world;
    this.order = order;
    this.mirror = new Mirror(world.rates());
    this.line = new TreeSet<>(order.total());
  }

  @Override
  public void arrive(WorkloadCall call) {
    var waiting = new Waiting(call, estimate(call));
    world.timeline().at(world.latest(call), () -> expire(waiting));
    enter(waiting);
  }

  private long estimate(WorkloadCall call) {
    double off = ERROR * world.random().nextGaussian() - ERROR * ERROR / 2;
    return Math.round(call.input() * Math.exp(off));
  }

  private void enter(Waiting waiting) {
    line.add(waiting);
    serve();
    if (line.contains(waiting)) {
      held.add(waiting);
      world.busy().waits();
    }
  }

  private void leave(Waiting waiting) {
    if (held.remove(waiting)) {
      world.busy().waitsNoMore();
    }
  }

  private void expire(Waiting waiting) {
    if (line.remove(waiting)) {
      leave(waiting);
      world.outcomes().failed(waiting.call(), world.timeline().now());
      serve();
    }
  }

  private void serve() {
    long now = world.timeline().now();
    for (Waiting next : chosen(now)) {
      line.remove(next);
      send(next);
      leave(next);
    }
    if (!line.isEmpty()) {
      wakeAt(now + mirror.wait(line.first().charge(), now));
    }
  }

  /// Sends calls now; their charge is taken already.
  private List<Waiting> chosen(long now) {
    var chosen = new ArrayList<Waiting>();
    int passed = 0;
    for (Waiting next : line) {
      if (takes(next.charge(), now)) {
        chosen.add(next);
      } else if (order.firm().test(next) || ++passed > order.backfill()) {
        break;
      }
    }
    return chosen;
  }

  /// Takes a charge from the limits, where they let it go now.
  private boolean takes(double charge, long now) {
    boolean fits = mirror.wait(charge, now) == 0;
    if (fits) {
      mirror.take(charge, now);
    }
    return fits;
  }

  private void wakeAt(long instant) {
    long now = world.timeline().now();
    if (wakes <= now || instant < wakes) {
      wakes = instant;
      world.timeline().at(instant, this::serve);
    }
  }

  private void send(Waiting sent) {
    WorkloadCall call = sent.call();
    world
        .provider()
        .attempt(
            call,
            new ReplyListener() {
              @Override
              public void refused(Refused refused, Stands stands) {
                mirror.refused(sent.charge(), world.timeline().now());
                if (world.timeline().now() < world.latest(call)) {
                  enter(sent);
                } else {
                  world.outcomes().failed(call, world.timeline().now());
                }
              }

              @Override
              public void ended() {
                mirror.giveBack(sent.charge() - call.size(), world.timeline().now());
                serve();
              }
            });
  }
}
