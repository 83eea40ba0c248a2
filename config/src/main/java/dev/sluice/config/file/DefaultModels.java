package dev.sluice.config.file;

import dev.sluice.call.request.Operation;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Type;
import dev.sluice.config.yaml.Section;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The reader of `default_model` of a route: the model of calls that name none. A name for both
/// operations that may leave it out, or one for each.
final class DefaultModels {
  private static final String KEY = "default_model";
  private static final List<Operation> UNNAMED =
      List.of(Operation.MODERATIONS, Operation.RESPONSES);

  private DefaultModels() {}

  /// @param answered the names and patterns that the route answers for
  static Map<Operation, String> read(Section in, List<String> answered) {
    var type = new Answered(answered);
    Map<Operation, String> defaults = new EnumMap<>(Operation.class);
    if (in.single(KEY)) {
      in.get(KEY, type).ifPresent(name -> UNNAMED.forEach(of -> defaults.put(of, name)));
      return defaults;
    }
    return in.in(
        KEY,
        names -> {
          for (Operation of : UNNAMED) {
            names.get(of.name().toLowerCase(Locale.ROOT), type).ifPresent(n -> defaults.put(of, n));
          }
          return defaults;
        });
  }

  /// The type of a model name that leads to this route.
  private record Answered(List<String> models) implements Type<String> {
    @Override
    public String read(String text) throws ConfigProblem {
      if (text.endsWith("*") || models.stream().noneMatch(model -> answers(model, text))) {
        throw new ConfigProblem("must be a name that its route answers for", "add it to models");
      }
      return text;
    }

    private static boolean answers(String model, String name) {
      return model.endsWith("*")
          ? name.length() >= model.length()
              && name.startsWith(model.substring(0, model.length() - 1))
          : model.equals(name);
    }
  }
}
