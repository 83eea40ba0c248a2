package dev.sluice.accounts.store;

/// A piece of work in one transaction of the store. An exception undoes all of it.
///
/// @param <T> what it answers
@FunctionalInterface
public interface Work<T> {
  T run(Sql sql);
}
