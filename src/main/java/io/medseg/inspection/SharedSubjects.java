package io.medseg.inspection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds subjects that are in more than one dataset, which must not be trained and tested on. */
public enum SharedSubjects {
  /** The datasets were picked to be used side by side: an error. */
  REFUSED(Severity.ERROR),
  /** All of a catalog, which often has the same scans in two layouts: a warning. */
  ALLOWED(Severity.WARNING);

  private final Severity severity;

  SharedSubjects(Severity severity) {
    this.severity = severity;
  }

  /** A finding, of the first of them, for every set of datasets that share some. */
  List<Finding> findings(List<DatasetInspection> datasets) {
    Map<String, List<String>> byPerson = new TreeMap<>();
    for (DatasetInspection one : datasets) {
      TreeSet<String> persons = new TreeSet<>();
      one.facts().forEach(scan -> persons.add(scan.person()));
      persons.forEach(
          person ->
              byPerson.computeIfAbsent(person, key -> new ArrayList<>()).add(one.dataset().name()));
    }
    Map<String, List<String>> shared = new TreeMap<>();
    byPerson.forEach(
        (person, names) -> {
          if (names.size() > 1) {
            shared
                .computeIfAbsent(String.join(" and ", names), key -> new ArrayList<>())
                .add(person);
          }
        });
    List<Finding> findings = new ArrayList<>();
    shared.forEach(
        (names, persons) -> findings.add(finding(names, byPerson.get(persons.get(0)), persons)));
    return findings;
  }

  private Finding finding(String names, List<String> datasets, List<String> persons) {
    return new Finding(
        severity,
        FindingCode.SHARED_SUBJECT,
        datasets.get(0),
        null,
        "Datasets %s share %s: a model that was trained on one must not be tested on the other"
            .formatted(names, Names.counted("subject", persons, persons.size())));
  }
}
