package dev.sluice.sim.batch;

import dev.sluice.sim.wire.Bytes;

/// Results as OpenAI and Azure write them. Errors are a file of their own.
final class OpenAiResult implements ResultForm {

  @Override
  public boolean errorsApart() {
    return true;
  }

  @Override
  public boolean keepsParts() {
    return true;
  }

  @Override
  public byte[] answered(String id, Line line, LineAnswer answer) {
    Bytes out = begin(id, line, answer.body().length + 256);
    out.ascii("{\"status_code\":").number(answer.status());
    out.ascii(",\"request_id\":\"req_").ascii(id).ascii("\",\"body\":").put(answer.body());
    return out.ascii("},\"error\":null}").array();
  }

  @Override
  public byte[] missed(String id, Line line, Phase how) {
    boolean expired = how == Phase.EXPIRED;
    Bytes out = begin(id, line, 256).ascii("null,\"error\":{\"code\":");
    out.quoted(expired ? "batch_expired" : "batch_cancelled").ascii(",\"message\":");
    out.quoted(
        expired
            ? "This request could not be executed before the completion window expired."
            : "This request was not executed: its batch was cancelled.");
    return out.ascii("}}").array();
  }

  private static Bytes begin(String id, Line line, int size) {
    Bytes out = new Bytes(size).ascii("{\"id\":\"batch_req_").ascii(id);
    return out.ascii("\",\"custom_id\":").quoted(line.customId()).ascii(",\"response\":");
  }
}
