package dev.sluice.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.config.yaml.Problem;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The result of `validate` for a file, for people and for programs.
///
/// @param file the name of the file
/// @param problems what is wrong; empty where nothing is
/// @param holds the counts of what the file holds, where it is in order
/// @param dialects lines about providers whose dialect may surprise
/// @param notes what the author should know of lines of the file, although nothing is wrong
/// @param others what the author should know that belongs to no line
record ValidationResult(
    String file,
    List<Problem> problems,
    String holds,
    List<String> dialects,
    List<Problem> notes,
    List<String> others) {
  ValidationResult {
    problems = List.copyOf(problems);
    dialects = List.copyOf(dialects);
    notes = List.copyOf(notes);
    others = List.copyOf(others);
  }

  static ValidationResult wrong(String file, List<Problem> problems) {
    return new ValidationResult(file, problems, "", List.of(), List.of(), List.of());
  }

  /// Returns the lines for people.
  String text() {
    Stream<String> lines = problems.isEmpty() ? right() : problems.stream().map(Problem::toString);
    return lines.map(line -> line + "\n").collect(Collectors.joining());
  }

  private Stream<String> right() {
    Stream<String> said =
        Stream.of(dialects, notes, others).flatMap(List::stream).map(line -> "  " + line);
    return Stream.concat(Stream.of(file + ": ok (" + holds + ")"), said);
  }

  /// Returns the object for programs, on one line.
  String json() {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.put("file", file).put("ok", problems.isEmpty());
    ArrayNode wrong = all.putArray("problems");
    problems.forEach(problem -> wrong.add(json(problem)));
    ArrayNode notable = all.putArray("notes");
    notes.forEach(note -> notable.add(json(note)));
    Stream.of(dialects, others)
        .flatMap(List::stream)
        .forEach(line -> notable.addObject().put("file", file).put("message", line));
    return all.toString() + "\n";
  }

  private static ObjectNode json(Problem problem) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("file", problem.position().file());
    object.put("line", problem.position().line()).put("column", problem.position().column());
    object.put("path", problem.path());
    object.put("message", problem.message()).put("remedy", problem.remedy());
    return object;
  }
}
