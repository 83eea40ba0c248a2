/// Questions about texts, with the models of LangChain4j.
package sample;
