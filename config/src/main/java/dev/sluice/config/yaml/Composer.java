package dev.sluice.config.yaml;

import dev.sluice.config.value.Quoted;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/// The builder of the tree of a document from the parser's events. The library's own composer is
/// not used: it recurses without a bound, expands aliases, and stops at the first duplicate key.
///
/// It takes the part of YAML that a configuration needs: one document of maps, lists and scalars.
/// Anchors, aliases and tags are refused.
final class Composer {
  /// How deep maps and lists may nest.
  private static final int MAX_DEPTH = 32;

  private final String file;
  private final Problems problems;
  private final Iterator<Event> events;
  private final String text;
  private int depth;

  /// The lines of the text; null until they are asked for.
  private @Nullable List<String> lines;

  private Composer(String file, String text, Problems problems) {
    this.file = file;
    this.text = text;
    this.problems = problems;
    this.events = new Parse(LoadSettings.builder().build()).parseString(text).iterator();
  }

  /// The document's root; empty if the text holds none.
  ///
  /// @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException if it is not YAML
  /// @throws ConfigException if it is nested too deeply
  static Optional<Node> compose(String file, String text, Problems problems) {
    return new Composer(file, text, problems).document();
  }

  private Optional<Node> document() {
    Event event = skipTo(Event.ID.DocumentStart, Event.ID.StreamEnd);
    if (event.getEventId() == Event.ID.StreamEnd) {
      return Optional.empty();
    }
    Node root = node(events.next());
    checkLast();
    return Optional.of(root);
  }

  private void checkLast() {
    skipTo(Event.ID.DocumentEnd, Event.ID.DocumentEnd);
    Event next = skipTo(Event.ID.DocumentStart, Event.ID.StreamEnd);
    if (next.getEventId() == Event.ID.DocumentStart) {
      problems.add(position(next), "", "a second document begins here: a file may hold one only");
    }
  }

  private Event skipTo(Event.ID one, Event.ID other) {
    Event event = events.next();
    while (event.getEventId() != one && event.getEventId() != other) {
      event = events.next();
    }
    return event;
  }

  private Node node(Event event) {
    if (event instanceof NodeEvent node && !(event instanceof AliasEvent)) {
      node.getAnchor().ifPresent(anchor -> refuse(event, "the anchor &" + anchor));
    }
    tag(event)
        .ifPresent(
            _ -> problems.add(position(event), "", "tags (!) are not supported: quote the text"));
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar);
      case SequenceStartEvent items -> deeper(items, () -> items(items));
      case MappingStartEvent mapping -> deeper(mapping, () -> mapping(mapping));
      case AliasEvent alias -> refuse(alias, "the alias *" + alias.getAlias());
      default -> throw new IllegalStateException("no node begins with " + event);
    };
  }

  private static Optional<String> tag(Event event) {
    return switch (event) {
      case ScalarEvent scalar -> scalar.getTag();
      case CollectionStartEvent collection -> collection.getTag();
      default -> Optional.empty();
    };
  }

  private Node refuse(Event event, String what) {
    problems.add(
        position(event), "", what + " is not supported: write the value itself, or quote it");
    return new Node.Broken(position(event));
  }

  private Node scalar(ScalarEvent scalar) {
    FilePosition at = position(scalar);
    return new Node.Scalar(at, scalar.getValue(), scalar.isPlain(), text(scalar, at));
  }

  /// The position of the first character of a value's text; null where its lines are folded.
  private @Nullable FilePosition text(ScalarEvent scalar, FilePosition at) {
    boolean oneLine =
        scalar.getEndMark().map(mark -> mark.getLine() + 1 == at.line()).orElse(false);
    return switch (scalar.getScalarStyle()) {
      case PLAIN -> oneLine ? at : null;
      case DOUBLE_QUOTED, SINGLE_QUOTED ->
          oneLine ? new FilePosition(file, at.line(), at.column() + 1) : null;
      case LITERAL -> new FilePosition(file, at.line() + 1, indentation(at.line()) + 1);
      default -> null;
    };
  }

  /// The blanks at the beginning of the line below `line`, which counts from 1.
  private int indentation(int line) {
    if (lines == null) {
      lines = text.lines().toList();
    }
    String below = lines.size() > line ? lines.get(line) : "";
    return below.length() - below.stripLeading().length();
  }

  private Node deeper(Event start, Supplier<Node> inside) {
    if (++depth > MAX_DEPTH) {
      throw new ConfigException(position(start), "nested more than " + MAX_DEPTH + " levels deep");
    }
    try {
      return inside.get();
    } finally {
      depth--;
    }
  }

  private Node items(SequenceStartEvent start) {
    List<Node> nodes = new ArrayList<>();
    for (Event e = events.next(); e.getEventId() != Event.ID.SequenceEnd; e = events.next()) {
      nodes.add(node(e));
    }
    return new Node.Items(position(start), nodes);
  }

  private Node mapping(MappingStartEvent start) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    boolean template = false;
    for (Event e = events.next(); e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
      Node key = node(e);
      Node value = node(events.next());
      put(entries, key, value);
      template |= key instanceof Node.Mapping;
    }
    return template ? new Node.Broken(position(start)) : new Node.Mapping(position(start), entries);
  }

  private static String duplicate(String key, Node.Entry first) {
    String where = ": it stands on line " + first.key().line() + " already";
    return "duplicate key " + Quoted.of(key) + where;
  }

  private void put(Map<String, Node.Entry> entries, Node key, Node value) {
    switch (key) {
      case Node.Scalar scalar -> putOnce(entries, scalar, value);
      case Node.Broken _ -> {}
      case Node.Mapping template -> problems.add(template.position(), "", Syntax.TEMPLATE);
      case Node.Items _ ->
          problems.add(key.position(), "", "a key must be a text, is " + key.kind());
    }
  }

  private void putOnce(Map<String, Node.Entry> entries, Node.Scalar key, Node value) {
    Node.Entry first = entries.putIfAbsent(key.raw(), new Node.Entry(key.position(), value));
    if (first != null) {
      problems.add(key.position(), "", duplicate(key.raw(), first));
    }
  }

  private FilePosition position(Event event) {
    return event.getStartMark().map(mark -> position(file, mark)).orElse(FilePosition.start(file));
  }

  static FilePosition position(String file, Mark mark) {
    return new FilePosition(file, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
