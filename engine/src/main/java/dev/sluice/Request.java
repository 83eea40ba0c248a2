package dev.sluice;

import com.fasterxml.jackson.core.TreeNode;
import dev.sluice.call.Payer;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.CacheDirective;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.SchedulingHints;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The request of an embedding application: an operation, a body in the dialect of that operation,
/// and what the application wishes of the call. The body says which model is asked, and whether the
/// answer is to be a stream, as the documentation of the provider's API has it; Gemini's bodies
/// alone do not ([Builder#model], [Builder#streamed]).
///
/// ```java
/// Request.builder(Operation.CHAT)
///     .body("{\"model\":\"gpt-5\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}")
///     .deadline(Duration.ofSeconds(20))
///     .priority(Band.INTERACTIVE)
///     .build();
/// ```
///
/// Immutable, and safe for any number of calls and threads, but for a body that is an
/// [InputStream], which one call reads.
public final class Request {
  private final Operation operation;
  private final RequestBody body;
  private final String model;
  private final boolean streamed;
  private final Optional<Duration> deadline;
  private final SchedulingHints hints;
  private final Payer payer;
  private final Map<String, String> headers;

  private Request(Builder builder, RequestBody body) {
    this.operation = builder.operation;
    this.body = body;
    this.model = builder.model;
    this.streamed = builder.streamed;
    this.deadline = builder.deadline;
    this.hints = new SchedulingHints(builder.band, builder.tenant, 0, builder.caching);
    this.payer = builder.payer;
    this.headers = Map.copyOf(builder.headers);
  }

  private Request(Request like, Duration deadline) {
    this.operation = like.operation;
    this.body = like.body;
    this.model = like.model;
    this.streamed = like.streamed;
    this.deadline = Optional.of(Builder.checked(deadline));
    this.hints = like.hints;
    this.payer = like.payer;
    this.headers = like.headers;
  }

  /// Describes a request for `operation`, in the dialect that the operation belongs to.
  public static Builder builder(Operation operation) {
    return new Builder(operation);
  }

  /// Makes a request of a body alone.
  ///
  /// @throws IllegalArgumentException if the operation needs more than a body
  public static Request of(Operation operation, String json) {
    return builder(operation).body(json).build();
  }

  /// Returns this request with a deadline.
  ///
  /// @param deadline how long the answer is of use, from the call on
  /// @throws IllegalArgumentException if the deadline is not longer than zero
  public Request within(Duration deadline) {
    return new Request(this, deadline);
  }

  /// Returns the operation that is asked for.
  public Operation operation() {
    return operation;
  }

  /// Returns how long the answer is of use, from the call on; empty for as long as the route
  /// allows.
  public Optional<Duration> deadline() {
    return deadline;
  }

  RequestBody body() {
    return body;
  }

  String model() {
    return model;
  }

  boolean streamed() {
    return streamed;
  }

  SchedulingHints hints() {
    return hints;
  }

  Payer payer() {
    return payer;
  }

  Map<String, String> headers() {
    return headers;
  }

  /// Describes a request. For one thread.
  public static final class Builder {
    private static final int LONGEST_TENANT = 64;
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String PRINTABLE = "[ -~]*";

    private final Operation operation;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Optional<RequestBody> body = Optional.empty();
    private String model = "";
    private boolean streamed;
    private Optional<Duration> deadline = Optional.empty();
    private Band band = Band.NORMAL;
    private String tenant = SchedulingHints.NOBODY;
    private Payer payer = Payer.NOBODY;
    private CacheDirective caching = CacheDirective.UNSAID;

    private Builder(Operation operation) {
      this.operation = Objects.requireNonNull(operation, "operation");
    }

    /// Sets the body: JSON in UTF-8. The bytes are not copied: they must stay as they are until the
    /// call has ended.
    public Builder body(byte[] json) {
      body = Optional.of(new RequestBody.Bytes(json));
      return this;
    }

    /// Sets the body: JSON.
    public Builder body(String json) {
      return body(json.getBytes(StandardCharsets.UTF_8));
    }

    /// Sets the body: a stream of JSON in UTF-8, which the thread that makes the call reads to its
    /// end, as far as the gateway's memory for bodies allows, and closes. Such a request is good
    /// for one call.
    public Builder body(InputStream json) {
      body = Optional.of(new RequestBody.Streamed(json));
      return this;
    }

    /// Sets the body: a tree of Jackson's, such as a `JsonNode`, which is written now.
    ///
    /// @throws IllegalArgumentException if the tree holds something that is not JSON
    public Builder body(TreeNode json) {
      return body(JsonTree.bytes(json));
    }

    /// Sets the model that a request in Gemini's dialect is for, which its body does not name.
    public Builder model(String name) {
      model = Objects.requireNonNull(name, "model");
      return this;
    }

    /// Asks for a stream in Gemini's dialect, whose bodies do not say so.
    public Builder streamed() {
      streamed = true;
      return this;
    }

    /// Sets how long the answer is of use, from the call on; as long as the route allows by
    /// default.
    ///
    /// @throws IllegalArgumentException if the duration is not longer than zero
    public Builder deadline(Duration duration) {
      deadline = Optional.of(checked(duration));
      return this;
    }

    private static Duration checked(Duration deadline) {
      if (!deadline.isPositive()) {
        throw new IllegalArgumentException(
            "the deadline is " + deadline + "; it must be longer than zero");
      }
      return deadline;
    }

    /// Sets how urgent the call is, as the server's header `x-sluice-priority` does; [Band#NORMAL]
    /// by default.
    public Builder priority(Band urgency) {
      band = Objects.requireNonNull(urgency, "priority");
      return this;
    }

    /// Sets the tenant that the call is made for: waiting calls of tenants take turns, and cached
    /// answers serve their own tenant alone. Nobody in particular by default.
    ///
    /// @param name 1 to 64 printable ASCII characters
    /// @throws IllegalArgumentException if the name is none
    public Builder tenant(String name) {
      if (name.isBlank() || name.length() > LONGEST_TENANT || !name.matches(PRINTABLE)) {
        throw new IllegalArgumentException(
            "the tenant must be 1 to " + LONGEST_TENANT + " printable ASCII characters");
      }
      tenant = name;
      return this;
    }

    /// Sets who may refuse the call and pays for it; nobody by default.
    public Builder payer(Payer account) {
      payer = Objects.requireNonNull(account, "payer");
      return this;
    }

    /// Says whether the answer may come from the cache, and serve others; [CacheDirective#UNSAID]
    /// by default.
    public Builder cache(CacheDirective directive) {
      caching = Objects.requireNonNull(directive, "cache");
      return this;
    }

    /// Adds a header for the provider. It passes where the server would let it pass: a header of
    /// the provider's own dialect, or one that `forward_headers` names. Others, credentials above
    /// all, are left out without a word.
    ///
    /// @param value printable ASCII characters; a second value of a name is added behind a comma
    /// @throws IllegalArgumentException if the name or the value cannot be one of a header
    public Builder header(String name, String value) {
      if (!name.matches(TOKEN)) {
        throw new IllegalArgumentException("a header's name must be a token (RFC 9110, 5.6.2)");
      }
      if (!value.matches(PRINTABLE)) {
        throw new IllegalArgumentException(
            "the value of the header " + name + " must be printable ASCII characters");
      }
      headers.merge(name.toLowerCase(Locale.ROOT), value, (first, next) -> first + ", " + next);
      return this;
    }

    /// Makes the request.
    ///
    /// @throws IllegalArgumentException if it has no body, or if what is set beside the body does
    ///   not fit the operation
    public Request build() {
      RequestBody made =
          body.orElseThrow(
              () -> new IllegalArgumentException("a request needs a body: call body(...)"));
      checkOperation();
      return new Request(this, made);
    }

    private void checkOperation() {
      if (operation == Operation.PASS_THROUGH) {
        throw new IllegalArgumentException(
            "PASS_THROUGH asks for a path of a provider's own: ask the provider itself");
      }
      if (operation == Operation.STORED_RESPONSE) {
        throw new IllegalArgumentException(
            "STORED_RESPONSE asks for a path, not with a body: send the HTTP request in process"
                + " (module sluice-embed)");
      }
      if (operation.form() == Operation.Form.PARTS) {
        throw new IllegalArgumentException(
            operation
                + " is asked with a form in parts: send the HTTP request in process (module"
                + " sluice-embed)");
      }
      if (operation.isOfGemini() == model.isEmpty()) {
        throw new IllegalArgumentException(
            model.isEmpty()
                ? operation + " does not name its model in the body: call model(...)"
                : operation + " names its model in the body: leave model(...) out");
      }
      if (streamed && operation != Operation.GENERATE) {
        throw new IllegalArgumentException(
            operation + " says in its body whether to stream: leave streamed() out");
      }
    }
  }
}
