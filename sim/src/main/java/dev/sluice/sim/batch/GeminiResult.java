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
    if (file) {
      out.ascii("\"key\":").quoted(line.customId());
    } else if (line.customId().isEmpty()) {
      out.ascii("\"metadata\":{}");
    } else {
      out.ascii("\"metadata\":{\"key\":").quoted(line.customId()).ascii("}");
    }
    if (answer.isError()) {
      return out.ascii(",\"error\":").put(error(answer.body())).ascii("}").array();
    }
    return out.ascii(",\"response\":").put(answer.body()).ascii("}").array();
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
