/**
 * Pages that people look at: a template each, under the same folder of the resources, and the
 * numbers and strokes that go into it. The only importer of jmustache.
 *
 * <p>May import: export, evaluation, metric.
 */
package io.medseg.export.html;
