package io.pagenow.presence.wildfly;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The write queue of an I/O thread that the test controls. */
class WriteQueueTest {

  private final Queue<Runnable> thread = new ArrayDeque<>();
  private final List<String> written = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();
  private @Nullable Error atExecution;

  private final WriteQueue queue =
      new WriteQueue(
          task -> {
            if (atExecution != null) {
              throw atExecution;
            }
            thread.add(task);
          });

  /** Throws the error when it starts. A stubborn write also throws when its failure is reported. */
  private record Write(WriteQueueTest test, String text, @Nullable Error atStart, boolean stubborn)
      implements WriteQueue.Write {

    @Override
    public void start(TextFrames frames) {
      if (atStart != null) {
        throw atStart;
      }
      test.written.add(text);
    }

    @Override
    public void fail(Throwable failure) {
      test.failed.add(text);
      if (stubborn) {
        throw new Error("by a test");
      }
    }
  }

  @Test
  void allQueuedWritesStartInOneTask() {
    queue.add(write("a"));
    queue.add(write("b"));
    assertEquals(1, thread.size());

    runThread();

    assertEquals(List.of("a", "b"), written);
  }

  @Test
  void anErrorOfOneWriteDoesNotAffectOthers() {
    queue.add(new Write(this, "a", new OutOfMemoryError("by a test"), true));
    queue.add(write("b"));
    runThread();
    queue.add(write("c"));
    runThread();

    assertEquals(List.of("a"), failed);
    assertEquals(List.of("b", "c"), written);
  }

  @Test
  void aFailedWakeUpOfTheThreadIsRetriedByTheNextWrite() {
    atExecution = new OutOfMemoryError("by a test");
    queue.add(write("a"));
    atExecution = null;
    queue.add(write("b"));
    runThread();

    assertEquals(List.of("a"), failed);
    assertEquals(List.of("b"), written);
  }

  private Write write(String text) {
    return new Write(this, text, null, false);
  }

  private void runThread() {
    while (!thread.isEmpty()) {
      thread.remove().run();
    }
  }
}
