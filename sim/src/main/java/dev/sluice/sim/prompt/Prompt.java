package dev.sluice.sim.prompt;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.sim.dialect.JsonReading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// The text of a prompt in the order in which a model reads it: tools, instructions, messages. What
/// a conversation adds stands at its end.
public final class Prompt {
  private final byte[] body;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private final ByteArrayOutputStream tail = new ByteArrayOutputStream();

  private Prompt(byte[] body) {
    this.body = body;
  }

  /// The prompt in a request's body; nothing where that is no JSON object.
  public static byte[] of(byte[] body) {
    var prompt = new Prompt(body);
    try (JsonParser parser = JsonReading.FACTORY.createParser(body)) {
      prompt.read(parser);
    } catch (IOException _) {
      return new byte[0];
    }
    prompt.head.writeBytes(prompt.tail.toByteArray());
    return prompt.head.toByteArray();
  }

  private void read(JsonParser parser) throws IOException {
    parser.nextToken();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      int start = (int) parser.currentTokenLocation().getByteOffset();
      parser.skipChildren();
      parser.finishToken();
      int end = (int) parser.currentLocation().getByteOffset();
      switch (name) {
        case "tools", "functions", "instructions", "systemInstruction" ->
            head.write(body, start, end - start);
        // Without what closes the list, which moves on.
        case "messages", "input", "prompt", "contents" -> tail.write(body, start, end - 1 - start);
        default -> {}
      }
    }
  }
}
