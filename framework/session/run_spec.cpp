#include "session/run_spec.hpp"

#include <algorithm>

#include "config/catalogue.hpp"
#include "config/suggest.hpp"

namespace rowgrad {
namespace {

// A section's object, the type it was chosen by, and the section with every default filled in.
template <class Base>
struct Section {
  std::shared_ptr<Base> object;
  std::string type;
  Json settings;
};

template <class Base>
Section<Base> read(const std::string& name, const Json& json, const Where& top) {
  Section<Base> section;
  section.type = selected_type(catalogue_section(name), json, top / name);
  section.object = read_section<Base>(name, json, top / name);
  section.settings = write_section<Base>(name, section.type, *section.object);
  return section;
}

void check_engine(const Section<Engine>& engine, const Section<DataSpec>& data, const UpdateRule& rule,
                  const Where& top) {
  if (rule.options.rows == "exact" && !engine.object->keeps_steps_in_order()) {
    throw(top / "optimizer" / "rows")
        .error(fmt::format("exact rows need steps one after the other, which \"{}\" does not do", engine.type),
               "set \"train.engine\" to \"graph\", or \"rows\" to \"lazy\"");
  }
  if (!engine.object->options.vectors.empty() && !data.object->makes_word_vectors()) {
    throw(top / "train" / "vectors")
        .error(fmt::format("the task \"{}\" writes no word vectors", data.type), "remove the key");
  }
}

bool names(const Json& json, const std::string& size) {
  if (json.is_string()) return json.get_ref<const std::string&>() == size;
  return json.is_structured() && std::any_of(json.begin(), json.end(), [&](const Json& v) { return names(v, size); });
}

}  // namespace

void require_size_named(const RunSpec& spec, const std::string& size) {
  const Json& model = spec.resolved["model"];
  if (names(model, size)) return;
  std::vector<std::string> named;
  for (const auto& [other, value] : spec.sizes) {
    if (names(model, other)) named.push_back(other);
  }
  throw(spec.where / "sizes" / size)
      .error("no layer names this size", named.empty() ? "remove it" : suggest(size, named));
}

RunSpec read_run_spec(const Config& config) {
  const Where& top = config.where;
  const auto data = read<DataSpec>("data", config.data, top);
  ModelSpec model = read_model(config.model, top / "model");
  const auto rule = read<UpdateRule>("optimizer", config.optimizer, top);
  const auto schedule = read<Schedule>("schedule", config.schedule, top);
  const auto engine = read<Engine>("train", config.train, top);
  data.object->check(top / "data");
  rule.object->check(top / "optimizer");
  check_engine(engine, data, *rule.object, top);

  Json resolved{{"format", Config::format}, {"seed", config.seed}};
  if (!config.sizes.empty()) resolved["sizes"] = config.sizes;
  resolved["data"] = data.settings;
  resolved["model"] = model.resolved();
  resolved["optimizer"] = rule.settings;
  resolved["schedule"] = schedule.settings;
  resolved["train"] = engine.settings;
  return {top,           config.seed, config.sizes,  std::move(model),   data.object, rule.object, schedule.object,
          engine.object, data.type,   rule.settings, std::move(resolved)};
}

}  // namespace rowgrad
