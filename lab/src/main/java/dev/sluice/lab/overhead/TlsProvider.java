package dev.sluice.lab.overhead;

import dev.sluice.lab.process.SelfSigned;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/// The provider behind TLS: nginx that unwraps it, as many providers have it. Its certificate is
/// the contenders' too.
record TlsProvider(Path nginx, SelfSigned pair, Nginx process) implements AutoCloseable {
  /// Starts one.
  ///
  /// @param nginx the executable
  /// @param folder for its files; the caller deletes it
  static TlsProvider start(Path nginx, Path folder, InetSocketAddress provider)
      throws IOException, InterruptedException {
    SelfSigned pair = SelfSigned.make(folder);
    Path own = Files.createDirectory(folder.resolve("provider"));
    return new TlsProvider(nginx, pair, Nginx.startProvider(nginx, own, pair, provider));
  }

  int port() {
    return process.address().getPort();
  }

  @Override
  public void close() {
    process.close();
  }
}
