package dev.sluice.config.expression;

import dev.sluice.config.expression.Code.Typed;
import dev.sluice.config.expression.SyntaxTree.Invocation;
import dev.sluice.config.expression.SyntaxTree.Literal;
import dev.sluice.config.expression.ValueType.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The functions that an expression may call, by their names in CEL.
///
/// @param <F> where facts are read from
final class Functions<F> {
  /// The longest list that is searched, in elements.
  static final int MOST_ELEMENTS = 1_000;

  /// The longest pattern, in characters.
  private static final int LONGEST_PATTERN = 256;

  private static final int MOST_PATTERNS = 8;

  /// Parts of an instant as CEL counts them: months from 0, days of the week from Sunday as 0.
  private static final Map<String, ToIntFunction<ZonedDateTime>> PARTS =
      Map.of(
          "getFullYear", ZonedDateTime::getYear,
          "getMonth", time -> time.getMonthValue() - 1,
          "getDate", ZonedDateTime::getDayOfMonth,
          "getDayOfWeek", time -> time.getDayOfWeek().getValue() % 7,
          "getHours", ZonedDateTime::getHour,
          "getMinutes", ZonedDateTime::getMinute);

  private int patterns;

  /// Compiles the call of a function of its receiver.
  ///
  /// @param arguments compiled
  Typed<F> member(Invocation call, Typed<F> receiver, List<Typed<F>> arguments)
      throws ExpressionException {
    if (PARTS.containsKey(call.function())) {
      return part(call, receiver, PARTS.get(call.function()));
    }
    return switch (call.function()) {
      case "startsWith" ->
          texts(call, receiver, arguments, String::startsWith, (_, other) -> Evaluation.of(other));
      case "endsWith" ->
          texts(call, receiver, arguments, String::endsWith, (_, other) -> Evaluation.of(other));
      case "contains" -> texts(call, receiver, arguments, String::contains, Evaluation::of);
      case "matches" -> matches(call, receiver, call.arguments());
      case "lowerAscii" -> text(call, receiver, arguments, s -> Conversions.cased(s, 'A', 'Z'));
      case "upperAscii" -> text(call, receiver, arguments, s -> Conversions.cased(s, 'a', 'z'));
      case "size" -> size(call, receiver, arguments);
      case "containsIP" -> containsIp(call, receiver, arguments);
      default ->
          throw new ExpressionException(
              call.at(),
              "calls " + call.function() + ", which is none of its functions",
              "there are startsWith, endsWith, contains, matches, lowerAscii, upperAscii, size,"
                  + " exists, all, containsIP, getHours, getMinutes, getDayOfWeek, getDate,"
                  + " getMonth and getFullYear");
    };
  }

  /// Compiles the call of a function that stands by itself.
  Typed<F> global(Invocation call, List<Typed<F>> arguments) throws ExpressionException {
    require(call, arguments.size() == 1, "it takes one argument");
    Typed<F> argument = arguments.getFirst();
    return switch (call.function()) {
      case "size" -> size(call, argument, List.of());
      case "string" -> converted(argument, ValueType.STRING, Conversions::string);
      case "int" -> converted(argument, ValueType.INT, Conversions::whole);
      case "double" -> converted(argument, ValueType.DOUBLE, Conversions::real);
      case "timestamp" -> constant(ValueType.TIME, instant(call));
      case "cidr" -> constant(ValueType.CIDR, range(call));
      default ->
          throw new ExpressionException(
              call.at(),
              "calls " + call.function() + ", which is no function",
              "there are has, size, string, int, double, timestamp and cidr; others stand behind a"
                  + " value: NAME.startsWith(\"a\")");
    };
  }

  private interface OfTexts {
    boolean test(String text, String argument);
  }

  /// @param steps the steps that it takes
  private Typed<F> texts(
      Invocation call,
      Typed<F> receiver,
      List<Typed<F>> arguments,
      OfTexts does,
      ToLongBiFunction<String, String> steps)
      throws ExpressionException {
    requireText(call, receiver);
    require(
        call,
        arguments.size() == 1 && arguments.getFirst().type().mayBe(Kind.STRING),
        "it takes one text");
    Code<F> of = receiver.code();
    Code<F> argument = arguments.getFirst().code();
    return new Typed<>(
        ValueType.BOOL,
        (facts, item) -> {
          Object a = of.of(facts, item);
          Object b = argument.of(facts, item);
          if (a instanceof String text && b instanceof String other) {
            return item.takes(steps.applyAsLong(text, other))
                ? (Object) does.test(text, other)
                : EvaluationError.TOO_LARGE;
          }
          return a instanceof EvaluationError ? a : faultOf(b);
        });
  }

  private Typed<F> text(
      Invocation call, Typed<F> receiver, List<Typed<F>> arguments, Function<String, Object> does)
      throws ExpressionException {
    requireText(call, receiver);
    require(call, arguments.isEmpty(), "it takes no argument");
    return converted(
        receiver,
        ValueType.STRING,
        Functions::steps,
        value -> value instanceof String text ? does.apply(text) : null);
  }

  private static long steps(Object value) {
    return value instanceof String text ? Evaluation.of(text) : 1;
  }

  private Typed<F> matches(Invocation call, Typed<F> receiver, List<SyntaxTree> arguments)
      throws ExpressionException {
    requireText(call, receiver);
    if (arguments.size() != 1
        || !(arguments.getFirst() instanceof Literal(int at, String said, _))) {
      throw wrong(call, "it takes one text that stands there: r\"^gpt-[0-9]\"");
    }
    BoundedPattern pattern = pattern(at, said);
    return converted(
        receiver,
        ValueType.BOOL,
        value -> value instanceof String text ? BoundedPattern.steps(text) : 1,
        value -> value instanceof String text ? pattern.in(text) : null);
  }

  private BoundedPattern pattern(int at, String said) throws ExpressionException {
    if (said.length() > LONGEST_PATTERN || ++patterns > MOST_PATTERNS) {
      throw new ExpressionException(
          at,
          "has a pattern beyond what is looked for",
          "at most %d of at most %d characters".formatted(MOST_PATTERNS, LONGEST_PATTERN));
    }
    return BoundedPattern.of(at, said);
  }

  private Typed<F> size(Invocation call, Typed<F> of, List<Typed<F>> arguments)
      throws ExpressionException {
    ValueType type = of.type();
    boolean has = type.mayBe(Kind.STRING) || type.is(Kind.LIST) || type.is(Kind.MAP);
    require(call, has && arguments.isEmpty(), "it takes a text, a list or a map");
    return converted(
        of,
        ValueType.INT,
        Functions::steps,
        value ->
            switch (value) {
              case String text -> (long) text.codePointCount(0, text.length());
              case List<?> list -> (long) list.size();
              case Map<?, ?> map -> (long) map.size();
              default -> null;
            });
  }

  private Typed<F> containsIp(Invocation call, Typed<F> receiver, List<Typed<F>> arguments)
      throws ExpressionException {
    boolean fits =
        receiver.type().is(Kind.CIDR)
            && arguments.size() == 1
            && arguments.getFirst().type().mayBe(Kind.STRING);
    require(call, fits, "write cidr(\"10.0.0.0/8\").containsIP(source.address)");
    Code<F> range = receiver.code();
    Code<F> address = arguments.getFirst().code();
    return new Typed<>(
        ValueType.BOOL,
        (facts, item) -> {
          Object text = address.of(facts, item);
          return range.of(facts, item) instanceof Cidr cidr && text instanceof String said
              ? (Object) cidr.contains(said)
              : faultOf(text);
        });
  }

  private Typed<F> part(Invocation call, Typed<F> receiver, ToIntFunction<ZonedDateTime> part)
      throws ExpressionException {
    require(call, receiver.type().is(Kind.TIMESTAMP), "it is a function of time");
    ZoneId zone = zone(call);
    return converted(
        receiver,
        ValueType.INT,
        value ->
            value instanceof Instant at ? (Object) (long) part.applyAsInt(at.atZone(zone)) : null);
  }

  private static ZoneId zone(Invocation call) throws ExpressionException {
    if (call.arguments().isEmpty()) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(text(call, "it takes the name of a time zone: \"Europe/Berlin\""));
    } catch (DateTimeException e) {
      throw wrong(call, "it takes the name of a time zone: \"Europe/Berlin\"");
    }
  }

  private static Instant instant(Invocation call) throws ExpressionException {
    String must = "it takes an instant in UTC: \"2027-01-31T18:00:00Z\"";
    try {
      return Instant.parse(text(call, must));
    } catch (DateTimeException e) {
      throw wrong(call, must);
    }
  }

  private static Cidr range(Invocation call) throws ExpressionException {
    String must = "it takes an address and the bits of its network: \"10.0.0.0/8\"";
    Cidr range = Cidr.parse(text(call, must));
    if (range == null) {
      throw wrong(call, must);
    }
    return range;
  }

  /// The only argument of a call, which must be a text that stands in the expression.
  private static String text(Invocation call, String must) throws ExpressionException {
    if (call.arguments().size() == 1
        && call.arguments().getFirst() instanceof Literal(_, String said, _)) {
      return said;
    }
    throw wrong(call, must);
  }

  private static <F> Typed<F> constant(ValueType type, Object value) {
    return new Typed<>(type, (_, _) -> value);
  }

  private static <F> Typed<F> converted(
      Typed<F> of, ValueType to, Function<Object, @Nullable Object> does) {
    return converted(of, to, _ -> 1, does);
  }

  /// @param steps the steps that it takes
  /// @param does null for a value that it does not take
  private static <F> Typed<F> converted(
      Typed<F> of,
      ValueType to,
      ToLongFunction<Object> steps,
      Function<Object, @Nullable Object> does) {
    Code<F> code = of.code();
    return new Typed<>(
        to,
        (facts, item) -> {
          Object value = code.of(facts, item);
          if (value == null || value instanceof EvaluationError) {
            return faultOf(value);
          }
          if (!item.takes(steps.applyAsLong(value))) {
            return EvaluationError.TOO_LARGE;
          }
          Object made = does.apply(value);
          return made == null ? EvaluationError.WRONG_TYPE : made;
        });
  }

  private static Object faultOf(@Nullable Object value) {
    return value instanceof EvaluationError ? value : EvaluationError.WRONG_TYPE;
  }

  private static <F> void requireText(Invocation call, Typed<F> receiver)
      throws ExpressionException {
    require(call, receiver.type().mayBe(Kind.STRING), "it is a function of texts");
  }

  private static void require(Invocation call, boolean fits, String must)
      throws ExpressionException {
    if (!fits) {
      throw wrong(call, must);
    }
  }

  private static ExpressionException wrong(Invocation call, String must) {
    return new ExpressionException(
        call.at(), "calls " + call.function() + " with what it does not take", must);
  }
}
