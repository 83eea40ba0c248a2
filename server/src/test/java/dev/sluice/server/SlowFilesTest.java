package dev.sluice.server;

import static dev.sluice.server.FilesServer.BOUNDARY;
import static dev.sluice.server.FilesServer.RED;
import static dev.sluice.server.FilesServer.field;
import static dev.sluice.server.FilesServer.file;
import static dev.sluice.server.FilesServer.formBytes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files with clients that are slow, leave, or send much. [ResourceTest] tests how much of a body
/// and of an answer is held meanwhile.
class SlowFilesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MIB = 1 << 20;

  @TempDir private Path folder;

  private static String head(long length, String... headers) {
    return "POST /v1/files HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%sContent-Type: multipart/form-data; boundary=%s\r\nContent-Length: %d\r\n\r\n"
        .formatted(RED, String.join("", headers), BOUNDARY, length);
  }

  /// The bytes of a form in front of its file's content, and behind it.
  private static String[] around() {
    String form =
        new String(formBytes(field("purpose", "vision"), file("file", "big", "@")), ISO_8859_1);
    int at = form.indexOf('@');
    return new String[] {form.substring(0, at), form.substring(at + 1)};
  }

  @Test
  void a_large_file_comes_and_goes_whole_over_one_connection() throws Exception {
    int size = 64 * MIB;
    try (var server = new FilesServer(folder);
        var client = new RawClient(server.address())) {
      String[] around = around();
      client.send(head(around[0].length() + size + around[1].length()) + around[0]);
      byte[] piece = new byte[MIB];
      OutputStream out = client.socket.getOutputStream();
      for (int i = 0; i < size / MIB; i++) {
        out.write(piece);
      }
      client.send(around[1]);
      String body = client.reply().body();
      assertThat(body).contains("\"bytes\":" + size);
      String id = body.replaceAll("(?s).*\"id\":\"([^\"]+)\".*", "$1");
      client.get("/v1/files/" + id + "/content", "Authorization: Bearer " + RED);
      assertThat(client.head().header("content-length")).isEqualTo(Integer.toString(size));
      client.skip(size);
      client.get("/v1/files/" + id, "Authorization: Bearer " + RED);
      assertThat(client.reply().body()).contains("\"bytes\":" + size);
    }
  }

  @Test
  void a_client_that_leaves_midway_leaves_nothing() throws Exception {
    try (var server = new FilesServer(folder)) {
      try (var client = new RawClient(server.address())) {
        client.send(head(10 * MIB) + around()[0] + "some");
        await().atMost(PATIENCE).until(() -> !server.names().isEmpty());
      }
      await().atMost(PATIENCE).until(() -> server.names().isEmpty());
      assertThat(server.get(RED, "/v1/files").json().path("data")).isEmpty();
    }
  }

  @Test
  void a_slow_upload_is_beside_others_and_comes_whole() throws Exception {
    try (var server = new FilesServer(folder);
        var slow = new RawClient(server.address())) {
      String[] around = around();
      slow.send(head(around[0].length() + 4 + around[1].length()) + around[0]);
      for (char c : "slow".toCharArray()) {
        slow.send(String.valueOf(c));
        assertThat(server.store(RED, "fast").path("bytes").asInt()).isEqualTo(4);
      }
      slow.send(around[1]);
      assertThat(slow.reply().body()).contains("\"bytes\":4");
      assertThat(server.names()).hasSize(5);
    }
  }

  @Test
  void an_error_that_is_known_early_does_not_wait_for_the_body() throws Exception {
    try (var server = new FilesServer(folder);
        var client = new RawClient(server.address())) {
      String wrong = "--" + BOUNDARY + "\r\n" + field("purpose", "evil") + "\r\n";
      client.send(head(100 * MIB) + wrong + "--" + BOUNDARY + "\r\n" + file("file", "x", "begins"));
      RawClient.Reply reply = client.reply();
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.header("connection")).isEqualTo("close");
      assertThat(reply.body()).contains("`purpose` must be one of");
    }
  }

  @Test
  void a_client_that_waits_for_a_word_gets_it() throws Exception {
    try (var server = new FilesServer(folder);
        var client = new RawClient(server.address())) {
      String[] around = around();
      client.send(head(around[0].length() + 1 + around[1].length(), "Expect: 100-continue\r\n"));
      assertThat(client.head().status()).isEqualTo(100);
      client.send(around[0] + "x" + around[1]);
      assertThat(client.reply().status()).isEqualTo(200);
      client.get("/v1/files", "Authorization: Bearer " + RED);
      assertThat(client.reply().body()).contains("\"bytes\":1");
    }
  }

  @Test
  void a_file_comes_and_goes_over_http_2() throws Exception {
    int size = MIB + 77;
    try (var server = new FilesServer(folder)) {
      byte[] form = formBytes(field("purpose", "vision"), file("file", "big", "z".repeat(size)));
      String id;
      try (var client = new Http2Files(server.address())) {
        String body = client.upload(1, form);
        assertThat(body).contains("\"bytes\":" + size);
        id = body.replaceAll("(?s).*\"id\":\"([^\"]+)\".*", "$1");
        assertThat(client.content(3, id)).isEqualTo(size);
      }
      assertThat(server.names()).containsExactly(id);
    }
  }

  /// A client of HTTP/2 that heeds windows as far as these tests need it.
  private record Http2Files(RawHttp2Client client) implements AutoCloseable {
    Http2Files(InetSocketAddress server) throws IOException {
      this(new RawHttp2Client(server));
    }

    String upload(int stream, byte[] form) throws IOException {
      client.frame(
          RawHttp2Client.HEADERS,
          RawHttp2Client.END_HEADERS,
          stream,
          block("POST", "/v1/files", "content-type", "multipart/form-data; boundary=" + BOUNDARY));
      int sent = 0;
      int window = 65_535;
      int connection = 65_535;
      while (sent < form.length) {
        int count = Math.min(Math.min(window, connection), Math.min(16_384, form.length - sent));
        if (count == 0) {
          RawHttp2Client.Frame update = client.next(RawHttp2Client.WINDOW_UPDATE);
          int more = new BigInteger(update.payload()).intValue();
          window += update.stream() == stream ? more : 0;
          connection += update.stream() == 0 ? more : 0;
          continue;
        }
        byte[] piece = Arrays.copyOfRange(form, sent, sent + count);
        sent += count;
        window -= count;
        connection -= count;
        client.frame(
            RawHttp2Client.DATA,
            sent == form.length ? RawHttp2Client.END_STREAM : 0,
            stream,
            piece);
      }
      return client.reply(stream).body();
    }

    /// @return how many bytes have come
    int content(int stream, String id) throws IOException {
      client.frame(RawHttp2Client.WINDOW_UPDATE, 0, 0, RawHttp2Client.number(64 * MIB));
      client.frame(
          RawHttp2Client.HEADERS,
          RawHttp2Client.END_HEADERS | RawHttp2Client.END_STREAM,
          stream,
          block("GET", "/v1/files/" + id + "/content"));
      client.frame(RawHttp2Client.WINDOW_UPDATE, 0, stream, RawHttp2Client.number(64 * MIB));
      return client.reply(stream).body().length();
    }

    private static byte[] block(String method, String path, String... more) {
      var block = new ByteArrayOutputStream();
      block.writeBytes(RawHttp2Client.head(method, path));
      block.writeBytes(RawHttp2Client.block("authorization", "Bearer " + RED));
      block.writeBytes(RawHttp2Client.block(more));
      return block.toByteArray();
    }

    @Override
    public void close() throws IOException {
      client.close();
    }
  }
}
