package io.pagenow.presence.redis.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScriptTextTest {

  @Test
  void aScriptHasOnlyTheFunctionsAndKeysThatItUses() {
    String lua =
        """
        local page = key('page')
        local status = key('status')
        -- Only other reads the status.
        local function one(user)
          if user then
            return redis.call('HGET', page, user)
          end
        end

        local function other(user)
          return redis.call('ZSCORE', status, one(user))
        end
        return one(argument('user'))
        """;

    assertEquals(
        """
        local page = key('page')
        -- Only other reads the status.
        local function one(user)
          if user then
            return redis.call('HGET', page, user)
          end
        end

        return one(argument('user'))
        """,
        ScriptText.withoutUnused(lua));
  }

  @Test
  void aQueryHasNothingForPublishing() {
    assertTrue(Script.UPDATE.text().contains("local function publish("));
    assertFalse(Script.CONNECTIONS_OF.text().contains("local function publish("));
    assertTrue(Script.CONNECTIONS_OF.text().contains("local function connections_of("));
  }
}
