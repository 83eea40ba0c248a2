package dev.sluice.lab.command;

import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.lab.fetch.FetchedTool;
import dev.sluice.lab.keycloak.KeycloakLab;
import dev.sluice.lab.load.GatewayProgram;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/// `lab keycloak`: logins of people at Keycloak.
@Command(
    name = "keycloak",
    description =
        "Fetches Keycloak with Maven, starts it, and plays logins of people, in the dashboard and"
            + " at a terminal.")
final class LabKeycloak extends Experiment {
  @Override
  int run(Console console) throws CannotStart, IOException, InterruptedException {
    FetchedTool fetched = FetchedTool.fetch("keycloak", SourceTree.here());
    String zip =
        fetched.jars().stream()
            .filter(file -> file.endsWith(".zip"))
            .findFirst()
            .orElseThrow(() -> new IOException("Keycloak's distribution was not fetched"));
    return KeycloakLab.run(
        Path.of(zip), GatewayProgram.likeThisProcess(), console.out(), console.progress());
  }
}
