package io.pagenow.presence.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.http.QueryParameter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFilterTest {

  @ParameterizedTest
  @ValueSource(strings = {"a.b.c", " a.b.c ", "Bearer a.b.c", "bearer  a.b.c", "BEARER a.b.c"})
  void theHeaderHoldsTheTokenWithOrWithoutAScheme(String header) {
    assertEquals(Optional.of("a.b.c"), TokenFilter.inHeader(header));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "Bearer", "Bearer ", "bearer   "})
  void aHeaderWithoutATokenIsIgnored(String header) {
    assertEquals(Optional.empty(), TokenFilter.inHeader(header));
  }

  @Test
  void aTokenMayStartLikeTheScheme() {
    assertEquals(Optional.of("bearera.b.c"), TokenFilter.inHeader("bearera.b.c"));
  }

  @Test
  void anyOtherSchemeIsVerifiedAsPartOfTheToken() {
    assertEquals(Optional.of("Basic abc"), TokenFilter.inHeader("Basic abc"));
  }

  @Test
  void theQueryHoldsTheTokenWithoutAScheme() {
    assertEquals(Optional.of("a.b.c"), TokenFilter.inQuery("a.b.c"));
    assertEquals(Optional.of("Bearer a.b.c"), TokenFilter.inQuery("Bearer a.b.c"));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " "})
  void aQueryWithoutATokenIsIgnored(String parameter) {
    assertEquals(Optional.empty(), TokenFilter.inQuery(parameter));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization=a.b.c",
        "x=y&Authorization=a.b.c&Authorization=d",
        "%ff=%&Authorization=a.b.%63",
      })
  void theTokenIsFoundInTheQuery(String query) {
    assertEquals("a.b.c", QueryParameter.first("Authorization", query));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "authorization=a.b.c", "XAuthorization=a.b.c", "Authorization"})
  void noTokenIsFoundInAnyOtherQuery(String query) {
    assertEquals(null, QueryParameter.first("Authorization", query));
  }

  @Test
  void aTokenThatCannotBeDecodedIsIgnored() {
    assertEquals("", QueryParameter.first("Authorization", "Authorization=%zz"));
  }
}
