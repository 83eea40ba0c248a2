package dev.sluice.config.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// A YAML document to be read into records:
///
/// ```java
/// record Ball(String colour, Duration age) {}
///
/// Ball ball = Doc.load("ball.yaml", System.getenv()).read(root ->
///     new Ball(root.get("colour", Types.TEXT, "red"),
///         root.get("age", Types.duration(Duration.ZERO, Duration.ofHours(1)), Duration.ZERO)));
/// ```
public final class Doc {
  /// The size of the largest file that is read.
  public static final int MAX_BYTES = 1024 * 1024;

  private final Node.Mapping root;
  final Problems problems;
  private final List<Problem> notes = new ArrayList<>();
  final Interpolation interpolation;

  private Doc(Node.Mapping root, Problems problems, Interpolation interpolation) {
    this.root = root;
    this.problems = problems;
    this.interpolation = interpolation;
  }

  /// Parses a text.
  ///
  /// @param file what messages call it
  /// @param env what `${env:NAME}` refers to
  /// @throws ConfigException if it is empty or not YAML; [#read] reports other problems
  public static Doc parse(String file, String text, Map<String, String> env) {
    return parse(file, text, new Interpolation(env, _ -> {}));
  }

  /// Reads and parses what a stream brings until its end.
  ///
  /// @param file what messages call it
  /// @throws ConfigException as [#load]
  public static Doc read(String file, InputStream in, Map<String, String> env) {
    try {
      return parse(file, text(file, in), env);
    } catch (IOException e) {
      throw unreadable(file);
    }
  }

  private static Doc parse(String file, String text, Interpolation interpolation) {
    Problems problems = new Problems();
    return new Doc(mapping(file, text, problems), problems, interpolation);
  }

  /// Makes a document of what was read elsewhere.
  ///
  /// @param env what `${env:NAME}` refers to
  public static Doc of(Node.Mapping root, Map<String, String> env) {
    return new Doc(root, new Problems(), new Interpolation(env, _ -> {}));
  }

  /// Makes a document with another root, whose problems so far are this one's.
  public Doc with(Node.Mapping other) {
    return new Doc(other, problems, interpolation);
  }

  /// The root, as it was read.
  public Node.Mapping root() {
    return root;
  }

  /// The tree of another program's file, whose keys and references mean nothing here.
  ///
  /// @throws ConfigException as [#load], and for anchors, aliases, tags and keys that stand twice
  public static Node.Mapping tree(String file) {
    Problems problems = new Problems();
    Node.Mapping root = mapping(file, text(file), problems);
    problems.orThrow();
    return root;
  }

  private static Node.Mapping mapping(String file, String text, Problems problems) {
    return switch (compose(file, text, problems)) {
      case Node.Mapping mapping -> mapping;
      case Node other ->
          throw new ConfigException(
              other.position(), "must hold keys and values, is " + other.kind());
    };
  }

  /// Reads and parses a file.
  ///
  /// @throws ConfigException as [#parse], or if the file cannot be read
  public static Doc load(String file, Map<String, String> env) {
    return parse(file, text(file), env);
  }

  /// Reads and parses a file again, while others may write or replace it: anything but a regular
  /// file is refused rather than waited for.
  ///
  /// @param reads notified of each file before it is read
  /// @throws ConfigException as [#load]
  public static Doc reload(String file, Map<String, String> env, Consumer<Path> reads) {
    Path path = Path.of(file);
    reads.accept(path.toAbsolutePath());
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new ConfigException(
          FilePosition.start(file),
          (Files.isDirectory(path) ? "a folder" : "a pipe or a device")
              + " stands where the file was: put a regular file there");
    }
    return parse(file, text(file), new Interpolation(env, reads));
  }

  /// Binds the document.
  ///
  /// @param reader is handed the root; a key that it does not ask for is unknown
  /// @throws ConfigException with every problem that was found, if there was any
  public <T> T read(Function<Section, T> reader) {
    T result = new Section(this, "", root).bind(reader);
    problems.orThrow();
    return result;
  }

  /// The position of the value under these keys, if there is one. An element of a list is found
  /// under its index, from 0.
  public Optional<FilePosition> position(String... keys) {
    Optional<Node> node = Optional.of(root);
    for (String key : keys) {
      node = node.flatMap(within -> child(within, key));
    }
    return node.map(Node::position);
  }

  /// The keys of the document's root, in the order of the file.
  public Set<String> keys() {
    return root.entries().keySet();
  }

  /// The document as one that cannot be read at all.
  ///
  /// @param key of the root, where the message points to
  /// @param what to be read after the words "the file"
  public ConfigException refusal(String key, String what) {
    Node.Entry entry = root.entries().get(key);
    FilePosition at = entry == null ? root.position() : entry.key();
    return new ConfigException(at, "the file " + what);
  }

  /// Adds a note for the author of the file, although nothing is wrong.
  ///
  /// @param path the keys that lead to it
  /// @param what to be read after the path; what to do, on one line
  public void note(FilePosition position, String path, String what) {
    notes.add(new Problem(position, path, path + " " + what));
  }

  /// Notes that something is wrong, where no section of a reader has it; [#read] throws it.
  ///
  /// @param path the keys that lead to it
  /// @param what to be read after the path; what to do, on one line
  public void fail(FilePosition position, String path, String what) {
    problems.add(position, path, path + " " + what);
  }

  /// The notes for the author of the file, in the order of the file.
  public List<Problem> notes() {
    return notes.stream().sorted(Comparator.comparing(Problem::position)).toList();
  }

  /// The variables of the environment that the document refers to, as far as it was read.
  public Set<String> variables() {
    return interpolation.variables();
  }

  private static Optional<Node> child(Node node, String key) {
    return switch (node) {
      case Node.Mapping(_, var entries) ->
          Optional.ofNullable(entries.get(key)).map(Node.Entry::value);
      case Node.Items(_, var nodes) when key.matches("\\d{1,9}") ->
          nodes.stream().skip(Integer.parseInt(key)).findFirst();
      default -> Optional.empty();
    };
  }

  private static Node compose(String file, String text, Problems problems) {
    try {
      return Composer.compose(file, text, problems)
          .filter(node -> !(node instanceof Node.Scalar scalar && scalar.isNothing()))
          .orElseThrow(() -> new ConfigException(FilePosition.start(file), "the file is empty"));
    } catch (YamlEngineException e) {
      throw new ConfigException(position(file, text, e), Syntax.explain(e, text));
    }
  }

  private static FilePosition position(String file, String text, YamlEngineException e) {
    return switch (e) {
      case MarkedYamlEngineException marked ->
          marked
              .getProblemMark()
              .map(mark -> Composer.position(file, mark))
              .orElse(FilePosition.start(file));
      case ReaderException reader -> at(file, text, reader.getPosition());
      default -> FilePosition.start(file);
    };
  }

  private static FilePosition at(String file, String text, int codePoints) {
    int end =
        text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
    List<String> lines = text.substring(0, end).lines().toList();
    return lines.isEmpty()
        ? FilePosition.start(file)
        : new FilePosition(file, lines.size(), lines.getLast().length() + 1);
  }

  private static String text(String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return text(file, in);
    } catch (NoSuchFileException e) {
      throw new ConfigException(FilePosition.start(file), "there is no such file");
    } catch (IOException | InvalidPathException e) {
      throw unreadable(file);
    }
  }

  private static String text(String file, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new ConfigException(FilePosition.start(file), "the file is larger than 1MiB");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ConfigException(FilePosition.start(file), "the file is not UTF-8 text");
    }
  }

  private static ConfigException unreadable(String file) {
    return new ConfigException(FilePosition.start(file), "the file cannot be read");
  }
}
