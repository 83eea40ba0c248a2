package dev.sluice.provider;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts.Resource;
import dev.sluice.config.provider.BaseUrl;
import dev.sluice.config.provider.Origin;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.provider.header.ClientHeaders;
import dev.sluice.provider.header.Hops;
import dev.sluice.provider.header.UpstreamHeaders;
import dev.sluice.provider.stored.StateIds;
import dev.sluice.transport.WireRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The address of one provider: everything of a request but its body, prepared once. The address
/// comes from configuration only. Of a client's text only these get into the path: a model's name,
/// encoded (`GeminiPath`), the name of what the provider holds, the question about that
/// (`StoredResponses`), and a path that is allowed to pass through as it is; and into the headers
/// only what `ClientHeaders` lets pass. Immutable.
public final class Upstream {
  private static final String JSON = "application/json";
  private static final String EVENTS = "text/event-stream";
  private static final String ANYTHING = "*/*";
  private static final String PARENT = "traceparent";
  private static final String STATE = "tracestate";
  private static final Pattern OPENAI_AT_BEDROCK = Pattern.compile("(?:/openai)?/v1$");

  private final Origin origin;
  private final String base;

  /// The path of Bedrock's own interface, which stands beside that of OpenAI's dialect.
  private final String invoked;

  private final boolean vertex;
  private final Map<Operation, String> paths;
  private final String modelsPath;
  private final Map<String, String> whole;
  private final Map<String, String> stream;
  private final Map<String, String> bytes;
  private final Map<String, String> models;

  /// The headers that a call gets where its client does not send them.
  private final Map<String, String> missing;

  private final ClientHeaders passed;
  private final RepeatKeys repeats;
  private final BillLabels labels;
  private final SessionTags session;
  private final boolean propagates;

  public Upstream(ProviderConfig config, Optional<Secret> key) {
    key.ifPresent(secret -> check(config, secret));
    BaseUrl url = BaseUrl.of(config);
    passed = ClientHeaders.of(config);
    repeats = new RepeatKeys(key);
    labels = BillLabels.of(config);
    session = SessionTags.of(config);
    propagates = passed.pass(PARENT);
    origin = url.origin();
    base = url.path();
    invoked = OPENAI_AT_BEDROCK.matcher(base).replaceFirst("");
    vertex = config.type() == ProviderType.VERTEX;
    paths = paths(base);
    modelsPath = modelsPath(config, base);
    whole = Map.copyOf(UpstreamHeaders.forCalls(config, key, JSON));
    stream = Map.copyOf(UpstreamHeaders.forCalls(config, key, EVENTS));
    bytes = Map.copyOf(UpstreamHeaders.forCalls(config, key, ANYTHING));
    missing = UpstreamHeaders.whereMissing(config);
    models = Map.copyOf(UpstreamHeaders.forModels(config, key));
  }

  /// Returns the request for `call`.
  ///
  /// @param model the model's name at the provider
  /// @param body owned by the request
  /// @param streamed whether the request asks for a stream
  public WireRequest call(Call call, String model, ByteBuf body, boolean streamed) {
    Map<String, String> headers = headers(call, streamed);
    Optional<Resource> resource = call.facts().state().resource();
    return new WireRequest(
        origin,
        resource.map(Resource::method).orElse("POST"),
        path(call, model, streamed, resource),
        headers(headers, call),
        body,
        session.of(call),
        false);
  }

  /// Returns the request for a call that is passed through. Host and credential are the provider's,
  /// path and query the client's.
  ///
  /// @param body owned by the request
  public WireRequest passThrough(Call call, ByteBuf body) {
    String method = call.facts().state().resource().orElseThrow().method();
    return new WireRequest(
        origin,
        method,
        PassedThrough.path(call),
        PassedThrough.headers(headers(bytes, call), call),
        body,
        Map.of(),
        // What is read may be read again.
        !method.equals("GET"));
  }

  private Map<String, String> headers(Map<String, String> own, Call call) {
    Map<String, String> all = complete(typed(own, call));
    return labels.in(counted(traced(all, call.trace()), call), call);
  }

  /// Returns the headers, with the type of a body in parts, whose boundary is the client's.
  private Map<String, String> typed(Map<String, String> headers, Call call) {
    Map<String, String> all = passed.with(headers, repeats.owned(call));
    String form = FormBody.type(call);
    if (form.isEmpty()) {
      return all;
    }
    var typed = new HashMap<>(all);
    typed.put(FormBody.TYPE, form);
    return typed;
  }

  private Map<String, String> headers(Call call, boolean streamed) {
    if (streamed) {
      return stream;
    }
    boolean anything = call.operation() == Operation.SPEECH || call.operation().hears();
    return anything ? bytes : whole;
  }

  private String path(Call call, String model, boolean streamed, Optional<Resource> resource) {
    if (vertex) {
      return VertexPath.of(base, call.operation(), model, streamed);
    }
    if (call.operation() == Operation.INVOKE_MODEL) {
      return invoked + "/model/" + GeminiPath.encoded(model) + "/invoke";
    }
    if (call.operation().isOfGemini()) {
      return GeminiPath.of(base, call.operation(), model, streamed);
    }
    String path = paths.getOrDefault(call.operation(), "");
    return resource
        .map(
            question ->
                path
                    + StateIds.plain(call.facts().state().id())
                    + question.path()
                    + (question.query().isEmpty() ? "" : "?" + question.query()))
        .orElse(path);
  }

  private Map<String, String> complete(Map<String, String> headers) {
    if (missing.isEmpty()) {
      return headers;
    }
    var all = new HashMap<>(missing);
    all.putAll(headers);
    return all;
  }

  /// Returns the headers with the trace in them, where the provider gets the trace: with the
  /// attempt's own span, if there is one. The client's trace is passed on only if it makes sense.
  private Map<String, String> traced(Map<String, String> headers, Call.Trace trace) {
    boolean stays = !trace.hasSpan() && (!trace.id().isEmpty() || !headers.containsKey(PARENT));
    if (!propagates || stays) {
      return headers;
    }
    var others = new HashMap<>(headers);
    if (trace.hasSpan()) {
      others.put(PARENT, trace.traceparent());
    } else {
      others.remove(PARENT);
      others.remove(STATE);
    }
    return others;
  }

  /// A call that comes from another gateway has passed one more than its client says.
  private static Map<String, String> counted(Map<String, String> headers, Call call) {
    String passed = call.headers().get(Hops.HEADER);
    if (passed == null) {
      return headers;
    }
    var counted = new HashMap<>(headers);
    counted.put(Hops.HEADER, Hops.next(passed));
    return counted;
  }

  /// The header with which the client of `call` has chosen the account, if there is one.
  Optional<String> account(Call call) {
    return passed.account(call.headers());
  }

  /// The failure as far as it is the call's own: one session of several may be refused what the
  /// others are not.
  Failed ofSession(Failed why) {
    return session.divide() && why instanceof Failed.CredentialRefused refused
        ? refused.of(Failed.Scope.SESSION)
        : why;
  }

  /// Returns the request for the list of models.
  ///
  /// @param page the name of a page that is not the first one; empty for the first
  public WireRequest models(String page) {
    String path = modelsPath + (page.isEmpty() ? "" : "&pageToken=" + GeminiPath.encoded(page));
    return new WireRequest(origin, "GET", path, models, Unpooled.EMPTY_BUFFER);
  }

  private static void check(ProviderConfig config, Secret key) {
    if (key.reveal().isEmpty() || !key.reveal().chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException(
          "provider " + config.name() + ": a key is empty or holds more than printable ASCII");
    }
  }

  private static Map<Operation, String> paths(String base) {
    Map<Operation, String> paths = new EnumMap<>(Operation.class);
    for (Operation operation : Operation.values()) {
      paths.put(operation, base + tail(operation));
    }
    return paths;
  }

  private static String tail(Operation operation) {
    return switch (operation) {
      case CHAT -> "/chat/completions";
      case COMPLETIONS -> "/completions";
      case EMBEDDINGS -> "/embeddings";
      case MODERATIONS -> "/moderations";
      case RESPONSES -> "/responses";
      case MESSAGES -> "/v1/messages";
      case COUNT_TOKENS -> "/v1/messages/count_tokens";
      case INPUT_TOKENS -> "/responses/input_tokens";
      case COMPACT -> "/responses/compact";
      case STORED_RESPONSE -> "/responses/";
      case COHERE_EMBED -> "/v2/embed";
      case COHERE_RERANK -> "/v2/rerank";
      case RERANK -> "/rerank";
      case NIM_RANKING -> "/ranking";
      case SPEECH -> "/audio/speech";
      case IMAGES -> "/images/generations";
      case IMAGE_EDITS -> "/images/edits";
      case IMAGE_VARIATIONS -> "/images/variations";
      case TRANSCRIPTIONS -> "/audio/transcriptions";
      case TRANSLATIONS -> "/audio/translations";
      // The model is in the path.
      case GENERATE, GENERATE_COUNT, EMBED_CONTENT, BATCH_EMBED_CONTENTS, PREDICT, INVOKE_MODEL ->
          "";
      case PREDICT_IMAGES -> "";
      // The path is the client's.
      case PASS_THROUGH -> "";
    };
  }

  /// The path of the list of models. Anthropic pages its list, at most 1,000 a page.
  private static String modelsPath(ProviderConfig config, String base) {
    if (config.type() == ProviderType.VERTEX) {
      return VertexPath.models(base, config.api());
    }
    String list = config.type() == ProviderType.ANTHROPIC ? "/models?limit=1000" : "/models";
    return switch (config.api()) {
      case OPENAI, CHAT, RESPONSES -> base + list;
      case MESSAGES, COHERE -> base + "/v1" + list;
      case GEMINI -> GeminiPath.models(base);
    };
  }
}
