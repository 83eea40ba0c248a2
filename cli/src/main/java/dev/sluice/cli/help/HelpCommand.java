package dev.sluice.cli.help;

import dev.sluice.call.text.Nearest;
import dev.sluice.call.text.Printable;
import dev.sluice.cli.console.ExitCode;
import dev.sluice.cli.help.ManualPage.Section;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `help`: the commands and the documents.
@Command(
    name = "help",
    helpCommand = true,
    description = {
      "Shows what the documents say of a topic: a command, a section of sluice.yaml, a page, a"
          + " heading, a key, an error code, a header, a metric, an alert or a term.",
      "Without one, the list of commands, sections and pages."
    })
public final class HelpCommand implements Callable<Integer> {
  private static final int WIDTH = 80;
  private static final String CALLED = "./sluice help ";

  /// So many pages are named at the end.
  private static final int LINKS = 6;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "TOPIC",
      description = "For example: budgets, retry, server.drain, budget_exceeded, deploy.md")
  private List<String> words = List.of();

  @Override
  public Integer call() {
    Manual manual = Manual.load();
    if (words.isEmpty()) {
      spec.root().commandLine().usage(out());
      list(manual).forEach(out()::println);
      return ExitCode.DONE;
    }
    String topic = String.join(" ", words);
    Optional<CommandLine> command = command();
    Optional<Section> section = manual.reference(topic);
    List<Section> found =
        section.isPresent() || command.isPresent()
            ? section.stream().toList()
            : manual.about(topic);
    if (command.isEmpty() && found.isEmpty()) {
      return unknown(topic, manual);
    }
    command.ifPresent(line -> line.usage(out()));
    found.forEach(this::print);
    more(topic, found, manual).forEach(out()::println);
    return ExitCode.DONE;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private int unknown(String topic, Manual manual) {
    String said = Printable.line(topic, '?');
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        "sluice: no topic \"%s\".%s `./sluice help` lists commands, sections and pages"
            .formatted(said, Nearest.hint(said, manual.topics())));
    return ExitCode.WRONG_USAGE;
  }

  /// The command that the words name, with that of a command of several.
  private Optional<CommandLine> command() {
    Optional<CommandLine> line = Optional.of(spec.root().commandLine());
    for (String word : words) {
      line = line.flatMap(outer -> Optional.ofNullable(outer.getSubcommands().get(word)));
    }
    return line;
  }

  private void print(Section section) {
    out().println();
    out().println("[docs/" + section.page().file() + place(section) + "]");
    out().println();
    PlainTextWriter.write(section.blocks(), WIDTH).forEach(out()::println);
  }

  private static String place(Section section) {
    return section.equals(section.page().whole()) || section.title().isEmpty()
        ? ""
        : ", " + section.title();
  }

  /// What to ask for next.
  private List<String> more(String topic, List<Section> found, Manual manual) {
    Stream<ManualPage> own =
        manual.page(topic).stream()
            .filter(page -> found.stream().noneMatch(each -> each.page().equals(page)));
    String links =
        Stream.concat(own, manual.linked(found).limit(LINKS))
            .distinct()
            .map(HelpCommand::file)
            .collect(Collectors.joining(", "));
    return links.isEmpty()
        ? List.of()
        : Stream.concat(
                Stream.of(""), PlainTextWriter.wrap(links, WIDTH, "More: " + CALLED).stream())
            .toList();
  }

  /// The topics that a list can hold.
  private static List<String> list(Manual manual) {
    Stream<String> sections =
        manual.referenceSections().map(Section::title).filter(title -> title.matches("[a-z_.]+"));
    List<String> lines = new ArrayList<>(List.of("", "Topics, for `" + CALLED + "TOPIC`:"));
    lines.addAll(lines("Sections of sluice.yaml", sections));
    manual
        .groups()
        .forEach((use, pages) -> lines.addAll(lines(use, pages.stream().map(HelpCommand::file))));
    return lines;
  }

  private static List<String> lines(String what, Stream<String> topics) {
    List<String> lines = new ArrayList<>(List.of("  " + what));
    lines.addAll(
        PlainTextWriter.wrap(topics.collect(Collectors.joining(", ")), WIDTH, " ".repeat(6)));
    return lines;
  }

  private static String file(ManualPage page) {
    return page.name() + ".md";
  }
}
