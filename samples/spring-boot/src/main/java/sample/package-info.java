/// An application of Spring Boot whose models of Spring AI call through the gateway.
package sample;
