package io.pagenow.presence.aws.settings;

import io.pagenow.presence.aws.settings.Deployment.Domain;
import io.pagenow.presence.aws.settings.Deployment.Entry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads how clients reach the load balancer. */
record EntryReader(Variables variables) {

  /** Reads the variables of the entry. Notes problems: see {@link Variables#check}. */
  Entry read() {
    return new Entry(
        variables
            .optional(
                "PRESENCE_BALANCER_SOURCE",
                "pl-[0-9a-f]+|\\d+(\\.\\d+){3}/\\d+",
                "a CIDR block or the id of a prefix list (pl-…)")
            .orElse("0.0.0.0/0"),
        domain(),
        variables.required(
            "CLIENT_URL", DeploymentReader.ANY, "the origins of the clients, separated by commas"));
  }

  private Optional<Domain> domain() {
    Map<String, Optional<String>> all = new TreeMap<>();
    all.put(
        "PRESENCE_DOMAIN_NAME",
        variables.optional(
            "PRESENCE_DOMAIN_NAME", DeploymentReader.HOST, "the host name of the service"));
    all.put(
        "PRESENCE_CERTIFICATE_ARN",
        variables.optional(
            "PRESENCE_CERTIFICATE_ARN", "arn:aws[a-z-]*:acm:.+", "the ARN of its certificate"));
    for (String name : List.of("PUBLIC_SUBNET1_ID", "PUBLIC_SUBNET2_ID")) {
      all.put(
          name,
          variables.optional(
              name, DeploymentReader.SUBNET, "the id of a public subnet (subnet-…)"));
    }
    List<String> missing = all.keySet().stream().filter(name -> all.get(name).isEmpty()).toList();
    if (missing.size() == all.size()) {
      return Optional.empty();
    }
    missing.forEach(
        name ->
            variables.problem(
                name + " is missing: a public load balancer needs all of " + all.keySet()));
    return Optional.of(
        new Domain(
            all.get("PRESENCE_DOMAIN_NAME").orElse(""),
            all.get("PRESENCE_CERTIFICATE_ARN").orElse(""),
            Stream.of("PUBLIC_SUBNET1_ID", "PUBLIC_SUBNET2_ID")
                .map(name -> all.get(name).orElse(""))
                .toList()));
  }
}
