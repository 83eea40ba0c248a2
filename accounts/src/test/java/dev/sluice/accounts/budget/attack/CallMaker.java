package dev.sluice.accounts.budget.attack;

import dev.sluice.call.Call;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.provider.request.InvalidRequest;
import dev.sluice.provider.request.RequestScanner;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Makes the bodies of calls, at random, and knows what a provider would make of them. Texts are of
/// any density that tokenizers know: from one token in 64 bytes to one a byte.
final class CallMaker {
  private static final int LONGEST = 1 << 16;
  private static final String TEXT = "a".repeat(LONGEST);
  private static final int CHOICES = 128;
  private static final long NAMED = 200_000;
  private static final long PICTURE = 3_000;

  /// No more than a gateway thinks of.
  private static final int SEARCHES = 20;

  private static final double[] DENSITIES = {1.0 / 64, 0.25, 0.25, 1};
  private static final String[] NUMBERS = {
    "288230376151711744",
    "9223372036854775807",
    "99999999999999999999",
    "-1",
    "0",
    "4097",
    "1000000"
  };

  private final Random random;

  CallMaker(Random random) {
    this.random = random;
  }

  /// A chat of `bytes` of text.
  ///
  /// @param most its bound of output; 0 for none
  Optional<MadeCall> chat(SoldModel model, int bytes, double density, long most) {
    String bound = most == 0 ? "" : ",\"max_tokens\":" + most;
    String body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
            .formatted(model.name(), TEXT.substring(0, bytes), bound);
    long output = most == 0 ? model.maxOutput() : Math.min(most, model.maxOutput());
    return made(Operation.CHAT, model, body, tokens(bytes, density), output);
  }

  /// Any call that a provider would take.
  Optional<MadeCall> any() {
    SoldModel model = SoldModel.any(random);
    return switch (random.nextInt(6)) {
      case 0 -> completion(model);
      case 1 -> response(model);
      case 2 -> message(model);
      case 3 -> generation(model);
      default -> chat(model);
    };
  }

  /// A count as a client writes it; where it makes no sense, one that is large or negative.
  private String number(int most) {
    return random.nextInt(4) == 0
        ? NUMBERS[random.nextInt(NUMBERS.length)]
        : String.valueOf(1 + random.nextInt(most));
  }

  private static long read(String number, long otherwise) {
    boolean fits = number.length() < 19 && !number.startsWith("-");
    return fits ? Long.parseLong(number) : otherwise;
  }

  private int size() {
    return 1 << random.nextInt(random.nextInt(16) == 0 ? 17 : 13);
  }

  private double density() {
    return DENSITIES[random.nextInt(DENSITIES.length)];
  }

  private static long tokens(int bytes, double density) {
    return 4 + (long) Math.ceil(bytes * density);
  }

  /// A bound of 0 is none.
  private long bounded(SoldModel model, String number) {
    long asked = read(number, model.maxOutput());
    return asked == 0 ? model.maxOutput() : Math.min(model.maxOutput(), asked);
  }

  /// A provider gives some, whatever is asked for.
  private static long choices(String number) {
    return number.startsWith("-") ? 1 : Math.clamp(read(number, CHOICES), 1, CHOICES);
  }

  private Optional<MadeCall> chat(SoldModel model) {
    int bytes = size();
    String most = number(1 << 17);
    String n = random.nextInt(3) == 0 ? number(8) : "1";
    int beside = random.nextInt(6);
    String part =
        switch (beside) {
          case 0 ->
              ",{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"}}";
          case 1 -> ",{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://e.example/a.png\"}}";
          default -> "";
        };
    String body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"%s\"}%s]}],\"max_tokens\":%s,\"n\":%s}"
            .formatted(model.name(), TEXT.substring(0, bytes), part, most, n);
    long input = tokens(bytes, density()) + (part.isEmpty() ? 0 : 1 + random.nextLong(PICTURE));
    return made(Operation.CHAT, model, body, input, bounded(model, most) * choices(n));
  }

  private Optional<MadeCall> completion(SoldModel model) {
    int prompts = 1 + random.nextInt(20);
    String most = number(1 << 12);
    String best = number(8);
    String body =
        "{\"model\":\"%s\",\"prompt\":[\"a\"%s],\"max_tokens\":%s,\"best_of\":%s}"
            .formatted(model.name(), ",\"a\"".repeat(prompts - 1), most, best);
    long output = bounded(model, most) * choices(best) * prompts;
    return made(Operation.COMPLETIONS, model, body, prompts, output);
  }

  private Optional<MadeCall> response(SoldModel model) {
    boolean background = random.nextInt(3) == 0;
    boolean named = random.nextBoolean();
    boolean searching = random.nextInt(4) == 0;
    int bytes = size();
    String most = number(1 << 17);
    String body =
        "{\"model\":\"%s\",\"input\":\"%s\",\"max_output_tokens\":%s%s%s%s}"
            .formatted(
                model.name(),
                TEXT.substring(0, bytes),
                most,
                background ? ",\"background\":true" : "",
                named ? ",\"previous_response_id\":\"resp_1\"" : "",
                searching ? ",\"tools\":[{\"type\":\"web_search\"}]" : "");
    boolean beside = named || searching;
    long input = tokens(bytes, density()) + (beside ? random.nextLong(NAMED) : 0);
    long searches = searching ? 1 + random.nextInt(SEARCHES) : 0;
    return made(Operation.RESPONSES, model, body, input, bounded(model, most))
        .map(
            one ->
                new MadeCall(one.call(), model, one.input(), one.output(), searches, background));
  }

  private Optional<MadeCall> message(SoldModel model) {
    int bytes = size();
    String most = number(1 << 17);
    String source = random.nextBoolean() ? "url" : "base64";
    boolean pictured = random.nextInt(3) == 0;
    String part =
        pictured
            ? ",{\"type\":\"image\",\"source\":{\"type\":\"" + source + "\",\"data\":\"AAAA\"}}"
            : "";
    String body =
        "{\"model\":\"%s\",\"max_tokens\":%s,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"%s\"}%s]}]}"
            .formatted(model.name(), most, TEXT.substring(0, bytes), part);
    long input = tokens(bytes, density()) + (pictured ? 1 + random.nextLong(PICTURE) : 0);
    return made(Operation.MESSAGES, model, body, input, bounded(model, most));
  }

  private Optional<MadeCall> generation(SoldModel model) {
    int bytes = size();
    String most = number(1 << 17);
    String count = number(8);
    String body =
        "{\"contents\":[{\"parts\":[{\"text\":\"%s\"}]}],\"generationConfig\":{\"maxOutputTokens\":%s,\"candidateCount\":%s}}"
            .formatted(TEXT.substring(0, bytes), most, count);
    long output = bounded(model, most) * choices(count);
    return made(Operation.GENERATE, model, body, tokens(bytes, density()), output);
  }

  /// Empty where the gateway refuses the body.
  private static Optional<MadeCall> made(
      Operation operation, SoldModel model, String json, long input, long output) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    var scanner = new RequestScanner(operation, gemini(operation, model), false);
    scanner.add(body, 0, body.length);
    try {
      return Optional.of(
          new MadeCall(call(operation, scanner.facts(), body), model, input, output, 0, false));
    } catch (InvalidRequest _) {
      return Optional.empty();
    }
  }

  private static String gemini(Operation operation, SoldModel model) {
    return operation == Operation.GENERATE ? model.name() : "";
  }

  private static Call call(Operation operation, RequestFacts facts, byte[] body) {
    return new Call(
        "call",
        operation,
        facts,
        new Body(Unpooled.wrappedBuffer(body), () -> {}),
        Map.of(),
        0,
        new Deadline(Long.MAX_VALUE),
        new IdleLoop());
  }
}
