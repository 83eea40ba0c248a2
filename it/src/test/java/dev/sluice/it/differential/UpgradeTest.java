package dev.sluice.it.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeTest {

  /// RFC 9110, 15.5.22: agents that try a WebSocket first go on over HTTP at once.
  @ParameterizedTest
  @ValueSource(strings = {"/responses", "/realtime?model=m"})
  void a_websocket_is_sent_to_http(String path) {
    Case any = Case.of(Shape.corpus()).getFirst();
    try (Gateways gateways = new Gateways(List.of(any), _ -> "http://127.0.0.1:9/v1");
        HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create(gateways.url(any).replace("http:", "ws:") + path);
      var refused =
          catchThrowableOfType(
              CompletionException.class,
              () ->
                  client
                      .newWebSocketBuilder()
                      .header("authorization", "Bearer " + Gateways.KEY)
                      .buildAsync(uri, new WebSocket.Listener() {})
                      .join());
      if (!(refused.getCause() instanceof WebSocketHandshakeException handshake)) {
        throw new AssertionError("no answer to the handshake", refused);
      }
      var response = handshake.getResponse();
      assertThat(response.statusCode()).isEqualTo(426);
      assertThat(response.headers().firstValue("upgrade")).isPresent();
    }
  }
}
