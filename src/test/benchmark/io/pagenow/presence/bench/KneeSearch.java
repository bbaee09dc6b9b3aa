package io.pagenow.presence.bench;

import java.util.List;

/** Searches the highest rate of deliveries that an installation bears. */
final class KneeSearch {

  private static final double CLOSE_ENOUGH = 1.13;
  private static final double BEYOND_THE_KNEE = 1.5;

  private final Options options;
  private final Generator generator;
  private final FlameGraphs flames;

  KneeSearch(Options options, Generator generator, FlameGraphs flames) {
    this.options = options;
    this.generator = generator;
    this.flames = flames;
  }

  /**
   * Doubles the rate until it is too high. Then halves the interval until the step is 13 %. At last
   * measures 1.5 times the knee. A rate is too high if it fails twice in a row: a second of other
   * load on the machine must not halve the knee.
   *
   * @param steps has the step at the reference rate; the further steps are added
   */
  void search(OpenLoop load, List<Step> steps) {
    int borne = 0;
    int rate = options.reference();
    while (steps.get(steps.size() - 1).isBorne()) {
      borne = rate;
      rate *= 2;
      tryTwice(load, rate, steps);
    }
    int tooHigh = rate;
    while (borne > 0 && tooHigh > borne * CLOSE_ENOUGH) {
      int middle = (borne + tooHigh) / 2;
      if (tryTwice(load, middle, steps)) {
        borne = middle;
      } else {
        tooHigh = middle;
      }
    }
    if (borne > 0) {
      steps.add(step(load, (int) (borne * BEYOND_THE_KNEE)));
    }
  }

  /** Measures a rate once, or twice if it fails. Returns whether it was sustained. */
  private boolean tryTwice(OpenLoop load, int rate, List<Step> steps) {
    Step step = flames.during("rate-" + rate, () -> step(load, rate));
    steps.add(step);
    if (!step.isBorne()) {
      step = step(load, rate);
      steps.add(step);
    }
    return step.isBorne();
  }

  /** Measures one rate. */
  Step step(OpenLoop load, int rate) {
    Measurement.say(rate + " deliveries a second");
    // Reconnects the clients that lost their connections, so that the previous rate has no effect.
    generator.connect();
    return load.run(rate, options.step());
  }
}
