package io.pagenow.presence.aws;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvEntry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Variables for tests. They start from {@code .env.example}, and ignore the environment. */
final class Examples {

  static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

  /** A password that no other text contains. */
  static final String PASSWORD = "xyzzy-\"plugh\"-4711";

  /** The variables that the deployment read before this project existed. */
  static final List<String> OLD_VARIABLES =
      List.of(
          "AWS_REGION",
          "COGNITO_POOL_ID",
          "VPC_ID",
          "PRIVATE_ROUTE_TABLE1_ID",
          "PRIVATE_ROUTE_TABLE2_ID",
          "PRIVATE_SUBNET1_ID",
          "PRIVATE_SUBNET2_ID",
          "SUBNET1_AZ",
          "SUBNET2_AZ",
          "RDS_PROXY_SG_ID",
          "RDS_HOST",
          "RDS_PORT",
          "RDS_USERNAME",
          "RDS_PASSWORD",
          "RDS_DB_NAME",
          "RDS_PROXY_ARN",
          "RDS_PROXY_NAME",
          "LAMBDA_SG_ID",
          "REDIS_SG_ID",
          "REDIS_PRIMARY_ENDPOINT_ADDRESS",
          "REDIS_PRIMARY_ENDPOINT_PORT",
          "REDIS_READER_ENDPOINT_ADDRESS",
          "REDIS_READER_ENDPOINT_PORT",
          "CLIENT_URL");

  private Examples() {}

  /** The stack makes all that it can make. */
  static Map<String, String> none() {
    Map<String, String> variables =
        Dotenv.configure()
            .directory(PROJECT.toString())
            .filename(".env.example")
            .load()
            .entries(Dotenv.Filter.DECLARED_IN_ENV_FILE)
            .stream()
            .collect(Collectors.toMap(DotenvEntry::getKey, DotenvEntry::getValue));
    variables = new HashMap<>(variables);
    variables.put("RDS_PASSWORD", PASSWORD);
    // The image of a project that has been built differs from that of a clean clone.
    variables.put("PRESENCE_IMAGE", "123456789012.dkr.ecr.us-west-2.amazonaws.com/presence-api:1");
    return variables;
  }

  /** The operator gives all that can be given. */
  static Map<String, String> given() {
    Map<String, String> variables = none();
    variables.putAll(
        Map.of(
            "LAMBDA_SG_ID", "sg-0aaaaaaaaaaaaaaaa",
            "REDIS_SG_ID", "sg-0bbbbbbbbbbbbbbbb",
            "REDIS_PRIMARY_ENDPOINT_ADDRESS", "redis.example.com",
            "REDIS_PRIMARY_ENDPOINT_PORT", "6380",
            "REDIS_READER_ENDPOINT_ADDRESS", "reader.example.com",
            "REDIS_READER_ENDPOINT_PORT", "6381",
            "REDIS_TLS", "true",
            "REDIS_PASSWORD", PASSWORD));
    variables.putAll(
        Map.of(
            "PUBLIC_SUBNET1_ID", "subnet-0ccccccccccccccc1",
            "PUBLIC_SUBNET2_ID", "subnet-0ccccccccccccccc2",
            "PRESENCE_CERTIFICATE_ARN", "arn:aws:acm:us-west-2:123456789012:certificate/made-up",
            "PRESENCE_DOMAIN_NAME", "presence.example.com",
            "PRESENCE_ALARM_TOPIC_ARN", "arn:aws:sns:us-west-2:123456789012:alarms",
            "PRESENCE_BALANCER_SOURCE", "pl-0123456789abcdef0",
            "PRESENCE_PING_INTERVAL", "60000",
            "PRESENCE_METRICS_SECRET", PASSWORD,
            "TIMEOUT", "240000"));
    return variables;
  }

  /** A Redis Cluster that the stack makes. */
  static Map<String, String> cluster() {
    Map<String, String> variables = none();
    variables.put("PRESENCE_PARTITIONS", "12");
    variables.put("PRESENCE_REDIS_ENGINE", "valkey");
    return variables;
  }
}
