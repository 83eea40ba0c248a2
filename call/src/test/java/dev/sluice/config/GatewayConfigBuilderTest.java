package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.call.request.Operation;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.policy.RoutePolicy.Shadow;
import dev.sluice.config.provider.HeaderPattern;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderConfig.Api;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.ProxyConfig;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.provider.WayOut;
import dev.sluice.config.quota.QuotaConfig;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayConfigBuilderTest {
  private static final Secret KEY = new Secret("sk-not-to-be-seen");

  private static GatewayConfigBuilder openai() {
    return GatewayConfig.builder().provider("openai", ProviderType.OPENAI, KEY);
  }

  private static List<String> problems(GatewayConfigBuilder builder) {
    InvalidConfigException e = catchThrowableOfType(InvalidConfigException.class, builder::build);
    assertThat(e.getMessage()).doesNotContain("not-to-be-seen").contains(e.problems().getFirst());
    return e.problems();
  }

  private static List<String> route(Consumer<RouteBuilder> settings) {
    return problems(openai().route("chat", settings));
  }

  private static List<String> provider(ProviderType type, Consumer<ProviderBuilder> settings) {
    return problems(GatewayConfig.builder().provider("own", type, settings));
  }

  @Test
  void what_is_not_said_is_as_in_a_file() {
    GatewayConfig config = openai().build();
    assertThat(config)
        .isEqualTo(
            new GatewayConfig(
                List.of(
                    new ProviderConfig(
                        "openai",
                        ProviderType.OPENAI,
                        URI.create("https://api.openai.com/v1"),
                        List.of(KEY),
                        false)),
                List.of(),
                true));
    assertThat(config.problems()).isEmpty();
    assertThat(config.checked()).isSameAs(config);
  }

  @Test
  void everything_that_is_said_is_there() {
    var off = RoutePolicy.defaults().with(RetryConfig.off());
    GatewayConfig config =
        openai()
            .provider(
                "local",
                ProviderType.VLLM,
                own ->
                    own.url("http://127.0.0.1:8000/v1/")
                        .key(KEY)
                        .key(new Secret("second"))
                        .header("X-Team", new Secret("search"))
                        .forwardHeader("x-mine-*")
                        .api(Api.CHAT))
            .policy(off)
            .route(
                "chat",
                route ->
                    route
                        .models("fast", "gpt-5*")
                        .defaultModel(Operation.RESPONSES, "fast")
                        .target("openai", "gpt-5-mini")
                        .target("local")
                        .fallback("local", "qwen3")
                        .policy(usual -> usual.withStrictTranslation(true)))
            .quota("openai", QuotaConfig.off())
            .tenant("search", 4)
            .discover(true)
            .build();
    ProviderConfig local = config.providers().getLast();
    assertThat(local.url()).isEqualTo(URI.create("http://127.0.0.1:8000/v1"));
    assertThat(local.keys()).extracting(Secret::reveal).containsExactly(KEY.reveal(), "second");
    assertThat(local.headers()).containsOnlyKeys("x-team");
    assertThat(local.forwardHeaders()).containsExactly(HeaderPattern.of("x-mine-*"));
    assertThat(local.allowPrivate()).isTrue();
    RouteConfig chat = config.routes().getFirst();
    assertThat(chat.targets())
        .containsExactly(
            new TargetConfig("openai", Optional.of("gpt-5-mini"), 1, 0),
            new TargetConfig("local", Optional.empty(), 1, 0),
            new TargetConfig("local", Optional.of("qwen3"), 1, 1));
    assertThat(chat.defaults()).isEqualTo(Map.of(Operation.RESPONSES, "fast"));
    assertThat(chat.policy()).isEqualTo(off.withStrictTranslation(true));
    assertThat(config.quotas()).isEqualTo(Map.of("openai", QuotaConfig.off()));
    assertThat(config.tenants()).isEqualTo(Map.of("search", 4));
    assertThat(config.discover()).isTrue();
  }

  @Test
  void all_mistakes_are_told_together() {
    assertThat(
            problems(
                GatewayConfig.builder()
                    .provider("own", ProviderType.COMPATIBLE, _ -> {})
                    .tenant("search", 0)
                    .route("chat", route -> route.models("m").target("owm"))))
        .containsExactly(
            "provider `own` has no url: add the address of its API, such as"
                + " `url(\"https://HOST/v1\")`",
            "the weight of a tenant is 0: it must be at least 1",
            "route `chat` has a target that names the provider `owm`, and there is none: did you"
                + " mean `own`?");
  }

  @Test
  void a_gateway_has_providers_and_something_to_call() {
    assertThat(problems(GatewayConfig.builder()))
        .singleElement()
        .asString()
        .startsWith("there are no providers: add one, such as `provider(\"openai\"");
    assertThat(problems(openai().discover(false)))
        .singleElement()
        .asString()
        .startsWith("there are no routes, and models are not discovered");
  }

  @Test
  void names_are_plain_and_given_once() {
    assertThat(problems(openai().provider("openai", ProviderType.MISTRAL, KEY)))
        .containsExactly("provider `openai` is there twice: give each a name of its own");
    assertThat(problems(openai().provider("sk not-to-be-seen", ProviderType.OPENAI, KEY)))
        .containsExactly(
            "provider 2 of the list: its name must be 1 to 64 letters, digits, dots, dashes and"
                + " underscores");
    assertThat(
            problems(
                openai()
                    .route("a", route -> route.models("m").target("openai"))
                    .route("a", route -> route.models("n").target("openai"))
                    .route("a/b", route -> route.models("o").target("openai"))))
        .containsExactly(
            "route `a` is there twice: give each a name of its own",
            "route 3 of the list: its name must be 1 to 64 letters, digits, dots, dashes and"
                + " underscores");
  }

  @Test
  void a_model_leads_to_one_route() {
    assertThat(
            problems(
                openai()
                    .route("a", route -> route.models("gpt*").target("openai"))
                    .route("b", route -> route.models("gpt*", "m", "m").target("openai"))))
        .containsExactly(
            "the model `gpt*` is that of route `a` and of route `b`: it may stand once, and in one"
                + " route only",
            "the model `m` is that of route `b` and of route `b`: it may stand once, and in one"
                + " route only");
  }

  @Test
  void a_route_answers_for_models_and_leads_to_targets() {
    assertThat(route(_ -> {}))
        .containsExactly(
            "route `chat` has no models: add the names that it answers for, or `*` for any",
            "route `chat` has no targets: add where its calls go, such as a target at a provider");
    assertThat(route(r -> r.models("a*b", "a b").target("openai")))
        .containsExactly(
            "route `chat` has the model `a*b`, which may have a * at its end only: write NAME*,"
                + " PREFIX/* or *, or each name by itself",
            "route `chat` has a model whose name is not 1 to 256 characters without blanks");
    assertThat(route(r -> r.models("m").defaultModel(Operation.RESPONSES, "n").target("openai")))
        .containsExactly(
            "route `chat` has the default model `n`, for which it does not answer: add it to its"
                + " models");
  }

  @Test
  void targets_are_there_once_and_not_all_fallback() {
    assertThat(route(r -> r.models("m").target("openai", "x").fallback("openai", "x")))
        .containsExactly(
            "route `chat` has the target `openai/x` twice, which cannot stand in for itself: remove"
                + " one of them");
    assertThat(route(r -> r.models("m").fallback("openai", "x")))
        .containsExactly(
            "route `chat` has fallbacks alone: at least one target must serve while all is well");
    assertThat(route(r -> r.models("m").target("openai", "x*")))
        .containsExactly(
            "route `chat` has a target whose model is not one model's name, 1 to 256 characters"
                + " without blanks or *");
    assertThatThrownBy(() -> new TargetConfig("openai", Optional.empty(), 0, 0))
        .hasMessage("the weight of a target is 0; it must be at least 1");
  }

  @Test
  void a_shadow_is_elsewhere() {
    var own = RoutePolicy.defaults().with(new Shadow("openai", Optional.of("x"), 0.1));
    var unknown = RoutePolicy.defaults().with(new Shadow("other", Optional.of("x"), 0.1));
    assertThat(route(r -> r.models("m").target("openai", "x").policy(own)))
        .containsExactly(
            "route `chat` has a shadow that is one of its targets: name another model, since copies"
                + " use up its limits");
    assertThat(route(r -> r.models("m").target("openai", "x").policy(unknown)))
        .containsExactly(
            "route `chat` has a shadow that names the provider `other`, and there is none: there"
                + " are openai");
  }

  @Test
  void quotas_and_tenants_are_of_known_names() {
    assertThat(problems(openai().quota("openia", QuotaConfig.off()).tenant("a\nb", 1)))
        .containsExactly(
            "a quota names the provider `openia`, and there is none: did you mean `openai`?",
            "the name of a tenant must be 1 to 64 printable ASCII characters, or `*`");
  }

  @ParameterizedTest
  @CsvSource({
    "COMPATIBLE, https://a b, 'has a url that is none: write one such as"
        + " https://api.example.com/v1'",
    "COMPATIBLE, ftp://host/v1, 'has a url that cannot be used: it must be like https://host/path'",
    "COMPATIBLE, http://10.0.0.1/v1, 'has a url that leads into one''s own network: allow private"
        + " addresses if it is meant to'",
    "ANTHROPIC, https://host/v1, 'has a url that ends in /v1, and /v1/messages is added to it:"
        + " leave /v1 out'",
    "OPENAI, https://host/v1/chat/completions, 'has a url that ends in ''/chat/completions'', which"
        + " is added to it: leave that out'"
  })
  void a_url_can_be_called(ProviderType type, String url, String problem) {
    assertThat(provider(type, own -> own.url(url).key(KEY)))
        .containsExactly("provider `own` " + problem);
  }

  @Test
  void a_url_of_this_machine_needs_no_proxy() {
    var proxy = new ProxyConfig(ProxyConfig.Kind.HTTP, "proxy", 3128, Optional.empty());
    var way = new WayOut(Optional.of(proxy), Optional.empty());
    assertThat(provider(ProviderType.VLLM, own -> own.way(way)))
        .containsExactly(
            "provider `own` has a url of this machine, and a proxy, which would take it for its own:"
                + " leave out the proxy");
  }

  @Test
  void an_interface_is_one_that_the_provider_has() {
    assertThat(provider(ProviderType.MISTRAL, own -> own.key(KEY).api(Api.RESPONSES)))
        .containsExactly(
            "provider `own` cannot be asked by the interface responses: use openai, for the type"
                + " mistral");
  }

  @Test
  void a_key_is_there_and_can_be_sent() {
    assertThat(provider(ProviderType.MISTRAL, _ -> {}))
        .containsExactly(
            "provider `own` has no key: add `key(Secret.ofVariable(\"MISTRAL_API_KEY\"))`");
    assertThat(provider(ProviderType.MISTRAL, own -> own.key(new Secret("not-to-be-seen\n"))))
        .containsExactly(
            "provider `own` has a key that cannot be sent: it must be 1 to 4096 visible ASCII"
                + " characters without blanks");
    assertThat(provider(ProviderType.MISTRAL, own -> own.key(new Secret("${env:KEY}"))))
        .containsExactly(
            "provider `own` has a key that is a reference, which is filled in in files alone: use"
                + " `Secret.ofVariable(NAME)`");
    assertThatThrownBy(() -> Secret.ofVariable("SLUICE_NOT_SET"))
        .hasMessage(
            "the environment variable SLUICE_NOT_SET is not set: set it, or give the key otherwise");
  }

  @Test
  void a_pattern_of_headers_is_one() {
    assertThat(provider(ProviderType.VLLM, own -> own.forwardHeader("a b")))
        .singleElement()
        .asString()
        .startsWith("provider `own` forwards a header whose pattern must be a header's name");
  }
}
