package sample;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/// Spring AI as in any application: that its calls pass through Sluice is said in application.yaml.
@SpringBootApplication
public class Sample {
  public static void main(String[] args) {
    SpringApplication.run(Sample.class, args).close();
  }

  @Bean
  CommandLineRunner calls(
      ChatClient.Builder builder,
      EmbeddingModel embeddings,
      MeterRegistry meters,
      HealthIndicator sluiceHealthIndicator) {
    return _ -> {
      ChatClient chat = builder.build();

      var weather = new Weather();
      String answer =
          chat.prompt("Use get_weather: do I need an umbrella?").tools(weather).call().content();
      System.out.printf(
          "a chat: the tool was called %d time, the answer is empty: %b%n",
          weather.asked, answer.isEmpty());

      List<String> pieces =
          chat.prompt("Tell me about locks.").stream().content().collectList().block();
      System.out.printf("a stream: it came in several pieces: %b%n", pieces.size() > 1);

      double before = sent(meters);
      int vectors = 0;
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Callable<float[]>> texts =
            IntStream.range(0, 200)
                .<Callable<float[]>>mapToObj(i -> () -> embeddings.embed("text " + i))
                .toList();
        for (var vector : threads.invokeAll(texts)) {
          vectors += vector.get().length == 1536 ? 1 : 0;
        }
      }
      double calls = sent(meters) - before;
      System.out.printf(
          "embeddings: %d virtual threads have a vector each, by at most 20 calls to the provider: %b%n",
          vectors, calls <= 20);
      System.err.printf("calls to the provider: %.0f%n", calls);

      System.out.printf("health: %s%n", sluiceHealthIndicator.health().getStatus());
    };
  }

  private static double sent(MeterRegistry meters) {
    return meters.get("sluice.calls.sent").counter().count();
  }

  static class Weather {
    int asked;

    @Tool(name = "get_weather", description = "The weather of today.")
    String weather() {
      asked++;
      return "rain";
    }
  }
}
