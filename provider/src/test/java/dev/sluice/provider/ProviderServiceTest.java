package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.CallOrigin;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.policy.UpstreamStream;
import dev.sluice.config.provider.AwsAuth;
import dev.sluice.config.provider.CallLabel;
import dev.sluice.config.provider.Origin;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.provider.answer.UpstreamOptions;
import dev.sluice.provider.error.Errors;
import dev.sluice.provider.header.Hops;
import dev.sluice.testing.Memory;
import dev.sluice.transport.WireRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderServiceTest {
  private static final Secret KEY = new Secret("the-key");

  private final FakeTransport transport = new FakeTransport();
  private final RecordingSink sink = new RecordingSink();

  private static ProviderConfig config(ProviderType type, String url) {
    return new ProviderConfig("p", type, URI.create(url), List.of(KEY), false);
  }

  private ProviderService service(ProviderType type, String url, Optional<String> model) {
    ProviderConfig config = config(type, url);
    return new ProviderService(
        config,
        Optional.of(KEY),
        model,
        UpstreamStream.NEVER,
        new StreamTrust(config),
        Errors.classifier(config),
        new ProviderService.Dependencies(new Memory(), transport, Clock.SYSTEM, false));
  }

  private ProviderService openai(Optional<String> model) {
    return service(ProviderType.OPENAI, "https://api.openai.com/v1", model);
  }

  private static Call call(Operation operation, String body) {
    return ProviderCalls.of(operation, Unpooled.copiedBuffer(body, UTF_8), Map.of());
  }

  private WireRequest sent(ProviderService service, Call call) throws InterruptedException {
    service.send(call, sink);
    call.body().close();
    return requireNonNull(transport.request);
  }

  @Test
  void a_call_goes_where_the_configuration_says() throws InterruptedException {
    WireRequest request = sent(openai(Optional.empty()), ProviderCalls.chat(false));
    assertThat(request.origin()).isEqualTo(new Origin(true, "api.openai.com", 443, false));
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/v1/chat/completions");
    assertThat(request.headers())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "authorization", "Bearer the-key",
                "content-type", "application/json",
                "accept", "application/json",
                "user-agent", "sluice",
                "x-sluice-hop", "1"));
  }

  @ParameterizedTest
  @CsvSource({"1,2", "7,8", "8,8", "many,8"})
  void a_call_from_another_gateway_has_passed_one_more(String passed, String next)
      throws InterruptedException {
    Call call =
        ProviderCalls.of(
            Operation.CHAT,
            Unpooled.copiedBuffer("{\"model\":\"m\",\"messages\":[]}", UTF_8),
            Map.of(Hops.HEADER, passed));
    assertThat(sent(openai(Optional.empty()), call).headers())
        .containsEntry("x-sluice-hop", next)
        .containsEntry("authorization", "Bearer the-key");
  }

  @Test
  void a_stream_is_asked_for_as_events() throws InterruptedException {
    assertThat(sent(openai(Optional.empty()), ProviderCalls.chat(true)).headers())
        .containsEntry("accept", "text/event-stream");
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETIONS,/v1/completions,prompt",
    "EMBEDDINGS,/v1/embeddings,input",
    "MODERATIONS,/v1/moderations,input",
    "RESPONSES,/v1/responses,input"
  })
  void each_operation_has_its_path(Operation operation, String path, String input)
      throws InterruptedException {
    Call call = call(operation, "{\"model\":\"m\",\"" + input + "\":\"i\"}");
    assertThat(sent(openai(Optional.empty()), call).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "https://my.openai.azure.com,/openai/v1/chat/completions",
    "https://my.openai.azure.com/,/openai/v1/chat/completions",
    "https://gateway.example/azure/v1/,/azure/v1/chat/completions"
  })
  void azure_has_its_own_path_and_header(String url, String path) throws InterruptedException {
    WireRequest request =
        sent(service(ProviderType.AZURE, url, Optional.empty()), ProviderCalls.chat(false));
    assertThat(request.path()).isEqualTo(path);
    assertThat(request.headers())
        .containsEntry("api-key", "the-key")
        .doesNotContainKey("authorization");
  }

  @Test
  void an_address_may_be_literal_and_a_key_absent() throws InterruptedException {
    ProviderConfig config =
        new ProviderConfig(
            "local", ProviderType.VLLM, URI.create("http://[::1]:8000/v1"), List.of(), true);
    WireRequest request =
        sent(
            new ProviderService(
                config,
                Optional.empty(),
                Optional.empty(),
                UpstreamStream.NEVER,
                new StreamTrust(config),
                Errors.classifier(config),
                new ProviderService.Dependencies(new Memory(), transport, Clock.SYSTEM, false)),
            ProviderCalls.chat(false));
    assertThat(request.origin()).isEqualTo(new Origin(false, "::1", 8000, true));
    assertThat(request.headers()).doesNotContainKeys("authorization", "api-key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://host/v1",
        "//host/v1",
        "https:///v1",
        "https://user:pw@host/v1",
        "https://host/v1?x=y",
        "https://host/v1#f"
      })
  void a_url_that_cannot_be_called_is_refused_at_once(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> service(ProviderType.COMPATIBLE, url, Optional.empty()))
        .withMessageContaining("provider p")
        .withMessageNotContaining("pw");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\r\nb: c", "k\n", "é"})
  void a_key_that_fits_no_header_is_refused_at_once(String key) {
    ProviderConfig config = config(ProviderType.OPENAI, "https://host/v1");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ProviderService(
                    config,
                    Optional.of(new Secret(key)),
                    Optional.empty(),
                    UpstreamStream.NEVER,
                    new StreamTrust(config),
                    Errors.classifier(config),
                    new ProviderService.Dependencies(new Memory(), transport, Clock.SYSTEM, false)))
        .withMessageContaining("provider p")
        .withMessageNotContaining("b: c");
  }

  @Test
  void the_model_is_rewritten_and_no_other_byte() throws InterruptedException {
    String body = "{ \"messages\":[\"é \\u00e9\"],\n \"model\" : \"asked\", \"x\":1e2}";
    sent(openai(Optional.of("the \"other\"\n")), call(Operation.CHAT, body));
    assertThat(transport.body).isEqualTo(body.replace("\"asked\"", "\"the \\\"other\\\"\\n\""));
  }

  @Test
  void the_model_passes_on_where_none_is_configured() throws InterruptedException {
    String body = "{\"model\":\"as\\u006bed\",\"messages\":[]}";
    sent(openai(Optional.empty()), call(Operation.CHAT, body));
    assertThat(transport.body).isEqualTo("{\"model\":\"asked\",\"messages\":[]}");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void the_other_bytes_are_shared_and_given_back(boolean direct) {
    String text = "..{\"messages\":[],\"model\":\"asked\"}";
    ByteBuf buffer = direct ? Unpooled.directBuffer(64) : Unpooled.buffer(64);
    buffer.writeBytes(text.getBytes(UTF_8)).skipBytes(2);
    Call call = ProviderCalls.of(Operation.CHAT, buffer, Map.of());

    ByteBuf same = UpstreamBody.of(call, "asked", UpstreamOptions.asItIs(call), false, "");
    ByteBuf other = UpstreamBody.of(call, "x", UpstreamOptions.asItIs(call), false, "");
    assertThat(same.toString(UTF_8)).isEqualTo(text.substring(2));
    assertThat(other.toString(UTF_8)).isEqualTo("{\"messages\":[],\"model\":\"x\"}");
    buffer.setByte(3, '~');
    assertThat(other.toString(UTF_8)).startsWith("{~");

    other.release();
    same.release();
    assertThat(buffer.refCnt()).isEqualTo(1);
    call.body().close();
    assertThat(buffer.refCnt()).isZero();
  }

  // C20, C23
  @Test
  void no_word_of_the_clients_gets_into_the_path_or_a_header() throws InterruptedException {
    String body =
        "{\"model\":\"../../x y?z\",\"messages\":[],\"user\":\"a\\r"
            + "\\n"
            + "b: c\",\"api_base\":\"http://evil\"}";
    Call call =
        ProviderCalls.of(
            Operation.CHAT,
            Unpooled.copiedBuffer(body, UTF_8),
            Map.of(
                "openai-beta", "x\r\nauthorization: evil",
                "host", "evil",
                "x-stainless-lang", "java",
                "cookie", "a=b",
                "authorization", "evil"));
    WireRequest request = sent(openai(Optional.empty()), call);
    assertThat(request.path()).isEqualTo("/v1/chat/completions");
    assertThat(request.origin().host()).isEqualTo("api.openai.com");
    assertThat(request.headers())
        .containsOnlyKeys("authorization", "content-type", "accept", "user-agent", "x-sluice-hop")
        .containsEntry("authorization", "Bearer the-key");
    assertThat(transport.body).isEqualTo(body);
  }

  @Test
  void a_beta_of_the_provider_may_be_asked_for() throws InterruptedException {
    Call call =
        ProviderCalls.of(
            Operation.CHAT,
            Unpooled.copiedBuffer("{\"model\":\"m\",\"messages\":[]}", UTF_8),
            Map.of("openai-beta", "responses=v1"));
    assertThat(sent(openai(Optional.empty()), call).headers())
        .containsEntry("openai-beta", "responses=v1");
  }

  @Test
  void an_account_that_its_client_has_chosen_is_not_held_against_the_credential()
      throws InterruptedException {
    transport.head = new Head(401, Map.of());
    transport.parts = List.of("{\"error\":{\"message\":\"no such organization\"}}");
    assertThat(refusedFor("openai-organization").code()).isEqualTo("account_refused");
    transport.head = new Head(429, Map.of());
    transport.parts = List.of("{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"m\"}}");
    assertThat(refusedFor("openai-project").code()).isEqualTo("insufficient_quota");
  }

  @Test
  void the_limits_of_an_account_that_its_client_has_chosen_are_that_calls_own()
      throws InterruptedException {
    transport.head = new Head(429, Map.of("retry-after", "20", "x-ratelimit-limit-requests", "3"));
    transport.parts = List.of("{\"error\":{\"message\":\"slow down\"}}");
    assertThat(sendFor("openai-project"))
        .isInstanceOfSatisfying(
            Failed.AccountThrottled.class,
            why -> {
              assertThat(why.header()).isEqualTo("openai-project");
              assertThat(why.hint()).contains(Duration.ofSeconds(20));
            });
    assertThat(sink.allowance).isEqualTo(RateLimitInfo.NONE);
    assertThat(requireNonNull(sink.head).headers())
        .containsEntry("x-ratelimit-limit-requests", "3");
    assertThat(sendFor("openai-beta")).isInstanceOf(Failed.Throttled.class);
    assertThat(sink.allowance.of(RateLimitInfo.Unit.REQUESTS)).isPresent();
  }

  @Test
  void a_hint_in_a_server_error_of_such_an_account_holds_no_other_call()
      throws InterruptedException {
    transport.head =
        new Head(
            500,
            Map.of("x-ratelimit-remaining-requests", "0", "x-ratelimit-reset-requests", "20s"));
    transport.parts = List.of("{\"error\":{\"message\":\"broken\"}}");
    assertThat(sendFor("openai-project"))
        .isInstanceOfSatisfying(Failed.Overloaded.class, why -> assertThat(why.hint()).isEmpty());
  }

  @Test
  void what_an_answer_of_such_an_account_says_of_its_limits_is_told_to_the_client_alone()
      throws InterruptedException {
    transport.head =
        new Head(
            200, Map.of("content-type", "application/json", "x-ratelimit-remaining-requests", "0"));
    assertThat(sendFor("openai-organization")).isEqualTo(new Answered());
    assertThat(sink.allowance).isEqualTo(RateLimitInfo.NONE);
    assertThat(requireNonNull(sink.head).headers())
        .containsEntry("x-ratelimit-remaining-requests", "0");
  }

  private Failed.Invalid refusedFor(String header) throws InterruptedException {
    var why = (Failed.Invalid) sendFor(header);
    assertThat(why.param()).contains(header);
    return why;
  }

  private Outcome sendFor(String header) throws InterruptedException {
    Call call =
        ProviderCalls.of(
            Operation.CHAT,
            Unpooled.copiedBuffer("{\"model\":\"m\",\"messages\":[]}", UTF_8),
            Map.of(header, "theirs"));
    Outcome outcome = openai(Optional.empty()).send(call, sink);
    call.body().close();
    return outcome;
  }

  @Test
  void its_name_is_bounded() {
    assertThat(openai(Optional.of("gpt")).target()).isEqualTo("p/gpt");
    assertThat(openai(Optional.empty()).target()).isEqualTo("p/*");
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"COHERE", "VOYAGE"})
  void every_provider_serves_conversations(ProviderType type) {
    assertThat(service(type, "https://host/v1", Optional.empty()).operations())
        .containsAnyOf(Operation.CHAT, Operation.MESSAGES, Operation.GENERATE);
  }

  @Test
  void cohere_and_voyage_are_asked_for_embeddings_and_reranks_alone() {
    assertThat(service(ProviderType.COHERE, "https://host", Optional.empty()).operations())
        .containsExactlyInAnyOrder(Operation.COHERE_EMBED, Operation.COHERE_RERANK);
    assertThat(service(ProviderType.VOYAGE, "https://host/v1", Optional.empty()).operations())
        .containsExactlyInAnyOrder(Operation.EMBEDDINGS, Operation.RERANK);
  }

  @Test
  void the_outcome_is_what_the_answer_means() throws InterruptedException {
    transport.head = new Head(401, Map.of());
    transport.parts = List.of("{\"error\":{\"message\":\"bad key\"}}");
    Call call = ProviderCalls.chat(false);
    assertThat(openai(Optional.empty()).send(call, sink))
        .isEqualTo(new Failed.CredentialRefused(401));
    call.body().close();
  }

  @Test
  void the_outcome_is_the_transports_where_there_is_no_answer() throws InterruptedException {
    Failed failed = new Failed.Unreachable(Failed.Obstacle.RESET, "reset");
    transport.broken = failed;
    Call call = ProviderCalls.chat(false);
    assertThat(openai(Optional.empty()).send(call, sink)).isEqualTo(failed);
    call.body().close();
  }

  @Test
  void a_good_answer_is_answered() throws InterruptedException {
    Call call = ProviderCalls.chat(false);
    assertThat(openai(Optional.empty()).send(call, sink)).isEqualTo(new Answered());
    assertThat(sink.text()).isEqualTo("{}");
    call.body().close();
  }

  private WireRequest bounded(ProviderType type, Call call) throws InterruptedException {
    ProviderConfig config = config(type, "https://host/v1").bounding(OptionalLong.of(700));
    return sent(
        new ProviderService(
            config,
            Optional.of(KEY),
            Optional.empty(),
            UpstreamStream.NEVER,
            new StreamTrust(config),
            Errors.classifier(config),
            new ProviderService.Dependencies(new Memory(), transport, Clock.SYSTEM, false)),
        call);
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI,CHAT,messages,max_completion_tokens",
    "TOGETHER,CHAT,messages,max_tokens",
    "BEDROCK,RESPONSES,input,max_output_tokens"
  })
  void a_request_without_a_bound_gets_the_providers_and_its_client_is_told(
      ProviderType type, Operation operation, String input, String member)
      throws InterruptedException {
    bounded(type, call(operation, "{\"model\":\"m\",\"" + input + "\":[]}"));
    assertThat(transport.body)
        .isEqualTo("{\"model\":\"m\",\"" + input + "\":[],\"" + member + "\":700}");
    assertThat(requireNonNull(sink.head).headers())
        .containsEntry("x-sluice-added", member + "=700");
  }

  @ParameterizedTest
  @CsvSource({
    "CHAT,messages,max_tokens",
    "RESPONSES,input,max_output_tokens",
    "COMPLETIONS,prompt,max_tokens",
    "MESSAGES,messages,max_tokens"
  })
  void a_bound_of_the_clients_own_stays(Operation operation, String input, String member)
      throws InterruptedException {
    String body = "{\"model\":\"m\",\"" + input + "\":[],\"" + member + "\":9}";
    bounded(ProviderType.COMPATIBLE, call(operation, body));
    assertThat(transport.body).isEqualTo(body);
    assertThat(requireNonNull(sink.head).headers()).doesNotContainKey("x-sluice-added");
  }

  @ParameterizedTest
  @CsvSource({"COMPLETIONS,prompt", "EMBEDDINGS,input"})
  void what_means_few_tokens_or_writes_none_gets_no_bound(Operation operation, String input)
      throws InterruptedException {
    String body = "{\"model\":\"m\",\"" + input + "\":\"i\"}";
    bounded(ProviderType.COMPATIBLE, call(operation, body));
    assertThat(transport.body).isEqualTo(body);
  }

  private WireRequest labelled(ProviderType type, String url, Call call, String team)
      throws InterruptedException {
    var config = config(type, url).labelling(Set.of(CallLabel.TEAM, CallLabel.PART));
    var hints = new SchedulingHints(Band.NORMAL, team, 0);
    Call made = call.with(call.id(), call.facts(), call.body(), call.deadline(), hints);
    return sent(
        new ProviderService(
            config,
            Optional.of(KEY),
            Optional.of("m"),
            UpstreamStream.NEVER,
            new StreamTrust(config),
            Errors.classifier(config),
            new ProviderService.Dependencies(new Memory(), transport, Clock.SYSTEM, false)),
        made);
  }

  @Test
  void gemini_at_vertex_is_told_the_team_in_the_body_as_google_takes_it()
      throws InterruptedException {
    String url = "https://us-central1-aiplatform.googleapis.com";
    String body = "{\"contents\":[],\"labels\":{\"team\":\"another\"}}";
    labelled(ProviderType.GEMINI, url, generate(body), "Search.EU \"1\"");
    assertThat(transport.body)
        .isEqualTo(
            body.substring(0, body.length() - 1) + ",\"labels\":{\"team\":\"search_eu__1_\"}}");
    labelled(ProviderType.GEMINI, url, generate(body), SchedulingHints.NOBODY);
    assertThat(transport.body).isEqualTo(body);
    labelled(ProviderType.GEMINI, "https://models.example", generate(body), "search");
    assertThat(transport.body).isEqualTo(body);
  }

  @Test
  void a_session_of_aws_is_known_by_what_aws_takes_of_a_name() throws InterruptedException {
    ProviderConfig config = ofRole(Set.of(CallLabel.values()));
    var hints = new SchedulingHints(Band.NORMAL, "Zürich <1>", 0).within("a".repeat(300));
    var origin = new CallOrigin(1, "", "batch-key", "", Map.of(), Map.of(), _ -> true);
    assertThat(session(config, hints, origin))
        .isEqualTo(Map.of("team", "Zürich _1_", "part", "a".repeat(256)));
    assertThat(session(config, hints.by("k"), origin)).containsEntry("key", "batch-key");
    assertThat(session(config, SchedulingHints.NONE, origin)).isEmpty();
  }

  @Test
  void a_session_that_the_provider_refuses_says_nothing_of_the_others()
      throws InterruptedException {
    transport.head = new Head(403, Map.of("x-amzn-errortype", "AccessDeniedException"));
    transport.parts = List.of("{\"message\":\"no identity-based policy allows it\"}");
    for (Set<CallLabel> tags : List.of(Set.<CallLabel>of(), Set.of(CallLabel.TEAM))) {
      ProviderConfig config = ofRole(tags);
      Call call = call(Operation.CHAT, "{\"model\":\"m\",\"messages\":[]}");
      assertThat(service(config).send(call, sink))
          .isInstanceOfSatisfying(
              Failed.CredentialRefused.class,
              why -> assertThat(why.scope() == Failed.Scope.SESSION).isEqualTo(!tags.isEmpty()));
      call.body().close();
    }
  }

  private static ProviderConfig ofRole(Set<CallLabel> tags) {
    var role =
        new AwsAuth.Role(
            "arn:aws:iam::123456789012:role/g", "s1", Optional.empty(), Optional.empty(), Map.of());
    var auth =
        new AwsAuth(
            "us-east-1",
            "bedrock",
            new AwsAuth.Keys(KEY, KEY, Optional.empty()),
            List.of(role),
            Optional.empty(),
            tags);
    return config(ProviderType.BEDROCK, "https://models.example/v1").authorizedBy(auth);
  }

  private ProviderService service(ProviderConfig config) {
    return new ProviderService(
        config,
        Optional.empty(),
        Optional.of("m"),
        UpstreamStream.NEVER,
        new StreamTrust(config),
        Errors.classifier(config),
        new ProviderService.Dependencies(new Memory(), transport, Clock.SYSTEM, false));
  }

  private Map<String, String> session(
      ProviderConfig config, SchedulingHints hints, CallOrigin origin) throws InterruptedException {
    Call plain = call(Operation.CHAT, "{\"model\":\"m\",\"messages\":[]}");
    Call call =
        plain.with(plain.id(), plain.facts(), plain.body(), plain.deadline(), hints).from(origin);
    return sent(service(config), call).session();
  }

  private static Call generate(String body) {
    return ProviderCalls.ofPath(Operation.GENERATE, "m", false, Unpooled.copiedBuffer(body, UTF_8));
  }

  @Test
  void bedrock_is_told_the_team_in_a_header() throws InterruptedException {
    String url = "https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1";
    WireRequest request =
        labelled(ProviderType.BEDROCK, url, ProviderCalls.chat(false), "search \"1\"");
    assertThat(request.headers())
        .containsEntry("x-amzn-bedrock-request-metadata", "{\"team\":\"search _1_\"}");
  }
}
