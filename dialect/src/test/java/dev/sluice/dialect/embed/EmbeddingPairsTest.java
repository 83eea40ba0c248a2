package dev.sluice.dialect.embed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialect.embed.EmbeddingRequest.Options;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.WholeTranslation.Answer;
import dev.sluice.dialect.rule.WholeTranslation.Request;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random requests and answers go through each pair of a client's and a provider's form: inputs,
/// dimensions and tasks arrive, and each number of each vector, at the place of its input.
class EmbeddingPairsTest {
  private static final int SEEDS = 100;

  /// What a client asks, and by which provider it is answered.
  record Pair(ClientForm client, EmbeddingForm provider) {}

  static Stream<Pair> pairs() {
    return Stream.of(ClientForm.values())
        .flatMap(client -> Stream.of(EmbeddingForm.values()).map(form -> new Pair(client, form)))
        .filter(pair -> EmbeddingTranslation.of(pair.client, pair.provider).isPresent());
  }

  /// A request that every form can say.
  private static EmbeddingRequest request(Pair pair, SplittableRandom random) {
    boolean one =
        pair.client == ClientForm.EMBED_CONTENT
            || pair.provider == EmbeddingForm.GEMINI_CONTENT
            || pair.provider == EmbeddingForm.TITAN;
    int count = one ? 1 : random.nextInt(1, 40);
    List<EmbeddingInput> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      inputs.add(new EmbeddingInput.Text("", "ä\n\"" + random.nextInt()));
    }
    EmbeddingTask task = random.nextBoolean() ? EmbeddingTask.QUERY : EmbeddingTask.DOCUMENT;
    long size = random.nextInt(1, 3000);
    var options =
        new Options(
            random.nextBoolean() ? Optional.of(new Stated<>("", size)) : Optional.empty(),
            Optional.empty(),
            Optional.of(new Stated<>("", task)),
            Optional.empty(),
            Truncation.NONE,
            Optional.empty());
    boolean base64 = pair.client == ClientForm.EMBEDDINGS && random.nextBoolean();
    return new EmbeddingRequest(inputs, "", options, base64, List.of());
  }

  /// As a client writes it; OpenAI's own form has no tasks, so that Voyage's stands for it.
  private static byte[] written(Pair pair, EmbeddingRequest request) {
    var losses = new Losses(false, Map.of());
    if (pair.client != ClientForm.EMBED_CONTENT) {
      EmbeddingForm form =
          pair.client == ClientForm.EMBEDDINGS ? EmbeddingForm.VOYAGE : pair.client.form();
      return form.codec().encodeRequest(request, "m", losses, HeapMeter.unbounded());
    }
    String batch =
        new String(
            EmbeddingForm.GEMINI.codec().encodeRequest(request, "m", losses, HeapMeter.unbounded()),
            UTF_8);
    return batch.substring("{\"requests\":[".length(), batch.length() - 2).getBytes(UTF_8);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void a_request_comes_through(Pair pair) {
    var translation = EmbeddingTranslation.of(pair.client, pair.provider).orElseThrow();
    boolean hasTasks =
        switch (pair.provider) {
          case OPENAI, MISTRAL, TITAN -> false;
          case VOYAGE, GEMINI, GEMINI_CONTENT, VERTEX, COHERE, COHERE_AT_BEDROCK -> true;
        };
    for (int seed = 0; seed < SEEDS; seed++) {
      EmbeddingRequest asked = request(pair, new SplittableRandom(seed));
      var result = translation.request(written(pair, asked), "x/y", false, HeapMeter.unbounded());
      assertThat(result).as("seed %d", seed).isInstanceOf(Request.class);
      byte[] body = ((Request) result).body();
      EmbeddingRequest got = pair.provider.codec().decodeRequest(body, HeapMeter.unbounded());
      assertThat(texts(got)).isEqualTo(texts(asked));
      assertThat(got.options().dimensions().map(Stated::value))
          .isEqualTo(asked.options().dimensions().map(Stated::value));
      assertThat(got.options().task().map(Stated::value))
          .isEqualTo(asked.options().task().map(Stated::value).filter(_ -> hasTasks));
      assertThat(got.others()).isEmpty();
      boolean named =
          switch (pair.provider) {
            case VERTEX, GEMINI_CONTENT, COHERE_AT_BEDROCK, TITAN -> false;
            case OPENAI, MISTRAL, VOYAGE, GEMINI, COHERE -> true;
          };
      assertThat(new String(body, UTF_8).contains("x/y")).isEqualTo(named);
    }
  }

  private static List<String> texts(EmbeddingRequest request) {
    return request.inputs().stream().map(EmbeddingRules::text).toList();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void every_number_comes_through_at_its_place(Pair pair) {
    var translation = EmbeddingTranslation.of(pair.client, pair.provider).orElseThrow();
    for (int seed = 0; seed < SEEDS; seed++) {
      var random = new SplittableRandom(seed);
      EmbeddingRequest asked = request(pair, random);
      var translated =
          (Request) translation.request(written(pair, asked), "m", false, HeapMeter.unbounded());
      List<float[]> vectors = asked.inputs().stream().map(_ -> vector(random, asked)).toList();
      EmbeddingRequest atProvider =
          pair.provider.codec().decodeRequest(translated.body(), HeapMeter.unbounded());
      byte[] answer = answer(pair.provider.codec(), atProvider, vectors);
      var whole = (Answer.Whole) translated.answers().of(answer, 77, HeapMeter.unbounded());
      assertThat(whole.estimated()).isEqualTo(pair.provider.codec() instanceof GeminiEmbeddings);
      EmbeddingReply got =
          pair.client
              .form()
              .codec()
              .decodeAnswer(asBatch(pair, whole.body()), asked.asked(), HeapMeter.unbounded());
      assertThat(got.vectors()).hasSameSizeAs(vectors);
      for (int i = 0; i < vectors.size(); i++) {
        assertThat(floats(got.vectors().get(i))).as("seed %d", seed).isEqualTo(vectors.get(i));
      }
    }
  }

  private static byte[] asBatch(Pair pair, byte[] answer) {
    return pair.client == ClientForm.EMBED_CONTENT
        ? new String(answer, UTF_8)
            .replaceFirst("\"embedding\":(\\{\"values\":\\[[^]]*]})", "\"embeddings\":[$1]")
            .getBytes(UTF_8)
        : answer;
  }

  private static float[] vector(SplittableRandom random, EmbeddingRequest asked) {
    int size = asked.options().dimensions().map(d -> (int) (d.value() % 50 + 1)).orElse(5);
    float[] vector = new float[size];
    IntStream.range(0, size).forEach(i -> vector[i] = (float) random.nextDouble(-1, 1));
    return vector;
  }

  /// The provider's own answer: each form is written by its codec, which the golden cases hold to
  /// what vendors document.
  private static byte[] answer(
      EmbeddingCodec codec, EmbeddingRequest asked, List<float[]> vectors) {
    List<RawVector> raw =
        vectors.stream().map(vector -> asked.base64() ? base64(vector) : list(vector)).toList();
    var reply = new EmbeddingReply(raw, Optional.of("m"), OptionalLong.of(5));
    boolean told = !(codec instanceof GeminiEmbeddings);
    return codec.encodeAnswer(
        reply, new EmbeddingCodec.Terms(asked.asked(), "m", 5, told), HeapMeter.unbounded());
  }

  private static RawVector list(float[] vector) {
    var text = new StringBuilder("[");
    for (float number : vector) {
      text.append(text.length() > 1 ? ", " : "").append(number);
    }
    byte[] bytes = text.append(']').toString().getBytes(UTF_8);
    return new RawVector(bytes, 0, bytes.length, null);
  }

  private static RawVector base64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : vector) {
      bytes.putFloat(number);
    }
    return RawVector.of(Base64.getEncoder().encodeToString(bytes.array()));
  }

  private static float[] floats(RawVector vector) {
    String text = vector.base64();
    if (text == null) {
      String list =
          new String(vector.in(), vector.start() + 1, vector.end() - vector.start() - 2, UTF_8);
      String[] numbers = list.split(",", -1);
      float[] floats = new float[numbers.length];
      IntStream.range(0, floats.length).forEach(i -> floats[i] = Float.parseFloat(numbers[i]));
      return floats;
    }
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
    float[] floats = new float[bytes.remaining() / Float.BYTES];
    IntStream.range(0, floats.length).forEach(i -> floats[i] = bytes.getFloat());
    return floats;
  }
}
