package dev.sluice.call.request;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/// The facts of a request's body that the engine needs, found in one pass over it. The other bytes
/// stay untouched.
///
/// @param model the model asked for, or what a route has made of it; empty where it is left to the
///   provider
/// @param modelStart offset in bytes of the model's JSON string (its opening quote), or of the
///   `null` in its place, in the body
/// @param modelEnd offset in bytes just behind it; 0 where the body names no model
/// @param stream whether the client asked for a stream
/// @param includeUsage whether the client asked for usage in the stream (`stream_options`)
/// @param maxTokens the client's own bound on the output, in tokens, where it gave one; never
///   negative; one beyond [#MAX_TOKENS] counts as that, and is passed on as it was written
/// @param pinned whether the call refers to state that only the provider which made it holds
///   (`previous_response_id`, `conversation`, encrypted items), or leaves such state there (a
///   response that is stored or made in the background), so that it must not move
/// @param streaming the properties of the body about streaming, and their positions
/// @param reuse whether the answer may serve an identical request
/// @param attached the content that the model reads beside the body's texts
/// @param resealed whether a conversation brings what a target of another dialect has left, under a
///   seal of the gateway's: thinking, or the signature of a call in the call's id
/// @param state the references of the body to state that a provider holds
/// @param outputs how many outputs are to be written, each of which may reach the bound: `n` or
///   `best_of`, for each prompt
/// @param extras the extras that the request asks for beside text
/// @param cloud what the request says in the way of a cloud's clients
public record RequestFacts(
    String model,
    int modelStart,
    int modelEnd,
    boolean stream,
    boolean includeUsage,
    OptionalLong maxTokens,
    boolean pinned,
    Streaming streaming,
    Cacheability reuse,
    Attached attached,
    boolean resealed,
    State state,
    long outputs,
    PricedExtras extras,
    Cloud cloud) {

  /// The largest bound on the output that counts, in tokens. No known model writes more in one
  /// answer: a larger bound counts as this many, so that no account is used up by a number that a
  /// client has made up.
  public static final long MAX_TOKENS = 1_048_576;

  /// The bytes of English text in one token, about.
  public static final int BYTES_PER_TOKEN = 4;

  /// What a request says in the way of clouds' clients.
  ///
  /// @param named whether the path names the model, and says whether to stream, so that it counts
  ///   where the body says either as well
  /// @param versioned whether the body names the version of the API
  public record Cloud(boolean named, boolean versioned) {
    /// The value for a request whose body says all there is to say.
    public static final Cloud NONE = new Cloud(false, false);
  }

  /// The content that a model reads beside the texts of a body, so that the body's size says
  /// nothing about it.
  ///
  /// @param bytes the size of pictures, sounds and files that the body itself holds: many, for few
  ///   tokens
  /// @param named whether the body names what is somewhere else: state that a provider holds, a
  ///   file, an address
  /// @param tools whether the request has tools, which providers explain to their models in words
  ///   of their own
  /// @param pictures how many pictures the body holds or names for a model that draws; zero for all
  ///   others, which count them by their bytes
  public record Attached(long bytes, boolean named, boolean tools, int pictures) {
    /// Nothing beside texts.
    public static final Attached NONE = new Attached(0, false);

    /// The attachments of a body without tools.
    public Attached(long bytes, boolean named) {
      this(bytes, named, false, 0);
    }

    /// Whether the body holds everything that the model reads, but for words about its tools.
    public boolean isNone() {
      return bytes == 0 && !named && pictures == 0;
    }
  }

  /// The references of a request to state that a provider holds.
  ///
  /// @param id the response or the conversation that the request refers to, by the name that the
  ///   client has for it; empty for none
  /// @param origin the part of that name that says which account holds it; empty where it says none
  /// @param at where the name stands in the body; none where it does not
  /// @param left whether the provider keeps the answer
  /// @param resource the question about the state; empty where a model is asked
  /// @param owner the owner whose names the request may use, and gets; empty where names are
  ///   nobody's in particular
  public record State(
      String id,
      String origin,
      Span at,
      boolean left,
      Optional<Resource> resource,
      Optional<Owner> owner) {
    /// The value for a request that says nothing of state.
    public static final State NONE = new State("", "", Span.NONE, false, Optional.empty());

    /// A reference without an owner.
    public State(String id, String origin, Span at, boolean left, Optional<Resource> resource) {
      this(id, origin, at, left, resource, Optional.empty());
    }

    /// Whether the request refers to any state, or leaves some.
    boolean isSaid() {
      return left || !id.isEmpty() || resource.isPresent();
    }

    State of(Owner other) {
      return new State(id, origin, at, left, resource, Optional.of(other));
    }
  }

  /// The owner of state at a provider: the client that has asked for it, with all others that share
  /// it.
  ///
  /// @param name a name that tells the owner from others, the same in every process; compared,
  ///   never shown
  /// @param model the model that is asked for, by the name that callers use; empty where none is
  /// @param models the models whose state the owner may use; an empty name stands for a model that
  ///   is not known. Evaluated on the call's thread
  /// @param oldNames whether the owner may use names that prove no owner
  public record Owner(String name, String model, Predicate<String> models, boolean oldNames) {}

  /// The question of a request about state that a provider holds, or about another of its paths.
  ///
  /// @param method the HTTP method
  /// @param path the path behind the name of the state, with a slash in front; or empty; of a
  ///   request that is passed through the whole path
  /// @param query the query without its question mark; or empty
  /// @param usage where the answer tells what was used; none where the operation says it
  public record Resource(String method, String path, String query, List<UsageMember> usage) {
    public Resource {
      usage = List.copyOf(usage);
    }

    /// A question whose answer is read by its operation's rules.
    public Resource(String method, String path, String query) {
      this(method, path, query, List.of());
    }

    /// Whether the answer tells tokens.
    public boolean tellsTokens() {
      return usage.stream().anyMatch(member -> member.unit().isEmpty());
    }
  }

  public RequestFacts {
    if (maxTokens.isPresent() && maxTokens.getAsLong() > MAX_TOKENS) {
      maxTokens = OptionalLong.of(MAX_TOKENS);
    }
  }

  /// The facts of a body of texts that says nothing about streaming but whether to, and whose
  /// answer is its own.
  public RequestFacts(
      String model,
      int modelStart,
      int modelEnd,
      boolean stream,
      boolean includeUsage,
      OptionalLong maxTokens,
      boolean pinned) {
    this(
        model,
        modelStart,
        modelEnd,
        stream,
        includeUsage,
        maxTokens,
        pinned,
        Streaming.UNSAID,
        Cacheability.NEVER,
        Attached.NONE,
        false,
        State.NONE,
        1,
        PricedExtras.NONE,
        Cloud.NONE);
  }

  /// A copy of these facts for a request that `owner` has sent.
  public RequestFacts by(Owner owner) {
    return state.isSaid() ? with(model, state.of(owner)) : this;
  }

  /// A copy of these facts for a request that was made of the one with `others`, by the same owner.
  public RequestFacts byOwnerOf(RequestFacts others) {
    return others.state.owner().map(this::by).orElse(this);
  }

  /// Whether the body itself holds pictures, sounds or files.
  public boolean media() {
    return attached.bytes() > 0;
  }

  /// A copy of these facts with another name for the model; the offsets still state the position of
  /// the asked name.
  public RequestFacts withModel(String other) {
    return with(other, state);
  }

  private RequestFacts with(String otherModel, State otherState) {
    return new RequestFacts(
        otherModel,
        modelStart,
        modelEnd,
        stream,
        includeUsage,
        maxTokens,
        pinned,
        streaming,
        reuse,
        attached,
        resealed,
        otherState,
        outputs,
        extras,
        cloud);
  }
}
