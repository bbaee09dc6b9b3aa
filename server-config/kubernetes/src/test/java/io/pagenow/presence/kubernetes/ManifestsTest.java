package io.pagenow.presence.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.yaml.snakeyaml.Yaml;

/** Checks the manifests as kustomize writes them. No cluster is needed. */
@EnabledIf(value = "hasKubectl", disabledReason = "needs kubectl")
class ManifestsTest {

  /** Checks that JSON is an object of the API: no unknown member, no missing one. */
  private interface Schema {
    void check(JsonElement manifest) throws IOException;
  }

  private static final Map<String, Schema> SCHEMAS =
      Map.of(
          "apps/v1 Deployment", V1Deployment::validateJsonElement,
          "v1 Service", V1Service::validateJsonElement,
          "networking.k8s.io/v1 Ingress", V1Ingress::validateJsonElement,
          "networking.k8s.io/v1 Ingress-metrics", V1Ingress::validateJsonElement,
          "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::validateJsonElement,
          "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement);

  private static final Map<String, JsonObject> MANIFESTS = new TreeMap<>();

  static boolean hasKubectl() {
    try {
      new ProcessBuilder("kubectl", "version", "--client").start().waitFor();
      return true;
    } catch (IOException e) {
      System.out.println("kubectl is not installed: the tests of the manifests are skipped");
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @BeforeAll
  static void write() throws Exception {
    Path errors = Files.createTempFile("kustomize", ".txt");
    Process kustomize =
        new ProcessBuilder("kubectl", "kustomize", ".").redirectError(errors.toFile()).start();
    String yaml = new String(kustomize.getInputStream().readAllBytes());
    assertEquals(0, kustomize.waitFor(), Files.readString(errors));
    Gson gson = new Gson();
    for (Object manifest : new Yaml().loadAll(yaml)) {
      JsonObject json = gson.toJsonTree(manifest).getAsJsonObject();
      // Most manifests have the name of the application; the rest of a longer name is a suffix.
      String suffix = text(at(json, "metadata"), "name").replaceFirst("^presence-api", "");
      MANIFESTS.put(text(json, "apiVersion") + " " + text(json, "kind") + suffix, json);
    }
  }

  @Test
  void eachManifestIsAnObjectOfTheApi() throws IOException {
    assertEquals(SCHEMAS.keySet(), MANIFESTS.keySet());
    for (Map.Entry<String, JsonObject> manifest : MANIFESTS.entrySet()) {
      SCHEMAS.get(manifest.getKey()).check(manifest.getValue());
      assertEquals("presence", text(at(manifest.getValue(), "metadata"), "namespace"));
    }
  }

  /** Without this, the test above could not fail. */
  @Test
  void anUnknownMemberIsAnError() {
    JsonObject wrong = deployment().deepCopy();
    at(wrong, "spec", "template", "spec").addProperty("terminationGrace", 60);
    assertThrows(IllegalArgumentException.class, () -> V1Deployment.validateJsonElement(wrong));
  }

  @Test
  void twoNodesRunApart() {
    assertEquals(2, at(deployment(), "spec").get("replicas").getAsInt());
    JsonArray spread = pod().getAsJsonArray("topologySpreadConstraints");
    assertEquals("kubernetes.io/hostname", text(spread.get(0).getAsJsonObject(), "topologyKey"));
    assertEquals("DoNotSchedule", text(spread.get(0).getAsJsonObject(), "whenUnsatisfiable"));
    JsonObject update = at(deployment(), "spec", "strategy", "rollingUpdate");
    assertEquals(0, update.get("maxUnavailable").getAsInt());
  }

  @Test
  void nodesHaveNoRights() throws IOException {
    JsonObject user = at(pod(), "securityContext");
    assertTrue(user.get("runAsNonRoot").getAsBoolean());
    String uid = user.get("runAsUser").getAsString();
    String dockerfile = Files.readString(Path.of("../wildfly/Dockerfile"));
    assertTrue(dockerfile.contains("--uid " + uid + " "), "the user of the image");
    JsonObject container = at(container(), "securityContext");
    assertEquals(false, container.get("allowPrivilegeEscalation").getAsBoolean());
    assertEquals("[\"ALL\"]", at(container, "capabilities").get("drop").toString());
    assertEquals(false, pod().get("automountServiceAccountToken").getAsBoolean());
  }

  @Test
  void nodesAreCheckedAndDrain() {
    assertEquals("/presence-api/health/live", probe("livenessProbe"));
    assertEquals("/presence-api/health/live", probe("startupProbe"));
    assertEquals("/presence-api/health/ready", probe("readinessProbe"));
    assertEquals(
        "[\"sleep\",\"5\"]",
        at(container(), "lifecycle", "preStop", "exec").get("command").toString());
    // preStop, and the 20 seconds that docs/deployment.md asks for.
    assertTrue(pod().get("terminationGracePeriodSeconds").getAsInt() > 5 + 20);
  }

  @Test
  void onlyTheEntryReachesNodes() {
    JsonObject policy = at(MANIFESTS.get("networking.k8s.io/v1 NetworkPolicy"), "spec");
    assertEquals("[\"Ingress\",\"Egress\"]", policy.get("policyTypes").toString());
    JsonArray sources = policy.getAsJsonArray("ingress");
    assertEquals(1, sources.size());
    assertTrue(sources.get(0).getAsJsonObject().has("from"));
  }

  /** The longest path wins. Its backend is never asked: the controller admits itself only. */
  @Test
  void theEntryClosesTheMetrics() {
    JsonObject entry = MANIFESTS.get("networking.k8s.io/v1 Ingress");
    JsonObject closed = MANIFESTS.get("networking.k8s.io/v1 Ingress-metrics");
    assertEquals("/presence-api", text(path(entry), "path"));
    assertEquals("/presence-api/metrics", text(path(closed), "path"));
    assertEquals("Prefix", text(path(closed), "pathType"));
    assertEquals(text(rule(entry), "host"), text(rule(closed), "host"));
    assertEquals(
        "127.0.0.1/32",
        text(
            at(closed, "metadata", "annotations"),
            "nginx.ingress.kubernetes.io/whitelist-source-range"));
  }

  private static JsonObject rule(JsonObject ingress) {
    JsonArray rules = at(ingress, "spec").getAsJsonArray("rules");
    assertEquals(1, rules.size());
    return rules.get(0).getAsJsonObject();
  }

  private static JsonObject path(JsonObject ingress) {
    JsonArray paths = at(rule(ingress), "http").getAsJsonArray("paths");
    assertEquals(1, paths.size());
    return paths.get(0).getAsJsonObject();
  }

  @Test
  void noManifestHasASecret() {
    for (JsonObject manifest : MANIFESTS.values()) {
      assertTrue(!manifest.toString().matches(".*(?i:password).*"), manifest.toString());
    }
    assertEquals(null, container().get("env"));
  }

  private static String probe(String name) {
    return text(at(container(), name, "httpGet"), "path");
  }

  private static JsonObject deployment() {
    return MANIFESTS.get("apps/v1 Deployment");
  }

  private static JsonObject pod() {
    return at(deployment(), "spec", "template", "spec");
  }

  private static JsonObject container() {
    return pod().getAsJsonArray("containers").get(0).getAsJsonObject();
  }

  private static String text(JsonObject json, String name) {
    return json.get(name).getAsString();
  }

  private static JsonObject at(JsonObject json, String... path) {
    JsonObject found = json;
    for (String name : path) {
      found = found.getAsJsonObject(name);
    }
    return found;
  }
}
