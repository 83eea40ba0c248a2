package dev.sluice.report.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Call;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A [CallRecord] as one array: its fields one after the other, numbers with eight bytes, flags
/// with one, texts as UTF-8 behind their length in four. Absent times are [#NONE], absent texts
/// empty; what is left of the array is not used. For one array, by one thread; no array leaves the
/// process.
final class RecordBytes {
  /// Enough for a call with two attempts and usual names.
  private static final int USUAL = 320;

  private static final long NONE = -1;

  private ByteBuffer bytes;

  private RecordBytes(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  static byte[] of(CallRecord call) {
    var to = new RecordBytes(ByteBuffer.allocate(USUAL));
    to.text(call.id());
    to.number(call.arrived());
    to.text(call.operation().name());
    to.text(call.model());
    to.flag(call.stream());
    to.text(call.route());
    to.text(call.band().name());
    to.text(call.tenant());
    to.text(call.outcome());
    to.text(call.why());
    to.number(call.parts().queue());
    to.number(call.parts().gateway());
    to.number(call.parts().provider());
    to.number(call.duration().toNanos());
    to.number(call.firstToken().isPresent() ? call.firstToken().get().toNanos() : NONE);
    to.number(call.inputTokens());
    to.number(call.outputTokens());
    to.flag(call.estimated());
    to.number(call.attempts().size());
    call.attempts().forEach(to::attempt);
    to.flag(call.blocked());
    to.error(call.error());
    return to.bytes.array();
  }

  /// Reads the identifier alone.
  static String id(byte[] call) {
    return new RecordBytes(ByteBuffer.wrap(call)).text();
  }

  static CallRecord read(byte[] call) {
    var from = new RecordBytes(ByteBuffer.wrap(call));
    return new CallRecord(
        from.text(),
        from.number(),
        Operation.valueOf(from.text()),
        from.text(),
        from.flag(),
        from.text(),
        Band.valueOf(from.text()),
        from.text(),
        from.text(),
        from.text(),
        from.parts(),
        Duration.ofNanos(from.number()),
        Optional.of(from.number()).filter(nanos -> nanos != NONE).map(Duration::ofNanos),
        from.number(),
        from.number(),
        from.flag(),
        from.attempts(),
        from.flag(),
        from.error());
  }

  private void error(Optional<ClientError> error) {
    flag(error.isPresent());
    if (error.isPresent()) {
      number(error.get().status());
      text(error.get().code());
      text(error.get().message());
    }
  }

  private Optional<ClientError> error() {
    return flag()
        ? Optional.of(new ClientError(Math.toIntExact(number()), text(), text()))
        : Optional.empty();
  }

  private Report.Parts parts() {
    return new Report.Parts(number(), number(), number());
  }

  private void attempt(Report.Attempt attempt) {
    text(attempt.target());
    text(attempt.because().orElse(""));
    number(attempt.begun());
    number(attempt.connected());
    number(attempt.firstToken());
    number(attempt.ended());
  }

  private List<Report.Attempt> attempts() {
    long size = number();
    var found = new ArrayList<Report.Attempt>();
    while (found.size() < size) {
      found.add(
          new Report.Attempt(
              text(),
              Optional.of(text()).filter(because -> !because.isEmpty()),
              number(),
              number(),
              number(),
              number(),
              Call.Trace.NONE));
    }
    return found;
  }

  private void number(long number) {
    room(Long.BYTES);
    bytes.putLong(number);
  }

  private long number() {
    return bytes.getLong();
  }

  private void flag(boolean flag) {
    room(1);
    bytes.put((byte) (flag ? 1 : 0));
  }

  private boolean flag() {
    return bytes.get() != 0;
  }

  private void text(String text) {
    int length = text.length();
    room(Integer.BYTES + length);
    byte[] to = bytes.array();
    int at = bytes.position() + Integer.BYTES;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        wide(text.getBytes(UTF_8));
        return;
      }
      to[at + i] = (byte) c;
    }
    bytes.putInt(length).position(at + length);
  }

  private void wide(byte[] utf) {
    room(Integer.BYTES + utf.length);
    bytes.putInt(utf.length).put(utf);
  }

  private String text() {
    var utf = new byte[bytes.getInt()];
    bytes.get(utf);
    return new String(utf, UTF_8);
  }

  private void room(int more) {
    if (bytes.remaining() < more) {
      int size = Math.max(bytes.position() + more, 2 * bytes.capacity());
      bytes = ByteBuffer.allocate(size).put(bytes.flip());
    }
  }
}
