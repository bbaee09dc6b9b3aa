package io.pagenow.presence.lifecycle.start;

import static io.pagenow.presence.lifecycle.start.StartReportTest.SECRET;
import static io.pagenow.presence.lifecycle.start.StartReportTest.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.config.Settings;
import io.pagenow.presence.config.SettingsReader;
import io.pagenow.presence.local.FreePort;
import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.security.keys.IssuerKeys;
import io.pagenow.presence.testing.Stores;
import io.pagenow.presence.testing.TestNode;
import java.net.URI;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The line about a service that does not answer: the setting, what was tried, what to do. */
@ExtendWith(Stores.class)
class StartTroubleTest {

  private static final Map<String, String> DATABASE =
      Map.of("RDS_HOST", "db.example", "RDS_USERNAME", "reader");

  /** The messages are those of the libraries; integration tests provoke most of them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Redis | WRONGPASS invalid username-password pair | Correct REDIS_USERNAME or REDIS_PASSWORD
          Redis | NOAUTH Authentication required. | Set REDIS_PASSWORD
          Redis | ERR AUTH <password> called without any password configured | Remove REDIS_PASSWORD
          Redis | unable to find valid certification path to requested target | Set REDIS_TLS_ROOT_CERT
          Redis | No name matching redis.example found | Use a host name of the certificate in REDIS_P
          Redis | Unsupported or unrecognized SSL message | Set REDIS_TLS=false
          Redis | Could not initialize cluster slots cache. | Set PRESENCE_PARTITIONS=1
          Redis | Failed to connect to redis.example:6379. | Correct REDIS_PRIMARY_ENDPOINT_ADDRESS
          The user database | FATAL: password authentication failed for user "x" | Correct RDS_USERNAME
          The user database | ERROR: permission denied for table user_table | Grant SELECT on user_table
          The user database | The server does not support SSL. | Switch on TLS in the database
          The user database | Connection to db.example:5432 refused. | Correct RDS_HOST or RDS_PORT
          The token issuer | unable to find valid certification path | Add the CA certificate of the issu
          The token issuer | HTTP 404: Not Found | Correct AWS_REGION and COGNITO_POOL_ID, or PRESENCE_JW
          """)
  void theLineSaysWhatToDo(String service, String cause, String advice) {
    String line = line(DATABASE, new UnavailableException(service, new RuntimeException(cause)));

    assertEquals(1, line.lines().count());
    assertTrue(line.startsWith(service + " is not available. Tried "), line);
    assertTrue(line.contains("Cause: RuntimeException: " + cause.replaceFirst("\\.$", "")), line);
    assertTrue(line.contains(". " + advice), line);
    assertFalse(line.contains(SECRET), line);
  }

  @Test
  void missingSettingsOfTheDatabaseAreNamed() {
    String line = line(Map.of(), new UnavailableException("The user database"));

    assertTrue(line.contains("Tried RDS_HOST=(not set), RDS_PORT=5432, RDS_DB_NAME=pres"), line);
    assertTrue(line.contains("RDS_SSL_MODE=verify-full, RDS_PASSWORD (set). Cause: unk"), line);
    assertTrue(line.contains("Set RDS_HOST, RDS_USERNAME, and restart the server"), line);
  }

  /** The failure is a real one: nothing listens on the port. */
  @Test
  void aWrongPortOfRedis(Stores stores) {
    Settings wrong = Stores.settings(1, 1, 1);
    UnavailableException failure =
        assertThrows(
            UnavailableException.class, () -> new TestNode(stores.database(), wrong).close());
    String line = new StartTrouble(wrong, config(Map.of())).line(failure);

    assertTrue(line.contains("REDIS_PRIMARY_ENDPOINT_PORT=1, REDIS_TLS=false"), line);
    assertTrue(
        line.contains("JedisConnectionException: Failed to connect to 127.0.0.1:1. Corr"), line);
  }

  @Test
  void aDatabaseWithoutTls(Stores stores) throws Exception {
    PGSimpleDataSource secure = copy(stores);
    secure.setSslMode("require");

    assertTrue(databaseLine(secure).contains(". Switch on TLS in the database, or set RDS_SSL_M"));
  }

  @Test
  void aWrongNameOfTheDatabase(Stores stores) throws Exception {
    PGSimpleDataSource other = copy(stores);
    other.setDatabaseName("nothing");

    assertTrue(databaseLine(other).contains(". Correct RDS_DB_NAME. Until then"));
  }

  @Test
  void anUnreachableIssuer() throws Exception {
    IssuerKeys keys = new IssuerKeys(URI.create("http://127.0.0.1:" + FreePort.find() + "/keys"));
    for (int attempt = 0; attempt < 5; attempt++) {
      String line = line(DATABASE, assertThrows(UnavailableException.class, keys::read));

      assertTrue(line.contains("Tried PRESENCE_JWKS_URL=https://issuer.example/.well"), line);
      // Not the rate limit, which forbids some of these attempts.
      assertTrue(line.contains("Cause: ConnectException: Connection refused. Correct"), line);
    }
  }

  private static PGSimpleDataSource copy(Stores stores) throws SQLException {
    PGSimpleDataSource original = (PGSimpleDataSource) stores.database();
    PGSimpleDataSource copy = new PGSimpleDataSource();
    copy.setUrl(original.getUrl());
    copy.setUser(original.getUser());
    return copy;
  }

  private static String databaseLine(PGSimpleDataSource wrong) {
    SQLException cause = assertThrows(SQLException.class, wrong::getConnection);
    return line(DATABASE, new UnavailableException("The user database", cause));
  }

  private static String line(Map<String, String> more, UnavailableException failure) {
    Config config = config(new HashMap<>(more));
    return new StartTrouble(SettingsReader.settings(config), config).line(failure);
  }
}
