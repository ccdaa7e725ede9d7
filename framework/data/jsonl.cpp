#include "data/jsonl.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "config/json_checks.hpp"
#include "data/complaint.hpp"

namespace rowgrad {
namespace {

// Tells the scalars of the outermost object to `found`, without building a tree of what else there is.
class OutermostScalars : public nlohmann::json_sax<Json> {
 public:
  enum class Type { string, null, other };
  using Found = std::function<void(const std::string& key, std::string value, Type type)>;
  explicit OutermostScalars(Found found) : found_(std::move(found)) {}

  bool null() override { return scalar("null", Type::null); }
  bool boolean(bool value) override { return scalar(value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return scalar(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return scalar(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& digits) override { return scalar(digits); }
  bool string(string_t& value) override { return scalar(std::move(value), Type::string); }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return ++depth_ > 0; }
  bool key(string_t& key) override {
    if (depth_ == 1) key_ = key;
    return true;
  }
  bool end_object() override { return --depth_ >= 0; }
  bool start_array(std::size_t) override { return ++depth_ > 1; }  // the outermost value is an object
  bool end_array() override { return --depth_ > 0; }
  bool parse_error(std::size_t, const std::string&, const Json::exception& e) override {
    const std::string_view what = e.what();
    const std::size_t reason = what.find("syntax error");
    problem_ = what.substr(reason == std::string_view::npos ? 0 : reason);
    return false;
  }

  const std::string& problem() const { return problem_; }

 private:
  bool scalar(std::string value, Type type = Type::other) {
    if (depth_ == 1) found_(key_, std::move(value), type);
    return depth_ > 0;
  }

  Found found_;
  int depth_ = 0;
  std::string key_, problem_;
};

// Throws Complaint.
void for_each_scalar(std::string_view line, std::size_t number, OutermostScalars::Found found) {
  OutermostScalars scalars(std::move(found));
  if (Json::sax_parse(line, &scalars)) return;
  throw Complaint{
      number,
      scalars.problem().empty() ? "expected a JSON object" : "this is not JSON: " + shortened(scalars.problem()),
      "write one object per line"};
}

}  // namespace

void JsonLine::read(std::string_view line, std::size_t number) {
  bool has_text = false, has_label = false;
  const auto refuse = [&](const std::string& what) { throw Complaint{number, what, "correct it, or remove the line"}; };
  using Type = OutermostScalars::Type;
  for_each_scalar(line, number, [&](const std::string& key, std::string value, Type type) {
    if (key == label_key_ && type == Type::null)
      refuse(fmt::format("expected a string or a number as \"{}\", found null", key));
    if (key == text_key_ && type != Type::string)
      refuse(fmt::format("expected a string as \"{}\", found {}", key, value));
    if ((key == text_key_ && has_text) || (key == label_key_ && has_label))
      refuse(fmt::format("found \"{}\" twice", key));
    if (key == text_key_) {
      text_ = std::move(value);
      has_text = true;
    } else if (key == label_key_) {
      label_ = std::move(value);
      has_label = true;
    }
  });
  if (!has_text) refuse(fmt::format("expected a string as \"{}\", found none", text_key_));
  if (!has_label) refuse(fmt::format("expected a string or a number as \"{}\", found none", label_key_));
}

std::vector<std::string> json_keys(std::string_view line) {
  std::vector<std::string> keys;
  try {
    for_each_scalar(line, 1, [&](const std::string& key, const std::string&, OutermostScalars::Type) {
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
    });
  } catch (const Complaint&) {
    return {};
  }
  return keys;
}

}  // namespace rowgrad
