package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.server.RawClient.Reply;
import dev.sluice.server.memory.BodyBuffers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// C6, C27 and H9: a body of 1 MiB is the most here, and four of them fill the memory budget.
class BodyLimitTest {
  private static final int MAX = 1 << 20;

  /// Two of these are below half of the memory, with what their last buffers have beside them.
  private static final int LARGE = MAX - (1 << 16);

  private static final String POST =
      "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

  private final TestServer server;
  private final List<RawClient> clients = new ArrayList<>();

  BodyLimitTest() throws CannotListen {
    server = new TestServer();
  }

  @AfterEach
  void stop() throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
    server.close();
  }

  @Test
  void a_body_that_says_it_is_too_large_is_refused_at_once() throws IOException {
    RawClient client = connect().send(POST + "Content-Length: 104857600\r\n\r\n");
    Reply reply = client.reply();
    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.body()).contains("\"code\":\"body_too_large\"", "1048576 bytes");
    assertThat(client.ended()).isTrue();
  }

  @Test
  void its_sender_gets_the_answer_while_it_still_sends() throws Exception {
    RawClient client = connect().send(POST + "Content-Length: 104857600\r\n\r\n");
    Thread sender = send(client, "x".repeat(10 << 20));
    assertThat(client.reply().status()).isEqualTo(413);
    client.close();
    sender.join();
  }

  @Test
  void a_body_in_chunks_is_refused_once_it_is_too_large() throws Exception {
    RawClient client = connect().send(POST + "Transfer-Encoding: chunked\r\n\r\n");
    Thread sender = send(client, ("10000\r\n" + "x".repeat(65_536) + "\r\n").repeat(100));
    assertThat(client.reply().status()).isEqualTo(413);
    assertThat(server.server.memoryUsed()).isLessThanOrEqualTo(MAX + BodyBuffers.BLOCK / 2);
    client.close();
    sender.join();
  }

  @Test
  void a_body_at_the_limit_passes_unchanged() throws IOException {
    String body = body(MAX);
    assertThat(connect().post("/v1/chat/completions", body).reply().body()).isEqualTo(body);
  }

  @Test
  void a_large_body_in_chunks_passes_unchanged() throws IOException {
    String body = body(300_000);
    RawClient client = connect().send(POST + "Transfer-Encoding: chunked\r\n\r\n");
    for (int from = 0; from < body.length(); from += 10_000) {
      String chunk = body.substring(from, Math.min(body.length(), from + 10_000));
      client.send(Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n");
    }
    assertThat(client.send("0\r\n\r\n").reply().body()).isEqualTo(body);
  }

  @Test
  void a_large_body_that_is_not_sound_is_refused_too() throws IOException {
    String body = body(MAX).replace("]}", "]");
    assertThat(connect().post("/v1/chat/completions", body).reply().status()).isEqualTo(400);
  }

  @Test
  void large_bodies_of_one_client_leave_memory_for_small_ones() throws Exception {
    // The third goes beyond the client's share.
    for (int i = 1; i <= 3; i++) {
      long held = (long) i * LARGE;
      connect().send(POST + "Content-Length: " + LARGE + "\r\n\r\n" + "x".repeat(LARGE - 1));
      await().until(() -> server.server.memoryUsed() >= held);
    }
    RawClient fourth = connect().send(POST + "Content-Length: " + MAX + "\r\n\r\n");
    Thread sender = send(fourth, body(MAX));
    Reply reply = fourth.reply();
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.body()).contains("\"code\":\"bodies_full\"");
    assertThat(reply.header("x-should-retry")).isEqualTo("true");
    fourth.close();
    sender.join();
    assertThat(connect().chat("whole", false).reply().status()).isEqualTo(200);
    clients.get(0).close();
    clients.get(1).close();
    await().until(() -> server.server.memoryUsed() < 2L * LARGE);
    assertThat(connect().post("/v1/chat/completions", body(MAX)).reply().status()).isEqualTo(200);
  }

  @Test
  void an_announcement_alone_takes_no_memory() throws Exception {
    for (int i = 0; i < 100; i++) {
      connect().send(POST + "Content-Length: " + MAX + "\r\n\r\n{");
    }
    await().until(() -> server.server.memoryUsed() > 0);
    assertThat(connect().chat("whole", false).reply().status()).isEqualTo(200);
    assertThat(server.server.memoryUsed()).isLessThan(100 * 20_000L);
  }

  private RawClient connect() throws IOException {
    RawClient client = server.connect();
    clients.add(client);
    return client;
  }

  private static String body(int size) {
    String start = "{\"model\":\"echo\",\"messages\":[\"";
    return start + "x".repeat(size - start.length() - 3) + "\"]}";
  }

  /// Sends aside, since the server may hang up meanwhile.
  private static Thread send(RawClient client, String bytes) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                client.send(bytes);
              } catch (IOException gone) {
                // As expected: what counts is that the answer can be read.
              }
            });
  }
}
