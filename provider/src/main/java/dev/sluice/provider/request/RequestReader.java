package dev.sluice.provider.request;

import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.RequestFacts.Attached;
import dev.sluice.call.request.RequestFacts.Cloud;
import dev.sluice.call.request.RequestFacts.State;
import dev.sluice.call.request.Span;
import dev.sluice.call.request.Streaming;
import dev.sluice.call.runtime.WorkerPool;
import dev.sluice.dialect.json.JsonFlaw;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonScanner;
import dev.sluice.provider.stored.StateIds;
import dev.sluice.provider.stored.StateName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A reader that makes the facts of a request of what a scanner finds in it, and refuses values
/// that no provider could make sense of. `null` counts as absent where OpenAI allows it. For one
/// pass over one body.
final class RequestReader implements JsonScanner.Listener<RequestField, InvalidRequest> {
  private static final String[] NO_MEMBERS = {};

  /// The beginning of a model's name in the bodies of Gemini's dialect.
  private static final String PREFIX = "models/";

  private final RequestTable table;

  /// Whether the model stands in the path; a model in the body is no more than an echo then.
  private final boolean named;

  /// Whether the state that the request refers to is an owner's.
  private final boolean owned;

  private String model = "";
  private Span modelAt = new Span(0, 0);
  private boolean stream;
  private boolean includeUsage;
  private Span streamAt = Span.NONE;
  private Span optionsAt = Span.NONE;
  private Span usageAt = Span.NONE;

  /// Whether the provider cannot stream the answer, or would not give the same answer in a stream.
  private boolean neverStreamed;

  /// Whether the request names state that a provider holds.
  private boolean continues;

  /// The name of the state that the request refers to; empty where it has none, or a name that
  /// nobody gives.
  private String stateId = "";

  private Span stateAt = Span.NONE;

  /// Whether the request holds state that one account alone can read.
  private boolean sealed;

  private boolean background;

  /// The size of the pictures, sounds and files in the request, in bytes.
  private long mediaBytes;

  /// How many pictures, sounds and files the body holds or names.
  private int pictures;

  /// Whether the source that is being read is the content itself.
  private boolean inlineSource;

  /// Whether the request names content that is somewhere else.
  private boolean refers;

  /// Whether the item that is being read has a name, and whether it says anything itself.
  private boolean itemNamed;

  private boolean itemSaid;

  /// Whether the request has tools.
  private boolean tools;

  /// The number of prompts; tokens are one prompt together.
  private long prompts;

  /// Whether the request holds thinking, or the id of a call, with a seal of the gateway's.
  private boolean resealed;

  /// Whether the client has asked for the same answer each time.
  private boolean deterministic;

  /// Whether the provider keeps the answer.
  private boolean stored;

  private boolean input;

  /// Whether the body names the version of the API.
  private boolean versioned;

  /// Whether the input that is being read has its text.
  private boolean hasText;

  /// The fields that ask for something beside text; null as long as there are none.
  private @Nullable ExtraFields extras;

  /// The fields of what is sold by units; null for other operations.
  private final @Nullable UnitFields units;

  /// Whether the request bounds its output.
  private boolean hasBound;

  /// The largest bound on the output; empty where one of the bounds is unknown.
  private OptionalLong maxTokens = OptionalLong.empty();

  /// How many outputs each input is to have; 0 where the request does not say.
  private long choices;

  private long bestOf = 1;

  /// The members of the request's metadata that are asked for.
  private final String[] metadata;

  /// @param model as the path names it; empty where the body does
  /// @param stream whether the path asks for a stream
  /// @param owned whether the client is an owner of state
  /// @param members the number of members of the metadata that are asked for
  RequestReader(Operation operation, String model, boolean stream, boolean owned, int members) {
    this.metadata = members == 0 ? NO_MEMBERS : new String[members];
    Arrays.fill(metadata, "");
    this.table = RequestTable.of(operation);
    this.units = UnitFields.of(operation);
    this.stored = table.stored();
    this.named = !model.isEmpty();
    this.model = model;
    this.stream = stream;
    this.owned = owned && operation.isOfResponses();
  }

  @Override
  public void unknown(String name, JsonScanner<RequestField, InvalidRequest> scanner)
      throws InvalidRequest {
    if (owned && StateMembers.mayMatter(name)) {
      StateMembers.check(scanner.path());
    }
  }

  @Override
  public void found(RequestField field, JsonScanner<RequestField, InvalidRequest> scanner)
      throws InvalidRequest {
    RequestValue value = new RequestValue(scanner);
    switch (field) {
      case MODEL -> model(value);
      case STREAM -> stream(value);
      case STREAM_OPTIONS -> optionsAt = value.options();
      case INCLUDE_USAGE -> includeUsage(value);
      case NEVER_STREAMED -> neverStreamed |= value.present();
      case BACKGROUND -> background = scanner.isTrue();
      case INPUT -> input(value);
      case STORED_PROMPT -> {
        input |= value.present();
        refers |= value.present();
      }
      case MAX_TOKENS -> bound(value);
      case CHOICES -> choices = value.present() ? Math.max(choices, value.choices()) : choices;
      case BEST_OF -> {
        neverStreamed |= value.present();
        bestOf = value.choices();
      }
      case PROMPT -> prompts += scanner.kind() == JsonKind.NUMBER ? 0 : 1;
      case TEMPERATURE -> deterministic |= value.zero();
      case SEED -> deterministic |= value.number();
      case STORE -> stored = value.stored(table.stored());
      case USER -> value.checkText();
      case STATE -> continues |= value.present();
      case STATE_ID -> state(value);
      case SIGNATURE -> {
        itemSaid |= value.says();
        resealed |= value.isOurSeal() || value.isUnread();
        sealed |= !value.isOurSeal();
      }
      case MEDIA -> media(value);
      case SOURCE_TYPE -> {
        inlineSource = value.isBase64();
        refers |= value.isAddress();
      }
      case SOURCE -> {
        mediaBytes += inlineSource ? value.length() : 0;
        inlineSource = false;
      }
      case REFERENCE -> refers |= value.present();
      case PART_TYPE -> refers |= value.isUnknownPart();
      case ITEM_TYPE -> refers |= value.isItemReference();
      case ITEM_ID -> itemNamed |= value.present();
      case ITEM_CONTENT -> itemSaid |= value.says();
      case ITEM -> {
        refers |= itemNamed && !itemSaid;
        itemNamed = false;
        itemSaid = false;
      }
      case FILE -> {
        continues |= value.isKeptFile();
        refers |= value.present();
      }
      case SIGNED -> resealed |= value.isOurSignature() || value.isUnread();
      case CALL_ID -> {
        itemSaid |= value.says();
        resealed |= value.carriesSeal() || value.isUnread();
      }
      case VERSION -> versioned = true;
      case TEXT -> hasText = value.kind() == JsonKind.STRING;
      case NO_TEXT -> throw value.wrong(RequestValue.TEXTS);
      case TEXT_INPUT -> {
        value.checkHas(hasText);
        hasText = false;
      }
      case METADATA_1, METADATA_2, METADATA_3, METADATA_4 ->
          metadata[MetadataMembers.index(field)] = value.member();
      case SPOKEN -> {
        input(value);
        extra(field, value, scanner.path());
      }
      case STREAM_FORMAT -> stream |= value.isEvents();
      case AUDIO -> {
        neverStreamed |= value.present();
        extra(field, value, scanner.path());
      }
      default -> {
        tools |= field == RequestField.TOOL || field == RequestField.GEMINI_TOOL;
        extra(field, value, scanner.path());
      }
    }
  }

  private void extra(RequestField field, RequestValue value, String path) throws InvalidRequest {
    if (units != null && value.present()) {
      units.found(field, value);
    } else if (value.present()) {
      extras().found(field, value, path);
    }
  }

  private ExtraFields extras() {
    ExtraFields current = extras == null ? new ExtraFields() : extras;
    extras = current;
    return current;
  }

  @Override
  public InvalidRequest refused(
      JsonFlaw flaw, long position, JsonScanner<RequestField, InvalidRequest> scanner) {
    return InvalidRequests.flawed(flaw, position, scanner.path());
  }

  /// The texts of the members of the metadata that are asked for.
  List<String> metadata() {
    return List.of(metadata);
  }

  /// The model that was read; empty where the value is no name.
  String model() {
    return RequestValue.isNoName(model) ? "" : model;
  }

  private void model(RequestValue value) throws InvalidRequest {
    modelAt = modelAt.end() > 0 ? modelAt : value.span();
    if (!named && (value.present() || !table.defaultModel())) {
      String text = value.text();
      boolean prefixed = table.prefixed() && text.startsWith(PREFIX);
      model = prefixed ? text.substring(PREFIX.length()) : text;
      if (RequestValue.isNoName(model)) {
        throw value.wrong(RequestValue.NAME);
      }
      if (ExtrasReader.isOnline(model)) {
        extras().online();
      }
    }
  }

  private void stream(RequestValue value) throws InvalidRequest {
    stream = value.flag();
    streamAt = value.span();
    if (stream && !table.streams()) {
      throw value.wrong("false or absent; this has no stream");
    }
  }

  private void includeUsage(RequestValue value) throws InvalidRequest {
    includeUsage = value.flag();
    usageAt = value.span();
  }

  /// Takes a bound on the output. A bound may have several names, of which a provider heeds the one
  /// that it knows.
  private void bound(RequestValue value) throws InvalidRequest {
    OptionalLong bound = value.outputBound();
    if (value.present()) {
      maxTokens = hasBound ? RequestValue.larger(bound, maxTokens) : bound;
      hasBound = true;
    }
  }

  private void input(RequestValue value) throws InvalidRequest {
    if (!table.inputKinds().contains(value.kind())) {
      throw value.wrong(table.inputForm());
    }
    input |= table.nullInput() || value.present();
  }

  private void media(RequestValue value) {
    mediaBytes += value.inline() ? value.length() : 0;
    pictures += value.present() ? 1 : 0;
    refers |= !value.inline() && value.present();
  }

  private void state(RequestValue value) throws InvalidRequest {
    continues |= value.present();
    if (!value.present()) {
      return;
    }
    if (stateAt.present()) {
      throw value.wrong("absent beside the name of another response or conversation");
    }
    String name = value.text();
    if (value.isUnread() || name.length() > StateName.LONGEST) {
      throw value.wrong("a name of at most " + StateName.LONGEST + " characters");
    }
    stateId = name;
    stateAt = value.span();
  }

  /// Returns the facts of a whole body.
  ///
  /// @param size the size of the body in bytes
  RequestFacts facts(long size) throws InvalidRequest {
    if (named && RequestValue.isNoName(model)) {
      throw InvalidRequests.wrong("model", model, RequestValue.NAME);
    }
    boolean goesOn = continues && (table.stored() || !stateId.isEmpty());
    table.require(named || modelAt.end() > 0, input || goesOn, hasBound);
    boolean never = neverStreamed || background;
    var streaming = new Streaming(streamAt, optionsAt, usageAt, never, Math.max(1, choices));
    return new RequestFacts(
        model,
        modelAt.start(),
        modelAt.end(),
        stream,
        includeUsage,
        units == null ? maxTokens : units.maxTokens(),
        pinned(),
        streaming,
        reuse(size),
        attached(),
        resealed,
        state(),
        outputs(),
        priced(),
        named || versioned ? new Cloud(named, versioned) : Cloud.NONE);
  }

  private PricedExtras priced() {
    PricedExtras beside = extras == null ? PricedExtras.NONE : extras.extras();
    return units == null ? beside : units.extras(UnitFields.outputs(units, choices));
  }

  private Attached attached() {
    return refers || continues || tools || mediaBytes > 0
        ? new Attached(mediaBytes, refers || continues, tools, units == null ? 0 : pictures)
        : Attached.NONE;
  }

  private long outputs() {
    return Math.max(UnitFields.outputs(units, choices), bestOf) * Math.max(1, prompts);
  }

  private State state() {
    boolean left = table.stored() && (stored || background);
    return left || !stateId.isEmpty()
        ? new State(stateId, StateIds.origin(stateId), stateAt, left, Optional.empty())
        : State.NONE;
  }

  private Cacheability reuse(long size) {
    boolean large = size > WorkerPool.LOOP_MAX || (units != null && units.makesMedia());
    if (stored || pinned() || background || large) {
      return Cacheability.NEVER;
    }
    return deterministic || !table.streams() ? Cacheability.ALWAYS : Cacheability.ASKED;
  }

  /// Whether the call must not move to another target. Only the target that made a response can be
  /// asked for it later, so that a call which leaves one there stays with that target, as does a
  /// call which refers to one.
  private boolean pinned() {
    return continues || sealed || (table.stored() && (stored || background));
  }
}
