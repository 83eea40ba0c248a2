package dev.sluice.sim.fault;

import dev.sluice.call.text.Nearest;
import dev.sluice.sim.dialect.Shape;
import dev.sluice.sim.dialect.Shape.Stop;
import dev.sluice.sim.wire.HttpReply;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A fault with its argument.
public record FaultCall(Fault fault, String arg) {
  private static final Map<String, Fault> NAMES =
      Stream.of(Fault.values()).collect(Collectors.toMap(Fault::label, f -> f));

  /// Reads `NAME` or `NAME=ARG`; three digits are the status of that number.
  ///
  /// @throws InvalidFault if there is no such fault, or it does not take that argument
  public static FaultCall parse(String text) throws InvalidFault {
    if (text.matches("[2-5]\\d\\d")) {
      return new FaultCall(Fault.STATUS, text);
    }
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    Fault fault = NAMES.get(name);
    if (fault == null) {
      String near = String.join(" or ", Nearest.of(name, NAMES.keySet()));
      throw new InvalidFault(
          "must be the name of a fault", near.isEmpty() ? "" : "did you mean " + near + "?");
    }
    String arg = equals < 0 ? fault.standard() : text.substring(equals + 1);
    if (!fault.argument().accepts(arg)) {
      throw new InvalidFault(
          "must have as argument of " + name + ": " + fault.argument().says(), "");
    }
    return new FaultCall(fault, arg);
  }

  /// Returns what the fault changes in the answer's statements about itself.
  public Shape shape() {
    return switch (fault) {
      case WRONG_COUNT -> Shape.TRUE.with(Integer.parseInt(arg));
      case NO_FINISH -> Shape.TRUE.with(Stop.MISSING);
      case FILTERED -> Shape.TRUE.with(filter());
      case POISON -> Shape.TRUE.with(new Shape.Poison(arg, 400));
      case CRASH -> Shape.TRUE.with(new Shape.Poison(arg, 500));
      case UNORDERED -> listed(Shape.Listing.REVERSED);
      case HALF_MISSING -> listed(Shape.Listing.HALF);
      case DUPLICATES -> listed(Shape.Listing.TWICE);
      case CONTRADICTION -> listed(Shape.Listing.CONTRADICTORY);
      default -> Shape.TRUE.with(fault.usage());
    };
  }

  private Stop filter() {
    return switch (arg) {
      case "prompt" -> Stop.FILTERED_PROMPT;
      case "empty" -> Stop.FILTERED_EMPTY;
      default -> Stop.FILTERED;
    };
  }

  private Shape listed(Shape.Listing listing) {
    return Shape.TRUE.with(listing, Integer.parseInt(arg));
  }

  /// Makes a reply wrong.
  ///
  /// @param opening how many events of a stream belong to its first one, behind it
  public HttpReply apply(HttpReply reply, Instant wall, int opening) {
    return fault.twist().apply(reply, new FaultContext(arg, wall, opening));
  }

  @Override
  public String toString() {
    return arg.isEmpty() ? fault.label() : fault.label() + "=" + arg;
  }
}
