package dev.sluice.provider.assemble;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.request.Operation;
import io.netty.buffer.ByteBuf;
import java.util.List;

/// Parts and helpers that the tests of the assembler share.
abstract class AssemblerFixture {
  final Assembler assembler = Assembler.of(Operation.CHAT, WholeMembers.NONE);

  void event(String json) {
    byte[] bytes = json.getBytes(UTF_8);
    assembler.data(bytes, 0, bytes.length);
    assembler.event();
  }

  void delta(String delta) {
    event("{\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}");
  }

  String answer() {
    return text(assembler.answer());
  }

  static String text(List<ByteBuf> parts) {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part.toString(UTF_8)));
    return text.toString();
  }

  String message() {
    String answer = answer();
    int from = answer.indexOf("\"message\":") + "\"message\":".length();
    return answer.substring(from, answer.lastIndexOf(",\"finish_reason\""));
  }
}
