/// What comes from LiteLLM: its examples, and a database with its tables.
@NullMarked
package dev.sluice.it.litellm;

import org.jspecify.annotations.NullMarked;
