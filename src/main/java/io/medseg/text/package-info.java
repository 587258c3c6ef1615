/**
 * Small text files that people write: reading them whole from any Hadoop file system, YAML and JSON
 * in them, and what a misspelt word was meant to be.
 *
 * <p>May import: Hadoop file systems, SnakeYAML, Jackson.
 */
package io.medseg.text;
