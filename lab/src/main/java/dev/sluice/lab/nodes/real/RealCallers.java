package dev.sluice.lab.nodes.real;

import dev.sluice.lab.load.SteadyPace;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.LongFunction;

/// Clients that call at a steady pace, whatever becomes of their calls.
final class RealCallers implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String WAITED = "x-sluice-queue-ms";
  private static final String TENANT = "x-sluice-tenant";
  private static final double FIRST = 0.7;
  private static final int FILLER = 400;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Answered> answered = new ArrayList<>();
  private final IntFunction<URI> gateways;
  private final String body;
  private final SteadyPace pace;

  /// Where a call goes, and whose it is.
  ///
  /// @param tenant empty for nobody's
  record Aim(int node, String tenant) {}

  /// What became of a call.
  ///
  /// @param at when it was made
  /// @param status 0 where the gateway did not answer
  /// @param waited how long it waited there, in milliseconds
  record Answered(long at, Aim aim, int status, long waited) {
    boolean isGood() {
      return status == HttpURLConnection.HTTP_OK;
    }
  }

  /// Clients of whom 70, 10, 10 and 10 % call at the four gateways, all of one tenant.
  ///
  /// @param gateways where the gateways are
  /// @param rate calls a second
  static RealCallers uneven(IntFunction<URI> gateways, String model, int rate) {
    var random = new SplittableRandom(1);
    return new RealCallers(
        gateways,
        model,
        rate,
        _ -> {
          boolean first = random.nextDouble() < FIRST;
          return new Aim(first ? 0 : 1 + random.nextInt(RealGateways.NODES - 1), "");
        });
  }

  /// @param gateways where the gateways are
  /// @param rate calls a second
  /// @param aims where each call goes, by its number; for one thread
  RealCallers(IntFunction<URI> gateways, String model, int rate, LongFunction<Aim> aims) {
    this.gateways = gateways;
    body =
        """
        {"model": "%s", "max_tokens": 40, "messages": [{"role": "user", "content": "%s"}]}"""
            .formatted(model, "a".repeat(FILLER));
    pace =
        new SteadyPace(
            rate,
            number -> {
              Aim aim = aims.apply(number);
              return () -> call(aim);
            });
  }

  private void call(Aim aim) {
    long at = System.nanoTime();
    try {
      HttpResponse<String> answer = http.send(request(aim), BodyHandlers.ofString());
      note(new Answered(at, aim, answer.statusCode(), waited(answer)));
    } catch (IOException e) {
      note(new Answered(at, aim, 0, 0));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest request(Aim aim) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateways.apply(aim.node()).resolve("/v1/chat/completions"))
            .header("content-type", "application/json")
            .timeout(PATIENCE)
            .POST(BodyPublishers.ofString(body));
    return (aim.tenant().isEmpty() ? request : request.header(TENANT, aim.tenant())).build();
  }

  private static long waited(HttpResponse<String> answer) {
    return answer.headers().firstValueAsLong(WAITED).orElse(0);
  }

  private synchronized void note(Answered call) {
    answered.add(call);
  }

  /// Returns the calls made from one instant to another whose answers are there.
  synchronized List<Answered> between(long from, long to) {
    return answered.stream().filter(call -> call.at() >= from && call.at() < to).toList();
  }

  /// Begins no more calls, and waits for the ends of those that have begun.
  @Override
  public void close() {
    pace.close();
    http.close();
  }
}
