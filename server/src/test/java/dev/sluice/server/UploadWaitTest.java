package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.server.config.ServerConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// H50: bodies of 4 MiB that wait for each other, in a memory budget of 8 MiB.
class UploadWaitTest {
  private static final int LARGE = 4 << 20;
  private static final String POST =
      "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
          + "Content-Length: "
          + LARGE
          + "\r\n";

  private final TestServer server;
  private final List<RawClient> clients = new ArrayList<>();

  UploadWaitTest() throws CannotListen {
    var config =
        new ServerConfig(
            TestServer.loopback(),
            List.of(),
            LARGE,
            2L * LARGE,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5));
    server = new TestServer(config, TestServer.LONG);
  }

  @AfterEach
  void stop() throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
    server.close();
  }

  @Test
  void bodies_side_by_side_are_all_taken() throws Exception {
    List<Thread> senders = new ArrayList<>();
    List<RawClient> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      RawClient client = connect();
      all.add(client);
      senders.add(Thread.ofVirtual().start(() -> send(client, POST + "\r\n" + body())));
    }
    for (RawClient client : all) {
      assertThat(client.reply().body()).isEqualTo(body());
    }
    for (Thread sender : senders) {
      sender.join();
    }
  }

  @Test
  void one_that_announces_and_sends_nothing_holds_up_none_for_long() throws Exception {
    RawClient silent = connect().send(POST + "\r\n{");
    await().until(() -> server.server.memoryUsed() > 0);
    assertThat(connect().chat("whole", false).reply().status()).isEqualTo(200);
    RawClient honest = connect();
    Thread sender = Thread.ofVirtual().start(() -> send(honest, POST + "\r\n" + body()));
    assertThat(honest.reply().body()).isEqualTo(body());
    sender.join();
    silent.close();
  }

  @Test
  void a_hesitant_client_gets_no_word_before_there_is_room() throws Exception {
    connect().send(POST + "\r\n{");
    await().until(() -> server.server.memoryUsed() > 0);
    connect().send(POST + "\r\n{");
    RawClient hesitant = connect().send(POST + "Expect: 100-continue\r\n\r\n");
    // The server has one loop: it has read the hesitant one's head when a second call of a
    // connection that was opened later is answered.
    RawClient later = connect();
    assertThat(later.chat("whole", false).reply().status()).isEqualTo(200);
    assertThat(later.chat("whole", false).reply().status()).isEqualTo(200);
    assertThat(hesitant.hears()).isFalse();
    clients.getFirst().close();
    clients.get(1).close();
    assertThat(hesitant.head().status()).isEqualTo(100);
    assertThat(hesitant.send(body()).reply().body()).isEqualTo(body());
  }

  @Test
  void one_that_leaves_while_it_waits_makes_room_for_the_next() throws Exception {
    connect().send(POST + "\r\n{");
    await().until(() -> server.server.memoryUsed() > 0);
    RawClient waiting = connect().send(POST + "\r\n{");
    waiting.close();
    RawClient next = connect();
    Thread sender = Thread.ofVirtual().start(() -> send(next, POST + "\r\n" + body()));
    clients.getFirst().close();
    assertThat(next.reply().body()).isEqualTo(body());
    sender.join();
  }

  private RawClient connect() throws IOException {
    RawClient client = server.connect();
    clients.add(client);
    return client;
  }

  private static void send(RawClient client, String bytes) {
    try {
      client.send(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("a body that waits was cut off", e);
    }
  }

  private static String body() {
    String start = "{\"model\":\"echo\",\"messages\":[\"";
    return start + "x".repeat(LARGE - start.length() - 3) + "\"]}";
  }
}
