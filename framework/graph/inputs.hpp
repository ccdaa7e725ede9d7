// Inputs: what a task offers to a graph: named values with their domains, and named sizes.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "graph/signature.hpp"

namespace rowgrad {

/// Built once by the task before the graph; domains keep their address for its lifetime. Not copyable.
class Inputs {
 public:
  struct Input {
    std::string name;
    Signature signature;
    std::string doc;
  };

  Inputs() = default;
  Inputs(const Inputs&) = delete;
  Inputs& operator=(const Inputs&) = delete;

  /// A new row domain, optionally grouped into segments of another one.
  const Domain* domain(std::string name, const Domain* group = nullptr, std::size_t per_group = 0) {
    domains_.push_back({std::move(name), group, per_group, domains_.size()});
    return &domains_.back();
  }
  /// An input of ids in [0, size). Returns its index in Batch::ids.
  std::size_t ids(std::string name, const Domain* domain, std::size_t size, std::string doc) {
    inputs_.push_back({std::move(name), {Kind::ids, domain, size}, std::move(doc)});
    return inputs_.size() - 1;
  }
  /// An input of ids drawn at random; by id, the logarithm of its probability. The table must outlive the inputs.
  std::size_t samples(std::string name, const Domain* domain, const std::vector<float>& log_probability,
                      std::string doc) {
    inputs_.push_back({std::move(name), {Kind::ids, domain, log_probability.size(), &log_probability}, std::move(doc)});
    return inputs_.size() - 1;
  }
  /// A real-valued input of `width` columns.
  std::size_t rows(std::string name, const Domain* domain, std::size_t width, std::string doc) {
    inputs_.push_back({std::move(name), {Kind::rows, domain, width}, std::move(doc)});
    return inputs_.size() - 1;
  }
  /// A size that configs may name, such as "vocab".
  void size(const std::string& name, std::size_t value) { sizes_[name] = value; }

  const std::vector<Input>& all() const { return inputs_; }
  const std::deque<Domain>& domains() const { return domains_; }
  const std::map<std::string, std::size_t>& sizes() const { return sizes_; }

 private:
  std::deque<Domain> domains_;
  std::vector<Input> inputs_;
  std::map<std::string, std::size_t> sizes_;
};

}  // namespace rowgrad
