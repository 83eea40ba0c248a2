package dev.sluice.lab.tls;

import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.process.ChildGateway;
import dev.sluice.lab.process.HeapInfo;
import dev.sluice.lab.process.ProcessUsage;
import dev.sluice.lab.process.SelfSigned;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/// The costs of TLS: connections are opened one after the other, and ask for nothing; the first
/// ones warm the gateway up and do not count. What it holds and has used is told for one of the
/// others.
public record TlsLab(
    Path folder, GatewayProgram program, SelfSigned certificate, int connections, PrintStream out) {
  private static final int DONE = 0;
  private static final double KIB = 1024;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final List<String> JVM = List.of("-XX:+UseSerialGC");
  private static final String REQUEST = "GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n";

  /// Measures, and prints what it has found.
  ///
  /// @param folder for files, which the caller deletes
  /// @param connections how many count
  /// @return the exit code
  public static int run(Path folder, GatewayProgram program, int connections, PrintStream out)
      throws IOException, InterruptedException {
    var lab = new TlsLab(folder, program, SelfSigned.make(folder), connections, out);
    lab.measure("without TLS", Optional.empty());
    lab.measure("with TLS", Optional.of(lab.certificate));
    return DONE;
  }

  private void measure(String name, Optional<SelfSigned> tls)
      throws IOException, InterruptedException {
    List<Socket> open = new ArrayList<>();
    ChildGateway gateway = ChildGateway.start(program, JVM, folder, config(tls));
    try {
      var usage = new ProcessUsage(gateway.process().pid());
      open(gateway.api(), tls, connections / 5 + 1, open);
      long heap = HeapInfo.bytes(usage.pid());
      long resident = usage.residentBytes();
      long cpu = usage.cpuNanos();
      open(gateway.api(), tls, connections, open);
      long opening = usage.cpuNanos() - cpu;
      long held = HeapInfo.bytes(usage.pid()) - heap;
      tell(name, held, usage.residentBytes() - resident, opening);
    } finally {
      close(open);
      gateway.end();
    }
  }

  private void tell(String name, long heap, long resident, long nanos) {
    out.printf(
        Locale.ROOT,
        "%-12s %d idle connections: %.1f KiB of heap each, resident memory +%.0f MiB;"
            + " %.0f us of CPU to open one%n",
        name,
        connections,
        heap / KIB / connections,
        resident / KIB / KIB,
        nanos / NANOS_PER_MICRO / connections);
    out.flush();
  }

  private static String config(Optional<SelfSigned> tls) {
    return """
    server: {listen: "127.0.0.1:0", drain: 0s, header_timeout: 1h%s}
    admin: {listen: "127.0.0.1:0"}
    providers: {none: {type: compatible, url: "http://127.0.0.1:9/v1", allow_private: true}}
    """
        .formatted(tls.map(TlsLab::certificates).orElse(""));
  }

  private static String certificates(SelfSigned pair) {
    return ", tls: {certificates: [{cert: \"%s\", key: \"%s\"}]}"
        .formatted(pair.cert(), pair.key());
  }

  private static void open(URI url, Optional<SelfSigned> tls, int many, List<Socket> open)
      throws IOException {
    for (int i = 0; i < many; i++) {
      var plain = new Socket(InetAddress.getLoopbackAddress(), url.getPort());
      open.add(tls.isEmpty() ? plain : secured(plain, tls.get()));
    }
    // Those before it have been accepted when the last one is answered.
    Socket last = open.getLast();
    last.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
    awaitHead(last.getInputStream());
  }

  private static Socket secured(Socket plain, SelfSigned tls) throws IOException {
    var socket =
        (SSLSocket)
            tls.client().getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
    socket.startHandshake();
    return socket;
  }

  /// Reads an answer's first bytes: it is short, and nothing is read of it any more.
  private static void awaitHead(InputStream in) throws IOException {
    if (in.readNBytes("HTTP/1.1 200".length()).length == 0) {
      throw new IOException("the gateway has ended a connection: are there enough descriptors?");
    }
  }

  private static void close(List<Socket> open) throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    open.clear();
  }
}
