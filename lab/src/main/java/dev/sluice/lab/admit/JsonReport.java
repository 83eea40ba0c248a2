package dev.sluice.lab.admit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.sluice.call.request.Band;
import dev.sluice.lab.admit.Figures.BandFigures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The runs, for programs: an array with an object for each. A figure without a value is null.
final class JsonReport {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private JsonReport() {}

  public static void write(Runs runs, Path file) throws IOException {
    JSON.writeValue(file.toFile(), tree(runs));
  }

  static List<Map<String, @Nullable Object>> tree(Runs runs) {
    return runs.all().stream().map(JsonReport::run).toList();
  }

  private static Map<String, @Nullable Object> run(Run run) {
    Figures figures = run.figures();
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("trace", run.setting().trace().name());
    tree.put("load", run.setting().load());
    tree.put("policy", run.contender().label());
    tree.put("seed", run.seed());
    tree.put("upstream_429_rate", number(figures.throttled()));
    tree.put("utilisation_busy", number(figures.utilisation()));
    tree.put("success", number(figures.success()));
    tree.put("success_by_band", bands(figures, BandFigures::success));
    tree.put("success_by_decile", figures.deciles().stream().map(JsonReport::number).toList());
    tree.put("wait_p50_by_band_s", bands(figures, BandFigures::median));
    tree.put("wait_p99_by_band_s", bands(figures, BandFigures::p99));
    tree.put("attempts_per_call", number(figures.attempts()));
    return tree;
  }

  private static Map<String, @Nullable Object> bands(
      Figures figures, ToDoubleFunction<BandFigures> of) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    for (Band band : Band.values()) {
      tree.put(band.name().toLowerCase(Locale.ROOT), number(of.applyAsDouble(figures.band(band))));
    }
    return tree;
  }

  private static @Nullable Double number(double figure) {
    return Double.isFinite(figure) ? figure : null;
  }
}
