/**
 * A provider for a cloud that does not exist: its objects are files in a folder.
 *
 * <p>A small and complete example: reads and writes, marks, outputs, permissions, errors.
 */
package dev.onboard4j.samples.folder;
