package dev.sluice.cli;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// SIGTERM and SIGINT: the first asks the command to end, the second ends the process at once. The
/// JVM's own shutdown hooks cannot tell the second, and end with an exit code that is not ours.
///
/// `sun.misc.Signal` is supported, but the compiler warns of it without a way to say that it is
/// meant; hence the reflection.
final class Signals implements Console.Stop {
  private static final int FORCED = 130;

  private final CountDownLatch first = new CountDownLatch(1);

  private Signals() {}

  static Signals arm() {
    Signals signals = new Signals();
    List.of("TERM", "INT").forEach(name -> handle(name, signals::raised));
    return signals;
  }

  @Override
  public void await() throws InterruptedException {
    first.await();
  }

  private void raised() {
    if (first.getCount() == 0) {
      Runtime.getRuntime().halt(FORCED);
    }
    first.countDown();
  }

  private static void handle(String name, Runnable reaction) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (_, _, _) -> {
                reaction.run();
                return null;
              });
      Object raised = signal.getConstructor(String.class).newInstance(name);
      signal.getMethod("handle", signal, handler).invoke(null, raised, proxy);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM does not let us handle SIG" + name, e);
    }
  }
}
