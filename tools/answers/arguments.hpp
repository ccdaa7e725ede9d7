// Arguments: what a question says besides its name, as text by name: run=0, text="not bad".
#pragma once

#include <cstddef>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace rowgrad {

/// Each getter throws an input Error that names the argument and what was expected.
class Arguments {
 public:
  explicit Arguments(std::map<std::string, std::string> values) : values_(std::move(values)) {}

  std::optional<std::string> find(const std::string& name);
  /// Valid UTF-8.
  std::string text(const std::string& name);
  std::string text(const std::string& name, const std::string& otherwise) {
    return find(name) ? text(name) : otherwise;
  }
  std::size_t whole(const std::string& name, std::optional<std::size_t> otherwise, std::size_t least,
                    std::size_t most = std::numeric_limits<std::size_t>::max());
  double number(const std::string& name, std::optional<double> otherwise, double least, double most);
  /// One of `names`; the first of them if it is not given.
  std::string one_of(const std::string& name, const std::vector<std::string>& names);
  /// What stands between commas; empty if it is not given.
  std::vector<std::string> list(const std::string& name);

  /// Throws an input Error if there is an argument that nobody asked for.
  void refuse_others() const;

 private:
  std::map<std::string, std::string> values_;
  std::set<std::string> asked_;
};

}  // namespace rowgrad
