package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.cli.console.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// A command run inside of the test.
public final class Run {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Program program;
  private final Map<String, String> env;
  private InputStream in = InputStream.nullInputStream();
  private int code = -1;

  /// What runs commands.
  @FunctionalInterface
  public interface Program {
    int run(Console console, String... args);
  }

  public Run(Map<String, String> env) {
    this(Main::run, env);
  }

  public Run(Program program, Map<String, String> env) {
    this.program = program;
    this.env = env;
  }

  /// Gives the command this text at its standard input.
  Run in(String text) {
    in = new ByteArrayInputStream(text.getBytes(UTF_8));
    return this;
  }

  public static Run of(String... args) {
    return by(Main::run, args);
  }

  public static Run by(Program program, String... args) {
    return new Run(program, Map.of()).run(args);
  }

  public Run run(String... args) {
    Console console =
        new Console(
            in,
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            out,
            env,
            _ -> stopped::await,
            Optional::empty);
    code = program.run(console, args);
    return this;
  }

  /// What SIGTERM does.
  public void stop() {
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
