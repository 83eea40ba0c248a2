package dev.sluice.cli.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.accounts.ledger.JournalException;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.StoreUpkeep;
import dev.sluice.accounts.upkeep.Backup;
import dev.sluice.accounts.upkeep.BackupException;
import dev.sluice.accounts.upkeep.Restore;
import dev.sluice.accounts.upkeep.StoreStatus;
import dev.sluice.cli.config.ConfigArgument;
import dev.sluice.cli.config.Loaded;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.ExitCode;
import dev.sluice.server.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `store`: the commands for the store of a configuration, and for that of a running gateway.
@Command(
    name = "store",
    description = {
      "The store of a configuration: status, migrate, backup, restore.",
      "create makes a new one for a running gateway whose store is gone."
    })
public record StoreCommand(Console console) {
  private static final String STORE = "/admin/v1/store";

  /// Work with the store of a configuration.
  @FunctionalInterface
  private interface StoreWork<T> {
    T with(StoreConfig store)
        throws StoreException, JournalException, BackupException, IOException, InterruptedException;
  }

  private <T> T with(ConfigArgument config, StoreWork<T> work)
      throws CannotStart, InterruptedException {
    StoreConfig store =
        Loaded.from(config.file(Optional.empty(), console.env()), console.env())
            .config()
            .store()
            .orElseThrow(
                () ->
                    new CannotStart(
                        "the configuration has no store: name one that has, by -c FILE"));
    try {
      return work.with(store);
    } catch (StoreException | JournalException | BackupException why) {
      throw new CannotStart(String.valueOf(why.getMessage()));
    } catch (IOException why) {
      throw new CannotStart(
          "a file cannot be read or written: %s (%s); see who may, and how much room there is"
              .formatted(why.getMessage(), why.getClass().getSimpleName()));
    }
  }

  @Command(
      name = "status",
      description = {
        "Shows the version of the store's tables, which programs can use them, what they hold,"
            + " and what the journal has beyond them. Changes nothing; gateways may run.",
        "Exit code 1 where this program cannot use the store."
      })
  int status(@Mixin ConfigArgument config) throws CannotStart, InterruptedException {
    StoreStatus status =
        with(
            config,
            store -> {
              StoreStatus found = StoreStatus.of(store);
              StoreLines.of(store, found).forEach(console.out()::println);
              return found;
            });
    return status.isUsable() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
  }

  @Command(
      name = "migrate",
      description = {
        "Brings the store's tables up to this program's version, as its next start would.",
        "A SQLite store must be at rest; gateways on PostgreSQL may run."
      })
  int migrate(
      @Mixin ConfigArgument config,
      @Option(
              names = "--to",
              paramLabel = "VERSION",
              description =
                  "Lets an earlier program start, whose tables are of this version, where it can"
                      + " use the store. Nothing is removed.")
          Optional<Long> to)
      throws CannotStart, InterruptedException {
    StoreUpkeep.Migrated done =
        with(
            config,
            store ->
                to.isPresent()
                    ? StoreUpkeep.stepBack(store, to.get())
                    : StoreUpkeep.migrate(store));
    console.out().println(StoreLines.migrated(done, to.isPresent()));
    return ExitCode.DONE;
  }

  @Command(
      name = "backup",
      description = {
        "Copies the store into a new folder, also while gateways run; says what the copy has.",
        "PostgreSQL is copied by pg_dump, which must be on the PATH."
      })
  int backup(
      @Mixin ConfigArgument config,
      @Parameters(index = "0", paramLabel = "FOLDER", description = "A folder that is not there.")
          Path folder)
      throws CannotStart, InterruptedException {
    List<String> lines =
        with(
            config,
            store ->
                StoreLines.of(
                    store, new Backup(store, Version.NUMBER, Instant.now()).make(folder)));
    lines.forEach(console.out()::println);
    return ExitCode.DONE;
  }

  @Command(
      name = "restore",
      description = {
        "Puts a backup back: into the folder of a gateway that is stopped, or into an empty"
            + " PostgreSQL database, by pg_restore.",
        "The journal that is there stays: the next start writes what it has since the backup."
      })
  int restore(
      @Mixin ConfigArgument config,
      @Parameters(index = "0", paramLabel = "FOLDER", description = "What backup has made.")
          Path folder,
      @Option(
              names = "--replace",
              description = "Moves a SQLite store that is there aside, into its folder.")
          boolean replace)
      throws CannotStart, InterruptedException {
    List<String> lines =
        with(
            config,
            store -> StoreLines.of(store, new Restore(store, Instant.now()).from(folder, replace)));
    lines.forEach(console.out()::println);
    return ExitCode.DONE;
  }

  @Command(
      name = "create",
      description = {
        "Makes a new store where the one that there was is gone, at a running gateway.",
        "All keys that the gateway knows of the old one end at once.",
        "SLUICE_ADMIN_TOKEN is shown to the gateway."
      })
  int create(@Mixin GatewayOptions gateway) throws CannotStart, InterruptedException {
    JsonNode made = gateway.client(console).post(STORE, JsonNodeFactory.instance.objectNode());
    console.out().println("store " + made.path("store").asText());
    return ExitCode.DONE;
  }
}
