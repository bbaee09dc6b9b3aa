package io.pagenow.presence.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pagenow.presence.bench.ScalingModel.Estimate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ScalingModelTest {

  @Test
  void theDocumentHasTheTableOfTheModel() throws IOException {
    String page = Files.readString(Path.of("docs/scaling.md"));
    String table = ScalingModel.table();

    assertTrue(page.contains(table), "docs/scaling.md should contain\n" + table);
  }

  @Test
  void theMastersCarryTheLoadWithAFifthInReserve() {
    for (int users = 10_000; users <= 10_000_000; users *= 10) {
      Estimate estimate = ScalingModel.estimate(users);
      assertTrue(estimate.load() <= 0.8 * estimate.masters(), estimate.toString());
      assertEquals(0, estimate.partitions() % estimate.masters(), estimate.toString());
    }
  }

  /** An update goes to the nodes of ten friends at most. */
  @Test
  void moreNodesMakeAnUpdateDearerOnlyUpToTheNumberOfFriends() {
    assertTrue(ScalingModel.estimate(10_000_000).nodesOfAnUpdate() < 10);
    assertTrue(ScalingModel.estimate(200_000).nodesOfAnUpdate() < 6);
  }
}
