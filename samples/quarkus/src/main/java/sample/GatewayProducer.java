package sample;

import dev.sluice.Gateway;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/// The gateway as a bean: it starts when it is first asked for and drains when the application ends.
@ApplicationScoped
public class GatewayProducer {
  private static final String CONFIG =
      """
      providers:
        openai: {type: openai, url: "${env:OPENAI_BASE_URL}", key: "${env:OPENAI_API_KEY}", allow_private: true}
      """;

  @Produces
  @Singleton
  Gateway start() {
    return Gateway.start(CONFIG);
  }

  void stop(@Disposes Gateway gateway) throws InterruptedException {
    gateway.drain(Duration.ofSeconds(5));
    gateway.close();
  }
}
