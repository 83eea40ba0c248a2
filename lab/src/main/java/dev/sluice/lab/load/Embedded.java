package dev.sluice.lab.load;

import dev.sluice.Answer;
import dev.sluice.Gateway;
import dev.sluice.Request;
import dev.sluice.call.request.Operation;
import java.io.IOException;

/// A gateway in this process, in front of a provider on the loopback address, that a text
/// configures. Beside it stands a provider that speaks TLS, as an application's would, and that
/// nothing is sent to.
public record Embedded(Gateway gateway) implements AutoCloseable {
  /// Starts a gateway in front of the provider at `port`.
  public static Embedded start(int port) {
    return new Embedded(
        Gateway.start(
            """
            providers:
              mock: {type: compatible, url: "http://127.0.0.1:%d/v1", allow_private: true}
              secure: {type: openai, key: none}
            routes:
              all: {models: ["*"], targets: [{provider: mock}]}
            """
                .formatted(port)));
  }

  /// Makes a call and reads its whole answer.
  ///
  /// @param chat the body of a chat
  /// @return the size of the answer in bytes
  public int call(byte[] chat) throws IOException, InterruptedException {
    try (Answer answer = gateway.call(Request.builder(Operation.CHAT).body(chat).build())) {
      return answer.bytes().length;
    }
  }

  @Override
  public void close() {
    gateway.close();
  }
}
