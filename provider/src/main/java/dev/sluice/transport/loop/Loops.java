package dev.sluice.transport.loop;

import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.PlatformThreads;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The event loops of an engine: every socket is owned by one loop, and each loop carries the
/// virtual threads of its calls where the JDK lets it. Safe for any thread.
///
/// The loops are daemon threads: they keep no process alive.
public final class Loops implements AutoCloseable {

  /// The carrier of calls' virtual threads.
  public enum Mode {
    /// The call's event loop: a decision wakes no other thread.
    LOOP,
    /// The JDK's default scheduler: everything works, at about twice the cost.
    DEFAULT
  }

  /// How long a loop that stops may go on with tasks.
  private static final Duration LAST_TASKS = Duration.ofSeconds(5);

  private static final Duration FOR_EVER = Duration.ofDays(365);

  private final Group group;
  private final Mode mode;

  private Loops(int threads, Mode wanted) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + "; it must be at least 1");
    }
    group = new Group(threads);
    startThreads();
    mode = wanted == Mode.LOOP && Probe.carries(group.next()) ? Mode.LOOP : Mode.DEFAULT;
    group.forEach(loop -> ((EventLoopThread) loop).carries(mode == Mode.LOOP));
  }

  /// Starts the loops' threads as children of a thread that inherits nothing, so that they keep no
  /// thread-local and no class loader of an application which happens to use them first.
  private void startThreads() {
    int _ =
        PlatformThreads.apart(
            () -> {
              group.forEach(loop -> loop.execute(() -> {}));
              return group.executorCount();
            });
  }

  /// Starts `threads` event loops, in the best mode that this JVM has.
  public static Loops start(int threads) {
    return start(threads, Mode.LOOP);
  }

  /// Starts `threads` event loops. [Mode#LOOP] is a wish, granted where the JDK opens `java.lang`
  /// to Sluice; [#mode] tells.
  public static Loops start(int threads, Mode wanted) {
    return new Loops(threads, wanted);
  }

  /// The event loops as a group, for bootstraps. Only [#close] may shut it down.
  public EventLoopGroup group() {
    return group;
  }

  /// The loop that owns the channels of `eventLoop`, which is a member of [#group].
  public Loop of(EventLoop eventLoop) {
    if (eventLoop instanceof EventLoopThread loop && loop.parent() == group) {
      return loop;
    }
    throw new IllegalArgumentException(eventLoop + " is not one of these loops");
  }

  /// All loops.
  public List<Loop> all() {
    var all = new ArrayList<Loop>();
    group.forEach(loop -> all.add((EventLoopThread) loop));
    return all;
  }

  /// The next loop, round robin.
  public Loop next() {
    return group.next();
  }

  /// Whether the loops have begun to stop, so that they take nothing any more.
  public boolean isClosing() {
    return group.isShuttingDown();
  }

  /// The mode in force.
  public Mode mode() {
    return mode;
  }

  /// Waits until every virtual thread of these loops has ended, then stops the loops. The owner of
  /// calls under way interrupts them first. Not to be called from one of the loops or their virtual
  /// threads. An interrupt ends the waiting for threads, and stays set; threads that are left are
  /// carried on by a spare platform thread.
  @Override
  public void close() {
    close(FOR_EVER);
  }

  /// Does what [#close()] does, and leaves behind what has not ended after `limit`: threads that
  /// are parked are carried on by a spare platform thread, and a loop that a thread holds up ends
  /// with it.
  public synchronized void close(Duration limit) {
    long end = Clock.SYSTEM.nanos() + limit.toNanos();
    try {
      for (var loop : group) {
        ((EventLoopThread) loop).awaitThreads(end);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    boolean _ =
        group
            .shutdownGracefully(0, LAST_TASKS.toSeconds(), TimeUnit.SECONDS)
            .awaitUninterruptibly(limit.plus(LAST_TASKS).toMillis());
  }

  private static final class Group extends MultiThreadIoEventLoopGroup {

    Group(int threads) {
      super(threads, new DefaultThreadFactory("sluice-loop", true), NioIoHandler.newFactory());
    }

    @Override
    protected IoEventLoop newChild(
        Executor executor, IoHandlerFactory io, @Nullable Object... args) {
      return new EventLoopThread(this, executor, io);
    }

    @Override
    public EventLoopThread next() {
      return (EventLoopThread) super.next();
    }
  }
}
