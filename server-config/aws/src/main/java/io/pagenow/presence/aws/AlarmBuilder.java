package io.pagenow.presence.aws;

import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/** Adds alarms that are raised if a metric is out of bounds in four of five periods. */
final class AlarmBuilder {

  private final Construct scope;
  private final List<ITopic> topics;

  /**
   * @param topic the ARN of the SNS topic that is notified
   */
  AlarmBuilder(Construct scope, Optional<String> topic) {
    this.scope = scope;
    this.topics =
        topic.map(arn -> Topic.fromTopicArn(scope, "Topic", arn)).stream()
            .map(ITopic.class::cast)
            .toList();
  }

  /** Adds an alarm on values above the threshold. */
  void above(String name, String description, IMetric metric, int threshold) {
    add(
        name,
        description,
        metric,
        threshold,
        ComparisonOperator.GREATER_THAN_THRESHOLD,
        TreatMissingData.NOT_BREACHING);
  }

  /** Adds an alarm on values below the threshold. */
  void below(String name, String description, IMetric metric, int threshold) {
    below(name, description, metric, threshold, TreatMissingData.NOT_BREACHING);
  }

  /** Adds an alarm on values below the threshold, or on missing values. */
  void below(
      String name, String description, IMetric metric, int threshold, TreatMissingData missing) {
    add(name, description, metric, threshold, ComparisonOperator.LESS_THAN_THRESHOLD, missing);
  }

  private void add(
      String name,
      String description,
      IMetric metric,
      int threshold,
      ComparisonOperator comparison,
      TreatMissingData missing) {
    Alarm alarm =
        Alarm.Builder.create(scope, name)
            .alarmDescription(description)
            .metric(metric)
            .threshold(threshold)
            .comparisonOperator(comparison)
            .evaluationPeriods(5)
            .datapointsToAlarm(4)
            .treatMissingData(missing)
            .build();
    for (ITopic topic : topics) {
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
    }
  }
}
