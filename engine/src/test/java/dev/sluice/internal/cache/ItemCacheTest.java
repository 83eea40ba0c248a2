package dev.sluice.internal.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.TestFeed;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.item.Items;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.CacheDirective;
import dev.sluice.call.request.Fingerprint;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.CacheConfig;
import dev.sluice.provider.Fingerprints;
import dev.sluice.provider.item.OpenAiItems;
import dev.sluice.provider.request.InvalidRequest;
import dev.sluice.provider.request.RequestScanner;
import dev.sluice.testing.Leaks;
import dev.sluice.testing.Memory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls for several inputs, of which some are kept. The provider's vector for an input is its
/// number in the order of asking; each of them costs ten tokens.
class ItemCacheTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final Memory memory = new Memory();
  private final List<String> asked = new ArrayList<>();
  private final AtomicInteger saved = new AtomicInteger();
  private final Cache cache =
      new Cache(
          new CacheConfig(CacheConfig.LEAST, Duration.ofMinutes(10)),
          CacheMeans.of(
              new Observer() {
                @Override
                public void saved(Call call, String by, int calls) {
                  saved.addAndGet(calls);
                }
              },
              memory,
              loop));

  private int vectors;
  private String model = "m";
  private String target = "p/m";
  private String says = "";
  private Outcome becomes = new Answered();

  @BeforeAll
  static void watch() {
    Leaks.watch();
  }

  @AfterAll
  static void nothing_is_lost() {
    Leaks.assertNone();
  }

  @AfterEach
  void everything_is_given_back() {
    assertThat(memory.used()).isZero();
  }

  @Test
  void what_is_kept_is_filled_in_and_the_rest_is_asked_for() throws Exception {
    assertThat(ask("a", "b").cache()).isEqualTo("miss");
    loop.advance(Duration.ofSeconds(30));
    Told told = ask("c", "b", "d", "a", "c");
    assertThat(asked).containsExactly("[\"a\",\"b\"]", "[\"c\",\"d\"]");
    assertThat(told.body()).isEqualTo(answer(List.of(3, 2, 4, 1, 3), 50));
    assertThat(told.cache()).isEqualTo("partial");
    assertThat(told.head().headers())
        .containsEntry("age", "30")
        .containsEntry("content-length", String.valueOf(told.body().length()));
    assertThat(told.usage()).isEqualTo(new Usage(20, 0, 0, false));
    assertThat(cache.gauges().inputs()).isEqualTo(2);
    assertThat(cache.gauges().misses()).isEqualTo(2);
    assertThat(saved).hasValue(0);
  }

  @Test
  void some_of_them_in_any_order_are_a_hit() throws Exception {
    ask("a", "b", "c");
    Told told = ask("c", "a");
    assertThat(told.body()).isEqualTo(answer(List.of(3, 1), 20));
    assertThat(told.cache()).isEqualTo("hit");
    assertThat(told.usage()).isEqualTo(new Usage(0, 0, 0, false));
    assertThat(call("\"b\"", "", SchedulingHints.NONE).body()).isEqualTo(answer(List.of(2), 10));
    assertThat(asked).hasSize(1);
    assertThat(saved).hasValue(2);
    assertThat(cache.gauges().hits()).isEqualTo(2);
  }

  @Test
  void the_same_call_again_gets_the_same_bytes() throws Exception {
    String first = ask("some", "texts", "of several lengths").body();
    assertThat(ask("some", "texts", "of several lengths").body()).isEqualTo(first);
  }

  @Test
  void what_was_filled_in_once_is_kept() throws Exception {
    ask("a");
    ask("a", "b");
    assertThat(ask("b", "a").cache()).isEqualTo("hit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"user\":\"u\"",
        ",\"seed\":1",
        ",\"dimensions\":8",
        ",\"encoding_format\":\"base64\"",
        ",\"nobody_knows\":null"
      })
  void anything_else_in_the_request_tells_inputs_apart(String property) throws Exception {
    ask("a");
    assertThat(call("[\"a\"]", property, SchedulingHints.NONE).cache()).isEqualTo("miss");
  }

  @Test
  void texts_and_tokens_another_tenant_and_another_operation_share_nothing() throws Exception {
    call("[\"1\"]", "", SchedulingHints.NONE);
    assertThat(call("[1]", "", SchedulingHints.NONE).cache()).isEqualTo("miss");
    assertThat(call("[\"1\"]", "", new SchedulingHints(Band.NORMAL, "t", 0)).cache())
        .isEqualTo("miss");
    assertThat(send(Operation.MODERATIONS, "[\"1\"]", "", SchedulingHints.NONE).cache())
        .isEqualTo("miss");
  }

  @Test
  void the_client_has_a_say() throws Exception {
    ask("a");
    assertThat(call("[\"a\"]", "", claim(CacheDirective.OFF)).cache()).isEqualTo("-");
    Told refreshed = call("[\"a\",\"b\"]", "", claim(CacheDirective.REFRESH));
    assertThat(refreshed.cache()).isEqualTo("miss");
    assertThat(ask("a").body()).isEqualTo(answer(List.of(3), 10));
  }

  @Test
  void vectors_of_another_model_never_stand_in_one_answer() throws Exception {
    ask("a");
    model = "n";
    assertThat(ask("a", "b").body()).isEqualTo(answer(List.of(3, 4), 20));
    target = "q/n";
    assertThat(ask("b", "c").body()).isEqualTo(answer(List.of(6, 7), 20));
    assertThat(asked)
        .containsExactly("[\"a\"]", "[\"b\"]", "[\"a\",\"b\"]", "[\"c\"]", "[\"b\",\"c\"]");
  }

  @Test
  void another_provider_of_the_same_model_may_give_the_rest() throws Exception {
    ask("a");
    target = "q/m";
    assertThat(ask("a", "b").body()).isEqualTo(answer(List.of(1, 2), 20));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"data\":[]}",
        "{\"data\":[{\"index\":0,\"embedding\":[7]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[7]},{\"index\":1,\"embedding\":[8]},{\"index\":2,\"embedding\":[9]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[7]},{\"index\":0,\"embedding\":[7]}]}",
        "{\"data\":[{\"index\":1,\"embedding\":[7]},{\"index\":0,\"embedding\":[8]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[7]},{\"index\":1,\"embedding\":[]}]}",
        "{\"data\":[{\"embedding\":[7]},{\"index\":1,\"embedding\":[8]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[7]},{\"index\":1,\"embed",
        "nothing of the kind"
      })
  void an_odd_answer_is_never_kept_and_never_filled_from(String odd) throws Exception {
    says = odd;
    assertThat(ask("a", "b").body()).isEqualTo(odd);
    assertThat(cache.gauges().entries()).isZero();
    says = "";
    ask("c");
    says = odd;
    assertThat(ask("a", "c", "b", "c", "c").body()).isEqualTo(odd);
    assertThat(asked.subList(2, 4))
        .containsExactly("[\"a\",\"b\"]", "[\"a\",\"c\",\"b\",\"c\",\"c\"]");
    assertThat(cache.gauges().entries()).isOne();
  }

  @Test
  void a_failure_passes_as_it_is() throws Exception {
    ask("a");
    becomes = new Failed.Refused(400, "application/json", "{}");
    Told told = ask("a", "b");
    assertThat(told.outcome()).isEqualTo(becomes);
    assertThat(told.body()).isEmpty();
    assertThat(asked).hasSize(2);
  }

  @Test
  void an_entry_that_was_damaged_is_dropped_and_asked_for_again() throws Exception {
    ask("a", "b");
    byte[] kept = cache.store().find(key("a"), CachedItem.class).orElseThrow().part().in();
    kept[kept.length - 1] = 'X';
    assertThat(ask("a", "b").body()).isEqualTo(answer(List.of(3, 2), 20));
    assertThat(asked).containsExactly("[\"a\",\"b\"]", "[\"a\"]");
    assertThat(cache.gauges().damaged()).isOne();
  }

  @Test
  void without_room_the_call_is_made_as_it_came() throws Exception {
    ask("a");
    memory.max = 3;
    assertThat(ask("a").cache()).isEqualTo("miss");
    assertThat(ask("a", "b").cache()).isEqualTo("miss");
    // For the inputs and the request, but not for the answer.
    memory.max = 428 + 40;
    assertThat(ask("a", "c").cache()).isEqualTo("miss");
    assertThat(asked)
        .containsExactly("[\"a\"]", "[\"a\"]", "[\"a\",\"b\"]", "[\"c\"]", "[\"a\",\"c\"]");
  }

  @Test
  void a_client_that_leaves_gives_everything_back() throws Exception {
    ask("a");
    becomes = new Failed.Cancelled();
    assertThatThrownBy(() -> ask("a", "b")).isInstanceOf(InterruptedException.class);
  }

  @Test
  void all_together_stay_within_their_bound() throws Exception {
    for (int i = 0; i < 200; i++) {
      ask(IntStream.range(i * 10, i * 10 + 10).mapToObj(n -> "text " + n).toArray(String[]::new));
    }
    assertThat(cache.gauges().bytes()).isLessThanOrEqualTo(CacheConfig.LEAST);
    assertThat(cache.gauges().entries()).isBetween(100L, 1000L);
  }

  @Test
  void what_is_too_large_is_not_kept() throws Exception {
    String vector = "1,".repeat(50_000) + "1";
    says = "{\"data\":[{\"index\":0,\"embedding\":[" + vector + "]}]}";
    ask("a");
    assertThat(cache.gauges().entries()).isZero();
  }

  private static SchedulingHints claim(CacheDirective wish) {
    return new SchedulingHints(Band.NORMAL, "*", 0, wish);
  }

  private Fingerprint key(String text) throws InvalidRequest {
    Call call = call(Operation.EMBEDDINGS, body("[\"" + text + "\"]", ""), SchedulingHints.NONE);
    Items items = new OpenAiItems().read(call).orElseThrow();
    return Fingerprints.of("r", call, items).getFirst();
  }

  /// What a client was told.
  ///
  /// @param cache the header of this name; `-` for none
  private record Told(Outcome outcome, Head head, String body, Usage usage, String cache) {}

  private Told ask(String... texts) throws Exception {
    String input = List.of(texts).stream().map(t -> '"' + t + '"').collect(Collectors.joining(","));
    return call("[" + input + "]", "", SchedulingHints.NONE);
  }

  private Told call(String input, String properties, SchedulingHints hints) throws Exception {
    return send(Operation.EMBEDDINGS, input, properties, hints);
  }

  private Told send(Operation operation, String input, String properties, SchedulingHints hints)
      throws Exception {
    var exit = new RecordingExit();
    var sink = new Seen(new CommitPoint(exit, false, Clock.SYSTEM));
    Call call = call(operation, body(input, properties), hints);
    Outcome outcome;
    try {
      outcome = cache.over(cache.insertion().over(this::answer)).send(call, sink);
    } finally {
      call.body().close();
    }
    String body =
        exit.events().stream()
            .filter(e -> !e.matches("start.*|flush|finish"))
            .collect(Collectors.joining());
    String header = sink.head.headers().getOrDefault(Cache.HEADER, "-");
    return new Told(outcome, sink.head, body, sink.info().usage(), header);
  }

  private static final class Seen extends ForwardingSink {
    private Head head = new Head(0, Map.of());

    Seen(Sink next) {
      super(next);
    }

    @Override
    public void head(Head said) {
      head = said;
      next.head(said);
    }
  }

  private static String body(String input, String properties) {
    return "{\"model\":\"asked\",\"input\":" + input + properties + "}";
  }

  private Call call(Operation operation, String body, SchedulingHints hints) throws InvalidRequest {
    byte[] json = body.getBytes(UTF_8);
    return new Call(
            "c",
            operation,
            RequestScanner.scan(operation, json, 0, json.length),
            new Body(Calls.utf8(body), () -> {}),
            Map.of(),
            loop.nanos(),
            Deadline.in(Duration.ofHours(1), loop.nanos()),
            loop)
        .withHints(hints);
  }

  /// The provider.
  private Outcome answer(Call call, Sink to) throws InterruptedException {
    String request = call.body().bytes().toString(UTF_8);
    asked.add(request.replaceAll(".*\"input\":(\\[[^]]*]|\"[^\"]*\").*", "$1"));
    to.attach(TestFeed.of(target));
    if (becomes instanceof Failed.Cancelled) {
      throw new InterruptedException("the client has left");
    }
    if (becomes instanceof Failed) {
      return becomes;
    }
    int count = new OpenAiItems().read(call).orElseThrow().items().size();
    List<Integer> own = IntStream.range(0, count).mapToObj(_ -> ++vectors).toList();
    String answer = says.isEmpty() ? answer(own, 10 * count) : says;
    to.head(new Head(200, Map.of("content-type", "application/json")));
    to.body(Calls.utf8(answer));
    TestFeed.used(to, new Usage(10L * count, 0, 0, false));
    to.end();
    return becomes;
  }

  private String answer(List<Integer> vectors, int tokens) {
    String data =
        IntStream.range(0, vectors.size())
            .mapToObj(i -> "{\"index\":%d,\"embedding\":[%d]}".formatted(i, vectors.get(i)))
            .collect(Collectors.joining(","));
    return "{\"data\":[%s],\"model\":\"%s\",\"usage\":{\"total_tokens\":%d}}"
        .formatted(data, model, tokens);
  }
}
