package dev.sluice.server.accounts;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.accounts.terms.Overrun;
import dev.sluice.call.text.Nearest;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Durations;
import dev.sluice.config.value.Quoted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The properties of a request's body. Each that is asked for is known; [#end] refuses the others.
final class AdminRequestBody {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String path;
  private final JsonNode node;
  private final Set<String> names = new LinkedHashSet<>();

  private AdminRequestBody(String path, JsonNode node) {
    this.path = path;
    this.node = node;
  }

  static AdminRequestBody of(String json) throws ApiProblem {
    try {
      JsonNode node = MAPPER.readTree(json.isBlank() ? "{}" : json);
      if (!node.isObject()) {
        throw ApiProblem.invalid("the body must be a JSON object");
      }
      return new AdminRequestBody("", node);
    } catch (JacksonException e) {
      throw ApiProblem.invalid("the body is not JSON: " + e.getOriginalMessage());
    }
  }

  boolean has(String name) {
    names.add(name);
    return node.hasNonNull(name);
  }

  Optional<String> text(String name) throws ApiProblem {
    return has(name) ? Optional.of(text(name, node.get(name))) : Optional.empty();
  }

  String need(String name) throws ApiProblem {
    return text(name)
        .orElseThrow(() -> ApiProblem.invalid("the body has no " + path + name + ": add it"));
  }

  boolean flag(String name, boolean otherwise) throws ApiProblem {
    if (has(name) && !node.get(name).isBoolean()) {
      throw wrong(name, "true or false");
    }
    return has(name) ? node.get(name).booleanValue() : otherwise;
  }

  /// An overrun of budgets, in hundredths.
  ///
  /// @throws IllegalArgumentException if it is a number that is none
  int overrun(String name, int otherwise) throws ApiProblem {
    if (has(name) && !node.get(name).isNumber()) {
      throw wrong(name, "a number such as 1.25");
    }
    return has(name) ? Overrun.of(node.get(name).asText()) : otherwise;
  }

  long number(String name, long otherwise) throws ApiProblem {
    boolean good = has(name) && node.get(name).canConvertToExactIntegral();
    if (has(name) && !(good && node.get(name).canConvertToLong())) {
      throw wrong(name, "a whole number");
    }
    return has(name) ? node.get(name).longValue() : otherwise;
  }

  List<String> texts(String name, List<String> otherwise) throws ApiProblem {
    if (!has(name)) {
      return otherwise;
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode item : list(name)) {
      texts.add(text(name, item));
    }
    return texts;
  }

  private JsonNode list(String name) throws ApiProblem {
    JsonNode list = node.get(name);
    if (!list.isArray()) {
      throw wrong(name, "a list of texts");
    }
    return list;
  }

  Duration duration(String name, Duration otherwise) throws ApiProblem {
    Optional<String> text = text(name);
    try {
      return text.isEmpty() ? otherwise : Durations.parse(text.get());
    } catch (ConfigProblem | ArithmeticException e) {
      throw wrong(name, "a duration such as 24h");
    }
  }

  /// Takes a property that is an object; an empty object where it is absent.
  AdminRequestBody part(String name) throws ApiProblem {
    if (has(name) && !node.get(name).isObject()) {
      throw wrong(name, "an object");
    }
    JsonNode part = has(name) ? node.get(name) : MAPPER.createObjectNode();
    return new AdminRequestBody(path + name + ".", part);
  }

  /// Refuses the properties that nothing has read.
  void end() throws ApiProblem {
    for (String name : (Iterable<String>) node::fieldNames) {
      if (!names.contains(name)) {
        List<String> near = Nearest.of(name, names);
        String hint = near.isEmpty() ? "" : ", did you mean " + near.getFirst() + "?";
        throw ApiProblem.invalid(
            "unknown property " + path + Quoted.of(name) + hint + "; there are: " + names);
      }
    }
  }

  private String text(String name, JsonNode value) throws ApiProblem {
    if (!value.isTextual()) {
      throw wrong(name, "a text");
    }
    return value.textValue();
  }

  private ApiProblem wrong(String name, String what) {
    return ApiProblem.invalid(path + name + " must be " + what);
  }
}
