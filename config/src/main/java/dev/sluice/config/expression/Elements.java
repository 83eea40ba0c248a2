package dev.sluice.config.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is done with the elements of lists and the members of maps.
final class Elements {
  private Elements() {}

  static <F> Code<F> at(Code<F> of, String name) {
    return (facts, item) ->
        switch (of.of(facts, item)) {
          case Map<?, ?> map -> valueOf(map, name);
          case EvaluationError fault -> fault;
          case null, default -> EvaluationError.WRONG_TYPE;
        };
  }

  private static @Nullable Object valueOf(Map<?, ?> map, Object key) {
    Object value = map.get(key);
    return value == null && !map.containsKey(key) ? EvaluationError.MISSING : value;
  }

  static @Nullable Object element(@Nullable Object of, @Nullable Object at) {
    if (of instanceof List<?> list && at instanceof Long index) {
      boolean there = index >= 0 && index < list.size();
      return there ? list.get(index.intValue()) : EvaluationError.MISSING;
    }
    return of instanceof Map<?, ?> map && at instanceof String key
        ? valueOf(map, key)
        : EvaluationError.WRONG_TYPE;
  }

  /// @param deciding the value of the condition for one element that decides
  static <F> Code<F> walk(Code<F> list, Code<F> condition, boolean deciding) {
    return (facts, evaluation) ->
        switch (list.of(facts, evaluation)) {
          case List<?> elements when elements.size() > Functions.MOST_ELEMENTS ->
              EvaluationError.TOO_LARGE;
          case List<?> elements -> walk(elements, condition, deciding, facts, evaluation);
          case EvaluationError fault -> fault;
          case null, default -> EvaluationError.WRONG_TYPE;
        };
  }

  private static <F> Object walk(
      List<?> elements, Code<F> condition, boolean deciding, F facts, Evaluation evaluation) {
    Object otherwise = !deciding;
    for (Object element : elements) {
      if (!evaluation.takes(1)) {
        return EvaluationError.TOO_LARGE;
      }
      evaluation.element = element;
      Object result = Operators.truthOrFault(condition.of(facts, evaluation));
      if (result.equals(deciding)) {
        return result;
      }
      otherwise = result instanceof EvaluationError ? result : otherwise;
    }
    return otherwise;
  }

  static <F> Code<F> constant(SyntaxTree.Items items) {
    var values = new ArrayList<@Nullable Object>();
    items.elements().forEach(element -> values.add(((SyntaxTree.Literal) element).value()));
    return (_, _) -> values;
  }

  static <F> Code<F> made(List<Code<F>> codes) {
    return (facts, item) -> {
      if (!item.takes(codes.size())) {
        return EvaluationError.TOO_LARGE;
      }
      var values = new ArrayList<@Nullable Object>(codes.size());
      for (Code<F> code : codes) {
        Object value = code.of(facts, item);
        if (value instanceof EvaluationError) {
          return value;
        }
        values.add(value);
      }
      return values;
    };
  }
}
