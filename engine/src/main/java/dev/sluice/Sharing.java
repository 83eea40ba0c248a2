package dev.sluice;

/// What a gateway shares with others that use the same accounts: made by the program that joins a
/// cluster, and by nobody else.
public interface Sharing {}
