package dev.sluice.internal.timeout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.provider.request.InvalidRequest;
import dev.sluice.provider.request.RequestScanner;
import dev.sluice.stats.LatencyStats;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyRegistryTest {
  private static final long SECOND = 1_000_000_000L;

  private final VirtualLoop loop = new VirtualLoop();
  private final LatencyRegistry registry = new LatencyRegistry();

  @Test
  void a_quantile_is_known_to_within_6_percent() {
    var sketch = new Sketch(0);
    var random = new Random(1);
    double[] drawn = random.doubles(2_000).map(d -> 0.02 * Math.exp(3 * d)).sorted().toArray();
    Arrays.stream(drawn).forEach(seconds -> sketch.add((long) (seconds * SECOND), 0));
    for (double q : new double[] {0.01, 0.5, 0.95, 0.995}) {
      double exact = drawn[(int) Math.ceil(q * drawn.length) - 1];
      assertThat(sketch.quantiles().at(q) / (exact * SECOND)).isCloseTo(1, within(0.06));
    }
  }

  @Test
  void lengths_beyond_every_bound_have_their_place() {
    var sketch = new Sketch(0);
    sketch.add(-1, 0);
    sketch.add(0, 0);
    assertThat(sketch.quantiles().at(1)).isEqualTo(1_000_000);
    sketch.add(Long.MAX_VALUE, 0);
    assertThat(sketch.quantiles().at(1)).isBetween(3_000 * SECOND, 4_000 * SECOND);
    assertThat(Quantiles.NONE.at(0.5)).isZero();
  }

  @Test
  void what_was_given_up_weighs_on_those_that_took_longer() {
    var sketch = new Sketch(0);
    for (int i = 0; i < 90; i++) {
      sketch.add(SECOND, 0);
    }
    for (int i = 0; i < 9; i++) {
      sketch.addOutlasted(5 * SECOND, 0);
    }
    assertThat(sketch.quantiles().at(0.999)).isLessThan(2 * SECOND);
    sketch.add(8 * SECOND, 0);
    // One later answer stands for itself and four of the nine.
    assertThat(sketch.quantiles().at(0.94)).isLessThan(2 * SECOND);
    assertThat(sketch.quantiles().at(0.95)).isGreaterThan(7 * SECOND);
  }

  @Test
  void older_samples_lose_their_weight() {
    var sketch = new Sketch(0);
    for (long i = 0; i < 10_000; i++) {
      sketch.add(9 * SECOND, i * SECOND);
    }
    for (long i = 10_000; i < 25_000; i++) {
      sketch.add(SECOND, i * SECOND);
    }
    assertThat(sketch.quantiles().at(0.995)).isLessThan(2 * SECOND);
  }

  @ParameterizedTest
  @CsvSource({"claude-opus-4-5, true", "anthropic/claude-3.7-sonnet, true", "gpt-4o, false"})
  void models_that_may_think_in_silence_are_known_by_name(String model, boolean reasoning) {
    assertThat(Prior.of("anthropic", model).reasoning()).isEqualTo(reasoning);
  }

  @Test
  void names_that_never_answer_are_not_kept() {
    registry.target("p/*", name -> Prior.of("openai", name));
    for (int i = 0; i < 1_000_000; i++) {
      assertThat(registry.find("p/*", Calls.streamed(loop, "invented-" + i), i)).isEmpty();
    }
    assertThat(registry.values()).isEmpty();
  }

  @Test
  void of_a_thousand_models_that_answer_64_are_kept() {
    registry.target("p/*", name -> Prior.of("openai", name));
    for (int i = 0; i < 1_000; i++) {
      teach("p/*", "model-" + i, 20, 1);
    }
    assertThat(registry.values()).hasSize(1);
    assertThat(IntStream.range(0, 1_000).filter(i -> firstToken("p/*", "model-" + i).isPresent()))
        .hasSize(64);
  }

  @Test
  void a_model_in_use_is_not_forgotten_for_others() {
    registry.target("p/*", name -> Prior.of("openai", name));
    teach("p/*", "real", 20, 1);
    for (int i = 0; i < 1_000; i++) {
      loop.advance(Duration.ofSeconds(1));
      teach("p/*", "model-" + i, 1, 1);
      loop.advance(Duration.ofSeconds(1));
      assertThat(registry.find("p/*", Calls.streamed(loop, "real"), loop.nanos())).isPresent();
    }
  }

  @Test
  void models_of_a_target_that_passes_names_on_are_learned_apart() {
    registry.target("p/*", name -> Prior.of("openai", name));
    teach("p/*", "a", 300, 1);
    teach("p/*", "b", 300, 5);
    assertThat(firstToken("p/*", "a").orElseThrow()).isLessThan(Duration.ofSeconds(2));
    assertThat(firstToken("p/*", "b").orElseThrow()).isGreaterThan(Duration.ofSeconds(4));
    assertThat(firstToken("p/*", "c")).isEmpty();
    assertThat(firstToken("unknown/x", "c")).isEmpty();
    LatencyStats.Value value = registry.values().getFirst();
    assertThat(registry.values()).hasSize(1);
    assertThat(value.target()).isEqualTo("p/*");
    assertThat(value.what()).isEqualTo("first_token");
    assertThat(value.input()).isEqualTo("4KiB");
    assertThat(value.value()).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(9));
  }

  @Test
  void each_operation_and_pictures_of_each_size_and_quality_are_learned_apart()
      throws InvalidRequest {
    registry.target("p/m", name -> Prior.of("openai", name));
    registry.target("p/*", name -> Prior.of("openai", name));
    for (String target : List.of("p/m", "p/*")) {
      registry.keep(target, picture("high", "1024x1024"), 0);
      assertThat(registry.find(target, picture("high", "1024x1024"), 0)).isPresent();
      assertThat(registry.find(target, picture("low", "1024x1024"), 0)).isEmpty();
      assertThat(registry.find(target, picture("high", "512x512"), 0)).isEmpty();
      assertThat(registry.find(target, Calls.whole(loop, "m"), 0)).isEmpty();
      assertThat(registry.find(target, Calls.of(loop, Operation.SPEECH), 0)).isEmpty();
      registry.keep(target, Calls.whole(loop, "m"), 0);
      assertThat(registry.find(target, Calls.of(loop, Operation.MESSAGES), 0)).isPresent();
      assertThat(registry.find(target, Calls.of(loop, Operation.EMBEDDINGS), 0)).isEmpty();
    }
  }

  @Test
  void what_is_expected_of_a_model_is_expected_of_all_its_works() throws InvalidRequest {
    registry.target("p/gemini-2.5-pro", name -> Prior.of("gemini", name));
    Call picture = picture("high", "1024x1024");
    long expected = Prior.of("gemini", "gemini-2.5-pro").firstToken().toNanos();
    assertThat(registry.keep("p/gemini-2.5-pro", picture, 0).prior()).isEqualTo(expected);
  }

  private Call picture(String quality, String size) throws InvalidRequest {
    byte[] body =
        "{\"model\":\"m\",\"prompt\":\"p\",\"quality\":\"%s\",\"size\":\"%s\"}"
            .formatted(quality, size)
            .getBytes(UTF_8);
    Call call = Calls.of(loop, Operation.IMAGES);
    var facts = RequestScanner.scan(Operation.IMAGES, body, 0, body.length);
    return call.asking(Operation.IMAGES, facts, call.body());
  }

  @Test
  void a_bound_that_few_quick_answers_leave_as_it_was_is_told_as_the_prior() {
    registry.target("p/m", name -> Prior.of("openai", name));
    teach("p/m", "m", 20, 1);
    LatencyStats.Value few = registry.values().getFirst();
    assertThat(few.prior()).isTrue();
    assertThat(few.value()).isEqualTo(Prior.of("openai", "m").firstToken());
    teach("p/m", "m", 300, 1);
    assertThat(registry.values().getFirst().prior()).isFalse();
  }

  @Test
  void a_target_with_a_model_of_its_own_learns_whatever_is_asked_for() {
    registry.target("p/m", name -> Prior.of("openai", name));
    teach("p/m", "asked", 20, 1);
    assertThat(firstToken("p/m", "asked otherwise")).isPresent();
    Call call = Calls.streamed(loop, "x");
    assertThatThrownBy(() -> registry.find("p/n", call, 0)).hasMessageContaining("p/n");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0",
    "4096, 0",
    "4097, 1",
    "16384, 1",
    "16385, 2",
    "65537, 3",
    "262145, 4",
    "1048576, 4",
    "1048577, 5",
    "2147483647, 5"
  })
  void inputs_are_sized_by_powers_of_four(int bytes, int size) {
    assertThat(InputSize.of(bytes)).isEqualTo(size);
    assertThat(IntStream.range(0, InputSize.COUNT).mapToObj(InputSize::name))
        .containsExactly("4KiB", "16KiB", "64KiB", "256KiB", "1024KiB", "more");
  }

  @ParameterizedTest
  @CsvSource({
    "gemini, gemini-2.5-flash, 5, false",
    "gemini, gemini-2.5-flash-lite-preview, 3, false",
    "gemini, models/gemini-2.5-pro, 15, true",
    "openrouter, google/gemini-2.5-flash, 10, false",
    "openai, gpt-5-mini, 10, true",
    "openai, gpt-5-chat-latest, 10, false",
    "openai, o3-mini, 10, true",
    "openai, gpt-4o, 10, false",
    "deepseek, deepseek-reasoner, 10, true",
    "compatible, Qwen/QwQ-32B, 10, true"
  })
  void some_models_are_known_beforehand(String type, String model, int seconds, boolean reasoning) {
    assertThat(Prior.of(type, model)).isEqualTo(new Prior(Duration.ofSeconds(seconds), reasoning));
  }

  private void teach(String target, String model, int times, int seconds) {
    Call call = Calls.streamed(loop, model);
    for (int i = 0; i < times; i++) {
      long now = loop.nanos();
      registry.keep(target, call, now).firstTokenTook(call, seconds * SECOND, now);
    }
  }

  private Optional<Duration> firstToken(String target, String model) {
    return registry.firstToken(target, Calls.streamed(loop, model), 0.95);
  }
}
