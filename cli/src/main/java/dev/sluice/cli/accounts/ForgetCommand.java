package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.call.text.Plural;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `forget`: removes what a running gateway's store has of a person, a team or a key.
@Command(
    name = "forget",
    description = {
      "Removes what the store of a running gateway has of a person, a team or a key. Sums stay,"
          + " under a name that says nothing; calls one by one go. Prints what is left, and why.",
      "SLUICE_ADMIN_TOKEN is shown to the gateway; it must be of the role admin."
    })
public final class ForgetCommand implements Callable<Integer> {
  private static final String FORGET = "/admin/v1/forget";

  private final Console console;

  @Mixin private GatewayOptions gateway = new GatewayOptions();

  @ArgGroup(multiplicity = "1")
  private Who who = new Who();

  @Option(
      names = "--revoke",
      description = "Ends keys that can call; without this they and their team stay.")
  private boolean revoke;

  /// What is to be forgotten: one of four.
  private static final class Who {
    @Option(
        names = "--user",
        paramLabel = "VALUE",
        description = "A value of tags, such as an identifier of a person.")
    private @Nullable String user;

    @Option(names = "--team", paramLabel = "NAME", description = "A team, with all its keys.")
    private @Nullable String team;

    @Option(
        names = "--key",
        paramLabel = "KEY",
        description = "A key, by its id, its name, or TEAM/NAME.")
    private @Nullable String key;

    @Option(
        names = "--person",
        paramLabel = "ID",
        description = "A person who logs in, by the id, with all keys and sessions.")
    private @Nullable String person;

    private ObjectNode body() {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      put(body, "user", user);
      put(body, "team", team);
      put(body, "key", key);
      put(body, "person", person);
      return body;
    }

    private static void put(ObjectNode body, String name, @Nullable String value) {
      if (value != null) {
        body.put(name, value);
      }
    }
  }

  public ForgetCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws CannotStart, InterruptedException {
    AccountsClient client = gateway.client(console);
    ObjectNode body = who.body();
    if (!body.has("user")) {
      body.put("revoke", revoke);
    }
    long calls = 0;
    long sums = 0;
    JsonNode part;
    do {
      part = client.post(FORGET, body);
      calls += part.path("calls").asLong();
      sums += part.path("sums").asLong();
      if (body.has("user") && part.path("after").isTextual()) {
        body.put("after", part.path("after").asText());
      }
    } while (part.path("after").isTextual());
    lines(part, calls, sums, body.has("user")).forEach(console.out()::println);
    return ExitCode.DONE;
  }

  private static List<String> lines(JsonNode last, long calls, long sums, boolean user) {
    var lines = new ArrayList<String>();
    String met = Plural.of(calls, "call");
    String rows = Plural.of(sums, "row");
    lines.add(
        user
            ? "taken out of the tags of %s, and of %s of sums, which count as other"
                .formatted(met, rows)
            : "removed %s and %s; %s of sums stay as %s"
                .formatted(
                    Plural.of(last.path("keys").asLong(), "key"),
                    met,
                    rows,
                    last.path("as").asText()));
    last.path("left").forEach(left -> lines.add("left: " + left.asText()));
    return lines;
  }
}
