package io.pagenow.presence.aws.settings;

import io.pagenow.presence.aws.settings.Deployment.Database;
import io.pagenow.presence.aws.settings.Deployment.Network;
import io.pagenow.presence.aws.settings.Deployment.Nodes;
import io.pagenow.presence.aws.settings.Deployment.Redis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what is deployed from the variables. {@code .env.example} explains each variable. */
public final class DeploymentReader {

  /** Settings that a node gets unchanged. None of them is a secret. */
  public static final List<String> SETTINGS =
      List.of(
          "AWS_REGION",
          "COGNITO_POOL_ID",
          "PRESENCE_JWT_ISSUER",
          "PRESENCE_JWKS_URL",
          "PRESENCE_JWT_AUDIENCE",
          "PRESENCE_TOKEN_GRACE",
          "PRESENCE_TOKEN_IN_URL",
          "PRESENCE_ENFORCE_SHARING",
          "PRESENCE_STRIP_QUERY",
          "PRESENCE_OPERATOR_GROUP",
          "PRESENCE_HISTORY",
          "PRESENCE_HISTORY_DAYS",
          "PRESENCE_SIGN_IN_URL",
          "PRESENCE_SIGN_IN_TOKEN_URL",
          "PRESENCE_SIGN_IN_CLIENT_ID",
          "PRESENCE_PROFILE_IMAGES_URL",
          "TIMEOUT",
          "PRESENCE_RECONNECT_GRACE",
          "PRESENCE_REDIS_READERS",
          "PRESENCE_PARTITIONS",
          "PRESENCE_NUMBERED_PARTITIONS",
          "PRESENCE_MAX_MESSAGE_BYTES",
          "PRESENCE_MESSAGES_PER_SECOND",
          "PRESENCE_MESSAGE_BURST",
          "PRESENCE_MAX_CONNECTIONS",
          "PRESENCE_PING_INTERVAL",
          "PRESENCE_FRIENDS_REFRESH",
          "PRESENCE_REHEARSAL",
          "PRESENCE_SERVER_CONNECTIONS",
          "RDS_POOL_MIN",
          "RDS_POOL_MAX",
          "RDS_SSL_MODE");

  /** Settings that a node gets unchanged if Redis is given. */
  public static final List<String> REDIS_SETTINGS = List.of("REDIS_USERNAME", "REDIS_TLS");

  private static final Pattern PROXY =
      Pattern.compile("arn:aws[a-z-]*:rds:([a-z0-9-]+):(\\d{12}):db-proxy:prx-[a-z0-9]+");
  static final String ANY = "(?s).*";
  static final String HOST = "[A-Za-z0-9][A-Za-z0-9.-]*";
  static final String GROUP = "sg-[0-9a-f]+";
  static final String SUBNET = "subnet-[0-9a-f]+";

  private final Variables variables;

  private DeploymentReader(Variables variables) {
    this.variables = variables;
  }

  /**
   * Reads what is deployed.
   *
   * @throws IllegalArgumentException if variables are missing or malformed; the message names each
   */
  public static Deployment read(Variables variables) {
    Deployment deployment = new DeploymentReader(variables).deployment();
    variables.check();
    return deployment;
  }

  private Deployment deployment() {
    issuer();
    Redis redis = new RedisReader(variables).read();
    return new Deployment(
        network(),
        new EntryReader(variables).read(),
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
    if (variables
        .optional(Deployment.METRICS_SECRET, "(?s).{16,}", "a secret of at least 16 characters")
        .isPresent()) {
      keys.add(Deployment.METRICS_SECRET);
    }
    return keys;
  }
}
