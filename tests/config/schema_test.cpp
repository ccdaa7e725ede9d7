#include "config/schema.hpp"

#include "config/catalogue.hpp"
#include "tests/catch.hpp"
#include "tests/cli/process.hpp"
#include "tests/config/json_schema.hpp"

namespace rowgrad {
namespace {

TEST_CASE("the schema is strict per type: each accepts its own keys and no others") {
  const Json schema = config_schema();
  CHECK(schema["additionalProperties"] == false);
  for (const CatalogueSection& section : catalogue()) {
    for (const std::string& type : section.types()) {
      CAPTURE(section.name, type);
      const Json& definition = schema.at("definitions").at(section.name + "." + type);
      CHECK(definition["additionalProperties"] == false);
      std::size_t keys = definition["properties"].contains(section.selector) ? 1 : 0;
      for (const OwnedKeys& owned : section.all_keys(type)) {
        for (const Key& key : owned.keys.all()) {
          CHECK(definition["properties"].contains(key.name));
          keys += key.name == section.selector ? 0 : 1;
          keys += key.old_name.empty() ? 0 : 1;
        }
      }
      CHECK(definition["properties"].size() == keys);
    }
  }
}

TEST_CASE("the schema says each key's doc, default and range") {
  const Json schema = config_schema();
  const Json lr = schema["definitions"]["optimizer.AdamW"]["properties"]["lr"];
  CHECK(lr == Json{{"description", "learning rate"}, {"type", "number"}, {"minimum", 0}, {"default", 0.001}});
  const Json rows = schema["definitions"]["optimizer.AdamW"]["properties"]["rows"];
  CHECK(rows["enum"] == Json::array({"dense", "lazy", "exact"}));
  const Json epsilon = schema["definitions"]["optimizer.AdamW"]["properties"]["epsilon"];
  CHECK(epsilon["exclusiveMinimum"] == 0);
  CHECK(schema["definitions"]["model.Embedding"]["required"] == Json::array({"name", "layer"}));
}

TEST_CASE("every shipped config keeps to the schema") {
  const Json schema = config_schema();
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(source_file("configs"))) {
    if (entry.path().extension() != ".json" || entry.path().filename() == "schema.json") continue;
    CAPTURE(entry.path().filename().string());
    CHECK(schema_violation(schema, Json::parse(read_text(entry.path()))) == "");
    ++count;
  }
  CHECK(count >= 30);
}

TEST_CASE("the schema finds what is wrong with a config") {
  const Json schema = config_schema();
  const Json good = Json::parse(read_text(source_file("configs/sentiment.json")));
  const auto violation = [&](const std::string& pointer, const Json& value) {
    Json config = good;
    config[Json::json_pointer(pointer)] = value;
    return schema_violation(schema, config);
  };
  CHECK(violation("/optimiser", Json::object()) == "/optimiser: not allowed");
  CHECK(violation("/train/epoch", 3) == "/train/epoch: not allowed");
  CHECK(violation("/train/epochs", "many") == "/train/epochs: type");
  CHECK(violation("/optimizer/lr", -1) == "/optimizer/lr: minimum");
  CHECK(violation("/model/0/dmi", 3) == "/model/0/dmi: not allowed");
  CHECK(violation("/model/0/init", "normal") == "/model/0/init: oneOf");
  CHECK(violation("/model/1/layer", "Sun") == "/model/1/layer: enum");
  CHECK(violation("/data/task", "sentimental") == "/data/task: enum");
}

TEST_CASE("the command prints the schema the declarations make") {
  const Finished printed = run_command({"rowgrad", "schema"});
  REQUIRE(printed.code == 0);
  CHECK(Json::parse(printed.out) == config_schema());
}

}  // namespace
}  // namespace rowgrad
