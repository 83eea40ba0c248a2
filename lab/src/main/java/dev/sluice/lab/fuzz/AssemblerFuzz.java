package dev.sluice.lab.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.call.request.Operation;
import dev.sluice.provider.assemble.Assembler;
import dev.sluice.provider.assemble.WholeMembers;
import io.netty.buffer.ByteBuf;
import java.util.List;

/// The assembler of whole answers: events that are JSON, one a line, become JSON, or nothing.
final class AssemblerFuzz {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AssemblerFuzz() {}

  static void run(byte[] input) {
    for (Operation operation :
        List.of(Operation.CHAT, Operation.COMPLETIONS, Operation.RESPONSES)) {
      Assembler assembler = Assembler.of(operation, WholeMembers.NONE);
      new String(input, UTF_8)
          .lines()
          .filter(AssemblerFuzz::isObject)
          .forEach(e -> add(e, assembler));
      List<ByteBuf> answer = assembler.answer();
      String text = text(answer);
      Must.hold(
          answer.isEmpty() || assembler.tooLarge() || isObject(text),
          "an answer for " + operation + " is JSON: " + text);
    }
  }

  private static void add(String event, Assembler assembler) {
    byte[] bytes = event.getBytes(UTF_8);
    assembler.data(bytes, 0, bytes.length);
    assembler.event();
  }

  private static String text(List<ByteBuf> parts) {
    StringBuilder text = new StringBuilder();
    for (ByteBuf part : parts) {
      text.append(part.toString(UTF_8));
      part.release();
    }
    return text.toString();
  }

  private static boolean isObject(String text) {
    try {
      return JSON.readTree(text).isObject();
    } catch (JsonProcessingException _) {
      return false;
    }
  }
}
