/**
 * A provider for a cloud that does not exist: its objects are files in a folder.
 *
 * <p>The smallest honest one: real reads and writes, marks, outputs, clear errors.
 */
package dev.onboard4j.samples.folder;
