package io.pagenow.presence.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {

  @ParameterizedTest
  @CsvSource({
    "401, Unauthorized",
    "403, Forbidden",
    "426, Upgrade Required",
    "429, Too Many Requests",
    "503, Service Unavailable",
  })
  void theTitleIsTheStandardReasonPhrase(int status, String phrase) {
    assertEquals(phrase, Problems.title(status));
  }
}
