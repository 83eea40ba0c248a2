package dev.sluice.batches.delegate;

import java.util.List;

/// A batch as its provider tells of it.
///
/// @param id the provider's name of it
/// @param ended whether it has ended, however
/// @param results the provider's names of the files of its results; empty while it runs, and where
///   there are none
/// @param why why it has failed, for operators; empty where it has not
public record RemoteBatch(String id, boolean ended, List<String> results, String why) {
  public RemoteBatch {
    results = List.copyOf(results);
  }
}
