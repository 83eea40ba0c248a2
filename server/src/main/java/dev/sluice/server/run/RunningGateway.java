package dev.sluice.server.run;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// A gateway of this user, as its file says.
///
/// @param url of its admin listener
/// @param name what it is, for people: the command, and its configuration
public record RunningGateway(URI url, String name) {
  private static final int PATIENCE_MILLIS = 500;

  /// Reads the lines of a file; empty for anything else, such as a file that is being written.
  static Optional<RunningGateway> of(List<String> lines) {
    if (lines.size() != 2) {
      return Optional.empty();
    }
    try {
      URI url = URI.create(lines.getFirst());
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      boolean listens = http && url.getHost() != null;
      return listens && url.getPort() > 0
          ? Optional.of(new RunningGateway(url, lines.getLast()))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Whether something accepts connections at the gateway's address.
  boolean accepts() {
    String host = url.getHost().replaceAll("[\\[\\]]", "");
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, url.getPort()), PATIENCE_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
