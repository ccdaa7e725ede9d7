#include "config/schema.hpp"

#include "config/catalogue.hpp"
#include "tests/catch.hpp"
#include "tests/cli/process.hpp"

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

TEST_CASE("the command prints the schema the declarations make") {
  const Finished printed = run_command({"rowgrad", "schema"});
  REQUIRE(printed.code == 0);
  CHECK(Json::parse(printed.out) == config_schema());
}

}  // namespace
}  // namespace rowgrad
