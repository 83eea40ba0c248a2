package dev.sluice.cli.console;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// SIGTERM and SIGINT: the first asks the command to end, the second ends the process at once. The
/// JVM's own shutdown hooks cannot tell the second, and end with an exit code of their own. SIGHUP
/// asks it to end too, or to reload, as [HangUp] says; a second one changes nothing, since the
/// kernel and a shell may each send one when a terminal is closed.
///
/// `sun.misc.Signal` is supported, but the compiler warns of it without a way to say that it is
/// meant; hence the reflection.
public final class Signals implements Console.Stop {
  private static final String EARLY =
      "SIGHUP is ignored: the gateway is about to start and reads its configuration anyhow";

  private final CountDownLatch first = new CountDownLatch(1);
  private volatile Runnable reload;
  private volatile Runnable ending = () -> {};

  private Signals(PrintStream err) {
    reload = () -> err.println(EARLY);
  }

  /// Listens for the signals from now on.
  ///
  /// @param err told that a SIGHUP is ignored since it came too early
  public static Signals arm(HangUp hangUp, PrintStream err) {
    Signals signals = new Signals(err);
    List.of("TERM", "INT").forEach(name -> handle(name, signals::raised));
    // Asked now: when the terminal has gone it is too late.
    boolean ends = hangUp == HangUp.ENDS || hasTerminal();
    handle("HUP", ends ? signals::end : () -> signals.reload.run());
    return signals;
  }

  private static boolean hasTerminal() {
    try (var _ = new FileInputStream("/dev/tty")) {
      return true;
    } catch (IOException none) {
      return false;
    }
  }

  @Override
  public void await() throws InterruptedException {
    first.await();
  }

  @Override
  public void onStop(Runnable reaction) {
    ending = reaction;
    if (first.getCount() == 0) {
      reaction.run();
    }
  }

  @Override
  public void onHangUp(Runnable reaction) {
    reload = reaction;
  }

  private void raised() {
    if (first.getCount() == 0) {
      Runtime.getRuntime().halt(ExitCode.ENDED);
    }
    end();
  }

  private void end() {
    first.countDown();
    ending.run();
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
