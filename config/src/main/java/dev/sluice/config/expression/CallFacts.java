package dev.sluice.config.expression;

import dev.sluice.call.Call;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.text.EnumWords;
import dev.sluice.config.provider.HeaderPattern;
import dev.sluice.provider.header.PrivateHeaders;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The facts of calls that conditions and mappings may name: of the key, the call, its sender and
/// its budgets. None of them is read from a body but what the gateway knows of it anyway.
public final class CallFacts {
  /// The fact that holds the headers which are asked for.
  private static final String HEADERS = "headers";

  /// The vocabulary of what is asked before a call is let in, on loops: all but its budgets.
  public static final Vocabulary<Call> AT_ENTRY = facts().build();

  /// The vocabulary of calls.
  public static final Vocabulary<Call> VOCABULARY =
      facts().fact("budget.left", ValueType.DOUBLE, CallFacts::budget).build();

  private CallFacts() {}

  private static Vocabulary.Builder<Call> facts() {
    return Vocabulary.<Call>builder()
        .fact("key.name", ValueType.STRING, call -> said(call.origin().key()))
        .fact("key.team", ValueType.STRING, call -> said(call.origin().team()))
        .fact("claims", ValueType.VALUES_BY_NAME, call -> call.origin().claims())
        .fact("call.operation", ValueType.STRING, call -> EnumWords.of(call.operation()))
        .fact("call.model", ValueType.STRING, Call::model)
        .fact("call.stream", ValueType.BOOL, call -> call.facts().stream())
        .fact("call.max_tokens", ValueType.INT, call -> number(call.facts().maxTokens()))
        .fact("call.input_estimate", ValueType.INT, CallFacts::input)
        .fact("call.tools", ValueType.BOOL, call -> call.facts().attached().tools())
        .fact("call.media", ValueType.BOOL, call -> call.facts().media())
        .fact("call.priority", ValueType.STRING, call -> EnumWords.of(call.hints().band()))
        .fact("call.tenant", ValueType.STRING, call -> tenant(call.hints().tenant()))
        .fact("call.subtenant", ValueType.STRING, call -> tenant(call.hints().subtenant()))
        .fact("source.address", ValueType.STRING, call -> said(call.origin().source()))
        .fact("time", ValueType.TIME, call -> Instant.ofEpochMilli(call.origin().at()))
        .named(HEADERS, call -> call.origin().headers());
  }

  /// Reads an expression over calls.
  ///
  /// @param vocabulary one of the two here
  /// @throws ExpressionException if it is none, or asks for a header that carries a credential
  public static Expression<Call> expression(
      Vocabulary<Call> vocabulary, String text, ValueType wanted) throws ExpressionException {
    Expression<Call> expression = vocabulary.expression(text, wanted);
    for (String name : headers(expression)) {
      if (isCredential(name)) {
        throw new ExpressionException(
            Math.max(0, text.indexOf(name)),
            "asks for the header " + name + ", which carries a credential",
            "name another header; key.name and key.team say whose key it is");
      }
    }
    return expression;
  }

  private static boolean isCredential(String name) {
    try {
      return PrivateHeaders.areCredentials(HeaderPattern.of(name));
    } catch (IllegalArgumentException noName) {
      return false;
    }
  }

  /// The names of the headers that an expression asks for, in lower case.
  public static Set<String> headers(Expression<Call> expression) {
    return expression.asked(HEADERS);
  }

  private static @Nullable String said(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable String tenant(String name) {
    return name.equals(SchedulingHints.NOBODY) ? null : said(name);
  }

  private static @Nullable Long number(OptionalLong number) {
    return number.isPresent() ? (Long) number.getAsLong() : null;
  }

  /// The input in tokens, by the size of the texts in the body.
  private static Long input(Call call) {
    RequestFacts facts = call.facts();
    long texts = Math.max(0, call.body().size() - facts.attached().bytes());
    return texts / RequestFacts.BYTES_PER_TOKEN;
  }

  private static @Nullable Double budget(Call call) {
    var left = call.payer().left();
    return left.isPresent() ? (Double) left.getAsDouble() : null;
  }
}
