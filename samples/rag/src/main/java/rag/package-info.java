/// A service that learns texts and answers questions from them: [rag.RagService], and what is around
/// it in an application.
package rag;
