package dev.sluice.transport.loop;

import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.RejectedExecutionHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A Netty event loop that also carries the virtual threads of its calls.
///
/// A task that a virtual thread hands to its own loop needs no wake-up of the selector: the loop is
/// in the middle of its tasks at that moment, since it is running the thread.
///
/// No virtual thread of a loop waits for a monitor of the JDK's for which loops wait, too
/// (docs/adr/0040): that of a selector, which is taken to wake it, and those of the JDK's map of
/// all virtual threads that have been started. The thread lets the loop that carries it do both.
/// What makes another thread go on wakes the selector itself: the JDK pins the one that does so,
/// and a pinned one looks again within a second.
public final class EventLoopThread extends SingleThreadIoEventLoop implements Loop {
  // With thousands of runnable threads the loop would starve its sockets for seconds otherwise. The
  // system property of the same name cannot go below 100 ms, hence the constructor's argument.
  private static final long MAX_TASK_PROCESSING_QUANTUM_MS = 2;

  /// The class loader of the library, whose classes calls' threads run.
  private static final ClassLoader LIBRARY = EventLoopThread.class.getClassLoader();

  /// Whether that is not the one that threads which inherit nothing have anyway.
  private static final boolean LOADED_APART = !LIBRARY.equals(ClassLoader.getSystemClassLoader());

  // The JDK pins a thread that makes another one go on, and a pinned one waits for no more than a
  // second without looking again.
  private final Executor scheduler = new LoopScheduler(super::execute);
  private final Executor last = new LastScheduler(scheduler);
  private final AtomicInteger live = new AtomicInteger();
  private volatile boolean carries;
  private volatile @Nullable Thread platform;
  private volatile @Nullable Thread closer;

  EventLoopThread(IoEventLoopGroup parent, Executor executor, IoHandlerFactory io) {
    super(
        parent,
        executor,
        io,
        Integer.MAX_VALUE,
        RejectedExecutionHandlers.reject(),
        MAX_TASK_PROCESSING_QUANTUM_MS);
  }

  /// Sets whether the loop carries virtual threads from now on.
  void carries(boolean carries) {
    this.carries = carries;
  }

  @Override
  public Thread start(String name, Runnable task) {
    return start(scheduler, name, task);
  }

  @Override
  public Thread startLast(String name, Runnable task) {
    return start(last, name, task);
  }

  private Thread start(Executor by, String name, Runnable task) {
    Thread thread = create(by, name, new Counted(task));
    live.incrementAndGet();
    boolean started = false;
    try {
      begin(thread);
      started = true;
    } finally {
      if (!started) {
        ended();
      }
    }
    return thread;
  }

  private void begin(Thread thread) {
    if (carrier() == null) {
      thread.start();
      return;
    }
    try {
      CompletableFuture.runAsync(thread::start, this).join();
    } catch (RejectedExecutionException ended) {
      thread.start();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      throw failed;
    }
  }

  @Override
  public void execute(Runnable task) {
    EventLoopThread carrier = carriesCurrent() ? null : carrier();
    if (carrier == null) {
      super.execute(task);
    } else {
      lazyExecute(task);
      try {
        carrier.lazyExecute(() -> wakeup(false));
      } catch (RejectedExecutionException ending) {
        // The task has been taken: a rejection would say that it has not.
        wakeup(false);
      }
    }
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    Future<?> timer = schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> timer.cancel(false);
  }

  @Override
  public boolean inLoop() {
    return inEventLoop();
  }

  /// Whether the calling virtual thread runs on this loop at this moment.
  boolean carriesCurrent() {
    return VirtualThreads.carriedBy(platform);
  }

  /// The loop that carries the calling thread; null where none of these loops does.
  private @Nullable EventLoopThread carrier() {
    if (carries && Thread.currentThread().isVirtual()) {
      for (EventExecutor each : parent()) {
        if (each instanceof EventLoopThread loop && loop.carriesCurrent()) {
          return loop;
        }
      }
    }
    return null;
  }

  /// Waits until every virtual thread that was started here has ended, or until `end`, as
  /// [Clock#SYSTEM] counts. One waiter at a time.
  void awaitThreads(long end) throws InterruptedException {
    closer = Thread.currentThread();
    while (live.get() > 0 && end - Clock.SYSTEM.nanos() > 0) {
      LockSupport.parkNanos(this, end - Clock.SYSTEM.nanos());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  @Override
  protected void run() {
    platform = Thread.currentThread();
    super.run();
  }

  // Netty may end a loop between noticing the shutdown and closing its channels, which then stay
  // open without an owner.
  @Override
  protected boolean confirmShutdown() {
    if (isShuttingDown()) {
      ioHandler().prepareToDestroy();
    }
    return super.confirmShutdown();
  }

  @Override
  protected boolean wakesUpForTask(Runnable task) {
    return !carriesCurrent();
  }

  private Thread create(Executor by, String name, Runnable task) {
    if (carries) {
      return VirtualThreads.carried(by, name, task);
    }
    if (Thread.currentThread().isVirtual()) {
      return CompletableFuture.supplyAsync(() -> VirtualThreads.ordinary(name, task), this).join();
    }
    return VirtualThreads.ordinary(name, task);
  }

  /// A task of a virtual thread, whose end is counted. It is a class and no lambda expression,
  /// which is one frame more on the stack of every call that waits for its answer.
  private final class Counted implements Runnable {
    private final Runnable task;

    Counted(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      try {
        if (LOADED_APART) {
          Thread.currentThread().setContextClassLoader(LIBRARY);
        }
        task.run();
      } finally {
        ended();
      }
    }
  }

  private void ended() {
    if (live.decrementAndGet() == 0) {
      LockSupport.unpark(closer);
    }
  }
}
