package dev.sluice.sim.batch;

import dev.sluice.sim.wire.Bytes;

/// Results as Anthropic writes them.
final class AnthropicResult implements ResultForm {

  @Override
  public boolean errorsApart() {
    return false;
  }

  @Override
  public boolean keepsParts() {
    return true;
  }

  @Override
  public byte[] answered(String id, Line line, LineAnswer answer) {
    Bytes out = begin(line, answer.body().length + 128);
    out.ascii(answer.isError() ? "errored\",\"error\":" : "succeeded\",\"message\":");
    return out.put(answer.body()).ascii("}}").array();
  }

  @Override
  public byte[] missed(String id, Line line, Phase how) {
    Bytes out = begin(line, 128);
    return out.ascii(how == Phase.EXPIRED ? "expired\"}}" : "canceled\"}}").array();
  }

  private static Bytes begin(Line line, int size) {
    Bytes out = new Bytes(size).ascii("{\"custom_id\":").quoted(line.customId());
    return out.ascii(",\"result\":{\"type\":\"");
  }
}
