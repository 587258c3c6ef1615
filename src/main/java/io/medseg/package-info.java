/**
 * What every package shares: the exception for input that cannot be used, what it must not show,
 * which files must not be opened, where a missing one was looked for.
 *
 * <p>May import: Hadoop file systems.
 */
package io.medseg;
