/** A small program that embeds the library as a server does. */
package dev.onboard4j.hosts;
