package dev.sluice.provider.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.BadAnswer;
import dev.sluice.call.Failed.Phase;
import dev.sluice.call.Head;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.provider.FakeLoop;
import dev.sluice.provider.FakeTransport;
import dev.sluice.provider.model.Listing.Listed;
import dev.sluice.provider.model.Listing.Unlisted;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelListerTest {
  private static final Duration WITHIN = Duration.ofSeconds(10);

  private final FakeTransport transport = new FakeTransport();
  private final FakeLoop loop = new FakeLoop();

  private Listing list(ProviderType type, String... parts) throws InterruptedException {
    transport.parts = List.of(parts);
    String path = type == ProviderType.ANTHROPIC ? "" : "/v1";
    ProviderConfig config =
        new ProviderConfig("p", type, URI.create("https://host" + path), List.of(), false);
    if (type == ProviderType.GEMINI) {
      // Its OpenAI-compatible surface.
      config = config.by(ProviderConfig.Api.OPENAI);
    }
    return new ModelLister(config, Optional.of(new Secret("key")), transport).list(loop, WITHIN);
  }

  @AfterEach
  void no_timer_stays_behind() {
    assertThat(loop.timers).isEmpty();
  }

  @Test
  void lists_the_models_as_the_provider_describes_them() throws InterruptedException {
    assertThat(
            list(
                ProviderType.OPENAI,
                "{\"object\":\"list\",\"data\":[{\"id\":\"gpt\\u002d5\",\"x\":{\"id\":\"no\"}},{\"i",
                "d\":\"b\",\"owned_by\":\"é\"}]}"))
        .isEqualTo(
            new Listed(
                List.of(
                    new ListedModel("gpt-5", "{\"id\":\"gpt\\u002d5\",\"x\":{\"id\":\"no\"}}"),
                    new ListedModel("b", "{\"id\":\"b\",\"owned_by\":\"é\"}"))));
    assertThat(requireNonNull(transport.request).method()).isEqualTo("GET");
    assertThat(requireNonNull(transport.request).path()).isEqualTo("/v1/models");
    assertThat(requireNonNull(transport.request).headers())
        .containsEntry("authorization", "Bearer key")
        .doesNotContainKey("content-type");
  }

  @Test
  void models_of_vertex_are_named_without_their_publisher() throws InterruptedException {
    assertThat(
            list(
                ProviderType.VERTEX,
                "{\"publisherModels\":[{\"name\":\"publishers/google/models/gemini-3-pro\"},"
                    + "{\"name\":\"x\"}]}"))
        .isEqualTo(
            new Listed(
                List.of(new ListedModel("gemini-3-pro", "{\"name\":\"models/gemini-3-pro\"}"))));
    assertThat(requireNonNull(transport.request).path())
        .isEqualTo("/v1beta1/publishers/google/models?pageSize=300");
  }

  @Test
  void all_pages_of_a_list_are_read() throws InterruptedException {
    transport.meanwhile =
        () ->
            transport.parts =
                List.of("{\"publisherModels\":[{\"name\":\"publishers/google/models/b\"}]}");
    assertThat(
            list(
                ProviderType.VERTEX,
                "{\"publisherModels\":[{\"name\":\"publishers/google/models/a\"}],"
                    + "\"nextPageToken\":\"t/2\"}"))
        .isInstanceOfSatisfying(
            Listed.class,
            all -> assertThat(all.models()).extracting(ListedModel::id).containsExactly("a", "b"));
    assertThat(requireNonNull(transport.request).path())
        .isEqualTo("/v1beta1/publishers/google/models?pageSize=300&pageToken=t%2F2");
  }

  @Test
  void a_list_without_an_end_is_read_in_part() throws InterruptedException {
    assertThat(
            list(
                ProviderType.VERTEX,
                "{\"publisherModels\":[{\"name\":\"publishers/google/models/a\"}],"
                    + "\"nextPageToken\":\"t\"}"))
        .isInstanceOfSatisfying(Listed.class, all -> assertThat(all.models()).hasSize(10));
  }

  @Test
  void an_express_key_that_may_not_list_is_no_bad_key() throws InterruptedException {
    transport.head = new Head(401, Map.of());
    assertThat(list(ProviderType.VERTEX, "{\"error\":{}}"))
        .isInstanceOfSatisfying(
            Unlisted.class, all -> assertThat(all.why()).isInstanceOf(Failed.Refused.class));
  }

  @Test
  void gemini_is_asked_by_other_names_than_it_lists() throws InterruptedException {
    assertThat(
            list(
                ProviderType.GEMINI,
                "{\"data\":[{\"id\":\"models/gemini-2.5-flash\",\"object\":\"model\"}]}"))
        .isEqualTo(
            new Listed(
                List.of(
                    new ListedModel(
                        "gemini-2.5-flash",
                        "{\"id\":\"gemini-2.5-flash\",\"object\":\"model\"}"))));
  }

  @Test
  void anthropic_is_asked_in_its_own_way() throws InterruptedException {
    list(ProviderType.ANTHROPIC, "{\"data\":[]}");
    assertThat(requireNonNull(transport.request).path()).isEqualTo("/v1/models?limit=1000");
    assertThat(requireNonNull(transport.request).headers())
        .containsEntry("x-api-key", "key")
        .containsEntry("anthropic-version", "2023-06-01")
        .doesNotContainKey("authorization");
  }

  @Test
  void what_cannot_be_a_name_is_left_out() throws InterruptedException {
    String absurd = "x".repeat(300);
    assertThat(
            list(
                ProviderType.OPENAI,
                "{\"data\":[{\"id\":\"\"},{\"id\":5},{},7,{\"id\":\"a\\nb\"},{\"id\":\""
                    + absurd
                    + "\"},{\"id\":\"ok\"}]}"))
        .isEqualTo(new Listed(List.of(new ListedModel("ok", "{\"id\":\"ok\"}"))));
  }

  @Test
  void an_error_is_classified() throws InterruptedException {
    transport.head = new Head(401, Map.of());
    assertThat(list(ProviderType.OPENAI, "{\"error\":{}}"))
        .isEqualTo(new Unlisted(new Failed.CredentialRefused(401)));
  }

  @Test
  void a_list_that_is_cut_or_no_list_at_all_is_none() throws InterruptedException {
    assertThat(list(ProviderType.OPENAI, "{\"data\":[{\"id\":\"a\"}")).isInstanceOf(Unlisted.class);
    assertThat(list(ProviderType.OPENAI, "<html>")).isInstanceOf(Unlisted.class);
  }

  @Test
  void an_endless_list_is_cut_off() throws InterruptedException {
    String part = " ".repeat(ModelSink.LIST_MAX / 2 + 1);
    assertThat(list(ProviderType.OPENAI, part, part))
        .isInstanceOfSatisfying(
            Unlisted.class, unlisted -> assertThat(unlisted.why()).isInstanceOf(BadAnswer.class));
  }

  @Test
  void a_provider_that_takes_too_long_is_given_up() throws InterruptedException {
    transport.meanwhile = () -> loop.timers.remove().run();
    assertThat(list(ProviderType.OPENAI, "{\"data\":["))
        .isEqualTo(new Unlisted(new Failed.TimedOut(Phase.TOTAL, WITHIN)));
  }

  @Test
  void the_transports_failure_is_told() throws InterruptedException {
    Failed failed = new Failed.Unreachable(Failed.Obstacle.DNS, "no such name");
    transport.broken = failed;
    assertThat(list(ProviderType.OPENAI, "{")).isEqualTo(new Unlisted(failed));
  }
}
