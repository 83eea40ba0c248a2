/// Cohere's dialect towards clients: how a failure reads in an answer.
@NullMarked
package dev.sluice.api.cohere;

import org.jspecify.annotations.NullMarked;
