package dev.sluice.lab.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.sluice.call.Failed;
import dev.sluice.call.runtime.Body;
import dev.sluice.provider.error.Classifier;
import dev.sluice.provider.error.ErrorTable;
import dev.sluice.provider.error.RequestText;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The classifier of errors: a message that echoes whatever a request contained, with the status of
/// a refused request and no code, is about that request and changes no more than that call.
final class ClassifierFuzz {
  private static final List<Classifier> CLASSIFIERS =
      Stream.of(ErrorTable.OPENAI, ErrorTable.ANTHROPIC, ErrorTable.GEMINI, ErrorTable.MISTRAL)
          .map(Classifier::new)
          .toList();

  /// Statuses none of which says that an account is used up, or that a key is refused.
  private static final List<Integer> STATUSES = List.of(404, 413, 422);

  private ClassifierFuzz() {}

  static void run(byte[] input) {
    String quoted = new String(JsonStringEncoder.getInstance().quoteAsString(text(input)));
    String body =
        "{\"error\":{\"message\":\"cannot do: "
            + quoted
            + "\",\"type\":\"invalid_request_error\"}}";
    for (Classifier classifier : CLASSIFIERS) {
      for (int status : STATUSES) {
        Failed failed = classifier.classify(status, Map.of(), body, request(quoted));
        Must.hold(failed instanceof Failed.Refused, status + " with an echo is refused: " + failed);
      }
      // Bytes that are no JSON at all are an error of some kind too.
      Failed failed = classifier.classify(status(input), Map.of(), text(input), RequestText.NONE);
      Must.hold(!failed.toString().isEmpty(), "anything is classified");
    }
  }

  private static RequestText request(String said) {
    return RequestText.of(
        new Body(Unpooled.copiedBuffer("{\"model\":\"" + said + "\"}", ISO_8859_1), () -> {}));
  }

  private static String text(byte[] input) {
    return new String(input, ISO_8859_1);
  }

  private static int status(byte[] input) {
    return 400 + (input.length == 0 ? 0 : Byte.toUnsignedInt(input[0]) % 200);
  }
}
