#include "config/value.hpp"

#include "config/keys.hpp"
#include "config/suggest.hpp"

namespace rowgrad {

Error wrong_type(const Where& where, const std::string& expected, const Json& found) {
  return where.error("expected " + expected + ", found " + type_name(found));
}

bool Value<bool>::read(const Json& j, const Where& w) {
  if (!j.is_boolean()) throw wrong_type(w, "true or false", j);
  return j.get<bool>();
}

std::size_t Value<std::size_t>::read(const Json& j, const Where& w) {
  const bool whole = j.is_number() && std::floor(j.get<double>()) == j.get<double>();
  if (!whole || j.get<double>() < 0.0 || j.get<double>() > 0x1p63)
    throw wrong_type(w, "a whole number of at least 0", j);
  return j.is_number_float() ? static_cast<std::size_t>(j.get<double>()) : j.get<std::size_t>();
}

double Value<double>::read(const Json& j, const Where& w) {
  if (!j.is_number()) throw wrong_type(w, "a number", j);
  return j.get<double>();
}

std::string Value<std::string>::read(const Json& j, const Where& w) {
  if (!j.is_string()) throw wrong_type(w, "a string", j);
  return j.get<std::string>();
}

Path Value<Path>::read(const Json& j, const Where& w) {
  if (!j.is_string()) throw wrong_type(w, "a file name", j);
  if (j.get<std::string>().empty()) return {};
  const std::filesystem::path folder = std::filesystem::absolute(w.file).parent_path();
  return {(folder / j.get<std::string>()).lexically_normal()};
}

Size Value<Size>::read(const Json& j, const Where& w) {
  if (j.is_string()) return {j.get<std::string>()};
  if (j.is_number_integer() && j.get<std::int64_t>() > 0) return {j.get<std::size_t>()};
  throw wrong_type(w, "a positive integer or the name of a size", j);
}

Json Value<Size>::write(const Size& v) {
  return std::visit([](const auto& x) { return Json(x); }, v.value);
}

Sizes Value<Sizes>::read(const Json& j, const Where& w) {
  if (!j.is_object()) throw wrong_type(w, "an object of sizes by name", j);
  Sizes sizes;
  for (const auto& [name, value] : j.items()) {
    const std::size_t size = Value<std::size_t>::read(value, w / name);
    if (size == 0) throw(w / name).error("expected a size of at least 1, found 0");
    sizes[name] = size;
  }
  return sizes;
}

Init Value<Init>::read(const Json& j, const Where& w) {
  Init init;
  Json rule = j;
  if (j.is_object() && j.contains("file")) {
    init.file = Value<Path>::read(j["file"], w / "file");
    rule.erase("file");
    if (rule.empty()) rule = {{"normal", 0.02}};
  }
  if (rule.is_string()) {
    init.rule = rule.get<std::string>();
  } else if (rule.is_object() && rule.size() == 1) {
    init.rule = rule.begin().key();
  } else {
    throw wrong_type(w,
                     "a rule with its scale such as {\"normal\": 0.02}, or \"zeros\", \"ones\", \"xavier\", \"he\", or "
                     "{\"file\": \"vectors.bin\"}",
                     j);
  }
  if (std::find(init_rules.begin(), init_rules.end(), init.rule) == init_rules.end()) {
    throw w.error(fmt::format("unknown initialisation \"{}\"", init.rule), suggest(init.rule, init_rules));
  }
  const bool scaled = takes_scale(init.rule);
  if (scaled != rule.is_object()) {
    throw w.error(
        scaled ? fmt::format("\"{0}\" needs its scale", init.rule) : fmt::format("\"{}\" takes no scale", init.rule),
        scaled ? fmt::format("write {{\"{}\": 0.02}}", init.rule) : fmt::format("write \"{}\"", init.rule));
  }
  if (scaled) init.scale = Value<double>::read(rule.begin().value(), w / init.rule);
  if (init.scale < 0)
    throw(w / init.rule).error("expected a scale of at least 0, found " + rule.begin().value().dump());
  return init;
}

Json Value<Init>::write(const Init& v) {
  Json json = v.rule;
  if (takes_scale(v.rule)) json = Json{{v.rule, v.scale}};
  if (!v.file.empty()) json["file"] = v.file.value.string();
  return json;
}

}  // namespace rowgrad
