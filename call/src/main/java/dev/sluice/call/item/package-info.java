/// Calls that ask the same of each of their inputs, one by one (embeddings, moderations): such a
/// call can be taken apart into *items*, several can be put together into one, and so can their
/// answers.
///
/// ```text
/// call   --read-->  RequestTemplate + Item, Item ...        --ask-->   call for any of these items
/// answer --split--> ResponseTemplate + ItemResult, ItemResult ...     --join-->  answer of any of these parts
/// ```
///
/// Only [dev.sluice.call.item.ItemCodec] knows how that is written. Everything here is immutable;
/// arrays that are handed out are not to be changed.
///
/// Whole answers in memory, as caches and batches hand them out: written to a client at its pace.
@NullMarked
package dev.sluice.call.item;

import org.jspecify.annotations.NullMarked;
