#include "analysis/trace.hpp"

#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

const Json& named(const Json& list, const std::string& name) {
  for (const Json& entry : list) {
    if (entry["name"] == name) return entry;
  }
  throw std::runtime_error("no " + name);
}

}  // namespace

TEST_CASE("a trace shows the chapter's gradient: 1, p − q, an outer product, and one row for every word") {
  Trained run = trained("sentiment", {"train.epochs=1"});
  const Experiment& experiment = *run.run.experiment;
  const Batch batch = experiment.task().example("not bad", "negative");
  const Json json = trace(experiment, run.run.parameters, batch, 0.1);
  CHECK(json["inputs"][0]["names"] == Json({"not", "bad"}));
  CHECK(named(json["backward"], "loss")["gradient"] == Json::parse("[[1.0]]"));

  const auto p = json["classifier"]["probabilities"][0].get<std::vector<double>>();
  const auto g = named(json["backward"], "logits")["gradient"][0].get<std::vector<double>>();
  CHECK(p[0] + p[1] == Approx(1.0));
  for (std::size_t c = 0; c < 2; ++c) {
    const double q = json["classifier"]["names"][c] == "negative" ? 1.0 : 0.0;
    CHECK(g[c] == Approx(p[c] - q));
  }
  const Json& words = named(json["backward"], "embed")["gradient"];
  REQUIRE(words.size() == 2);
  CHECK(words[0] == words[1]);

  const auto h = named(json["forward"], "phrase")["values"][0].get<std::vector<double>>();
  const Json& weight = named(json["parameters"], "logits.weight")["rows"];
  for (std::size_t c = 0; c < 2; ++c) {
    const auto row = weight[c]["gradient"].get<std::vector<double>>();
    for (std::size_t j = 0; j < h.size(); ++j) CHECK(row[j] == Approx(g[c] * h[j]).margin(1e-7));
  }
  CHECK(named(json["parameters"], "embed.weight")["rows"].size() == 2);  // of the whole table
  CHECK(json["after"]["loss"]["loss"][0].get<double>() < json["loss"]["loss"][0].get<double>());
}

TEST_CASE("an unknown label is refused with the legal ones") {
  const Trained run = trained("sentiment", {"train.epochs=0"});
  CHECK_THROWS_WITH(run.run.experiment->task().example("good", "negativ"),
                    Catch::Matchers::Contains("\"negative\"") && Catch::Matchers::Contains("negativ"));
}

}  // namespace rowgrad
