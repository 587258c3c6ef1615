package io.medseg.ledger;

import java.io.Serializable;

/**
 * What a result depends on beside its scan.
 *
 * @param model fingerprint of the model and of how it is asked
 * @param configuration fingerprint of everything else: settings, classes, decisions, steps
 */
public record RunKey(String model, String configuration) implements Serializable {}
