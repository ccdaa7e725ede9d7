// CategoriesOption: `--categories FILE`, the categories of words, for commands on word vectors.
#pragma once

#include <optional>
#include <string>

#include "analysis/categories.hpp"
#include "tools/command.hpp"
#include "tools/run_data.hpp"
#include "tools/table.hpp"

namespace rowgrad {

class CategoriesOption {
 public:
  CLI::Option* declare(CLI::App& app, const std::string& doc) {
    return app.add_option("--categories", file_, "lines word<TAB>category, such as data/world.categories.tsv: " + doc);
  }
  bool given() const { return !file_.empty(); }

  /// Throws an input Error.
  void open(const WordVectors& vectors) {
    if (!given()) return;
    categories_ = Categories::read(file_, vectors);
    warn(categories_->notes());
  }
  /// Null if none are given. REQUIRES: open().
  const Categories* get() const { return categories_ ? &*categories_ : nullptr; }

 private:
  std::string file_;
  std::optional<Categories> categories_;
};

}  // namespace rowgrad
