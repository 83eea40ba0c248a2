package dev.sluice.lab.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.concurrent.Flow;

/// A client that streams chats and does not repeat them. Blocks the calling thread.
final class FaultClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DATA = "data: ";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final String model;

  /// @param base such as `http://127.0.0.1:8080/v1`
  FaultClient(URI base, String model) {
    this.base = base;
    this.model = model;
  }

  /// Makes a call and waits for its end.
  Received call() throws InterruptedException {
    var reading = new Reading();
    long begun = Clock.SYSTEM.nanos();
    try {
      client.send(request(), into(reading));
    } catch (IOException _) {
      reading.broken = true;
    }
    return reading.received((Clock.SYSTEM.nanos() - begun) / 1e9);
  }

  /// Breaks off the calls that are under way.
  @Override
  public void close() {
    client.shutdownNow();
  }

  /// Line by line as they arrive: a stream of them would forget what has come and was not read when
  /// the connection breaks.
  private static BodyHandler<Void> into(Reading reading) {
    return head -> {
      reading.status = head.statusCode();
      return BodySubscribers.fromLineSubscriber(reading);
    };
  }

  private HttpRequest request() {
    return HttpRequest.newBuilder(URI.create(base + "/chat/completions"))
        .header("authorization", "Bearer sk-faults")
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body()))
        .build();
  }

  private String body() {
    return """
    {"model": "%s", "stream": true, "stream_options": {"include_usage": true}, "messages": \
    [{"role": "user", "content": "How does a lock on a canal work?"}]}\
    """
        .formatted(model);
  }

  /// Reads one answer, line by line. For one thread at a time.
  private static final class Reading implements Flow.Subscriber<String> {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder whole = new StringBuilder();
    private int status;
    private String named = "";
    private String usage = "";
    private boolean done;
    private String error = "";
    private boolean broken;

    @Override
    public void onSubscribe(Flow.Subscription lines) {
      lines.request(Long.MAX_VALUE);
    }

    @Override
    public void onError(Throwable why) {
      // The call ends by it.
    }

    @Override
    public void onComplete() {
      // The call ends.
    }

    @Override
    public void onNext(String line) {
      if (line.equals(DATA + "[DONE]")) {
        done = true;
      } else if (line.startsWith(DATA)) {
        event(line.substring(DATA.length()));
      } else if (status != 200) {
        whole.append(line);
      }
    }

    Received received(double seconds) {
      if (status != 0 && status != 200) {
        JsonNode said = read(whole.toString()).path("error");
        error = word(said);
      }
      return new Received(status, text.toString(), named, usage, done, error, broken, seconds);
    }

    private void event(String data) {
      JsonNode event = read(data);
      JsonNode failed = event.path("error");
      if (!failed.isMissingNode()) {
        error = word(failed);
        return;
      }
      named = event.path("model").asText(named);
      text.append(event.path("choices").path(0).path("delta").path("content").asText(""));
      usage(event.path("usage"));
    }

    private void usage(JsonNode told) {
      if (told.isObject()) {
        usage = told.path("prompt_tokens").asText() + "+" + told.path("completion_tokens").asText();
      }
    }

    /// What is no JSON is passed on garbage: it is part of no text, so that the text is not whole.
    private JsonNode read(String json) {
      try {
        return JSON.readTree(json);
      } catch (JsonProcessingException _) {
        text.append("<garbage> ");
        return JSON.createObjectNode();
      }
    }

    private static String word(JsonNode failed) {
      String code = failed.path("code").asText("");
      return code.isEmpty() || code.equals("null") ? failed.path("type").asText("error") : code;
    }
  }
}
