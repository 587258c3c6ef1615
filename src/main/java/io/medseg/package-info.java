/** What every package shares: the exception for input that cannot be used. */
package io.medseg;
