/// A differential test: each request of a corpus goes straight to a scripted upstream and through
/// the gateway, by several official clients, and what the application sees is compared member by
/// member. What may differ stands in one short list, with reasons; everything else fails the test.
///
/// The corpus has the shapes of the providers' answers: whole, streamed, and errors. They follow
/// public documentation and the fixtures of public clients in structure; the words are ours.
@NullMarked
package dev.sluice.it.differential;

import org.jspecify.annotations.NullMarked;
