package dev.sluice.test;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Says what becomes of the calls to come: of any, or of those that a condition holds for
/// ([LlmProvider#when]).
///
/// A call gets what was scripted for one call before what stands for all, and in either case first
/// what has a condition. Of several that are for one call, the oldest; of several that stand, the
/// newest. A text is for calls that generate, vectors for those that embed, a failure for any. Safe
/// for any number of threads.
public sealed class LlmScript permits LlmProvider {
  private static final String OURS = LlmScript.class.getPackageName() + ".";
  private static final StackWalker STACK = StackWalker.getInstance();

  private final Playbook playbook;
  private final @Nullable CallMatcher condition;

  LlmScript(Playbook playbook, @Nullable CallMatcher condition) {
    this.playbook = playbook;
    this.condition = condition;
  }

  Playbook playbook() {
    return playbook;
  }

  /// Answers the next calls with texts: the first with the first text, the second with the second,
  /// and so on.
  public void answers(String... texts) {
    Stream.of(texts).forEach(text -> add(Llm.text(text), false));
  }

  /// Answers the next calls: the first with the first reply, the second with the second, and so on.
  public void answers(LlmReply... replies) {
    Stream.of(replies).forEach(reply -> add(reply, false));
  }

  /// Answers each call with a text.
  public void alwaysAnswers(String text) {
    alwaysAnswers(Llm.text(text));
  }

  /// Answers each call in this way.
  public void alwaysAnswers(LlmReply reply) {
    add(reply, true);
  }

  /// Answers each call with what a function makes of it. It runs on the provider's event loop, and
  /// must not block; if it throws, the test fails.
  public void answersWith(Function<SentCall, LlmReply> reply) {
    playbook.add(new Entry(condition, reply, null, true, place()));
  }

  /// Fails the next calls, the first one by the first failure.
  public void fails(LlmFailure... failures) {
    answers(failures);
  }

  /// Fails each call in this way.
  public void alwaysFails(LlmFailure failure) {
    alwaysAnswers(failure);
  }

  /// Gives the next call no answer, and keeps its connection open.
  public void goesSilent() {
    fails(Llm.silence());
  }

  /// Resets the connection of the next call.
  public void resetsConnection() {
    fails(Llm.connectionReset());
  }

  /// Answers the next call with a text of ten chunks, and resets its connection after some of them.
  ///
  /// @param chunks from 0 to 9
  public void cutsStreamAfter(int chunks) {
    answers(tenChunks().cutAfter(chunks));
  }

  /// Answers the next call with a text of ten chunks, the first of which is late.
  public void slowFirstToken(Duration delay) {
    answers(tenChunks().firstTokenAfter(delay));
  }

  private static LlmAnswer tenChunks() {
    return Llm.text("one two three four five six seven eight nine ten").chunks(10);
  }

  private void add(LlmReply reply, boolean standing) {
    playbook.add(new Entry(condition, _ -> reply, reply, standing, place()));
  }

  private static String place() {
    Optional<StackWalker.StackFrame> frame =
        STACK.walk(frames -> frames.filter(LlmScript::isTest).findFirst());
    return frame.map(f -> f.getFileName() + ":" + f.getLineNumber()).orElse("unknown place");
  }

  /// Whether a frame is neither of this package, but for its own tests, nor of the JDK.
  private static boolean isTest(StackWalker.StackFrame frame) {
    String name = frame.getClassName();
    boolean ours = name.startsWith(OURS) && !name.contains("Test");
    return !ours && !name.startsWith("java.");
  }
}
