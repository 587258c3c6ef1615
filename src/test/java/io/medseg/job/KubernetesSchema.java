package io.medseg.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of the Kubernetes API that the files in jobs/kubernetes use: kinds with their versions,
 * and of each object the fields that it may have and must have. An unknown field is refused there,
 * or worse, ignored.
 */
final class KubernetesSchema {
  private static final Map<String, String> VERSIONS =
      Map.of(
          "Job", "batch/v1",
          "ServiceAccount", "v1",
          "Role", "rbac.authorization.k8s.io/v1",
          "RoleBinding", "rbac.authorization.k8s.io/v1");

  private static final Set<String> JOB_SPEC =
      Set.of("backoffLimit", "template", "activeDeadlineSeconds", "ttlSecondsAfterFinished");
  private static final Set<String> POD_SPEC =
      Set.of("serviceAccountName", "restartPolicy", "containers", "volumes", "nodeSelector");
  private static final Set<String> CONTAINER =
      Set.of("name", "image", "command", "args", "env", "resources", "volumeMounts");

  private KubernetesSchema() {}

  static void check(Map<String, Object> document) {
    String kind = (String) document.get("kind");
    assertThat(document.get("apiVersion")).as(kind).isEqualTo(VERSIONS.get(kind));
    assertThat(name(document)).matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    switch (kind) {
      case "Job" -> checkJob(document);
      case "Role" -> checkRules(document);
      case "RoleBinding" ->
          assertThat(object(document, "roleRef")).containsOnlyKeys("apiGroup", "kind", "name");
      default -> assertThat(document).containsOnlyKeys("apiVersion", "kind", "metadata");
    }
  }

  static String name(Map<String, Object> document) {
    return (String) object(document, "metadata").get("name");
  }

  static Map<String, Object> podSpec(Map<String, Object> job) {
    return object(object(object(job, "spec"), "template"), "spec");
  }

  static Map<String, Object> container(Map<String, Object> job) {
    List<Map<String, Object>> containers = list(podSpec(job), "containers");
    assertThat(containers).hasSize(1);
    return containers.get(0);
  }

  private static void checkJob(Map<String, Object> job) {
    assertThat(job).containsOnlyKeys("apiVersion", "kind", "metadata", "spec");
    assertThat(JOB_SPEC).containsAll(object(job, "spec").keySet());
    assertThat(object(job, "spec").get("backoffLimit")).isEqualTo(0);
    Map<String, Object> pod = podSpec(job);
    assertThat(POD_SPEC).containsAll(pod.keySet());
    // A Job's pods may not have the default, Always.
    assertThat(pod.get("restartPolicy")).isIn("Never", "OnFailure");
    Map<String, Object> container = container(job);
    assertThat(CONTAINER).containsAll(container.keySet());
    assertThat(container).containsKeys("name", "image");
    assertThat((List<?>) container.get("args")).allMatch(String.class::isInstance);
    for (Map<String, Object> variable : list(container, "env")) {
      assertThat(variable).containsOnlyKeys("name", "valueFrom");
      Map<String, Object> field = object(object(variable, "valueFrom"), "fieldRef");
      assertThat(field.get("fieldPath"))
          .isIn("metadata.name", "metadata.namespace", "status.podIP");
    }
    assertThat(object(container, "resources").keySet()).isSubsetOf("requests", "limits");
    assertVariablesAreSet(container);
  }

  /** $(NAME) in an argument stays as it is where there is no such variable. */
  private static void assertVariablesAreSet(Map<String, Object> container) {
    List<Object> names = list(container, "env").stream().map(entry -> entry.get("name")).toList();
    for (Object argument : (List<?>) container.get("args")) {
      int start = argument.toString().indexOf("$(");
      if (start >= 0) {
        int end = argument.toString().indexOf(')', start);
        assertThat(names).contains(argument.toString().substring(start + 2, end));
      }
    }
  }

  private static void checkRules(Map<String, Object> role) {
    for (Map<String, Object> rule : list(role, "rules")) {
      assertThat(rule).containsOnlyKeys("apiGroups", "resources", "verbs");
      assertThat(words(rule, "resources")).contains("pods", "configmaps");
      assertThat(words(rule, "verbs")).contains("create", "watch", "delete");
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Map<String, Object> parent, String key) {
    assertThat(parent).containsKey(key);
    return (Map<String, Object>) parent.get(key);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> list(Map<String, Object> parent, String key) {
    return (List<Map<String, Object>>) parent.getOrDefault(key, List.of());
  }

  private static List<String> words(Map<String, Object> parent, String key) {
    return ((List<?>) parent.get(key)).stream().map(String::valueOf).toList();
  }
}
