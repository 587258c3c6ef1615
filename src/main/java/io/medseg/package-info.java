/**
 * What every package shares: the exception for input that cannot be used, what it must not show,
 * which files must not be opened.
 */
package io.medseg;
