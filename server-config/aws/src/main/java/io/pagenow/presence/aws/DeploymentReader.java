package io.pagenow.presence.aws;

import io.pagenow.presence.aws.Deployment.Database;
import io.pagenow.presence.aws.Deployment.Domain;
import io.pagenow.presence.aws.Deployment.Endpoints;
import io.pagenow.presence.aws.Deployment.Entry;
import io.pagenow.presence.aws.Deployment.Network;
import io.pagenow.presence.aws.Deployment.Nodes;
import io.pagenow.presence.aws.Deployment.Redis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what is deployed from the variables. {@code .env.example} explains each variable. */
final class DeploymentReader {

  /** Settings that a node gets unchanged. None of them is a secret. */
  static final List<String> SETTINGS =
      List.of(
          "AWS_REGION",
          "COGNITO_POOL_ID",
          "PRESENCE_JWT_ISSUER",
          "PRESENCE_JWKS_URL",
          "PRESENCE_JWT_AUDIENCE",
          "TIMEOUT",
          "PRESENCE_RECONNECT_GRACE",
          "PRESENCE_REDIS_READERS",
          "PRESENCE_PARTITIONS",
          "PRESENCE_MAX_MESSAGE_BYTES",
          "PRESENCE_MESSAGES_PER_SECOND",
          "PRESENCE_MESSAGE_BURST",
          "PRESENCE_MAX_CONNECTIONS",
          "PRESENCE_PING_INTERVAL",
          "PRESENCE_FRIENDS_REFRESH",
          "PRESENCE_SERVER_CONNECTIONS",
          "RDS_POOL_MIN",
          "RDS_POOL_MAX",
          "RDS_SSL_MODE");

  /** Settings that a node gets unchanged if Redis is given. */
  static final List<String> REDIS_SETTINGS = List.of("REDIS_USERNAME", "REDIS_TLS");

  private static final Pattern PROXY =
      Pattern.compile("arn:aws[a-z-]*:rds:([a-z0-9-]+):(\\d{12}):db-proxy:prx-[a-z0-9]+");
  private static final String ANY = "(?s).*";
  private static final String HOST = "[A-Za-z0-9][A-Za-z0-9.-]*";
  private static final String GROUP = "sg-[0-9a-f]+";
  private static final String SUBNET = "subnet-[0-9a-f]+";

  private final Variables variables;

  private DeploymentReader(Variables variables) {
    this.variables = variables;
  }

  /**
   * Reads what is deployed.
   *
   * @throws IllegalArgumentException if variables are missing or malformed; the message names each
   */
  static Deployment read(Variables variables) {
    Deployment deployment = new DeploymentReader(variables).deployment();
    variables.check();
    return deployment;
  }

  private Deployment deployment() {
    issuer();
    Redis redis = redis();
    return new Deployment(
        network(),
        entry(),
        database(),
        redis,
        nodes(),
        settings(),
        variables.text("PRESENCE_SECRET_NAME").orElse("presence-api"),
        secretKeys(redis),
        variables.optional(
            "PRESENCE_ALARM_TOPIC_ARN", "arn:aws[a-z-]*:sns:.+", "the ARN of an SNS topic"));
  }

  private void issuer() {
    if (variables.text("PRESENCE_JWT_ISSUER").isEmpty()) {
      variables.required(
          "COGNITO_POOL_ID", "[\\w-]+_[0-9A-Za-z]+", "the id of the Cognito user pool");
    }
  }

  private Network network() {
    String region = variables.required("AWS_REGION", "[a-z]{2}(-[a-z]+)+-\\d", "an AWS region");
    String proxy =
        variables.required(
            "RDS_PROXY_ARN", PROXY.pattern(), "the ARN of an RDS proxy (…:db-proxy:prx-…)");
    String account = "";
    Matcher arn = PROXY.matcher(proxy);
    if (arn.matches()) {
      account = arn.group(2);
      if (!region.isEmpty() && !arn.group(1).equals(region)) {
        variables.problem(
            "RDS_PROXY_ARN is in the region " + arn.group(1) + ", but AWS_REGION is " + region);
      }
    }
    String zone = "an availability zone of the region, such as " + region + "a";
    String table = "the id of a route table (rtb-…)";
    Network network =
        new Network(
            account,
            region,
            variables.required("VPC_ID", "vpc-[0-9a-f]+", "the id of the VPC (vpc-…)"),
            List.of(
                variables.required("SUBNET1_AZ", "[a-z0-9-]+", zone),
                variables.required("SUBNET2_AZ", "[a-z0-9-]+", zone)),
            List.of(subnet("PRIVATE_SUBNET1_ID"), subnet("PRIVATE_SUBNET2_ID")),
            List.of(
                variables.required("PRIVATE_ROUTE_TABLE1_ID", "rtb-[0-9a-f]+", table),
                variables.required("PRIVATE_ROUTE_TABLE2_ID", "rtb-[0-9a-f]+", table)),
            variables.requiredOrNone("LAMBDA_SG_ID", GROUP, "the security group of the nodes"));
    requireTwo("SUBNET1_AZ", "SUBNET2_AZ", network.zones());
    requireTwo("PRIVATE_SUBNET1_ID", "PRIVATE_SUBNET2_ID", network.subnets());
    return network;
  }

  private String subnet(String name) {
    return variables.required(name, SUBNET, "the id of a private subnet (subnet-…)");
  }

  /** A load balancer and a replication group need two zones. */
  private void requireTwo(String first, String second, List<String> values) {
    if (!values.get(0).isEmpty() && values.get(0).equals(values.get(1))) {
      variables.problem(first + " and " + second + " must differ");
    }
  }

  private Entry entry() {
    return new Entry(
        variables
            .optional(
                "PRESENCE_BALANCER_SOURCE",
                "pl-[0-9a-f]+|\\d+(\\.\\d+){3}/\\d+",
                "a CIDR block or the id of a prefix list (pl-…)")
            .orElse("0.0.0.0/0"),
        domain(),
        variables.required("CLIENT_URL", ANY, "the origins of the clients, separated by commas"));
  }

  private Optional<Domain> domain() {
    Map<String, Optional<String>> all = new TreeMap<>();
    all.put(
        "PRESENCE_DOMAIN_NAME",
        variables.optional("PRESENCE_DOMAIN_NAME", HOST, "the host name of the service"));
    all.put(
        "PRESENCE_CERTIFICATE_ARN",
        variables.optional(
            "PRESENCE_CERTIFICATE_ARN", "arn:aws[a-z-]*:acm:.+", "the ARN of its certificate"));
    for (String name : List.of("PUBLIC_SUBNET1_ID", "PUBLIC_SUBNET2_ID")) {
      all.put(name, variables.optional(name, SUBNET, "the id of a public subnet (subnet-…)"));
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

  private Database database() {
    variables.required("RDS_PASSWORD", ANY, "the password of RDS_USERNAME");
    variables.required("RDS_PORT", "\\d+", "the port of RDS Proxy, usually 5432");
    return new Database(
        variables.required("RDS_HOST", HOST, "the endpoint of RDS Proxy"),
        variables.number("RDS_PORT", 5432, 1, 65_535),
        variables.required("RDS_USERNAME", "[\\w-]+", "the database user"),
        variables.required("RDS_DB_NAME", "[\\w-]+", "the name of the database"),
        variables.text("RDS_PROXY_ARN").orElse(""),
        variables.required("RDS_PROXY_NAME", "[A-Za-z][\\w-]*", "the name of RDS Proxy"),
        variables.required("RDS_PROXY_SG_ID", GROUP, "the security group of RDS Proxy (sg-…)"));
  }

  private Redis redis() {
    Optional<String> group =
        variables.requiredOrNone("REDIS_SG_ID", GROUP, "the security group of Redis (sg-…)");
    Optional<String> primary =
        variables.requiredOrNone("REDIS_PRIMARY_ENDPOINT_ADDRESS", HOST, "the primary of Redis");
    Optional<String> reader =
        variables.requiredOrNone("REDIS_READER_ENDPOINT_ADDRESS", HOST, "a replica of Redis");
    int primaryPort = port("REDIS_PRIMARY_ENDPOINT_PORT");
    int readerPort = port("REDIS_READER_ENDPOINT_PORT");
    if (isNone("REDIS_PRIMARY_ENDPOINT_ADDRESS")
        && variables.unlessNone("REDIS_READER_ENDPOINT_ADDRESS").isPresent()) {
      variables.problem(
          "REDIS_READER_ENDPOINT_ADDRESS must be none if REDIS_PRIMARY_ENDPOINT_ADDRESS is");
    }
    if (variables.unlessNone("REDIS_PRIMARY_ENDPOINT_ADDRESS").isPresent()
        && isNone("REDIS_SG_ID")
        && isNone("LAMBDA_SG_ID")) {
      variables.problem(
          "REDIS_SG_ID may be none only if the stack makes Redis or LAMBDA_SG_ID is given:"
              + " the new group of the nodes could not reach Redis");
    }
    String engine = variables.text("PRESENCE_REDIS_ENGINE").orElse("redis");
    if (!List.of("redis", "valkey").contains(engine)) {
      variables.problem("PRESENCE_REDIS_ENGINE must be redis or valkey, not '" + engine + "'");
    }
    return new Redis(
        group,
        primary.map(host -> new Endpoints(host, primaryPort, reader, readerPort)),
        engine,
        variables
            .optional(
                "PRESENCE_REDIS_NODE_TYPE", "cache\\.\\w+\\.\\w+", "a type such as cache.t4g.small")
            .orElse("cache.t4g.small"),
        variables.number("PRESENCE_PARTITIONS", 1, 1, 1_024),
        variables.number("PRESENCE_REDIS_SHARDS", 3, 1, 500));
  }

  private boolean isNone(String name) {
    return variables.text(name).filter(Variables.NONE::equals).isPresent();
  }

  private int port(String name) {
    variables.required(name, "none|\\d+", "the port of Redis, or none");
    return variables.number(name, 6379, 1, 65_535);
  }

  private Nodes nodes() {
    Nodes nodes =
        new Nodes(
            variables.unlessNone("PRESENCE_IMAGE").filter(image -> !image.equals("build")),
            variables.number("PRESENCE_NODES_MIN", 2, 2, 100),
            variables.number("PRESENCE_NODES_MAX", 6, 2, 100),
            variables.number("PRESENCE_NODE_CPU", 1_024, 256, 16_384),
            variables.number("PRESENCE_NODE_MEMORY", 2_048, 1_024, 122_880),
            variables.number("PRESENCE_NODE_CONNECTIONS", 8_000, 1, 20_000),
            variables.number("PRESENCE_PING_INTERVAL", 15_000, 100, 600_000));
    if (nodes.most() < nodes.least()) {
      variables.problem("PRESENCE_NODES_MAX must not be less than PRESENCE_NODES_MIN");
    }
    return nodes;
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    SETTINGS.forEach(name -> variables.text(name).ifPresent(value -> settings.put(name, value)));
    if (variables.unlessNone("REDIS_PRIMARY_ENDPOINT_ADDRESS").isPresent()) {
      REDIS_SETTINGS.forEach(
          name -> variables.text(name).ifPresent(value -> settings.put(name, value)));
    }
    return settings;
  }

  private List<String> secretKeys(Redis redis) {
    List<String> keys = new ArrayList<>(List.of("RDS_PASSWORD"));
    if (redis.given().isPresent() && variables.text("REDIS_PASSWORD").isPresent()) {
      keys.add("REDIS_PASSWORD");
    }
    return keys;
  }
}
