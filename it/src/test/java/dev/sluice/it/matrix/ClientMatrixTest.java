package dev.sluice.it.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Needs npm and Python, and fails without them: what is not tried is not shown. With
/// `-Dgolden.write` the table of docs/dialects.md is written anew, to be read before it is
/// committed.
class ClientMatrixTest {
  private static final int AT_A_TIME = 3;

  /// Every line of every client, for the reader who has to find one.
  private static final Path REPORT = Path.of("target", "matrix.txt");

  private static final Map<Cell, JsonNode> SEEN = new HashMap<>();
  private static List<MatrixClient> clients = List.of();
  private static List<String> refused = List.of();

  /// One client, at one provider, in one scene.
  record Cell(MatrixClient client, String provider, Scene scene) {
    @Override
    public String toString() {
      return client.registry() + " " + client.name() + " at " + provider + ": " + scene.label();
    }
  }

  private static Cell cell(Line line) {
    String scene = line.said().path("scene").asText();
    return new Cell(
        line.client(),
        line.said().path("provider").asText(),
        Arrays.stream(Scene.values())
            .filter(s -> s.label().equals(scene))
            .findFirst()
            .orElseThrow());
  }

  @BeforeAll
  static void play_every_scene() throws Exception {
    clients = Clients.all();
    List<Callable<List<Line>>> plays = new ArrayList<>();
    try (DialectGateways gateways = new DialectGateways();
        var threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      Player.of(clients).forEach(player -> plays.add(() -> player.play(gateways.all())));
      for (var play : threads.invokeAll(plays)) {
        play.get().forEach(line -> SEEN.put(cell(line), line.said()));
      }
      refused = gateways.refused();
    }
    Files.write(REPORT, SEEN.entrySet().stream().map(Object::toString).sorted().toList());
  }

  static Stream<Named<MatrixClient>> clients() {
    return clients.stream()
        .map(
            client ->
                Named.of(
                    client.registry() + " " + client.name() + ", " + client.kind().dialect(),
                    client));
  }

  private static Stream<Cell> cells(MatrixClient client) {
    return DialectGateways.PROVIDERS.stream()
        .flatMap(at -> Arrays.stream(Scene.values()).map(scene -> new Cell(client, at, scene)));
  }

  private static String word(Cell cell) {
    JsonNode line = SEEN.getOrDefault(cell, MissingNode.getInstance());
    assertThat(line.isMissingNode()).as("%s was not played", cell).isFalse();
    return Expected.check(cell.scene(), cell.client(), line);
  }

  /// Names each scene that is not as it should be.
  @ParameterizedTest
  @MethodSource("clients")
  void an_application_sees_what_the_provider_has_said(MatrixClient client) {
    assertThat(cells(client).flatMap(cell -> fault(cell).stream())).isEmpty();
  }

  private static Optional<String> fault(Cell cell) {
    try {
      String word = word(cell);
      return word.isEmpty() ? Optional.of(cell + ": no word for it") : Optional.empty();
    } catch (AssertionError e) {
      return Optional.of(cell + ": " + e.getMessage());
    }
  }

  @Test
  void providers_are_asked_for_nothing_that_their_vendors_would_refuse() {
    assertThat(refused).isEmpty();
  }

  @Test
  void the_documentation_holds_the_table() throws IOException {
    MatrixTable table = new MatrixTable();
    for (MatrixClient client : clients) {
      for (String provider : DialectGateways.PROVIDERS) {
        List<String> words =
            Arrays.stream(Scene.values())
                .map(scene -> word(new Cell(client, provider, scene)))
                .toList();
        table.add(client, provider, words);
      }
    }
    if (System.getProperty("golden.write") != null) {
      table.write();
    }
    assertThat(MatrixTable.written()).isEqualTo(table.text());
  }
}
