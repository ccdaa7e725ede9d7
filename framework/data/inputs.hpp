// Inputs: what a dataset offers to a graph: named values in their row spaces, and named sizes.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "data/ids.hpp"
#include "data/value_type.hpp"

namespace rowgrad {

/// Handles of inputs: where a batch holds them.
struct IdsInput {
  std::size_t index = 0;
};
struct RealInput {
  std::size_t index = 0;
};

/// Copies share their row spaces, which live as long as the last copy; so values of two copies still meet.
class Inputs {
 public:
  struct Input {
    std::string name;
    ValueType type;
    std::string doc;
  };

  /// A new row space, optionally grouped into segments of another one.
  const RowSpace& space(std::string name, const RowSpace* group = nullptr, std::size_t rows_per_segment = 0) {
    spaces_.push_back(
        std::make_shared<const RowSpace>(RowSpace{std::move(name), group, rows_per_segment, spaces_.size()}));
    return *spaces_.back();
  }
  /// An input of ids in [0, size). Throws an input Error if ids cannot tell so many apart.
  IdsInput ids(std::string name, const RowSpace& space, std::size_t size, std::string doc) {
    if (size > most_ids) refuse_ids("the input \"" + name + "\"", size);
    inputs_.push_back({std::move(name), {Kind::ids, &space, size}, std::move(doc)});
    return {inputs_.size() - 1};
  }
  /// An input of ids drawn at random; by id, the logarithm of its probability.
  IdsInput samples(std::string name, const RowSpace& space, std::vector<float> log_probability, std::string doc) {
    tables_.push_back(std::make_shared<const std::vector<float>>(std::move(log_probability)));
    const auto& table = *tables_.back();
    inputs_.push_back({std::move(name), {Kind::ids, &space, table.size(), &table}, std::move(doc)});
    return {inputs_.size() - 1};
  }
  /// A real-valued input of `width` columns.
  RealInput real(std::string name, const RowSpace& space, std::size_t width, std::string doc) {
    inputs_.push_back({std::move(name), {Kind::real, &space, width}, std::move(doc)});
    return {inputs_.size() - 1};
  }
  /// A size that configs may name, such as "vocab".
  void size(const std::string& name, std::size_t value) { sizes_[name] = value; }

  const std::vector<Input>& all() const { return inputs_; }
  const RowSpace& space_of(IdsInput input) const { return *inputs_[input.index].type.space; }
  const std::vector<std::shared_ptr<const RowSpace>>& spaces() const { return spaces_; }
  const std::map<std::string, std::size_t>& sizes() const { return sizes_; }

 private:
  std::vector<std::shared_ptr<const RowSpace>> spaces_;
  std::vector<std::shared_ptr<const std::vector<float>>> tables_;
  std::vector<Input> inputs_;
  std::map<std::string, std::size_t> sizes_;
};

}  // namespace rowgrad
