#include "analysis/trace.hpp"

#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

template <class Entry>
const Entry& named(const std::vector<Entry>& list, const std::string& name) {
  for (const Entry& entry : list) {
    if (entry.name == name) return entry;
  }
  throw std::runtime_error("no " + name);
}

}  // namespace

TEST_CASE("a trace shows the chapter's gradient: 1, p − q, an outer product, and one row for every word") {
  Trained run = trained("sentiment", {"train.epochs=1"});
  const Experiment& experiment = run.run.experiment;
  const Batch batch = experiment.dataset->example("not bad", "negative");
  const Trace found = trace(experiment, run.run.parameters, batch, 0.1);
  CHECK(found.inputs[0].names == std::vector<std::string>{"not", "bad"});
  const Matrix<float>& one = named(found.gradients, "loss").values;
  REQUIRE(one.size() == 1);
  CHECK(one(0, 0) == 1.0F);

  const Matrix<float>& p = found.classifier->probabilities;
  const Matrix<float>& g = named(found.gradients, "logits").values;
  CHECK(p(0, 0) + p(0, 1) == Approx(1.0));
  for (std::size_t c = 0; c < 2; ++c) {
    const float q = found.classifier->names[c] == "negative" ? 1.0F : 0.0F;
    CHECK(g(0, c) == Approx(p(0, c) - q));
  }
  const Matrix<float>& words = named(found.gradients, "embed").values;
  REQUIRE(rows(words) == 2);
  CHECK(std::equal(row(words, 0), row(words, 1), row(words, 1)));

  const Matrix<float>& h = named(found.outputs, "phrase").values;
  const auto& weight = named(found.parameters, "logits.weight").touched;
  for (std::size_t c = 0; c < 2; ++c) {
    CHECK(weight[c].name == found.classifier->names[c]);
    for (std::size_t j = 0; j < columns(h); ++j) CHECK(weight[c].gradient[j] == Approx(g(0, c) * h(0, j)).margin(1e-7));
  }
  CHECK(named(found.parameters, "embed.weight").touched.size() == 2);  // of the whole table
  CHECK(found.losses_after[0].nats[0] < found.losses[0].nats[0]);
}

TEST_CASE("a trace holds each touched row before and after the step, and moves no other") {
  Trained run = trained("sentiment", {"train.epochs=0", "optimizer={\"type\": \"SGD\"}"});
  const Matrix<float> start = run.parameter("embed.weight");
  const Trace found =
      trace(run.run.experiment, run.run.parameters, run.run.experiment.dataset->example("not bad", "negative"), 0.5);
  const Matrix<float>& end = run.parameter("embed.weight");
  const auto& touched = named(found.parameters, "embed.weight").touched;
  std::size_t moved = 0;
  for (std::size_t i = 0; i < rows(start); ++i) {
    moved += std::equal(row(start, i), row(start, i) + columns(start), row(end, i)) ? 0 : 1;
  }
  CHECK(moved == touched.size());
  for (const auto& t : touched) {
    CHECK(std::equal(t.before.begin(), t.before.end(), row(start, t.row)));
    CHECK(std::equal(t.after.begin(), t.after.end(), row(end, t.row)));
    for (std::size_t j = 0; j < t.after.size(); ++j)
      CHECK(t.after[j] == Approx(t.before[j] - 0.5F * t.gradient[j]).margin(1e-7));
  }
}

TEST_CASE("an unknown label is refused with the legal ones") {
  const Experiment experiment = shipped_experiment("sentiment");
  CHECK_THROWS_WITH(experiment.dataset->example("good", "negativ"),
                    Catch::Matchers::Contains("\"negative\"") && Catch::Matchers::Contains("negativ"));
}

}  // namespace rowgrad
