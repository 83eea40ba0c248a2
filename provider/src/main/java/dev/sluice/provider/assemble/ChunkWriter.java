package dev.sluice.provider.assemble;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.json.GrowableBytes;
import dev.sluice.provider.assemble.AssembledValue.Fields;
import dev.sluice.provider.assemble.AssembledValue.Items;
import dev.sluice.provider.assemble.AssembledValue.Text;
import dev.sluice.provider.assemble.AssembledValue.Written;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A writer of an assembled answer, as the whole answer of its dialect. Large texts are not copied.
/// Confined to one thread.
final class ChunkWriter {
  private static final int LARGE = 4 * 1024;
  private static final byte[] NULL = "null".getBytes(UTF_8);
  private static final byte[] STOP = "\"stop\"".getBytes(UTF_8);
  private static final byte[] TOOL_CALLS = "\"tool_calls\"".getBytes(UTF_8);
  private final WholeMembers members;
  private final List<ByteBuf> parts = new ArrayList<>();
  private GrowableBytes out = new GrowableBytes();

  /// @param members the members that the provider's whole answers have beside what its chunks say
  ChunkWriter(WholeMembers members) {
    this.members = members;
  }

  /// Writes `answer` and returns its parts, in order; nothing may be added to it any more.
  List<ByteBuf> write(Fields answer) {
    fitIn(answer);
    value(answer);
    cut();
    return parts;
  }

  /// Adapts the answer to what a client expects that did not ask for chunks.
  private void fitIn(Fields answer) {
    // It only pads chunks to one length.
    answer.members().remove("obfuscation");
    if (answer.get("object") instanceof Written object
        && new String(object.json(), UTF_8).equals("\"chat.completion.chunk\"")) {
      answer.put("object", new Written("\"chat.completion\"".getBytes(UTF_8)));
      WholeMembers.complete(answer, members.answer());
    }
    if (answer.get("choices") instanceof Items choices) {
      choices.indexed().forEach(this::fitIn);
    }
  }

  private void fitIn(int index, Fields choice) {
    choice.members().putIfAbsent("index", new Written(String.valueOf(index).getBytes(UTF_8)));
    if (choice.get("message") instanceof Fields message) {
      message.members().putIfAbsent("content", new Written(NULL));
      if (message.get("tool_calls") instanceof Items calls) {
        // Their order says it.
        calls.indexed().values().forEach(call -> call.members().remove("index"));
        finishWithCalls(choice);
      }
      WholeMembers.complete(message, members.message());
    }
    WholeMembers.complete(choice, members.choice());
    choice.members().putIfAbsent("finish_reason", new Written(NULL));
  }

  private void finishWithCalls(Fields choice) {
    if (members.callsFinish()
        && choice.get("finish_reason") instanceof Written said
        && said.is(STOP, 0, STOP.length)) {
      choice.put("finish_reason", new Written(TOOL_CALLS));
    }
  }

  private void value(AssembledValue value) {
    switch (value) {
      case Written written -> out.add(written.json());
      case Text(GrowableBytes inside) -> text(inside);
      case Fields fields -> fields(fields);
      case Items items -> items(items);
    }
  }

  private void fields(Fields fields) {
    char between = '{';
    for (Map.Entry<String, AssembledValue> member : fields.members().entrySet()) {
      out.add(between);
      out.add('"');
      out.add(member.getKey().getBytes(UTF_8));
      out.add('"');
      out.add(':');
      value(member.getValue());
      between = ',';
    }
    if (between == '{') {
      out.add(between);
    }
    out.add('}');
  }

  private void items(Items items) {
    char between = '[';
    for (Fields element : items.indexed().values()) {
      out.add(between);
      value(element);
      between = ',';
    }
    if (items.others().length() > 0 || between == '[') {
      out.add(between);
      bytes(items.others());
    }
    out.add(']');
  }

  private void text(GrowableBytes inside) {
    out.add('"');
    bytes(inside);
    out.add('"');
  }

  private void bytes(GrowableBytes bytes) {
    if (bytes.length() < LARGE) {
      out.add(bytes.array(), 0, bytes.length());
    } else {
      cut();
      parts.add(bytes.view());
    }
  }

  private void cut() {
    if (out.length() > 0) {
      parts.add(out.view());
      out = new GrowableBytes();
    }
  }
}
