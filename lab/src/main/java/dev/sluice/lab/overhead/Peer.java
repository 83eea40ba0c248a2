package dev.sluice.lab.overhead;

import dev.sluice.lab.process.ProcessUsage;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Another gateway that runs already, and that its owner has set up in front of the laboratory's
/// provider. The peer is measured, and left running.
///
/// @param name its name in the report
/// @param base the base URL of its API
/// @param pid the process that does the work
public record Peer(String name, URI base, long pid) implements Contender {
  private static final String FORM = "NAME=URL,PID, such as kong=http://127.0.0.1:8000/v1,1234";

  /// Reads `NAME=URL,PID`.
  ///
  /// @throws IllegalArgumentException if it is none, or there is no such process
  public static Peer parse(String text) {
    int name = text.indexOf('=');
    int pid = text.lastIndexOf(',');
    if (name < 1 || pid < name) {
      throw new IllegalArgumentException("'%s' is no peer: write %s".formatted(text, FORM));
    }
    return new Peer(
        name(text.substring(0, name)),
        base(text.substring(name + 1, pid)),
        pid(text.substring(pid + 1)));
  }

  private static String name(String name) {
    if (ALL.contains(name)) {
      throw new IllegalArgumentException(
          "'%s' is a contender's own name: call the peer something else".formatted(name));
    }
    return name;
  }

  private static URI base(String url) {
    if (!url.matches("http://[A-Za-z0-9.-]+:[0-9]+(/[!-~]*)?")) {
      throw new IllegalArgumentException(
          "'%s' is no URL of a peer: write http://HOST:PORT/PATH".formatted(url));
    }
    return URI.create(url);
  }

  private static long pid(String pid) {
    boolean runs = pid.matches("[0-9]{1,9}") && ProcessHandle.of(Long.parseLong(pid)).isPresent();
    if (!runs) {
      throw new IllegalArgumentException(
          "there is no process '%s': give the one that does the peer's work".formatted(pid));
    }
    return Long.parseLong(pid);
  }

  @Override
  public InetSocketAddress address() {
    return new InetSocketAddress(base.getHost(), base.getPort());
  }

  @Override
  public String path() {
    String path = base.getPath().isEmpty() ? "/v1" : base.getPath();
    return path.replaceFirst("/$", "") + "/chat/completions";
  }

  @Override
  public Optional<ProcessUsage> usage() {
    return Optional.of(new ProcessUsage(pid));
  }

  @Override
  public Duration startedIn() {
    return Duration.ZERO;
  }

  @Override
  public void close() {}
}
