package dev.sluice.sim.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.OpenAiErrorBody;
import dev.sluice.sim.wire.Bytes;
import java.nio.charset.StandardCharsets;

/// Results as Google writes them, by name where the batch came in a file, and with the request's
/// metadata where it came in the request.
///
/// @param file whether the batch came in a file
record GeminiResult(boolean file) implements ResultForm {

  @Override
  public boolean errorsApart() {
    return false;
  }

  @Override
  public boolean keepsParts() {
    return false;
  }

  @Override
  public byte[] answered(String id, Line line, LineAnswer answer) {
    Bytes out = new Bytes(answer.body().length + 128).ascii("{");
    putKey(line.customId(), out);
    if (answer.isError()) {
      return out.ascii(",\"error\":").put(error(answer.body())).ascii("}").array();
    }
    return out.ascii(",\"response\":").put(answer.body()).ascii("}").array();
  }

  private void putKey(String key, Bytes out) {
    if (file) {
      out.ascii("\"key\":").quoted(key);
    } else if (key.isEmpty()) {
      out.ascii("\"metadata\":{}");
    } else {
      out.ascii("\"metadata\":{\"key\":").quoted(key).ascii("}");
    }
  }

  private static byte[] error(byte[] envelope) {
    JsonNode error = OpenAiErrorBody.read(envelope);
    return error.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] missed(String id, Line line, Phase how) {
    throw new IllegalStateException("a batch that has not ended well has no results");
  }
}
