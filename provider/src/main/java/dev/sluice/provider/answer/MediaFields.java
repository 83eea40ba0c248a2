package dev.sluice.provider.answer;

import dev.sluice.call.Usage;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonWalker;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The fields found in one event, or in one whole answer, with pictures or sound. Base64 is no text
/// that a model has said, and counts for nothing. Confined to the loop.
final class MediaFields extends JsonFields<MediaField> {
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  /// The ends of the names of events that are the last about a picture or a sound.
  private static final String COMPLETED = ".completed";

  private static final Set<String> LAST = Set.of("speech.audio.done", "transcript.text.done");

  private final Operation operation;
  private final ToldExtras extras = new ToldExtras();

  /// The counts of the current usage. One that is there under two names counts once.
  private final Map<MediaField, Long> told = new EnumMap<>(MediaField.class);

  /// What the events so far have told: the sums of pictures, each of which has a usage of its own,
  /// and the largest counts of sound, whose events tell what was used so far.
  private final Map<MediaField, Long> counts = new EnumMap<>(MediaField.class);

  /// Whether the current picture is there.
  private boolean drawn;

  /// Whether a count makes no sense.
  private boolean absurd;

  /// How many pictures the whole answer has so far, or how many events have ended one.
  private long pictures;

  private boolean listed;
  private boolean tells;
  private String type = "";

  MediaFields(Operation operation) {
    super(MediaField.ANSWER, MediaField.ERROR);
    this.operation = operation;
  }

  @Override
  public byte[] lastWord() {
    return DONE;
  }

  @Override
  public void clear() {
    super.clear();
    told.clear();
    absurd = false;
    drawn = false;
    listed = false;
    tells = false;
    type = "";
  }

  @Override
  public void found(MediaField what, JsonWalker<MediaField> walker) {
    if (walker.kind() == JsonKind.NULL) {
      return;
    }
    switch (what) {
      case CONTENT -> content |= !walker.empty();
      case PICTURES -> {
        listed |= !walker.empty();
        extras.told(PricedExtra.IMAGE, pictures);
      }
      case DRAWN -> drawn |= !walker.empty();
      case PICTURE -> pictureEnds();
      case TYPE -> type(walker.text());
      case USAGE -> usageEnds();
      case SECONDS -> seconds(walker.raw());
      case ERROR -> error = FoundError.of(walker);
      default -> count(what, walker.count());
    }
  }

  private void type(String name) {
    type = name;
    if (name.endsWith(COMPLETED)) {
      picture();
    }
  }

  private void pictureEnds() {
    if (drawn) {
      picture();
    }
    drawn = false;
  }

  private void picture() {
    pictures++;
    extras.told(PricedExtra.IMAGE, pictures);
  }

  /// Takes how long a sound was, in seconds with a fraction; the next whole one is charged.
  private void seconds(String number) {
    try {
      double seconds = Math.ceil(Double.parseDouble(number.replace("\"", "")));
      extras.atLeast(PricedExtra.AUDIO_SECOND, (long) seconds);
    } catch (NumberFormatException _) {
      // A length that is none tells nothing.
    }
  }

  private void count(MediaField what, long count) {
    boolean makesSense = count >= 0 && count <= UsageReport.TOKENS_MAX;
    absurd |= !makesSense;
    told.merge(what, makesSense ? count : 0L, Math::max);
  }

  private static long sum(long one, long other) {
    return Math.min(UsageReport.TOKENS_MAX, one + other);
  }

  private void usageEnds() {
    tells = true;
    told.forEach(
        (what, count) ->
            counts.merge(what, count, operation.draws() ? MediaFields::sum : Math::max));
    told.clear();
    if (!absurd && counts.containsKey(MediaField.INPUT)) {
      usage = Optional.of(report());
    }
  }

  /// What is written is all of the operation's kind, but for texts that the provider counts apart.
  private UsageReport report() {
    long input = counted(MediaField.INPUT);
    long output = counted(MediaField.OUTPUT);
    long heard = Math.min(counted(MediaField.AUDIO_INPUT), input);
    long saw = Math.min(counted(MediaField.IMAGE_INPUT), input - heard);
    long made = Math.max(0, output - counted(MediaField.TEXT_OUTPUT));
    long spoke = operation == Operation.SPEECH ? made : 0;
    long drew = operation.draws() ? made : 0;
    var parts = new Usage.Parts(0, 0, heard, saw, spoke, drew, 0);
    UsageReport plain = UsageReport.of(input, output);
    return new UsageReport(plain.input(), plain.output(), 0, parts);
  }

  private long counted(MediaField what) {
    return counts.getOrDefault(what, 0L);
  }

  @Override
  public boolean contentful() {
    return content || listed;
  }

  @Override
  public boolean terminated() {
    return endsAnswer() || type.endsWith(COMPLETED);
  }

  @Override
  public boolean endsAnswer() {
    return LAST.contains(type);
  }

  @Override
  public boolean tellsUsage() {
    return tells;
  }

  @Override
  public Usage.Extras extras() {
    return operation == Operation.SPEECH ? Usage.Extras.NONE : extras.extras();
  }

  @Override
  public String error(boolean named) {
    if (failed()) {
      return "{\"error\":" + error + "}";
    }
    return named || type.equals("error")
        ? "{\"error\":{\"message\":\"the stream says error\"}}"
        : "";
  }
}
