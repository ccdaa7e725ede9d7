#include "metrics/classification.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

Vocabulary labels() {
  Vocabulary labels;
  labels.add("neg");
  labels.add("pos");
  return labels;
}

// Logits whose softmax is (1 − p, p).
void add(ClassificationMeter& meter, double p, Id label) {
  auto logits = zeros<float>(1, 2);
  logits(0, 1) = static_cast<float>(std::log(p / (1.0 - p)));
  meter.add(logits, std::vector<Id>{label});
}

TEST_CASE("precision, recall and F1 come from the confusion matrix") {
  ClassificationMeter meter(2, true);
  for (int i = 0; i < 3; ++i) add(meter, 0.9, 1);  // true positives
  add(meter, 0.9, 0);                              // a false positive
  for (int i = 0; i < 2; ++i) add(meter, 0.2, 1);  // false negatives
  for (int i = 0; i < 4; ++i) add(meter, 0.2, 0);
  CHECK(meter.accuracy() == Approx(0.7));
  const ClassificationReport report = meter.report(labels());
  REQUIRE(report.classes.size() == 2);
  const ClassFigures &neg = report.classes[0], &pos = report.classes[1];
  CHECK(pos.label == "pos");
  CHECK(pos.precision == Approx(0.75));
  CHECK(pos.recall == Approx(0.6));
  CHECK(pos.f1 == Approx(2.0 / 3.0));
  CHECK(neg.count == 5);
  CHECK(to_json(report)["confusion"] == Json::parse("[[4, 1], [2, 3]]"));
}

TEST_CASE("calibration error is the gap between confidence and accuracy") {
  ClassificationMeter honest(2, true), boastful(2, true);
  for (int i = 0; i < 10; ++i) {
    add(honest, 0.8, i < 8 ? 1 : 0);
    add(boastful, 0.99, i < 8 ? 1 : 0);
  }
  CHECK(honest.calibration_error() == Approx(0.0).margin(1e-6));
  CHECK(boastful.calibration_error() == Approx(0.19));
}

TEST_CASE("a class nobody predicts has precision 0, not NaN") {
  ClassificationMeter meter(2, true);
  add(meter, 0.1, 1);
  CHECK(meter.report(labels()).classes[1].precision == 0.0);
}

TEST_CASE("parts of a data set add up to the whole") {
  ClassificationMeter whole(2, true), first(2, true), second(2, true);
  for (int i = 0; i < 20; ++i) {
    const double p = 0.05 + 0.045 * i;
    add(whole, p, i % 3 == 0 ? 0 : 1);
    add(i < 7 ? first : second, p, i % 3 == 0 ? 0 : 1);
  }
  first.add(second);
  CHECK((first.report(labels()).confusion == whole.report(labels()).confusion));  // as one value, not by element
  CHECK(first.calibration_error() == Approx(whole.calibration_error()));
}

}  // namespace
}  // namespace rowgrad
