/// Asks a provider for its models and reads the list.
@NullMarked
package dev.sluice.provider.model;

import org.jspecify.annotations.NullMarked;
