package dev.sluice.server.files;

import dev.sluice.batches.file.NewFile;
import dev.sluice.server.edge.ResourceFault;
import dev.sluice.server.edge.ResourceFaults;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What a request says of the file that it brings, by the names of fields. Not for several threads.
public final class FileFields {
  /// The longest name of a file, in characters.
  private static final int NAME_MAX = 255;

  /// The shortest time that may be asked for a file, in seconds.
  public static final long SHORTEST_LIFE = 3_600;

  /// The longest one, in seconds.
  public static final long LONGEST_LIFE = 2_592_000;

  private static final Set<String> PURPOSES =
      Set.of("assistants", "batch", "evals", "fine-tune", "user_data", "vision");
  private static final long MILLIS = 1_000;
  private static final String ANCHOR = "expires_after[anchor]";
  private static final String SECONDS = "expires_after[seconds]";

  private final Map<String, String> values = new HashMap<>();

  /// Notes a member.
  void put(String name, String value) throws ResourceFault {
    if (values.put(name, value) != null) {
      throw ResourceFaults.invalid(name, "stands there twice");
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /// What is said.
  ///
  /// @param now in milliseconds since 1970
  NewFile file(long now) throws ResourceFault {
    long keep = keep();
    return new NewFile(name(), purpose(), keep == 0 ? 0 : now + keep * MILLIS);
  }

  String purpose() throws ResourceFault {
    String purpose = values.get("purpose");
    if (purpose == null) {
      throw ResourceFaults.missing("purpose", "say what the file is for, such as batch");
    }
    if (!PURPOSES.contains(purpose)) {
      throw ResourceFaults.invalid(
          "purpose", "must be one of assistants, batch, evals, fine-tune, user_data, vision");
    }
    return purpose;
  }

  /// The name of the file, without the folders that some clients write in front of it. It is for
  /// people, and no part of any path.
  String name() throws ResourceFault {
    String said = values.getOrDefault("filename", "");
    String name = said.substring(Math.max(said.lastIndexOf('/'), said.lastIndexOf('\\')) + 1);
    if (name.length() > NAME_MAX) {
      throw ResourceFaults.invalid("filename", "must have at most " + NAME_MAX + " characters");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw ResourceFaults.invalid("filename", "must have no control characters");
    }
    return name.isEmpty() ? "file" : name;
  }

  /// How long the file is kept, in seconds; 0 where nothing is said.
  long keep() throws ResourceFault {
    String anchor = values.get(ANCHOR);
    String seconds = values.get(SECONDS);
    if (anchor == null && seconds == null) {
      return 0;
    }
    if (!"created_at".equals(anchor)) {
      throw ResourceFaults.invalid(ANCHOR, "must be created_at");
    }
    try {
      long keep = seconds == null ? 0 : Long.parseLong(seconds);
      if (keep >= SHORTEST_LIFE && keep <= LONGEST_LIFE) {
        return keep;
      }
    } catch (NumberFormatException none) {
      // Told below.
    }
    throw ResourceFaults.invalid(
        SECONDS,
        "must be a number of seconds from %d to %d".formatted(SHORTEST_LIFE, LONGEST_LIFE));
  }
}
