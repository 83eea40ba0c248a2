/// What answers in Cohere's dialect mean.
@NullMarked
package dev.sluice.internal.provider.cohere;

import org.jspecify.annotations.NullMarked;
