package dev.sluice.transport.loop;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Access to the schedulers of virtual threads, and the one class that reaches into the JDK: there
/// is no public way to choose the scheduler of a virtual thread, or to ask for its carrier. It
/// needs `--add-opens java.base/java.lang=ALL-UNNAMED` (or the manifest's `Add-Opens`, which counts
/// for `java -jar` only); without it [#AVAILABLE] is false and the default scheduler has to do.
final class VirtualThreads {
  // Thread.Builder#inheritInheritableThreadLocals(false): no thread-local of the loop's thread, or
  // of another thread that starts a call's thread, belongs to the call.
  private static final int NO_INHERIT_THREAD_LOCALS = 1 << 2;

  private static final @Nullable MethodHandle NEW =
      find(
          "java.lang.ThreadBuilders",
          "newVirtualThread",
          Thread.class,
          Executor.class,
          String.class,
          int.class,
          Runnable.class);
  private static final @Nullable MethodHandle CARRIER =
      find("java.lang.Thread", "currentCarrierThread", Thread.class);

  /// Whether this JDK allows a choice of scheduler. [Probe] finds out whether it also works.
  static final boolean AVAILABLE = NEW != null && CARRIER != null;

  private VirtualThreads() {}

  /// Returns an unstarted virtual thread that `scheduler` carries. Only where [#AVAILABLE].
  static Thread carried(Executor scheduler, String name, Runnable task) {
    if (NEW == null) {
      throw new IllegalStateException("the JDK does not open java.lang to us");
    }
    try {
      return (Thread) NEW.invokeExact(scheduler, name, NO_INHERIT_THREAD_LOCALS, task);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot create a loop-carried virtual thread", e);
    }
  }

  /// Returns an unstarted virtual thread of the default scheduler. Must be called on a platform
  /// thread, since a virtual thread hands on its own scheduler.
  static Thread ordinary(String name, Runnable task) {
    return Thread.ofVirtual().name(name).inheritInheritableThreadLocals(false).unstarted(task);
  }

  /// Whether the calling virtual thread runs on `platform` at this moment.
  static boolean carriedBy(@Nullable Thread platform) {
    if (CARRIER == null || !Thread.currentThread().isVirtual()) {
      return false;
    }
    try {
      return (Thread) CARRIER.invokeExact() == platform;
    } catch (Throwable e) {
      throw new IllegalStateException("cannot find the carrier of a virtual thread", e);
    }
  }

  private static @Nullable MethodHandle find(
      String type, String method, Class<?> result, Class<?>... parameters) {
    try {
      Class<?> owner = Class.forName(type);
      return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
          .findStatic(owner, method, methodType(result, parameters));
    } catch (ReflectiveOperationException e) {
      return null; // not open to us, or another JDK
    }
  }
}
