package dev.sluice.it.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The objects that a chart is rendered to.
///
/// @param yaml as Helm has written them
record Manifests(String yaml, List<JsonNode> objects) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Manifests of(String yaml) {
    return new Manifests(yaml, documents(yaml));
  }

  /// The documents of a YAML file as trees.
  static List<JsonNode> documents(String yaml) {
    Iterable<Object> documents = new Load(LoadSettings.builder().build()).loadAllFromString(yaml);
    return StreamSupport.stream(documents.spliterator(), false)
        .<JsonNode>map(JSON::valueToTree)
        .filter(JsonNode::isObject)
        .toList();
  }

  List<JsonNode> all(String kind) {
    return objects.stream().filter(object -> object.path("kind").asText().equals(kind)).toList();
  }

  /// The only one of a kind with this name.
  JsonNode one(String kind, String name) {
    List<JsonNode> found = all(kind).stream().filter(object -> name(object).equals(name)).toList();
    assertThat(found).as("%s %s of%n%s", kind, name, yaml).hasSize(1);
    return found.getFirst();
  }

  /// The only one of a kind.
  JsonNode only(String kind) {
    List<JsonNode> found = all(kind);
    assertThat(found).as("%s of%n%s", kind, yaml).hasSize(1);
    return found.getFirst();
  }

  static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  /// What pods are made of.
  JsonNode pod() {
    return only("StatefulSet").at("/spec/template/spec");
  }

  /// The container of a pod, which has one.
  JsonNode container() {
    assertThat(pod().path("containers")).hasSize(1);
    return pod().at("/containers/0");
  }

  /// The text of sluice.yaml.
  String configuration() {
    String name = pod().at("/volumes/0/configMap/name").asText();
    return one("ConfigMap", name).at("/data/sluice.yaml").asText();
  }
}
