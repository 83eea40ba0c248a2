/// A command of Quarkus with the gateway as a CDI bean.
package sample;
