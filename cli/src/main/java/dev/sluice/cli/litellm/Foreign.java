package dev.sluice.cli.litellm;

import dev.sluice.config.value.Quoted;
import dev.sluice.config.yaml.FilePosition;
import dev.sluice.config.yaml.Node;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A map of LiteLLM's file whose keys are taken one by one, so that those which nothing takes can
/// be told. A key without a value counts as absent, as it does for LiteLLM.
final class Foreign {
  /// A number as PyYAML reads it, of a length and an exponent that arithmetic can bear.
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d{1,15}(\\.\\d{0,20})?([eE][+-]?\\d{1,2})?");

  private static final Set<String> TRUE = Set.of("true", "yes", "on");
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final BigDecimal MS = BigDecimal.valueOf(1000);

  private final Node.Mapping node;
  private final String place;
  private final Remarks remarks;
  private final Set<String> taken = new HashSet<>();

  /// @param place where remarks about its keys stand in the written file
  Foreign(Node.Mapping node, String place, Remarks remarks) {
    this.node = node;
    this.place = place;
    this.remarks = remarks;
  }

  /// The map under `key`; one without keys if there is none.
  Foreign in(String key) {
    return take(key)
        .flatMap(value -> map(key, value))
        .map(map -> new Foreign(map, place, remarks))
        .orElseGet(() -> new Foreign(new Node.Mapping(node.position(), Map.of()), place, remarks));
  }

  private Optional<Node.Mapping> map(String key, Node value) {
    if (value instanceof Node.Mapping mapping) {
      return Optional.of(mapping);
    }
    remark(key, "must hold keys and values, is " + value.kind());
    return Optional.empty();
  }

  FilePosition position() {
    return node.position();
  }

  /// The position of `key`, or of the map where it is absent.
  FilePosition position(String key) {
    Node.Entry entry = node.entries().get(key);
    return entry == null ? node.position() : entry.key();
  }

  /// The value of `key`, which is taken.
  Optional<Node> take(String key) {
    taken.add(key);
    return Optional.ofNullable(node.entries().get(key))
        .map(Node.Entry::value)
        .filter(value -> !(value instanceof Node.Scalar scalar && scalar.isNothing()));
  }

  /// The single value of `key`; a remark where there is another.
  Optional<String> text(String key) {
    Optional<Node> value = take(key);
    if (value.isPresent() && !(value.get() instanceof Node.Scalar)) {
      remark(key, "must be a single value, is " + value.get().kind());
    }
    return value.flatMap(Foreign::text);
  }

  /// A single value's text, without white space around it.
  static Optional<String> text(Node node) {
    return node instanceof Node.Scalar scalar
        ? Optional.of(scalar.raw().strip())
        : Optional.empty();
  }

  /// The texts in the list under `key`, or its single one.
  List<String> texts(String key) {
    return take(key).stream()
        .flatMap(
            node -> node instanceof Node.Items items ? items.nodes().stream() : Stream.of(node))
        .flatMap(node -> text(node).stream())
        .toList();
  }

  /// The number under `key`; a remark where it is none.
  Optional<BigDecimal> number(String key) {
    Optional<String> text = text(key);
    Optional<BigDecimal> number = text.flatMap(Foreign::parsed);
    if (text.isPresent() && number.isEmpty()) {
      remark(key, "is no number that can be read here: left out");
    }
    return number;
  }

  private static Optional<BigDecimal> parsed(String text) {
    String plain = text.replace("_", "");
    return NUMBER.matcher(plain).matches() ? Optional.of(new BigDecimal(plain)) : Optional.empty();
  }

  /// The whole number under `key`, from 1 on; a remark where it is none.
  Optional<Long> count(String key) {
    Optional<BigDecimal> number = number(key);
    Optional<Long> count =
        number
            .filter(value -> value.signum() > 0 && value.compareTo(BigDecimal.valueOf(1e12)) <= 0)
            .filter(value -> value.stripTrailingZeros().scale() <= 0)
            .map(BigDecimal::longValue);
    if (number.isPresent() && count.isEmpty()) {
      remark(key, "must be a whole number from 1 on: left out");
    }
    return count;
  }

  /// The time under `key`, in seconds there; a remark where it is none, or out of bounds.
  Optional<Duration> seconds(String key) {
    Optional<BigDecimal> number = number(key);
    Optional<Duration> time =
        number
            .filter(value -> value.compareTo(BigDecimal.valueOf(LONGEST.toSeconds())) <= 0)
            .map(value -> Duration.ofMillis(value.multiply(MS).longValue()))
            .filter(value -> value.toMillis() > 0);
    if (number.isPresent() && time.isEmpty()) {
      remark(key, "must be a time from 1ms to 24h: left out");
    }
    return time;
  }

  /// Whether `key` is on.
  boolean flag(String key) {
    return text(key).filter(value -> TRUE.contains(value.toLowerCase(Locale.ROOT))).isPresent();
  }

  /// Notes what its author should know of `key`.
  void remark(String key, String what) {
    remarkAt(place, key, what);
  }

  /// Notes it at another place of the written file.
  void remarkAt(String other, String key, String what) {
    remarks.add(other, position(key), Reasons.shown(key) + ": " + what);
  }

  /// Notes each key that was not taken, with the reason.
  void rest() {
    node.entries()
        .forEach(
            (key, entry) -> {
              boolean nothing = entry.value() instanceof Node.Scalar scalar && scalar.isNothing();
              if (!nothing && !taken.contains(key)) {
                remark(key, Reasons.of(key));
              }
            });
  }

  /// A text of the file that is no secret, for a remark.
  static String quoted(String text) {
    return Quoted.of(text);
  }
}
