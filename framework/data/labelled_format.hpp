// LabelledFormat: how a file of labelled text is laid out, as its config says and its content tells.
#pragma once

#include <string>
#include <string_view>

#include "config/keys.hpp"
#include "data/column.hpp"
#include "data/vocabulary.hpp"

namespace rowgrad {

/// The keys of a config.
struct LabelledOptions {
  std::string format = "auto";
  Column text, label;

  void declare(Keys& keys);
  /// Throws Error if keys contradict each other.
  void check(const Where& data) const;
};

struct LabelledFormat {
  /// tsv: tabs, and quotes are text; csv: any separator, and fields may be quoted (RFC 4180).
  enum class Kind { tsv, csv, jsonl, fasttext };
  Kind kind = Kind::tsv;
  char separator = '\t';
  bool header = false;
  std::size_t columns = 0;                      // of each record; 0: two, of which the label follows the last tab
  std::size_t text = 0, label = 1;              // columns, from 0
  std::string text_name = {}, label_name = {};  // by the header; keys of JSONL
  std::string note = {};                        // what a user should be warned of; empty: nothing

  /// `CSV, header, text "review", label "sentiment"`.
  std::string description() const;
  /// The remedy where the labels are from the wrong place; empty if the format has no other.
  std::string other_label() const;
};

/// Tells a file's format from its beginning. Where that is not certain, an input Error shows what was seen and asks for
/// the keys that decide. `name` is the file's, for messages and for its ending. `known` are the labels if they are
/// known already, as they are once the training data was read: of two columns, the one that holds them is the label.
LabelledFormat labelled_format(std::string_view text, const std::string& name, const LabelledOptions& options,
                               const Vocabulary* known = nullptr);

}  // namespace rowgrad
