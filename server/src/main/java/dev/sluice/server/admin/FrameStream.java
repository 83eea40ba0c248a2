package dev.sluice.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.runtime.Loop;
import dev.sluice.server.http.AnswerWriter;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The stream of the dashboard: a frame a second, made up once for all viewers, on the pool. While
/// nobody looks there is no timer. A viewer that does not take its frames misses some, and is cut
/// off when it has taken none for half a minute, or when it may not look any more. Safe for any
/// thread.
public final class FrameStream {
  /// How many viewers there may be at a time.
  public static final int MOST = 32;

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int MISSED_MOST = 30;

  private final Supplier<String> frame;
  private final Loop loop;
  private final Executor pool;
  private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger places = new AtomicInteger();
  private final AtomicBoolean ticking = new AtomicBoolean();

  /// @param frame makes up a frame, a line of JSON; on the pool
  /// @param loop runs the timer
  public FrameStream(Supplier<String> frame, Loop loop, Executor pool) {
    this.frame = frame;
    this.loop = loop;
    this.pool = pool;
  }

  /// A browser that looks at the dashboard. Confined to its channel's loop.
  private static final class Viewer {
    final Channel channel;
    final AnswerWriter writer;
    final BooleanSupplier mayLook;
    int missed;

    Viewer(Channel channel, AnswerWriter writer, BooleanSupplier mayLook) {
      this.channel = channel;
      this.writer = writer;
      this.mayLook = mayLook;
    }

    void show(byte[] event) {
      if (!mayLook.getAsBoolean()) {
        var _ = channel.close();
      } else if (channel.isWritable()) {
        missed = 0;
        writer.write(Unpooled.wrappedBuffer(event));
        writer.flush();
      } else if (++missed > MISSED_MOST) {
        AnswerWriter.reset(channel);
      }
    }
  }

  /// Takes a place for a viewer; [#join] is still to be called.
  ///
  /// @return whether there was one
  public boolean reserve() {
    if (places.incrementAndGet() <= MOST) {
      return true;
    }
    places.decrementAndGet();
    return false;
  }

  /// Shows frames from now on, until the channel closes. On its loop.
  ///
  /// @param writer has sent the head of a stream
  /// @param mayLook whether it still may; asked before each frame, on its loop
  public void join(Channel channel, AnswerWriter writer, BooleanSupplier mayLook) {
    var viewer = new Viewer(channel, writer, mayLook);
    viewers.add(viewer);
    channel.closeFuture().addListener(_ -> left(viewer));
    start();
  }

  /// Closes the connections of all viewers.
  public void endAll() {
    for (Viewer viewer : viewers) {
      var _ = viewer.channel.close();
    }
  }

  /// Starts to show frames unless that goes on already: a viewer may come while the last one goes.
  private void start() {
    if (!viewers.isEmpty() && ticking.compareAndSet(false, true)) {
      pool.execute(this::show);
    }
  }

  /// How many browsers look at the dashboard.
  public int viewers() {
    return viewers.size();
  }

  private void left(Viewer viewer) {
    viewers.remove(viewer);
    places.decrementAndGet();
  }

  private void show() {
    try {
      byte[] event = ("data: " + frame.get() + "\n\n").getBytes(UTF_8);
      viewers.forEach(v -> v.channel.eventLoop().execute(() -> v.show(event)));
    } finally {
      loop.execute(this::again);
    }
  }

  private void again() {
    if (viewers.isEmpty()) {
      ticking.set(false);
      start();
    } else {
      var _ = loop.schedule(EVERY, () -> pool.execute(this::show));
    }
  }
}
