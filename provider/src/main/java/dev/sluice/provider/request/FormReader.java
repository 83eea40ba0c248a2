package dev.sluice.provider.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.RequestFacts.Attached;
import dev.sluice.call.request.RequestFacts.State;
import dev.sluice.call.request.Span;
import dev.sluice.call.request.Streaming;
import dev.sluice.dialect.multipart.MultipartFlaw;
import dev.sluice.dialect.multipart.MultipartScanner;
import dev.sluice.dialect.multipart.PartHead;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A reader that makes the facts of a request of the parts of a form, and refuses values that no
/// provider could make sense of. Fields of a form are texts, numbers and flags among them; a field
/// that is read may be there once. For one pass over one body.
final class FormReader implements MultipartScanner.Listener {
  /// The most bytes of a field that is read.
  private static final int VALUE_MAX = 1024;

  private static final long PICTURES_MAX = 4096;

  private static final Set<String> READ =
      Set.of("model", "stream", "n", "size", "quality", "_charset_");

  /// The fields that name a sound which is elsewhere: Groq's, and Mistral's.
  private static final Set<String> ELSEWHERE = Set.of("url", "file_url", "file_id");

  private static final Set<String> UTF_8_NAMES = Set.of("", "utf-8", "utf8", "us-ascii");

  private final Operation operation;
  private final String named;
  private final UnitFields units;
  private final SoundLength sound = new SoundLength();

  /// The values of the fields that are read, by their names.
  private final Map<String, String> values = new HashMap<>();

  private Span modelAt = new Span(0, 0);

  /// How many files there are that the operation works on, and how many bytes all files have.
  private int works;

  private long fileBytes;

  /// How many pictures there are, masks among them.
  private int pictures;

  /// The field that names a sound which is elsewhere; empty for none.
  private String elsewhere = "";

  // Of the current part.
  private @Nullable PartHead part;
  private final byte[] kept = new byte[VALUE_MAX];
  private int length;

  /// @param named the model as the path names it, whatever the form says; empty where the form does
  FormReader(Operation operation, String named) {
    this.operation = operation;
    this.named = named;
    UnitFields fields = UnitFields.of(operation);
    if (fields == null) {
      throw new IllegalArgumentException(operation + " has no form");
    }
    this.units = fields;
  }

  @Override
  public void begins(PartHead head) throws MultipartFlaw {
    part = head;
    length = 0;
    if (READ.contains(head.name())) {
      if (head.file() || !UTF_8_NAMES.contains(head.charset())) {
        throw flaw(head.name(), "must be a text in UTF-8, and no file");
      }
      if (values.containsKey(head.name())) {
        throw flaw(head.name(), "is there twice; send it once");
      }
    } else if (isWork(head)) {
      work(head.name());
    } else if (operation.hears() && ELSEWHERE.contains(head.name())) {
      elsewhere = head.name();
    }
    pictures += isPicture(head) ? 1 : 0;
  }

  private void work(String name) throws MultipartFlaw {
    if (++works > 1 && operation.hears()) {
      throw flaw(name, "is there twice; send it once");
    }
  }

  private boolean isPicture(PartHead head) {
    return operation.draws() && (isWork(head) || head.file());
  }

  /// Whether a part is what the operation works on. A server takes it for a file by its name.
  private boolean isWork(PartHead head) {
    String name = head.name();
    return operation.hears() ? name.equals("file") : name.equals("image") || name.equals("image[]");
  }

  @Override
  public void content(byte[] a, int from, int to) throws MultipartFlaw {
    PartHead current = part;
    if (current == null) {
      return;
    }
    if (READ.contains(current.name())) {
      if (to - from > VALUE_MAX - length) {
        throw flaw(current.name(), "is longer than " + VALUE_MAX + " bytes");
      }
      System.arraycopy(a, from, kept, length, to - from);
      length += to - from;
    } else if (current.file() || isWork(current)) {
      fileBytes += to - from;
      if (operation.hears() && isWork(current)) {
        sound.add(a, from, to);
      }
    }
  }

  @Override
  public void ends(long start, long end) throws MultipartFlaw {
    PartHead current = part;
    if (current == null || !READ.contains(current.name())) {
      return;
    }
    String name = current.name();
    values.put(name, text(name));
    if (name.equals("model")) {
      modelAt = new Span((int) start, (int) end);
    }
  }

  private String text(String name) throws MultipartFlaw {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(kept, 0, length)).toString();
    } catch (CharacterCodingException _) {
      throw flaw(name, "must be a text in UTF-8, and no file");
    }
  }

  private static MultipartFlaw flaw(String name, String what) {
    return MultipartFlaw.of(name, what);
  }

  /// The failure of a request with a flaw.
  InvalidRequest invalid(MultipartFlaw flaw) {
    return InvalidRequests.form(flaw.name(), flaw.words());
  }

  /// The model that was read; empty where the value is no name.
  String model() {
    String model = asked();
    return RequestValue.isNoName(model) ? "" : model;
  }

  private String asked() {
    return named.isEmpty() ? values.getOrDefault("model", "") : named;
  }

  RequestFacts facts() throws InvalidRequest {
    check();
    long outputs = outputs();
    units.form(
        values.getOrDefault("size", ""), values.getOrDefault("quality", ""), sound, elsewhere);
    return new RequestFacts(
        asked(),
        modelAt.start(),
        modelAt.end(),
        flag("stream"),
        false,
        units.maxTokens(),
        false,
        Streaming.UNSAID,
        Cacheability.NEVER,
        new Attached(fileBytes, !elsewhere.isEmpty(), false, pictures),
        false,
        State.NONE,
        outputs,
        units.extras(outputs),
        RequestFacts.Cloud.NONE);
  }

  private void check() throws InvalidRequest {
    String model = named.isEmpty() ? values.get("model") : named;
    if (model == null && operation.hears()) {
      throw InvalidRequests.missing("model", "the name of a model");
    }
    if (model != null && RequestValue.isNoName(model)) {
      throw InvalidRequests.wrong("model", model, RequestValue.NAME);
    }
    if (works > 0 && !elsewhere.isEmpty()) {
      throw InvalidRequests.form(
          elsewhere, "`" + elsewhere + "` stands beside `file`; send one of them");
    }
    if (works == 0 && elsewhere.isEmpty()) {
      throw InvalidRequests.missing(operation.hears() ? "file" : "image", "a file");
    }
    String charset = values.getOrDefault("_charset_", "").toLowerCase(Locale.ROOT);
    if (!UTF_8_NAMES.contains(charset)) {
      throw InvalidRequests.wrong("_charset_", charset, "utf-8 or absent");
    }
  }

  private boolean flag(String name) throws InvalidRequest {
    String value = values.getOrDefault(name, "");
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "", "false", "0" -> false;
      default -> throw InvalidRequests.wrong(name, value, "true or false");
    };
  }

  private long outputs() throws InvalidRequest {
    String value = values.getOrDefault("n", "");
    if (value.isEmpty()) {
      return 1;
    }
    boolean whole = value.length() <= 4 && value.chars().allMatch(c -> c >= '0' && c <= '9');
    long count = whole ? Long.parseLong(value) : 0;
    if (count < 1 || count > PICTURES_MAX) {
      throw InvalidRequests.wrong("n", value, "a whole number from 1 to " + PICTURES_MAX);
    }
    return count;
  }
}
