package dev.sluice.call.gate;

import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// A model at a provider with one credential, as a route sees it. Targets that differ in the
/// credential alone have the same name.
///
/// @param name `provider/model`
/// @param operations the operations that the target serves in its provider's dialect
/// @param translated the operations that it serves besides, by translation from another dialect
/// @param weight its share among the route's targets, at least 1
/// @param rank targets of a higher rank serve only when none of a lower one can; 0 is the lowest
/// @param context how many tokens its context window holds; empty where that is not known
/// @param account a hash that tells the target's credential from others, the same in every process;
///   0 where it has none. Made of a secret, so that it is never shown
/// @param origins the origins that names of state held by the target's account may state
/// @param gates the gates that an attempt must pass
/// @param service the service that makes one attempt at the target
public record Target(
    String name,
    Set<Operation> operations,
    Set<Operation> translated,
    int weight,
    int rank,
    OptionalLong context,
    long account,
    Set<String> origins,
    List<Gate> gates,
    Service service) {
  public Target {
    operations = Set.copyOf(operations);
    translated = Set.copyOf(translated);
    origins = Set.copyOf(origins);
    gates = List.copyOf(gates);
  }

  /// A target that is asked in its provider's dialect alone, whose context window is not known, and
  /// that has no credential.
  public Target(
      String name,
      Set<Operation> operations,
      int weight,
      int rank,
      List<Gate> gates,
      Service service) {
    this(
        name,
        operations,
        Set.of(),
        weight,
        rank,
        OptionalLong.empty(),
        0,
        Set.of(),
        gates,
        service);
  }

  /// Whether the target serves `operation`, as it is or by translation.
  public boolean supports(Operation operation) {
    return operations.contains(operation) || translated.contains(operation);
  }

  /// All operations that the target serves, as they are or by translation.
  public Set<Operation> supported() {
    Set<Operation> all = new HashSet<>(operations);
    all.addAll(translated);
    return all;
  }

  /// Whether the target serves `operation` in the dialect that its provider speaks.
  public boolean speaks(Operation operation) {
    return operations.contains(operation);
  }
}
