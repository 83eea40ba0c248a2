package rag;

import dev.sluice.Answer;
import dev.sluice.CallFailedException;
import dev.sluice.Gateway;
import dev.sluice.GatewayMeters;
import dev.sluice.call.Failed;
import dev.sluice.call.request.Band;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Answers questions from texts that it has learned.
record RagService(Gateway gateway, Vectors vectors) {
  static RagService start(Path config, MeterRegistry meters) {
    return new RagService(GatewayMeters.start(Gateway.builder(config), meters), new Vectors());
  }

  void learn(List<String> texts) throws Exception { // a call each, of which `batch` makes few
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = texts.stream().map(t -> threads.submit(() -> vectors.add(t, embed(t)))).toList();
      for (var call : calls) {
        call.get();
      }
    }
  }

  void ask(String model, String question, Consumer<String> out) throws Exception {
    var request = Requests.chat(model, vectors.nearest(embed(question)), question);
    request.priority(Band.INTERACTIVE).deadline(Duration.ofSeconds(20));
    try (Stream<String> answer = gateway.call(request.build()).text()) {
      answer.forEach(out);
    } catch (CallFailedException e) {
      if (!(e.failed() instanceof Failed.Throttled(_, var wait, _))) {
        throw e;
      }
      out.accept("Too many questions" + wait.map(t -> ": again in " + t).orElse("."));
    }
  }

  float[] embed(String text) throws Exception {
    try (Answer answer = gateway.call(Requests.embed(text))) {
      return answer.embeddings()[0];
    }
  }
}
