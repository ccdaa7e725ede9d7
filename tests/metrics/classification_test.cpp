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
  const Json details = to_json(meter.report(labels()));
  CHECK(details["confusion"] == Json::parse("[[4, 1], [2, 3]]"));
  CHECK(details["classes"]["pos"]["precision"].get<double>() == Approx(0.75));
  CHECK(details["classes"]["pos"]["recall"].get<double>() == Approx(0.6));
  CHECK(details["classes"]["pos"]["f1"].get<double>() == Approx(2.0 / 3.0));
  CHECK(details["classes"]["neg"]["count"] == 5);
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

TEST_CASE("the calibration curve has 15 bins of equal width, each with its examples' mean confidence and accuracy") {
  ClassificationMeter meter(2, true);
  for (int i = 0; i < 4; ++i) add(meter, 0.81, i < 3 ? 1 : 0);
  add(meter, 0.85, 0);
  add(meter, 0.03, 0);  // sure of class 0 by 0.97
  const ClassificationReport report = meter.report(labels());
  REQUIRE(report.bins.size() == 15);
  for (std::size_t b = 0; b < 15; ++b) {
    CHECK(report.bins[b].from == Approx(b / 15.0));
    CHECK(report.bins[b].to == Approx((b + 1) / 15.0));
    if (b != 12 && b != 14) CHECK(report.bins[b].count == 0);
  }
  const ConfidenceBin &twelfth = report.bins[12], &last = report.bins[14];  // 0.8 to 0.867, and 0.933 to 1
  CHECK(twelfth.count == 5);
  CHECK(twelfth.confidence == Approx((4 * 0.81 + 0.85) / 5));
  CHECK(twelfth.accuracy == Approx(3.0 / 5));
  CHECK(last.count == 1);
  CHECK(last.confidence == Approx(0.97));
  CHECK(last.accuracy == 1.0);
  double error = 0.0;  // Guo et al. 2017, equation 3
  for (const ConfidenceBin& bin : report.bins)
    error += static_cast<double>(bin.count) / 6 * std::abs(bin.accuracy - bin.confidence);
  CHECK(report.calibration_error == Approx(error));
}

TEST_CASE("a report in JSON, which summary.json holds, is without the bins") {
  ClassificationMeter meter(2, true);
  add(meter, 0.8, 1);
  CHECK(to_json(meter.report(labels())).dump() ==
        R"({"calibration_error":)" + Json(meter.calibration_error()).dump() +
            R"(,"macro_f1":0.5,"classes":{"neg":{"precision":0.0,"recall":0.0,"f1":0.0,"count":0},)"
            R"("pos":{"precision":1.0,"recall":1.0,"f1":1.0,"count":1}},"confusion":[[0,0],[0,1]]})");
}

TEST_CASE("a class nobody predicts has precision 0, not NaN") {
  ClassificationMeter meter(2, true);
  add(meter, 0.1, 1);
  CHECK(to_json(meter.report(labels()))["classes"]["pos"]["precision"] == 0.0);
}

TEST_CASE("parts of a data set add up to the whole") {
  ClassificationMeter whole(2, true), first(2, true), second(2, true);
  for (int i = 0; i < 20; ++i) {
    const double p = 0.05 + 0.045 * i;
    add(whole, p, i % 3 == 0 ? 0 : 1);
    add(i < 7 ? first : second, p, i % 3 == 0 ? 0 : 1);
  }
  first.add(second);
  CHECK(to_json(first.report(labels()))["confusion"] == to_json(whole.report(labels()))["confusion"]);
  CHECK(first.calibration_error() == Approx(whole.calibration_error()));
}

TEST_CASE("many classes are reported by their worst confusions, and nothing grows with their square") {
  constexpr std::size_t classes = 30000;  // whose square, eight bytes each, would be 7 GB
  Vocabulary names;
  for (std::size_t c = 0; c < classes; ++c) names.add("c" + std::to_string(c));
  ClassificationMeter meter(classes, true);
  auto logits = zeros<float>(1, classes);
  const auto count = [&](Id label, Id predicted, int times) {
    logits(0, predicted) = 9.0F;
    for (int i = 0; i < times; ++i) meter.add(logits, std::vector<Id>{label});
    logits(0, predicted) = 0.0F;
  };
  count(5, 5, 4);
  count(29999, 7, 2);
  count(3, 5, 3);
  const ClassificationReport report = meter.report(names);
  CHECK(report.confusions.size() == 3);
  CHECK(report.classes[5].precision == Approx(4.0 / 7.0));
  CHECK(report.classes[29999].count == 2);
  const Json json = to_json(report);
  CHECK(!json.contains("confusion"));
  CHECK(json["worst_confusions"] == Json::parse(R"([{"label": "c3", "predicted": "c5", "count": 3},
                                                    {"label": "c29999", "predicted": "c7", "count": 2}])"));
}

}  // namespace
}  // namespace rowgrad
