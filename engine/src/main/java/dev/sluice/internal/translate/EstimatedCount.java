package dev.sluice.internal.translate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.BufferedAnswer;
import dev.sluice.call.answer.BufferedAnswerWriter;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.dialect.WireDialect.Counting;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.internal.translate.TranslationMeans.Built;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The answer to a count of tokens where the provider has none: an estimate, marked as one by a
/// header. A conversation that is not all in the request is refused: half of it has no estimate.
/// Agents ask for a count to decide when to shorten a conversation; without an answer they ask the
/// model itself, which is paid for.
///
/// Text has about four bytes a token. What looks like base64, a thousand characters of its alphabet
/// without a break, is a picture, a document or a signature, and counts as many tokens as a picture
/// has at most: 1,600 (Anthropic, "Vision").
///
/// @param target the target that would answer the conversation
/// @param counting how the client's dialect writes the count
record EstimatedCount(
    Call call, Sink sink, String target, Counting counting, TranslationMeans means) {
  /// The header that says which number is an estimate.
  static final String HEADER = "x-sluice-estimated";

  static final String INPUT = "input_tokens";

  private static final int RUN = 1000;
  private static final long TOKENS_A_RUN = 1600;

  /// Answers the call with an estimate. On the call's thread.
  Outcome send() throws InterruptedException {
    AttemptInfo attempt = Unsent.attach(call, sink, target, means.clock());
    Optional<Built<Estimate>> built = means.build(call, this::estimate);
    if (built.isEmpty()) {
      return TranslatedAttempt.NO_ROOM;
    }
    built.get().close();
    Estimate estimate = built.get().result();
    return estimate.elsewhere().isPresent()
        ? Failed.Invalid.untranslatable(estimate.elsewhere(), half())
        : answer(attempt, estimate.tokens());
  }

  private String half() {
    return "the provider of "
        + target
        + " counts no tokens, and what this refers to is not in the request, so that there is no"
        + " estimate either: send the whole conversation, or ask for a model of the provider that"
        + " holds it";
  }

  /// The result of one reading of a request.
  ///
  /// @param elsewhere what refers to a part of the conversation that is not in it; empty for none
  /// @param tokens about how many tokens the request has
  private record Estimate(Optional<String> elsewhere, long tokens) {}

  private Estimate estimate(byte[] body, HeapMeter meter) {
    Optional<String> elsewhere =
        TranslatedOperations.dialect(call.operation())
            .flatMap(dialect -> dialect.elsewhere(body, meter));
    return new Estimate(elsewhere, elsewhere.isPresent() ? 0 : tokens(body));
  }

  private Outcome answer(AttemptInfo attempt, long tokens) throws InterruptedException {
    call.loop().execute(attempt::withoutContent);
    var head = new Head(200, Map.of("content-type", "application/json", HEADER, INPUT));
    return write(head, tokens);
  }

  /// Answers the call with a count that the target has made.
  Outcome counted(long tokens) throws InterruptedException {
    return write(new Head(200, Map.of("content-type", "application/json")), tokens);
  }

  private Outcome write(Head head, long tokens) throws InterruptedException {
    byte[] body = counting.answer(tokens).getBytes(UTF_8);
    var answer = new BufferedAnswer(head, List.of(body), Usage.NONE);
    return new BufferedAnswerWriter(call, sink, answer)
        .run(call.deadline().remaining(means.clock().nanos()));
  }

  /// Returns about how many tokens the text in `body` has.
  static long tokens(byte[] body) {
    long text = 0;
    long runs = 0;
    int run = 0;
    for (byte b : body) {
      if (isBase64(b)) {
        run++;
      } else {
        text += run >= RUN ? 1 : run + 1;
        runs += run >= RUN ? 1 : 0;
        run = 0;
      }
    }
    return Math.max(1, (text + run) / RequestFacts.BYTES_PER_TOKEN + runs * TOKENS_A_RUN);
  }

  private static boolean isBase64(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '+'
        || b == '/'
        || b == '-'
        || b == '_';
  }
}
