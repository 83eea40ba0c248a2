package dev.sluice.lab.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.sluice.call.request.Operation;
import dev.sluice.internal.provider.openai.request.InvalidRequest;
import dev.sluice.internal.provider.openai.request.RequestScanner;
import java.io.IOException;

/// The request scanner: a text that it accepts is JSON for another parser too, and it throws only
/// its declared exceptions.
final class RequestFuzz {
  private static final JsonFactory JSON = new JsonFactory();

  private RequestFuzz() {}

  static void run(byte[] input) {
    for (Operation operation : Operation.values()) {
      if (accepts(operation, input)) {
        Must.hold(isJson(input), "what is accepted for " + operation + " is JSON");
      }
    }
  }

  private static boolean accepts(Operation operation, byte[] input) {
    try {
      RequestScanner.scan(operation, input, 0, input.length);
      return true;
    } catch (InvalidRequest _) {
      return false;
    }
  }

  private static boolean isJson(byte[] input) {
    try (JsonParser parser = JSON.createParser(input)) {
      int depth = 0;
      while (parser.nextToken() != null) {
        depth += depth(parser);
      }
      return depth == 0;
    } catch (IOException _) {
      return false;
    }
  }

  private static int depth(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT, START_ARRAY -> 1;
      case END_OBJECT, END_ARRAY -> -1;
      default -> 0;
    };
  }
}
