package dev.sluice.it.charging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;

/// Plays a cell's scene as its clients do.
final class Play implements Runnable {
  private static final int MEMBERS = 4;

  private final ChargedGateway gateway;
  private final Cell cell;

  Play(ChargedGateway gateway, Cell cell) {
    this.gateway = gateway;
    this.cell = cell;
  }

  @Override
  public void run() {
    boolean stream = cell.scene().streamed();
    switch (cell.scene()) {
      case CACHED -> {
        call(body("one"));
        call(body("one"));
      }
      case PARTLY_CACHED -> {
        call(inputs("one", "two"));
        call(inputs("two", "three"));
      }
      case BATCHED -> together(true);
      case COALESCED -> together(false);
      case RACED -> {
        for (int i = 0; i <= Scene.LEARNED_BY; i++) {
          call(cell.asked().body(cell.name(), stream, "one"));
        }
      }
      case LEFT_EARLY -> leaveEarly();
      case LEFT_LATE -> leaveLate();
      case BACKGROUND -> call(body("one").replace("\"store\":false", "\"background\":true"));
      default -> call(cell.asked().body(cell.name(), stream, "one"));
    }
  }

  private String body(String last) {
    return cell.asked().body(cell.name(), false, last);
  }

  private String inputs(String one, String other) {
    return "{\"model\":\"%s\",\"input\":[\"%s\",\"%s\"]}"
        .formatted(cell.name(), "the text number " + one, "the text number " + other);
  }

  private void together(boolean different) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < MEMBERS; i++) {
        String last = different ? "text " + i : "the same";
        threads.execute(() -> call(body(last)));
      }
    }
  }

  private void call(String body) {
    try (Socket socket = connect()) {
      post(socket, body);
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).as(cell.toString()).startsWith("HTTP/1.1 " + status());
    } catch (IOException e) {
      throw new UncheckedIOException(cell.toString(), e);
    }
  }

  private String status() {
    return switch (cell.scene()) {
      case FAILED_EARLY -> "400";
      case LATE_EARLY -> "504";
      default -> "200";
    };
  }

  private String deadline() {
    return cell.scene()
        .deadline()
        .map(time -> "x-sluice-deadline-ms: " + time.toMillis() + "\r\n")
        .orElse("");
  }

  private void leaveEarly() {
    try (Socket socket = connect()) {
      post(socket, body("one"));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> gateway.provider().calls(kind -> kind.model().equals(cell.first())) >= 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void leaveLate() {
    try (Socket socket = connect()) {
      post(socket, cell.asked().body(cell.name(), true, "one"));
      InputStream in = socket.getInputStream();
      var seen = new StringBuilder();
      while (seen.indexOf("\r\n\r\n") < 0 || seen.indexOf("data:") < 0) {
        int next = in.read();
        assertThat(next).as(cell.toString()).isNotNegative();
        seen.append((char) next);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Socket connect() throws IOException {
    var socket = new Socket();
    socket.connect(gateway.address());
    socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
    return socket;
  }

  private void post(Socket socket, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST %s HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n%s\r\n%scontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
            .formatted(
                cell.asked().path(cell.name(), cell.scene().streamed()),
                ChargedGateway.KEY,
                deadline(),
                bytes.length);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(bytes);
  }
}
