package dev.sluice.it.matrix.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.it.matrix.provider.Asked.Result;
import dev.sluice.it.matrix.provider.Asked.Thought;
import dev.sluice.it.matrix.provider.Spoken.Calling;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The scenes: what is answered to which request. The user's first line names the scene.
final class Play {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RED_DOT =
      "image/png iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";
  private static final String THOUGHT = "Let me think.\nOnce more: é, 水.";
  private static final Spoken WORDS = Spoken.text("The answer", " is 42: é, 水", " and 🌊.");
  private static final List<String> TOOLS = List.of("get_time", "get_weather");
  private static final String FAILS = "Play error ";

  /// The ids of calls begin as their vendor's do.
  private final String callId;

  private final String signature;

  /// @param signature what a thought is signed with; empty in a dialect without signatures
  Play(String callId, String signature) {
    this.callId = callId;
    this.signature = signature;
  }

  /// What fails, where something is to fail.
  static Optional<Trouble> trouble(Asked asked) {
    return asked.line().startsWith(FAILS)
        ? Optional.of(
            Trouble.valueOf(
                asked.line().substring(FAILS.length()).replace(".", "").toUpperCase(Locale.ROOT)))
        : Optional.empty();
  }

  Spoken answer(Asked asked) throws Unexpected {
    return switch (asked.line()) {
      case "Play text." -> WORDS;
      case "Play stream." -> {
        Unexpected.unless(asked.system().equals("Be brief."), "another system", asked.system());
        yield WORDS;
      }
      case "Play tools." -> tools(asked);
      case "Play image." -> {
        Unexpected.unless(asked.images().equals(List.of(RED_DOT)), "images", asked.images());
        yield Spoken.text("A red dot.");
      }
      case "Play schema." -> schema(asked);
      case "Play thinking." -> thinking(asked);
      default -> WORDS;
    };
  }

  private Spoken tools(Asked asked) throws Unexpected {
    Unexpected.unless(
        asked.tools().stream().sorted().toList().equals(TOOLS), "tools", asked.tools());
    List<List<Result>> results = asked.results();
    if (results.isEmpty()) {
      return Spoken.calls(
          new Calling(id(0), "get_weather", "{\"city\":\"Łódź\",\"days\":3}"),
          new Calling(id(1), "get_time", "{}"));
    }
    Unexpected.unless(
        tell(results.getFirst(), new Result(id(0), "sunny in Łódź"), new Result(id(1), "noon")),
        "first results",
        results);
    if (results.size() == 1) {
      return Spoken.calls(
          new Calling(id(2), "get_weather", "{\"city\":\"水\",\"days\":1}"),
          new Calling(id(3), "get_weather", "{\"city\":\"O\\\"Hare\",\"days\":2}"));
    }
    Unexpected.unless(
        tell(
            results.get(1), new Result(id(2), "sunny in 水"), new Result(id(3), "sunny in O\"Hare")),
        "second results",
        results);
    return Spoken.text("Sunny, at noon.");
  }

  /// Whether the results are these. In Gemini's dialect a result is an object, in which each client
  /// has a place of its own for a text.
  private static boolean tell(List<Result> results, Result... expected) throws Unexpected {
    boolean same = results.size() == expected.length;
    for (int i = 0; same && i < expected.length; i++) {
      Result result = results.get(i);
      same = result.id().equals(expected[i].id()) && texts(result).contains(expected[i].text());
    }
    return same;
  }

  private static List<String> texts(Result result) throws Unexpected {
    if (!result.text().startsWith("{")) {
      return List.of(result.text());
    }
    try {
      return JSON.readTree(result.text()).valueStream().map(JsonNode::asText).toList();
    } catch (IOException e) {
      throw new Unexpected("result: " + result + " " + e);
    }
  }

  private String id(int number) {
    return callId + "scene" + number;
  }

  private static Spoken schema(Asked asked) throws Unexpected {
    var properties = asked.schema().path("properties");
    Unexpected.unless(
        properties.at("/city/type").asText().equals("string")
            && properties.at("/days/type").asText().equals("integer"),
        "schema",
        asked.schema());
    return Spoken.text("{\"city\":\"Łódź\",", "\"days\":3}");
  }

  private Spoken thinking(Asked asked) throws Unexpected {
    if (asked.answers() == 0) {
      return new Spoken(THOUGHT, List.of("First."), List.of());
    }
    if (asked.thoughts().isEmpty()) {
      return Spoken.text("Second.");
    }
    Unexpected.unless(
        asked.thoughts().equals(List.of(new Thought(THOUGHT, signature))),
        "thoughts",
        asked.thoughts());
    return Spoken.text("Second, as I thought.");
  }
}
