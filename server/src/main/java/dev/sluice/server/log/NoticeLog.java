package dev.sluice.server.log;

import dev.sluice.call.CredentialChange;
import dev.sluice.call.Failed;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.runtime.Clock;
import dev.sluice.server.reload.ReloadResult;
import dev.sluice.server.reload.Reloads;
import java.io.OutputStream;

/// Tells an operator, in a line each, of what needs a hand: a credential that was set aside, and
/// that it is used again; a configuration that was read again, or could not be taken. Safe for any
/// thread; never waits.
public final class NoticeLog implements Observer, Reloads.Log, AutoCloseable {
  private static final int CAPACITY = 256;

  /// The longest text of a model's name, which may be a client's own.
  private static final int LONGEST = 128;

  private final LineQueue lines;
  private final Clock clock;
  private final Timestamps stamp = new Timestamps();

  /// @param out where the lines go, for people; it may block
  public NoticeLog(OutputStream out, Clock clock) {
    this.lines = new LineQueue("notice log", out, CAPACITY);
    this.clock = clock;
  }

  /// How many lines were dropped because no reader took them.
  public long dropped() {
    return lines.dropped();
  }

  @Override
  public void credentialChanged(CredentialChange change) {
    LineBuffer line =
        stamp.add(clock.wall(), new LineBuffer()).ascii(" provider ").quoted(change.provider());
    line.ascii(": key ").number(change.place()).ascii(" of ").number(change.of());
    line.ascii(change.why().isPresent() ? " is set aside for " : " is used again for ");
    change
        .model()
        .ifPresentOrElse(model -> line.quoted(cut(model)), () -> line.ascii("all models"));
    change.why().ifPresent(why -> reason(line, why));
    lines.add(line.ascii("\n"));
  }

  private static void reason(LineBuffer line, Failed why) {
    switch (why) {
      case Failed.Exhausted(var _, int status, String code, var _) ->
          reason(line, status, code)
              .ascii("what it may use is used up: add credit, raise its limits, or wait for them");
      case Failed.CredentialRefused(Failed.Scope scope, int status, String code) ->
          reason(line, status, code)
              .ascii(
                  scope == Failed.Scope.ACCOUNT
                      ? "it is not accepted: replace it"
                      : "it is not accepted for this: replace it, or give it access to the model");
      default -> line.ascii(": ").ascii(why.kind());
    }
  }

  private static LineBuffer reason(LineBuffer line, int status, String code) {
    line.ascii(": the provider answered ").number(status);
    return code.isEmpty() ? line.ascii("; ") : line.ascii(" (").ascii(code).ascii("); ");
  }

  @Override
  public void reloaded(String by, ReloadResult result) {
    if (result.ok()) {
      reload(by, result, result.changed() ? " holds now" : " goes on: nothing has changed");
    }
    result.notes().forEach(note -> reload(by, result, ": " + note));
    for (String problem : result.problems()) {
      reload(by, result, " goes on, since the new one cannot be taken: " + problem);
    }
  }

  private void reload(String by, ReloadResult result, String what) {
    LineBuffer line = stamp.add(clock.wall(), new LineBuffer()).ascii(" reload (").ascii(by);
    line.ascii("): configuration ").number(result.revision()).text(what);
    lines.add(line.ascii("\n"));
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  @Override
  public void close() {
    lines.close();
  }
}
