package dev.sluice.otel;

import dev.sluice.call.Call;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.provider.ProviderConfig;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// The maker of spans from the parts of calls. On the exporter's thread, but for
/// [#use(GatewayConfig)] and [#use(Conventions, Map)].
final class SpanMaker {
  private static final int SERVER_ERROR = 500;

  private volatile Conventions names = Conventions.LATEST;
  private volatile Resource resource = Resource.getDefault();
  private volatile Map<String, ProviderConfig> providers = Map.of();

  /// Sets the names that spans bear from now on, and the resource that they come from.
  void use(Conventions newNames, Map<String, String> newResource) {
    AttributesBuilder all = Attributes.builder();
    newResource.forEach(all::put);
    names = newNames;
    resource = Resource.getDefault().merge(Resource.create(all.build()));
  }

  /// Takes the providers' kinds and addresses from a configuration.
  void use(GatewayConfig config) {
    providers =
        config.providers().stream()
            .collect(Collectors.toUnmodifiableMap(ProviderConfig::name, one -> one));
  }

  /// @param epoch the nanoseconds to add to an instant on the call's clock for nanoseconds since
  ///   1970
  RecordedSpan span(SpanRecord part, long epoch) {
    return switch (part) {
      case SpanRecord.OfCall call -> call(call, epoch);
      case SpanRecord.OfAttempt attempt -> attempt(attempt, epoch);
      case SpanRecord.OfWait wait -> wait(wait, epoch);
    };
  }

  private RecordedSpan call(SpanRecord.OfCall call, long epoch) {
    AttributesBuilder all = Attributes.builder();
    asked(all, call.asked());
    all.put(Conventions.CALL_ID, call.id());
    all.put(Conventions.OUTCOME, call.outcome());
    all.put(Conventions.BAND, call.band());
    all.put(Conventions.ATTEMPTS, call.attempts());
    some(all, Conventions.ROUTE, call.route());
    some(all, Conventions.TENANT, call.tenant().equals("*") ? "" : call.tenant());
    some(all, Conventions.CACHE, call.cache());
    some(all, Conventions.BATCH, call.batch());
    boolean served = call.status() > 0;
    if (served) {
      http(all, call);
    }
    boolean error = call.failed() && (!served || call.status() >= SERVER_ERROR);
    failed(all, call.failed(), call.outcome());
    String path = Conventions.path(call.asked().operation());
    return span(
        call,
        served ? "POST " + path : "call " + Conventions.operation(call.asked().operation()),
        served ? SpanKind.SERVER : SpanKind.INTERNAL,
        error,
        all,
        call.links(),
        epoch);
  }

  private static void http(AttributesBuilder all, SpanRecord.OfCall call) {
    String path = Conventions.path(call.asked().operation());
    all.put(Conventions.METHOD, "POST");
    all.put(Conventions.PATH, path);
    all.put(Conventions.HTTP_ROUTE, path);
    all.put(Conventions.STATUS, call.status());
  }

  private RecordedSpan attempt(SpanRecord.OfAttempt attempt, long epoch) {
    AttributesBuilder all = Attributes.builder();
    int slash = attempt.target().indexOf('/');
    String provider = attempt.target().substring(0, Math.max(slash, 0));
    String model = model(attempt, slash);
    asked(all, attempt.asked());
    all.put(Conventions.REQUEST_MODEL, model);
    all.put(Conventions.PROVIDER_NAME, provider);
    all.put(Conventions.REASON, attempt.reason());
    all.put(Conventions.OUTCOME, attempt.outcome());
    provider(all, provider);
    used(all, attempt);
    some(all, Conventions.UPSTREAM_ID, attempt.upstreamId());
    if (attempt.status() > 0) {
      all.put(Conventions.STATUS, attempt.status());
    }
    failed(all, attempt.failed(), attempt.outcome());
    String name = Conventions.operation(attempt.asked().operation()) + " " + model;
    return span(attempt, name, SpanKind.CLIENT, attempt.failed(), all, List.of(), epoch);
  }

  /// Returns the model that the provider is asked for: a target `provider/*` passes the call's name
  /// on.
  private static String model(SpanRecord.OfAttempt attempt, int slash) {
    String model = attempt.target().substring(slash + 1);
    return model.equals("*") ? attempt.asked().model() : model;
  }

  private void provider(AttributesBuilder all, String name) {
    ProviderConfig provider = providers.get(name);
    if (provider == null) {
      return;
    }
    all.put(names.provider(), Conventions.provider(provider.type()));
    String host = provider.url().getHost();
    if (host != null) {
      all.put(Conventions.SERVER_ADDRESS, host);
      all.put(Conventions.SERVER_PORT, port(provider));
    }
  }

  private static long port(ProviderConfig provider) {
    int port = provider.url().getPort();
    int usual = "http".equalsIgnoreCase(provider.url().getScheme()) ? 80 : 443;
    return port > 0 ? port : usual;
  }

  private void used(AttributesBuilder all, SpanRecord.OfAttempt attempt) {
    if (attempt.connected() >= 0) {
      all.put(Conventions.CONNECT, seconds(attempt.connected()));
    }
    if (attempt.usage().input() > 0 || attempt.usage().output() > 0) {
      all.put(Conventions.INPUT_TOKENS, attempt.usage().input());
      all.put(Conventions.OUTPUT_TOKENS, attempt.usage().output());
      all.put(Conventions.ESTIMATED, attempt.usage().estimated());
    }
    if (names.detailed() && attempt.usage().cached() > 0) {
      all.put(Conventions.CACHED_TOKENS, attempt.usage().cached());
    }
    if (names.detailed() && attempt.asked().stream() && attempt.firstToken() >= 0) {
      all.put(Conventions.FIRST_CHUNK, seconds(attempt.firstToken()));
    }
  }

  private RecordedSpan wait(SpanRecord.OfWait wait, long epoch) {
    AttributesBuilder all = Attributes.builder();
    all.put(Conventions.OUTCOME, wait.outcome());
    all.put(Conventions.PREDICTED, seconds(wait.predicted()));
    return span(wait, "queue", SpanKind.INTERNAL, false, all, List.of(), epoch);
  }

  private RecordedSpan span(
      SpanRecord part,
      String name,
      SpanKind kind,
      boolean error,
      AttributesBuilder attributes,
      List<Call.Trace> links,
      long epoch) {
    return new RecordedSpan(
        name,
        kind,
        context(part.trace(), part.trace().span()),
        part.trace().parent().isEmpty()
            ? SpanContext.getInvalid()
            : context(part.trace(), part.trace().parent()),
        error ? StatusData.error() : StatusData.unset(),
        part.begun() + epoch,
        part.ended() + epoch,
        attributes.build(),
        links.stream().map(link -> LinkData.create(context(link, link.span()))).toList(),
        resource);
  }

  /// Returns the context of a span. A span that is sent counts as sampled, whatever was decided
  /// when the call began.
  private static SpanContext context(Call.Trace trace, String span) {
    return SpanContext.create(trace.id(), span, TraceFlags.getSampled(), TraceState.getDefault());
  }

  private static void asked(AttributesBuilder all, SpanRecord.RequestInfo asked) {
    all.put(Conventions.OPERATION, Conventions.operation(asked.operation()));
    some(all, Conventions.REQUEST_MODEL, asked.model());
    all.put(Conventions.STREAM, asked.stream());
    asked.maxTokens().ifPresent(most -> all.put(Conventions.MAX_TOKENS, most));
  }

  private static void failed(AttributesBuilder all, boolean failed, String outcome) {
    some(all, Conventions.ERROR_TYPE, failed ? outcome : "");
  }

  private static void some(AttributesBuilder all, AttributeKey<String> key, String value) {
    if (!value.isEmpty()) {
      all.put(key, value);
    }
  }

  private static double seconds(long nanos) {
    return (double) nanos / TimeUnit.SECONDS.toNanos(1);
  }
}
