/** Collects garbage on SIGUSR2, and prints the bytes of live objects, as jcmd does for Java. */
process.on('SIGUSR2', () => {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  console.log(`live bytes: ${heapUsed + external}`);
});
