package io.pagenow.presence.local;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GivenServicesTest {

  @Test
  void nothingIsGivenByAnEmptyEnvironment() {
    GivenServices given = new GivenServices(Map.of());
    assertFalse(given.database());
    assertFalse(given.redis());
    assertFalse(given.issuer());
  }

  @Test
  void aHostGivesTheDatabaseAndNothingElse() {
    GivenServices given = new GivenServices(Map.of("RDS_HOST", "db.example.com"));
    assertTrue(given.database());
    assertFalse(given.redis());
    assertFalse(given.issuer());
  }

  @Test
  void anEmptyHostGivesNoDatabase() {
    assertFalse(new GivenServices(Map.of("RDS_HOST", " ")).database());
  }

  @Test
  void noneGivesNoRedis() {
    assertFalse(new GivenServices(Map.of("REDIS_PRIMARY_ENDPOINT_ADDRESS", "none")).redis());
    assertTrue(new GivenServices(Map.of("REDIS_PRIMARY_ENDPOINT_ADDRESS", "localhost")).redis());
  }

  @Test
  void aRegionAloneGivesNoIssuer() {
    assertFalse(new GivenServices(Map.of("AWS_REGION", "us-west-2")).issuer());
    assertTrue(
        new GivenServices(Map.of("AWS_REGION", "us-west-2", "COGNITO_POOL_ID", "pool")).issuer());
    assertTrue(new GivenServices(Map.of("PRESENCE_JWT_ISSUER", "https://id.example.com")).issuer());
  }
}
