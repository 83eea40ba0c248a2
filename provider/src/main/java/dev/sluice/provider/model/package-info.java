/// The lists of models that providers have: [dev.sluice.provider.model.ModelLister] asks for one,
/// and reads it as it arrives.
@NullMarked
package dev.sluice.provider.model;

import org.jspecify.annotations.NullMarked;
