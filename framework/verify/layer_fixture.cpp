#include "verify/layer_fixture.hpp"

#include <cmath>

#include "data/batch_builder.hpp"

namespace rowgrad {
namespace {

class FixtureBuilder {
 public:
  FixtureBuilder(std::size_t times, std::size_t width, Inputs& inputs, Batch& batch)
      : times_(times), width_(width), inputs_(inputs), batch_(batch) {}

  void build() {
    declare();
    BatchBuilder build(inputs_, batch_);
    for (std::size_t i = 0; i < times_; ++i) append_documents(build);
    build.append(sampled_, std::vector<Id>{0, 3, 1, 0, 4, 2});
    for (const RealInput input : {x_, y_}) build.set(input, values(input, 10 * times_ * width_));
    build.set(h_, values(h_, 5 * times_ * width_));
    build.set(fixed_, values(fixed_, 15 * times_ * width_));
    build.set(weight_, values(weight_, 10 * times_));
    build.set(probability_, distributions(10 * times_));
    build.finish();
  }

 private:
  void append_documents(BatchBuilder& build) const {
    for (const std::vector<Id>& document : std::vector<std::vector<Id>>{{3, 1, 3}, {}, {0, 3, 6, 4}, {1}, {2, 2}}) {
      build.append(tokens_, document);
      build.end_segment(tokens_);
    }
    build.append(class_, std::vector<Id>{0, 3, 1, 1, 2, 0, 3, 2, 1, 0});
    build.append(code_, std::vector<Id>{0, 1, 1, 0, 1, 0, 0, 1, 1, 0});
    build.append(genre_, std::vector<Id>{2, 0, 3, 1, 2});
  }

  void declare() {
    const RowSpace& document = inputs_.space("document");
    const RowSpace& token = inputs_.space("token", &document);
    const RowSpace& fixed = inputs_.space("fixed", &document, 3);
    tokens_ = inputs_.ids("tokens", token, 7, "ids of the fixture");
    class_ = inputs_.ids("class", token, width_, "ids of the fixture");
    code_ = inputs_.ids("code", token, 2, "ids of the fixture");
    genre_ = inputs_.ids("genre", document, width_, "ids of the fixture");
    x_ = inputs_.real("x", token, width_, "rows of the fixture");
    y_ = inputs_.real("y", token, width_, "rows of the fixture");
    h_ = inputs_.real("h", document, width_, "rows of the fixture");
    fixed_ = inputs_.real("fixed", fixed, width_, "rows of the fixture");
    weight_ = inputs_.real("weight", token, 1, "rows of the fixture");
    std::vector<float> log_probability;
    for (const float p : {0.3F, 0.2F, 0.15F, 0.15F, 0.1F, 0.06F, 0.04F}) log_probability.push_back(std::log(p));
    probability_ = inputs_.real("probability", token, width_, "rows of the fixture");
    sampled_ = inputs_.samples("sampled", inputs_.space("sample"), std::move(log_probability), "ids drawn at random");
    inputs_.size("vocab", 7);
    inputs_.size("classes", width_);
  }

  // Standard normal values, moved away from 0.
  std::vector<float> values(RealInput input, std::size_t n) const {
    const Random random = Random(1).stream(inputs_.all()[input.index].name);
    std::vector<float> values;
    for (std::size_t i = 0; i < n; ++i) {
      const double value = random.normal(i);
      values.push_back(static_cast<float>(value < 0 ? value - 0.05 : value + 0.05));
    }
    return values;
  }

  // Rows of positive numbers that sum to 1.
  std::vector<float> distributions(std::size_t n) const {
    std::vector<float> p = values(probability_, n * width_);
    for (std::size_t i = 0; i < n; ++i) {
      float sum = 0;
      for (std::size_t j = 0; j < width_; ++j) sum += std::abs(p[i * width_ + j]);
      for (std::size_t j = 0; j < width_; ++j) p[i * width_ + j] = std::abs(p[i * width_ + j]) / sum;
    }
    return p;
  }

  std::size_t times_, width_;
  Inputs& inputs_;
  Batch& batch_;
  IdsInput tokens_, class_, code_, genre_, sampled_;
  RealInput x_, y_, h_, fixed_, weight_, probability_;
};

}  // namespace

LayerFixture::LayerFixture(std::size_t times, std::size_t width) : width_(width) {
  FixtureBuilder(times, width, inputs_, batch_).build();
}

Graph LayerFixture::graph(const std::string& layer, const std::string& example, const Registry<Layer>& registry) const {
  Json entry{{"name", "layer"}, {"layer", layer}};
  entry.update(Json::parse(example));
  Json model = Json::array({entry});
  if (example.find("table.") != std::string::npos) {
    model.push_back({{"name", "table"}, {"layer", "Embedding"}, {"input", "tokens"}, {"dim", width_}});
  }
  return build_graph(read_model(model, {layer + " " + example, ""}, registry), {}, inputs_, Leaves::any);
}

}  // namespace rowgrad
