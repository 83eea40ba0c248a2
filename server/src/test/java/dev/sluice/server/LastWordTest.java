package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.yaml.Doc;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.reader.ConfigFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A whole gateway in front of a provider whose connection stays open behind the answer's last
/// word.
@Timeout(60)
class LastWordTest {
  private static final String EVENT =
      "data:"
          + " {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\n";
  private static final String DONE = "data: [DONE]\n\n";

  @Test
  void the_answer_is_complete_at_once_whole_and_streamed() throws Exception {
    try (ServerSocket provider = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      List<Socket> open = new CopyOnWriteArrayList<>();
      Thread.ofPlatform().daemon().name("provider").start(() -> serve(provider, open));
      GatewayProcess gateway =
          GatewayProcess.start(config(provider.getLocalPort()), ProcessOptions.defaults());
      try (RawClient client = new RawClient(gateway.address())) {
        RawClient.Reply stream = client.chat("m", true).reply();
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.body()).isEqualTo(EVENT + DONE);
        RawClient.Reply whole = client.chat("m", false).reply();
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.body()).contains("\"content\":\"Hi\"");
      } finally {
        gateway.drainAndClose();
        for (Socket socket : open) {
          socket.close();
        }
      }
    }
  }

  private static SluiceConfig config(int port) {
    String text =
        """
        server: {listen: "127.0.0.1:0"}
        admin: {listen: "127.0.0.1:0"}
        providers: {open: {type: vllm, url: "http://127.0.0.1:%d"}}
        defaults: {upstream_stream: always}
        routes: {all: {models: [m], targets: [{provider: open}]}}
        """
            .formatted(port);
    return ConfigFile.of(Doc.parse("sluice.yaml", text, Map.of())).config();
  }

  private static void serve(ServerSocket provider, List<Socket> open) {
    try {
      while (true) {
        Socket client = provider.accept();
        open.add(client);
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
        while (!in.readLine().isEmpty()) {
          // Of its head nothing matters.
        }
        String answer = EVENT + DONE;
        String head =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
        String chunk = Integer.toHexString(answer.length()) + "\r\n" + answer + "\r\n";
        client.getOutputStream().write((head + chunk).getBytes(UTF_8));
      }
    } catch (IOException over) {
      // The test is over.
    }
  }
}
