package dev.sluice.lab.admit;

import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Makes calls in an open loop: each at its planned time, whatever has become of the others.
record OpenLoopCallers(HttpClient client, URI uri, BodySizes sizes) {
  private static final String QUEUE_MS = "x-sluice-queue-ms";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int OK = 200;
  private static final int BYTES_A_TOKEN = 4;

  /// The tokens that the provider counts beside the text.
  private static final long OVERHEAD = 7;

  /// How a call went.
  ///
  /// @param served whether it has a whole answer
  /// @param queued how long it waited in the gateway, in nanoseconds, where that is known
  /// @param took from its planned time to its end, in nanoseconds
  record Heard(WorkloadCall call, boolean served, long queued, long took) {}

  /// Makes all calls, and returns when the last has ended.
  List<Heard> make(List<WorkloadCall> calls) throws InterruptedException {
    var answers = new ArrayList<Future<Heard>>(calls.size());
    long start = Clock.SYSTEM.nanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (WorkloadCall call : calls) {
        TimeUnit.NANOSECONDS.sleep(start + call.arrived() - Clock.SYSTEM.nanos());
        Callable<Heard> task = () -> make(call, start + call.arrived());
        answers.add(threads.submit(task));
      }
    }
    return answers.stream().map(OpenLoopCallers::result).toList();
  }

  private static Heard result(Future<Heard> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("a caller has failed", e);
    }
  }

  private Heard make(WorkloadCall call, long planned) throws InterruptedException {
    boolean served = false;
    long queued = 0;
    try {
      HttpResponse<Void> answer = client.send(request(call), BodyHandlers.discarding());
      served = answer.statusCode() == OK;
      queued = TimeUnit.MILLISECONDS.toNanos(answer.headers().firstValueAsLong(QUEUE_MS).orElse(0));
    } catch (IOException e) {
      // A broken connection is a call that was not served.
    }
    return new Heard(call, served, queued, Clock.SYSTEM.nanos() - planned);
  }

  private HttpRequest request(WorkloadCall call) {
    return HttpRequest.newBuilder(uri)
        .timeout(PATIENCE)
        .header("content-type", "application/json")
        .header("x-sluice-priority", call.band().name().toLowerCase(Locale.ROOT))
        .POST(BodyPublishers.ofString(body(call)))
        .build();
  }

  /// Returns the body of a call, as large as its size says, and of as many tokens.
  private String body(WorkloadCall call) {
    String text = "x".repeat((int) (BYTES_A_TOKEN * Math.max(1, call.input() - OVERHEAD)));
    String body =
        """
        {"model":"%s","stream":true,"max_tokens":%d,\
        "messages":[{"role":"user","content":"%s"}],"user":""}"""
            .formatted(Stage.MODEL, call.maxTokens(), text);
    int missing = Math.max(0, sizes.of(call) - body.length());
    return body.substring(0, body.length() - 2) + "x".repeat(missing) + "\"}";
  }
}
