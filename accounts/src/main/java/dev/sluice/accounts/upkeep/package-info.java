/// The upkeep of a store from outside of a gateway: how it stands, backups of it, and their way
/// back.
///
/// ```text
/// backup    sluice.db, as it stands at one moment ──> FOLDER/sluice.db
///           calls-YYYY-MM.db, each a little later ──> FOLDER/calls-YYYY-MM.db
///           journal/, where no gateway has it     ──> FOLDER/journal/
///           PostgreSQL, by pg_dump                ──> FOLDER/store.dump
///           what they are, and their SHA-256      ──> FOLDER/backup.txt, the last
/// restore   the same, the other way, once every file is what backup.txt says
/// ```
///
/// For the thread of a command: all of it waits.
@NullMarked
package dev.sluice.accounts.upkeep;

import org.jspecify.annotations.NullMarked;
