package dev.sluice.lab.process;

import dev.sluice.call.runtime.Clock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A child process: its output is read, and it ends when it is closed.
public final class Child implements AutoCloseable {
  private static final int LINES_KEPT = 20;
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

  private final List<String> command;
  private final long started = Clock.SYSTEM.nanos();
  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private volatile boolean ignored;

  private Child(List<String> command, Process process) {
    this.command = command;
    this.process = process;
  }

  /// Starts a process.
  public static Child start(List<String> command) throws IOException {
    Child child = new Child(command, new ProcessBuilder(command).redirectErrorStream(true).start());
    Thread.ofPlatform().daemon().name("output of " + command.getFirst()).start(child::read);
    return child;
  }

  /// Returns its process number.
  public long pid() {
    return process.pid();
  }

  /// Returns the time from the process's start until now.
  public Duration age() {
    return Duration.ofNanos(Clock.SYSTEM.nanos() - started);
  }

  /// Waits until it has a process of its own.
  ///
  /// @return that process
  public long awaitChild(Duration atMost) throws IOException, InterruptedException {
    while (true) {
      Optional<ProcessHandle> child = process.children().findFirst();
      if (child.isPresent()) {
        return child.get().pid();
      }
      pause("has no worker", atMost);
    }
  }

  /// Waits for a line of its output that begins with `start`. Later output is dropped, as cheaply
  /// as can be: a log is not what this process has its core for.
  ///
  /// @return that line
  public String awaitLine(String start, Duration atMost) throws IOException, InterruptedException {
    Queue<String> output = new ArrayDeque<>();
    long until = Clock.SYSTEM.nanos() + atMost.toNanos();
    for (long left; (left = until - Clock.SYSTEM.nanos()) > 0; ) {
      String line = lines.poll(Math.min(left, 100_000_000), TimeUnit.NANOSECONDS);
      if (line != null && line.startsWith(start)) {
        ignored = true;
        return line;
      }
      if (line != null) {
        output.add(line);
      } else if (!process.isAlive() && lines.isEmpty()) {
        break;
      }
    }
    throw new IOException(failure("did not print '" + start + "' within " + atMost, output));
  }

  /// Waits until the process accepts connections.
  public void awaitListening(InetSocketAddress address, Duration atMost)
      throws IOException, InterruptedException {
    while (!accepts(address)) {
      pause("does not listen on " + address, atMost);
    }
  }

  /// Asks the process to end, waits, and ends it by force where that does not help.
  ///
  /// @return its exit code, where it ended by itself
  public Optional<Integer> end() {
    process.destroy();
    try {
      if (process.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.of(process.exitValue());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    kill();
    return Optional.empty();
  }

  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    end();
  }

  private void pause(String problem, Duration atMost) throws IOException, InterruptedException {
    if (!process.isAlive() || age().compareTo(atMost) > 0) {
      throw new IOException(failure(problem, lines));
    }
    TimeUnit.MILLISECONDS.sleep(5);
  }

  private void read() {
    try (BufferedReader output = process.inputReader()) {
      while (!ignored) {
        String line = output.readLine();
        if (line == null) {
          return;
        }
        lines.add(line);
      }
      process.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // It has ended.
    }
  }

  private String failure(String what, Iterable<String> output) {
    Queue<String> last = new ArrayDeque<>();
    for (String line : output) {
      last.add(line);
      if (last.size() > LINES_KEPT) {
        last.remove();
      }
    }
    return "%s %s; its output:%n%s"
        .formatted(String.join(" ", command), what, String.join("\n", last));
  }

  private static boolean accepts(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, 100);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
