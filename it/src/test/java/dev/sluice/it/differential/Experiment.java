package dev.sluice.it.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.testing.LongForm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Runs clients over the cases, and compares what they and the upstream have seen. Safe for any
/// thread.
final class Experiment implements AutoCloseable {
  private static final String STRAIGHT = "straight";
  private static final String THROUGH = "through";

  private final List<Case> cases;
  private final List<Documented> documented;
  private final ScriptedUpstream upstream;

  Experiment(List<Case> cases, List<Documented> documented) throws IOException {
    this.cases = List.copyOf(cases);
    this.documented = List.copyOf(documented);
    this.upstream =
        new ScriptedUpstream(
            cases.stream().collect(Collectors.toMap(Case::name, one -> one.shape().replies())));
  }

  /// What `client` sees of its cases.
  List<Comparison> run(Client client) throws IOException, InterruptedException {
    Function<String, Function<String, String>> url =
        side -> name -> upstream.url(side, client.name(), name);
    List<Case> own = casesOf(client);
    try (Gateways gateways = new Gateways(own, url.apply(THROUGH)::apply)) {
      List<ObjectNode> tasks =
          own.stream()
              .map(
                  one ->
                      one.task(
                          where(url.apply(STRAIGHT).apply(one.name()), Gateways.PROVIDER_KEY),
                          where(gateways.url(one), Gateways.KEY)))
              .toList();
      Map<String, JsonNode> seen = client.run(tasks);
      return own.stream().map(one -> compared(client, one, seen)).toList();
    }
  }

  /// Learning takes more calls than all else together, and neither what a gateway learns nor how it
  /// puts an answer together depends on the client: beside the long form it learns of the one in
  /// this process alone, and puts answers together for that and one that checks their types. The
  /// others make the calls of each shape in one way.
  private List<Case> casesOf(Client client) {
    return cases.stream().filter(one -> LongForm.isOn() || client.makes(one)).toList();
  }

  private static ObjectNode where(String url, String key) {
    return Yaml.JSON.createObjectNode().put("url", url).put("key", key);
  }

  private Comparison compared(Client client, Case one, Map<String, JsonNode> seen) {
    JsonNode result = seen.getOrDefault(one.name(), Yaml.JSON.missingNode());
    if (result.path(STRAIGHT).isEmpty()) {
      throw new IllegalStateException(client.name() + " has seen nothing of " + one.name());
    }
    List<Difference> differences = new ArrayList<>();
    differences.addAll(Difference.between("calls", result.path(STRAIGHT), result.path(THROUGH)));
    differences.addAll(requests(client, one));
    return Comparison.of(client.name(), one.name(), differences, documented);
  }

  /// A list of models is asked for at times of the gateway's own choice. Where the gateway asks
  /// again before it goes on to the next call, that request stands alone.
  private List<Difference> requests(Client client, Case one) {
    List<Difference> differences = new ArrayList<>();
    List<Received> straight = calls(STRAIGHT, client, one);
    List<Received> through = calls(THROUGH, client, one);
    int of = 0;
    for (int i = 0; i < through.size() || of < straight.size(); i++) {
      JsonNode arrived = i < through.size() ? through.get(i).seen() : Yaml.JSON.missingNode();
      boolean alone = of >= straight.size() || isRepeat(through, i, straight.get(of).seen());
      JsonNode asked = alone ? Yaml.JSON.missingNode() : straight.get(of++).seen();
      List<Difference> found = Difference.between("requests[" + i + "]", asked, arrived);
      boolean body = found.stream().anyMatch(difference -> difference.path().contains("].body"));
      found.removeIf(difference -> body && difference.path().endsWith("].text"));
      differences.addAll(found);
    }
    return differences;
  }

  private static boolean isRepeat(List<Received> through, int i, JsonNode asked) {
    if (i == 0 || i >= through.size()) {
      return false;
    }
    JsonNode messages = messages(through.get(i).seen());
    return messages.equals(messages(through.get(i - 1).seen()))
        && !messages.equals(messages(asked));
  }

  private static JsonNode messages(JsonNode request) {
    return request.path("body").path("messages");
  }

  private List<Received> calls(String side, Client client, Case one) {
    return upstream.received(side, client.name(), one.name()).stream()
        .filter(request -> request.method().equals("POST"))
        .toList();
  }

  @Override
  public void close() {
    upstream.close();
  }
}
