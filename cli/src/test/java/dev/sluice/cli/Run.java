package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// A command run inside of the test.
public final class Run {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Map<String, String> env;
  private int code = -1;

  Run(Map<String, String> env) {
    this.env = env;
  }

  public static Run of(String... args) {
    return new Run(Map.of()).run(args);
  }

  Run run(String... args) {
    Console console =
        new Console(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            out,
            env,
            _ -> stopped::await,
            Optional::empty);
    code = Main.run(console, args);
    return this;
  }

  /// What SIGTERM does.
  void stop() {
    stopped.countDown();
  }

  public int code() {
    return code;
  }

  public String out() {
    return out.toString(UTF_8);
  }

  public String err() {
    return err.toString(UTF_8);
  }
}
