#include "graph/graph.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

// The inputs of a sentiment model.
class Sentiment {
 public:
  Sentiment() {
    const Domain* document = inputs_.domain("document");
    const Domain* token = inputs_.domain("token", document);
    inputs_.ids("tokens", token, 10, "");
    inputs_.ids("label", document, 2, "");
    inputs_.size("vocab", 10);
    inputs_.size("classes", 2);
  }
  Graph graph(const std::string& model, const std::map<std::string, std::size_t>& sizes = {{"d", 4}}) const {
    return {ModelSpec(Json::parse(model), {"a.json", "/model"}), sizes, inputs_};
  }

 private:
  Inputs inputs_;
};

const std::string embed = R"({"name": "embed", "layer": "Embedding", "input": "tokens", "dim": "d"},)";
const std::string phrase = R"({"name": "phrase", "layer": "Sum", "input": "embed"},)";
const std::string logits = R"({"name": "logits", "layer": "Linear", "input": "phrase", "out": "classes"},)";
const std::string loss = R"({"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "label"]})";

// Checks that a model is refused with a message that has all the parts.
void check_refused(const std::string& layers, const std::vector<std::string>& parts) {
  INFO(layers);
  try {
    const Graph graph = Sentiment().graph("[" + layers + "]");
    FAIL_CHECK("not refused");
  } catch (const Error& e) {
    CHECK(e.exit_code() == 2);
    for (const std::string& part : parts) CHECK_THAT(std::string(e.what()), Contains(part));
  }
}

TEST_CASE("layers may stand in any order, the graph sorts them") {
  const Sentiment inputs;
  const Graph graph = inputs.graph("[" + loss + "," + logits + phrase + embed.substr(0, embed.size() - 1) + "]");
  CHECK(graph.nodes().back().name == "loss");
  CHECK(graph.parameter_count() == 10 * 4 + 2 * 4 + 2);
  CHECK(graph.losses().size() == 1);
}

TEST_CASE("a borrowed weight is one parameter") {
  const Sentiment inputs;
  const Graph graph = inputs.graph("[" + embed +
                                   R"({"name": "h", "layer": "Linear", "input": "embed", "weight": "embed.weight"},
        {"name": "pooled", "layer": "Mean", "input": "h"},
        {"name": "logits", "layer": "Linear", "input": "pooled", "out": 2},)" +
                                   loss + "]");
  CHECK(graph.parameters().size() == 4);
  CHECK(graph.find_parameter("embed.weight").has_value());
  CHECK(!graph.find_parameter("h.weight").has_value());
}

TEST_CASE("a misspelt input, size, layer, key or parameter is refused where it stands, with a suggestion") {
  check_refused(R"({"name": "embed", "layer": "Embedding", "input": "tokkens", "dim": 4})",
                {"a.json: /model/0/input", "tokkens", "did you mean \"tokens\"?"});
  check_refused(embed + phrase + R"({"name": "logits", "layer": "Linear", "input": "phrase", "out": "clases"},)" + loss,
                {"/model/2/out", "unknown size \"clases\"", "did you mean \"classes\"?"});
  check_refused(R"({"name": "embed", "layer": "Embeding", "input": "tokens"})",
                {"/model/0/layer", "did you mean \"Embedding\"?"});
  check_refused(R"({"name": "embed", "layer": "Embedding", "input": "tokens", "dimm": 4})",
                {"/model/0/dimm", "did you mean \"dim\"?"});
  check_refused(
      embed + phrase + R"({"name": "logits", "layer": "Linear", "input": "phrase", "weight": "embd.weight"},)" + loss,
      {"/model/2", "embd.weight", "did you mean \"embed.weight\"?"});
}

TEST_CASE("values of different domains, kinds or widths cannot meet") {
  check_refused(embed + R"({"name": "logits", "layer": "Linear", "input": "embed", "out": "classes"},)" + loss,
                {"/model/2", "token", "document"});
  check_refused(R"({"name": "logits", "layer": "Linear", "input": "tokens", "out": 2},)" + loss,
                {"/model/0", "ids", "Embedding"});
  check_refused(embed + phrase + R"({"name": "logits", "layer": "Linear", "input": "phrase", "out": 3},)" + loss,
                {"/model/3", "3 logits for 2 classes"});
  check_refused(embed + phrase + R"({"name": "again", "layer": "Sum", "input": "phrase"},)" + logits + loss,
                {"/model/2", "not grouped"});
}

TEST_CASE("cycles, taken names and values that nobody reads are refused") {
  check_refused(
      R"({"name": "a", "layer": "Add", "inputs": ["b", "b"]}, {"name": "b", "layer": "Add", "inputs": ["a", "a"]})",
      {"depends on itself", "cycle"});
  check_refused(embed + embed + phrase + logits + loss, {"/model/1/name", "already taken"});
  check_refused(embed + phrase + logits + loss + "," + phrase.substr(0, phrase.size() - 1), {"/model/4/name"});
  check_refused(embed + phrase + R"({"name": "extra", "layer": "Mean", "input": "embed"},)" + logits + loss,
                {"/model/2", "nothing reads \"extra\""});
  check_refused(R"({"name": "label", "layer": "Embedding", "input": "tokens", "dim": 2})",
                {"/model/0/name", "is an input of the task"});
}

TEST_CASE("a size of the config must not be one that the data defines") {
  const Sentiment inputs;
  CHECK_THROWS_WITH(inputs.graph("[" + embed + phrase + logits + loss + "]", {{"d", 4}, {"vocab", 3}}),
                    Contains("/sizes/vocab") && Contains("defined by the data"));
}

}  // namespace
}  // namespace rowgrad
