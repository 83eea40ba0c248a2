package dev.sluice.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.call.ModelInfo;
import dev.sluice.stats.ModelCatalogue.Model;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// What is known of a model, as members of its description in a client's dialect: each a name and
/// its JSON. What is not known has no member.
///
/// OpenAI's own list has no such members. They are OpenRouter's (`context_length`, `architecture`,
/// `pricing`, `top_provider`), vLLM's (`max_model_len`) and LiteLLM's (`max_output_tokens`), which
/// clients of such lists look for.
public record InfoMembers(Map<String, String> members) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String PRICING = "pricing";

  /// The names of prices, in dollars for a token or a request, with OpenRouter's.
  private static final Map<String, String> PRICES = prices();

  private static Map<String, String> prices() {
    var names = new LinkedHashMap<String, String>();
    names.put("input", "prompt");
    names.put("output", "completion");
    names.put("cache_read", "input_cache_read");
    names.put("cache_write", "input_cache_write");
    names.put("request", "request");
    return Collections.unmodifiableMap(names);
  }

  /// The members of a list in OpenAI's dialect.
  public static InfoMembers openAi(ModelInfo info) {
    var members = new LinkedHashMap<String, String>();
    put(members, "context_length", info.context());
    put(members, "max_model_len", info.context());
    put(members, "max_output_tokens", info.output());
    var kinds = new LinkedHashMap<String, String>();
    put(kinds, "input_modalities", info.reads());
    put(kinds, "output_modalities", info.writes());
    put(members, "architecture", kinds);
    put(members, PRICING, pricing(info.prices()));
    var provider = new LinkedHashMap<String, String>();
    put(provider, "context_length", info.context());
    put(provider, "max_completion_tokens", info.output());
    put(members, "top_provider", provider);
    return new InfoMembers(members);
  }

  /// The members of a list in Anthropic's dialect.
  public static InfoMembers anthropic(ModelInfo info) {
    var members = new LinkedHashMap<String, String>();
    put(members, "max_input_tokens", info.context());
    put(members, "max_tokens", info.output());
    return new InfoMembers(members);
  }

  /// The members of a list in Gemini's dialect.
  public static InfoMembers gemini(ModelInfo info) {
    var members = new LinkedHashMap<String, String>();
    put(members, "inputTokenLimit", info.context());
    put(members, "outputTokenLimit", info.output());
    return new InfoMembers(members);
  }

  private static Map<String, String> pricing(Map<String, BigDecimal> prices) {
    var pricing = new LinkedHashMap<String, String>();
    PRICES.forEach(
        (ours, theirs) -> {
          BigDecimal price = prices.get(ours);
          if (price != null) {
            pricing.put(theirs, Json.string(price.toPlainString()));
          }
        });
    return pricing;
  }

  private static void put(Map<String, String> into, String name, OptionalLong tokens) {
    tokens.ifPresent(known -> into.put(name, String.valueOf(known)));
  }

  private static void put(Map<String, String> into, String name, List<String> words) {
    if (!words.isEmpty()) {
      into.put(name, words.stream().map(Json::string).collect(Collectors.joining(",", "[", "]")));
    }
  }

  private static void put(Map<String, String> into, String name, Map<String, String> object) {
    if (!object.isEmpty()) {
      into.put(name, "{" + joined(object) + "}");
    }
  }

  private static String joined(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> Json.string(member.getKey()) + ":" + member.getValue())
        .collect(Collectors.joining(","));
  }

  /// Adds the members to a description. What it says itself stays, unless more targets than its own
  /// may answer for the model, or the gateway has a price of its own.
  ///
  /// @param json a JSON object; anything else is returned as it is
  public String in(String json, Model model) {
    if (members.isEmpty()) {
      return json;
    }
    boolean several = model.targets().size() > 1;
    var added = new LinkedHashMap<>(members);
    var kept = new ArrayList<String>();
    byte[] bytes = json.getBytes(UTF_8);
    try (JsonParser parser = JSON.createParser(bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return json;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.nextToken();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        boolean ours = members.containsKey(name) && (several || name.equals(PRICING));
        if (!ours) {
          added.remove(name);
          kept.add(new String(bytes, start, end - start, UTF_8));
        }
      }
    } catch (IOException malformed) {
      return json;
    }
    if (!added.isEmpty()) {
      kept.add(joined(added));
    }
    return kept.stream().collect(Collectors.joining(",", "{", "}"));
  }
}
