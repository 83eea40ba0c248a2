package dev.sluice.cli.litellm;

import dev.sluice.config.yaml.Problem;
import java.util.List;

/// A configuration that was made from one of LiteLLM.
///
/// @param text the file to write
/// @param models how many entries of `model_list` carried over
/// @param leftOut entries that did not
/// @param remarks how many comments it has on lines of LiteLLM's file
/// @param variables that it refers to
/// @param problems what the reader of configurations says of it; none if it is in order
record Imported(
    String text,
    int models,
    int leftOut,
    int remarks,
    List<String> variables,
    List<Problem> problems) {}
