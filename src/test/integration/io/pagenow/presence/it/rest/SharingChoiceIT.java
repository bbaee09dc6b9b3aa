package io.pagenow.presence.it.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pagenow.presence.it.SharedServers;
import io.pagenow.presence.it.client.Http;
import io.pagenow.presence.model.UserId;
import org.junit.jupiter.api.Test;

/** What the caller chose to share. */
class SharingChoiceIT extends SharedServers {

  private static final String PATH = "api/me/sharing";

  @Test
  void theCallerReadsTheOwnChoiceOnly() throws Exception {
    UserId ann = user("ann");
    people.shareOnly(ann, "github.com", "*.은행.한국");
    people.shareAllBut(user("ben"), "bank.test");

    assertEquals(
        "{\"shareMode\":\"default_none\",\"allow\":[\"github.com\",\"*.은행.한국\"],\"deny\":[],"
            + "\"enforced\":true,\"queriesStripped\":false}",
        get(PATH, ann).body());
    people.shareAllBut(ann, "bank.test");
    assertEquals("default_all", get(PATH, ann, nodeB).json().getString("shareMode"));
    assertEquals(401, Http.get(nodeA, PATH).send().status());
  }
}
